// Package training turns the record of a training into what a page draws of it:
// the plane at each recorded step, and curves over all steps. Everything comes
// from the record's tensors by the formulas of package attention; a page draws
// it, and computes nothing.
package training

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/geom"
	"heed/learn"
	"heed/mat"
	"heed/trace"
)

// A Training is a record to be drawn. What has one number or place for each
// snapshot begins with snapshot From; see [Training.Since].
type Training struct {
	Heed    int          `json:"heed"`
	Name    string       `json:"name"`
	Dim     int          `json:"dim"`     // D
	Heads   int          `json:"heads"`   // H
	Words   int          `json:"words"`   // whose vectors are learned too; 0: they stay as they are
	Planned int          `json:"planned"` // steps, if it is not stopped before
	From    int          `json:"from"`
	Steps   []int        `json:"steps"`
	Loss    []mat.Number `json:"loss"`    // cross-entropy in nats, a running mean
	HeldOut []mat.Number `json:"heldOut"` // the same on text held out, as last measured; null where it was not
	Change  []mat.Number `json:"change"`  // of the loss since the snapshot before, a step
	Tracks  []Track      `json:"tracks"`
	Pairs   []Pair       `json:"pairs"`
}

// A Track is a vector in the plane, after each snapshot; of one that stays
// where it is, once.
type Track struct {
	Stays bool         `json:"stays"`
	At    [][2]float32 `json:"at"`
	Kept  []float32    `json:"kept,omitempty"` // share of its length that the plane keeps; none in two dimensions, which lose nothing
}

// A Pair is a word in two contexts.
type Pair struct {
	Word     string      `json:"word"`
	Plane    geom.Plane  `json:"plane"`
	Window   geom.Window `json:"window"` // holds every vector that is drawn of the pair, at every step
	Words    []Word      `json:"words"`  // the first is the word under study, the next two its targets
	Contexts [2]Context  `json:"contexts"`
}

// A Word is a vector before attention.
type Word struct {
	Text    string     `json:"text"`
	Context int        `json:"context"` // 0 or 1: the word that this context is told by; −1: no context's own
	Lean    mat.Number `json:"lean"`    // cos(e, target of A) − cos(e, target of B) at the last snapshot
	Track   int        `json:"track"`
}

// A Context is a text, and what becomes of the word in it.
type Context struct {
	Text    string       `json:"text"`
	Target  string       `json:"target"`  // the word of this context, to which the studied one should come near
	Alone   bool         `json:"alone"`   // there is no other word to read: its weight is 1 from the start
	Towards []mat.Number `json:"towards"` // how far it moved towards its own context's word; see attention.Shift
	Other   []mat.Number `json:"other"`   // and towards the other context's
	Weight  []mat.Number `json:"weight"`  // on its own context's word, the mean of all heads; null where the text has it not
	Track   int          `json:"track"`   // of y
}

// Of makes what is drawn of a record.
func Of(name string, r *learn.Record) (Training, error) {
	if len(r.Phrases) == 0 {
		return Training{}, errors.New("the record watched no phrases; heed learn --probes says which to watch")
	}
	t := Training{Heed: trace.Version, Name: name, Dim: r.Dim(), Words: len(r.Words), Planned: r.Recipe.Steps}
	for i, s := range r.Snapshots {
		t.Steps = append(t.Steps, s.Step)
		t.Loss = append(t.Loss, mat.Number(s.Loss))
		heldOut, change := math.NaN(), 0.0
		if s.HeldOut != 0 {
			heldOut = s.HeldOut
		}
		if i > 0 {
			before := r.Snapshots[i-1]
			change = (s.Loss - before.Loss) / float64(s.Step-before.Step)
		}
		t.HeldOut = append(t.HeldOut, mat.Number(heldOut))
		t.Change = append(t.Change, mat.Number(change))
	}
	t.Heads = len(r.Look(0, 0).Weights)
	t.Planned = max(t.Planned, t.Steps[len(t.Steps)-1])
	if err := t.draw(r); err != nil {
		return Training{}, err
	}
	return t, nil
}

// draw adds the pairs, with what is drawn of them.
func (t *Training) draw(r *learn.Record) error {
	plane, err := t.drawLearned(r)
	if err != nil {
		return err
	}
	for i, p := range r.Phrases {
		if p.Other < i {
			continue
		}
		pair := Pair{Word: p.Word, Plane: plane}
		if err := t.drawPair(&pair, r, [2]int{i, p.Other}); err != nil {
			return fmt.Errorf("%q and %q: %w", p.Text, r.Phrases[p.Other].Text, err)
		}
		t.Pairs = append(t.Pairs, pair)
	}
	return nil
}

// drawLearned draws the words whose vectors are learned too, once for all
// pairs, in one plane: that of their two dimensions, or the one that keeps most
// of what came of them. Their tracks have the words' numbers.
func (t *Training) drawLearned(r *learn.Record) (plane geom.Plane, err error) {
	if !r.Learned() {
		return plane, nil
	}
	if t.Dim <= 2 {
		plane, err = geom.Identity(t.Dim)
	} else {
		plane, err = geom.PCA(rows(r.Snapshots[len(r.Snapshots)-1].Small.Embed))
	}
	if err != nil {
		return plane, err
	}
	for id := range r.Words {
		var k Track
		for _, s := range r.Snapshots {
			k.add(plane, s.Small.Embed.Row(id))
		}
		t.Tracks = append(t.Tracks, k)
	}
	return plane, nil
}

// drawPair looks at two contexts of a word through all snapshots.
func (t *Training) drawPair(p *Pair, r *learn.Record, phrases [2]int) error {
	list := wordsOf(r, phrases)
	a, b := list[1].vector, list[2].vector
	if !r.Learned() {
		var err error
		if p.Plane, err = frozenPlane(list); err != nil {
			return err
		}
	}
	for _, w := range list {
		if w.vector == nil {
			continue
		}
		lean := math.NaN()
		if a != nil && b != nil {
			lean = mat.Cosine(w.vector, a) - mat.Cosine(w.vector, b)
		}
		if !r.Learned() {
			k := Track{Stays: true}
			k.add(p.Plane, w.vector)
			w.track = len(t.Tracks)
			t.Tracks = append(t.Tracks, k)
		}
		p.Words = append(p.Words, Word{w.text, w.context, mat.Number(lean), w.track})
	}
	for c, i := range phrases {
		p.Contexts[c] = t.context(r, p.Plane, i)
	}
	return t.fit(p)
}

// A word is a vector before attention, as it is at the last snapshot.
type word struct {
	text    string
	context int // as Word has it
	vector  []float64
	track   int
}

// wordsOf lists what is drawn of two phrases: the word under study, the word of
// each context (without a vector where the record has none), and then all others
// that the record names, or else those of the two texts.
func wordsOf(r *learn.Record, phrases [2]int) []word {
	a, b := r.Phrases[phrases[0]], r.Phrases[phrases[1]]
	list := []word{{text: a.Word, context: -1}, {text: a.Target, context: 0}, {text: b.Target, context: 1}}
	names, vectors := r.Words, [][]float64(nil)
	if r.Learned() {
		vectors = rows(r.Snapshots[len(r.Snapshots)-1].Small.Embed)
	} else {
		names = slices.Concat(a.Tokens, b.Tokens)
		vectors = append(rows(a.Embed), rows(b.Embed)...)
	}
	for id, name := range names {
		i := slices.IndexFunc(list, func(w word) bool { return strings.EqualFold(w.text, name) })
		switch {
		case i < 0:
			list = append(list, word{name, -1, vectors[id], id})
		case list[i].vector == nil:
			list[i].vector, list[i].track = vectors[id], id
		}
	}
	return list
}

// frozenPlane is the plane of vectors that stay as they are, the same at every
// step: through the words of the two contexts; where the record has not both, or
// they lie on one line, the one that keeps most of the words.
func frozenPlane(list []word) (geom.Plane, error) {
	a, b := list[1], list[2]
	if a.vector != nil && b.vector != nil {
		if plane, err := geom.Anchors(a.text, b.text, a.vector, b.vector); err == nil {
			return plane, nil
		}
	}
	var vectors [][]float64
	for _, w := range list {
		if w.vector != nil {
			vectors = append(vectors, w.vector)
		}
	}
	if len(vectors[0]) <= 2 {
		return geom.Identity(len(vectors[0]))
	}
	return geom.PCA(vectors)
}

// context looks at a phrase through all snapshots.
func (t *Training) context(r *learn.Record, plane geom.Plane, phrase int) Context {
	p := r.Phrases[phrase]
	c := Context{Text: p.Text, Target: p.Target, Alone: len(p.Tokens) == 2, Track: len(t.Tracks)}
	var y Track
	for i := range r.Snapshots {
		at, other := r.Look(i, phrase), r.Look(i, p.Other)
		y.add(plane, at.Y)
		c.Towards = append(c.Towards, towards(at, at.Target))
		c.Other = append(c.Other, towards(at, other.Target))
		weight := math.NaN()
		if j := p.Neighbour(); j >= 0 {
			weight = 0
			for _, w := range at.Weights {
				weight += w[j] / float64(len(at.Weights))
			}
		}
		c.Weight = append(c.Weight, mat.Number(weight))
	}
	t.Tracks = append(t.Tracks, y)
	return c
}

// towards is how far the word moved towards a vector, where there is one.
func towards(at learn.Look, target []float64) mat.Number {
	if target == nil {
		return mat.Number(math.NaN())
	}
	return attention.Shift(at.E, at.Y, []attention.Target{{Vector: target}}).Towards[0].Signed
}

// add puts a vector's place at the end of the track.
func (k *Track) add(plane geom.Plane, vector []float64) {
	at := plane.At(vector)
	k.At = append(k.At, [2]float32{float32(at.X), float32(at.Y)})
	if len(vector) > 2 {
		k.Kept = append(k.Kept, float32(plane.KeptOf(vector)))
	}
}

// fit finds the window that holds all that is drawn of the pair.
func (t *Training) fit(p *Pair) error {
	var points []geom.Point
	tracks := []int{p.Contexts[0].Track, p.Contexts[1].Track}
	for _, w := range p.Words {
		tracks = append(tracks, w.Track)
	}
	for _, i := range tracks {
		for _, at := range t.Tracks[i].At {
			points = append(points, geom.Point{X: float64(at[0]), Y: float64(at[1])})
		}
	}
	p.Window = geom.Around(points)
	if size := p.Window.MaxX - p.Window.MinX + p.Window.MaxY - p.Window.MinY; !(size > 1e-30 && size < 1e30) {
		return fmt.Errorf("the vectors are %.3g long, which no picture can hold", size)
	}
	return nil
}

func rows(m mat.Matrix) [][]float64 {
	list := make([][]float64, m.Rows)
	for i := range list {
		list[i] = m.Row(i)
	}
	return list
}

// Since is the training with what came after the first n snapshots alone, for
// who has those; the whole of it where its plane may have turned since.
func (t Training) Since(n int) Training {
	if t.Words > 0 && t.Dim > 2 || n > len(t.Steps) {
		n = 0
	}
	t.From = n
	t.Steps, t.Loss, t.HeldOut, t.Change = t.Steps[n:], t.Loss[n:], t.HeldOut[n:], t.Change[n:]
	t.Tracks, t.Pairs = slices.Clone(t.Tracks), slices.Clone(t.Pairs)
	for i, k := range t.Tracks {
		if !k.Stays {
			k.At = k.At[n:]
			k.Kept = k.Kept[min(n, len(k.Kept)):]
			t.Tracks[i] = k
		}
	}
	for i := range t.Pairs {
		for c := range t.Pairs[i].Contexts {
			x := &t.Pairs[i].Contexts[c]
			x.Towards, x.Other, x.Weight = x.Towards[n:], x.Other[n:], x.Weight[n:]
		}
	}
	return t
}
