package learn

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// maxRecord bounds a record, unpacked.
const maxRecord = 256 << 20

// ParseRecord reads a record as heed learn writes it, plain or gzipped, and
// makes sure that its parts fit each other.
func ParseRecord(data []byte) (*Record, error) {
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("the record is no gzip: %w", err)
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxRecord+1)); err != nil {
			return nil, fmt.Errorf("the record's gzip is broken: %w", err)
		}
	}
	if len(data) > maxRecord {
		return nil, fmt.Errorf("the record has more than %d MiB; want less", maxRecord>>20)
	}
	var r Record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("this is no record of a training: %w; want a file of heed learn --record", err)
	}
	if r.Kind != "training" || r.Version != trace.Version {
		return nil, fmt.Errorf("kind %q, version %d; want a file of heed learn --record, version %d", r.Kind, r.Version, trace.Version)
	}
	if len(r.Snapshots) == 0 {
		return nil, errors.New("the record has no snapshots; want one at least")
	}
	if err := r.number(); err != nil {
		return nil, err
	}
	for i, s := range r.Snapshots {
		if i > 0 && s.Step <= r.Snapshots[i-1].Step || s.Step < 0 {
			return nil, fmt.Errorf("snapshot %d is of step %d; want steps that rise from 0", i, s.Step)
		}
		if err := r.fits(s); err != nil {
			return nil, fmt.Errorf("the snapshot of step %d: %w", s.Step, err)
		}
	}
	return &r, nil
}

// Learned reports whether the words' vectors were learned too, so that each
// snapshot has the whole head.
func (r *Record) Learned() bool { return len(r.Words) > 0 }

// Dim is D; 0 where the record tells of nothing.
func (r *Record) Dim() int {
	switch {
	case r.Learned():
		return r.Snapshots[0].Small.Embed.Cols
	case len(r.Phrases) > 0:
		return r.Phrases[0].Embed.Cols
	}
	return 0
}

// number checks the phrases, and numbers their words again where the record
// names its words.
func (r *Record) number() error {
	var v *Vocabulary
	if r.Learned() {
		var err error
		if v, err = NewVocabulary(r.Words); err != nil {
			return err
		}
	}
	for i := range r.Phrases {
		p := &r.Phrases[i]
		if p.Focus < 0 || p.Focus >= len(p.Tokens) || p.Other < 0 || p.Other >= len(r.Phrases) || p.Other == i || r.Phrases[p.Other].Other != i {
			return fmt.Errorf("phrase %d, %q, has its word at %d and its other context at %d; want them among its tokens and the phrases", i, p.Text, p.Focus, p.Other)
		}
		if v == nil {
			if p.Embed.Rows != len(p.Tokens) || p.Embed.Cols != r.Phrases[0].Embed.Cols || !finite(p.Embed.Data) {
				return fmt.Errorf("phrase %d, %q, has vectors %v for %d tokens", i, p.Text, p.Embed, len(p.Tokens))
			}
			continue
		}
		p.ids = nil
		for _, token := range append(slices.Clone(p.Tokens), p.Target) {
			id, ok := v.Lookup(token)
			if !ok {
				return fmt.Errorf("phrase %d, %q: %q is none of the record's words", i, p.Text, token)
			}
			p.ids = append(p.ids, uint32(id))
		}
		p.target = int(p.ids[len(p.Tokens)])
		p.ids = p.ids[:len(p.Tokens)]
	}
	return nil
}

// fits makes sure that a snapshot has what the record says.
func (r *Record) fits(s Snapshot) error {
	if len(s.Phrases) != len(r.Phrases) {
		return fmt.Errorf("%d phrases; want %d", len(s.Phrases), len(r.Phrases))
	}
	if r.Learned() {
		return r.fitsSmall(s.Small)
	}
	for i, p := range s.Phrases {
		if len(p.Y) != r.Dim() || !finite(p.Y) || len(p.Weights) == 0 {
			return fmt.Errorf("phrase %d has a y of %d numbers and %d heads; want %d numbers, and heads", i, len(p.Y), len(p.Weights), r.Dim())
		}
		for _, w := range p.Weights {
			if len(w) != len(r.Phrases[i].Tokens) || !finite(w) {
				return fmt.Errorf("phrase %d has %d weights for %d tokens", i, len(w), len(r.Phrases[i].Tokens))
			}
		}
	}
	return nil
}

func (r *Record) fitsSmall(s *Small) error {
	if s == nil {
		return errors.New("no head; want the whole of it, for the words' vectors are learned too")
	}
	dim := s.Embed.Cols
	if dim == 0 || dim > MaxSmall || r.Snapshots[0].Small == nil || dim != r.Dim() || s.Embed.Rows != len(r.Words) || len(s.LogF) != len(r.Words) || len(s.BiasQ) != dim {
		return fmt.Errorf("vectors %v, %d frequencies and a bias of %d for %d words", s.Embed, len(s.LogF), len(s.BiasQ), len(r.Words))
	}
	for _, m := range []mat.Matrix{s.Maps.Q, s.Maps.K, s.Maps.V} {
		if m.Rows != dim || m.Cols != dim || !finite(m.Data) {
			return fmt.Errorf("a map is %v; want %d×%d", m, dim, dim)
		}
	}
	if !s.Maps.O.Absent() || !finite(s.Embed.Data) || !finite(s.LogF) || !finite(s.BiasQ) {
		return errors.New("a map too many, or what is no number")
	}
	return nil
}

func finite[F float32 | float64](v []F) bool {
	for _, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return false
		}
	}
	return true
}

// Watch adds probes to a record whose snapshots have the whole head, so that
// what became of them can be told: they stand before those that it watched.
// Probes whose words it has not are an error.
func (r *Record) Watch(probes []Probe) error {
	if !r.Learned() {
		return errors.New("the record has its own phrases alone; others can be watched where the words' vectors are learned too")
	}
	v, err := NewVocabulary(r.Words)
	if err != nil {
		return err
	}
	more := phrases(v, probes)
	if len(more) != 2*len(probes) {
		return fmt.Errorf("%d of %d probes have words that are none of the record's", len(probes)-len(more)/2, len(probes))
	}
	for i := range r.Phrases {
		r.Phrases[i].Other += len(more)
	}
	r.Phrases = append(more, r.Phrases...)
	shots := r.Snapshots
	r.Snapshots = nil
	for _, s := range shots {
		r.addSmall(s.Step, s.Loss, s.Small)
	}
	return nil
}

// A Look is what a snapshot tells of a phrase.
type Look struct {
	E, Y    []float64    // [D] of its word
	Weights []mat.Vector // [H T]: the word's row in each head
	Target  []float64    // [D]: the vector of the word that it is to come near to; nil where the record has it not
}

// Look looks at a phrase in a snapshot. Where the record has the whole head,
// all is computed from it again, in float64; else it is what was recorded.
func (r *Record) Look(snapshot, phrase int) Look {
	p, s := r.Phrases[phrase], r.Snapshots[snapshot]
	if r.Learned() {
		t := attention.Formula(s.Small.rows(p.ids), s.Small.Head(p.ids))
		return Look{t.Embed.Row(p.Focus), t.Y.Row(p.Focus), []mat.Vector{t.Weights.Row(p.Focus)}, s.Small.Embed.Row(p.target)}
	}
	at := s.Phrases[phrase]
	l := Look{E: p.Embed.Row(p.Focus), Y: widen(at.Y)}
	for _, w := range at.Weights {
		l.Weights = append(l.Weights, widen(w))
	}
	if i := p.Neighbour(); i >= 0 {
		l.Target = p.Embed.Row(i)
	}
	return l
}

// Neighbour is where the phrase's target stands among its tokens; −1 where it
// is none of them.
func (p Phrase) Neighbour() int {
	return slices.IndexFunc(p.Tokens, func(t string) bool { return strings.EqualFold(t, p.Target) })
}

func widen(v []float32) []float64 {
	to := make([]float64, len(v))
	for c, x := range v {
		to[c] = float64(x)
	}
	return to
}
