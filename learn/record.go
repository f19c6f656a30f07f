package learn

import (
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// A Record is a training to look back on: its state at some steps.
type Record struct {
	Version   int        `json:"heed"`
	Kind      string     `json:"kind"` // "training"
	Recipe    Recipe     `json:"recipe"`
	Words     []string   `json:"words,omitempty"` // where their vectors are learned too
	Phrases   []Phrase   `json:"phrases"`
	Snapshots []Snapshot `json:"snapshots"`
}

// A Phrase is one context of a probe.
type Phrase struct {
	Word   string     `json:"word"`
	Text   string     `json:"text"`
	Target string     `json:"target"`
	Other  int        `json:"other"`          // the phrase of the other context
	Tokens []string   `json:"tokens"`         // those of the vocabulary
	Focus  int        `json:"focus"`          // the word among the tokens
	Embed  mat.Matrix `json:"embed,omitzero"` // [T D], where the vectors stay as they are

	ids    []uint32
	target int // the number of Target
}

// A Snapshot is a training after so many steps.
type Snapshot struct {
	Step     int            `json:"step"`
	Loss     float64        `json:"loss"`              // running mean
	HeldOut  float64        `json:"held_out,omitzero"` // as last measured
	Contrast Contrasts      `json:"contrast"`
	Phrases  []PhraseAtStep `json:"phrases"`
	Small    *Small         `json:"head,omitempty"` // where the vectors are learned too: all of it
}

// A PhraseAtStep is what became of the word of a phrase.
type PhraseAtStep struct {
	E        []float32     `json:"e,omitempty"` // [D], where the vectors are learned too
	Y        []float32     `json:"y"`           // [D]
	Weights  [][]float32   `json:"weights"`     // [H T]: the word's row in each head
	Towards  trace.Towards `json:"towards"`     // its target
	Contrast mat.Number    `json:"contrast"`    // cos(y, target) here − in the other context

	y []float64
}

// Contrasts sum up the phrases.
type Contrasts struct {
	Mean     float64 `json:"mean"`
	Positive int     `json:"positive"` // phrases with a contrast above 0
	Towards  int     `json:"towards"`  // phrases whose word moved towards its target
	Of       int     `json:"of"`
}

// newRecord starts a record with the phrases of those probes all of whose
// words the model has, that have the word in both texts.
func newRecord(m *Model, probes []Probe) *Record {
	r := &Record{Version: 1, Kind: "training", Recipe: m.Recipe, Phrases: phrases(m.Vocabulary, probes)}
	for i := range r.Phrases {
		p := &r.Phrases[i]
		rows := make([][]float64, len(p.ids))
		for j, id := range p.ids {
			rows[j] = m.Embed(int(id))
		}
		p.Embed = mat.Of(rows...)
	}
	return r
}

func newSmallRecord(v *Vocabulary, probes []Probe) *Record {
	return &Record{Version: 1, Kind: "training", Words: v.Words(), Phrases: phrases(v, probes)}
}

func phrases(v *Vocabulary, probes []Probe) []Phrase {
	var all []Phrase
	for _, p := range probes {
		a, okA := newPhrase(v, p.Word, p.TextA, p.TargetA)
		b, okB := newPhrase(v, p.Word, p.TextB, p.TargetB)
		if okA && okB {
			a.Other, b.Other = len(all)+1, len(all)
			all = append(all, a, b)
		}
	}
	return all
}

func newPhrase(v *Vocabulary, word, text, target string) (Phrase, bool) {
	p := Phrase{Word: word, Text: text, Target: target, Focus: -1}
	known, unknown := v.Tokens(text)
	id, ok := v.Lookup(target)
	if !ok || len(unknown) > 0 {
		return p, false
	}
	p.target = id
	for i, t := range known {
		p.Tokens = append(p.Tokens, t.Text)
		p.ids = append(p.ids, uint32(t.ID))
		if p.Focus < 0 && strings.EqualFold(t.Text, word) {
			p.Focus = i
		}
	}
	return p, p.Focus >= 0
}

// smallSnapshotAt reports whether the record of a training in so few numbers
// that each snapshot is small keeps the state after that many steps: so often
// that it can be looked through as a film.
func smallSnapshotAt(step int) bool {
	return step <= 100 || step%4 == 0
}

// snapshotAt reports whether the record keeps the state after that many
// steps: 0, and 1, 2, 3, 5 and 7 times each power of ten.
func snapshotAt(step int) bool {
	for step > 9 && step%10 == 0 {
		step /= 10
	}
	switch step {
	case 0, 1, 2, 3, 5, 7:
		return true
	}
	return false
}

// add takes a snapshot of the state, unless there is one of its step.
func (r *Record) add(s *State, m *Model) {
	shot := Snapshot{Step: s.Step, Loss: s.Loss, HeldOut: s.HeldOut}
	for _, p := range r.Phrases {
		shot.Phrases = append(shot.Phrases, p.at(s.weights.walk(p.Embed), m.Embed(p.target)))
	}
	r.take(shot, m.Embed)
}

// addSmall is add where the vectors are learned too.
func (r *Record) addSmall(step int, loss float64, s *Small) {
	shot := Snapshot{Step: step, Loss: loss, Small: s.clone()}
	for _, p := range r.Phrases {
		at := p.at([]trace.Trace{attention.Formula(s.rows(p.ids), s.Head(p.ids))}, s.Embed.Row(p.target))
		at.E = narrow(s.Embed.Row(int(p.ids[p.Focus])))
		shot.Phrases = append(shot.Phrases, at)
	}
	r.take(shot, s.Embed.Row)
}

// at is what becomes of the phrase's word, given the traces of all heads, y of
// all of them in each, and its target's vector.
func (p Phrase) at(heads []trace.Trace, target []float64) PhraseAtStep {
	y := heads[0].Y.Row(p.Focus)
	at := PhraseAtStep{Y: narrow(y), y: y}
	for _, t := range heads {
		at.Weights = append(at.Weights, narrow(t.Weights.Row(p.Focus)))
	}
	moved := attention.Shift(heads[0].Embed.Row(p.Focus), y, []attention.Target{{Token: p.Target, Index: -1, Vector: target}})
	at.Towards = moved.Towards[0]
	return at
}

// take adds the contrasts to a snapshot, and it to the record, unless there is
// one of its step.
func (r *Record) take(shot Snapshot, embed func(id int) []float64) {
	if n := len(r.Snapshots); n > 0 && r.Snapshots[n-1].Step == shot.Step {
		return
	}
	for i, p := range r.Phrases {
		target := embed(p.target)
		c := mat.Cosine(shot.Phrases[i].y, target) - mat.Cosine(shot.Phrases[p.Other].y, target)
		shot.Phrases[i].Contrast = mat.Number(c)
		shot.Contrast.count(c, float64(shot.Phrases[i].Towards.Signed))
	}
	r.Snapshots = append(r.Snapshots, shot)
}

// count takes one more phrase in: its contrast, and how far it moved towards
// its target.
func (c *Contrasts) count(contrast, towards float64) {
	c.Mean = (c.Mean*float64(c.Of) + contrast) / float64(c.Of+1)
	c.Of++
	if contrast > 0 {
		c.Positive++
	}
	if towards > 0 {
		c.Towards++
	}
}

func narrow(v []float64) []float32 {
	to := make([]float32, len(v))
	for c, x := range v {
		to[c] = float32(x)
	}
	return to
}
