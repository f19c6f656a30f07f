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
	Phrases   []Phrase   `json:"phrases"`
	Snapshots []Snapshot `json:"snapshots"`
}

// A Probe is a word in two contexts, to be watched: it should come to stand
// closer to TargetA in TextA than in TextB, and the other way round.
type Probe struct {
	Word, TextA, TextB, TargetA, TargetB string
}

// A Phrase is one context of a probe.
type Phrase struct {
	Word   string     `json:"word"`
	Text   string     `json:"text"`
	Target string     `json:"target"`
	Other  int        `json:"other"`  // the phrase of the other context
	Tokens []string   `json:"tokens"` // those of the vocabulary
	Focus  int        `json:"focus"`  // the word among the tokens
	Embed  mat.Matrix `json:"embed"`  // [T D]

	ids    []int
	target []float64 // e of Target
}

// A Snapshot is a training after so many steps.
type Snapshot struct {
	Step     int            `json:"step"`
	Loss     float64        `json:"loss"`     // running mean
	HeldOut  float64        `json:"held_out"` // as last measured
	Contrast Contrasts      `json:"contrast"`
	Phrases  []PhraseAtStep `json:"phrases"`
}

// A PhraseAtStep is what became of the word of a phrase.
type PhraseAtStep struct {
	Y        []float32     `json:"y"`        // [D]
	Weights  [][]float32   `json:"weights"`  // [H T]: the word's row in each head
	Towards  trace.Towards `json:"towards"`  // its target
	Contrast mat.Number    `json:"contrast"` // cos(y, target) here − in the other context
}

// Contrasts sum up the phrases.
type Contrasts struct {
	Mean     float64 `json:"mean"`
	Positive int     `json:"positive"` // phrases with a contrast above 0
	Towards  int     `json:"towards"`  // phrases whose word moved towards its target
	Of       int     `json:"of"`
}

// newRecord starts a record with the phrases of those probes all of whose
// words the vocabulary has, that have the word in both texts.
func newRecord(m *Model, probes []Probe) *Record {
	r := &Record{Version: 1, Kind: "training", Recipe: m.Recipe}
	for _, p := range probes {
		a, okA := newPhrase(m, p.Word, p.TextA, p.TargetA)
		b, okB := newPhrase(m, p.Word, p.TextB, p.TargetB)
		if okA && okB {
			a.Other, b.Other = len(r.Phrases)+1, len(r.Phrases)
			r.Phrases = append(r.Phrases, a, b)
		}
	}
	return r
}

func newPhrase(m *Model, word, text, target string) (Phrase, bool) {
	p := Phrase{Word: word, Text: text, Target: target, Focus: -1}
	known, unknown := m.Vocabulary.Tokens(text)
	id, ok := m.Vocabulary.lookUp(target)
	if !ok || len(unknown) > 0 {
		return p, false
	}
	p.target = m.Embed(id)
	var rows [][]float64
	for i, t := range known {
		p.Tokens = append(p.Tokens, t.Text)
		p.ids = append(p.ids, t.ID)
		rows = append(rows, m.Embed(t.ID))
		if p.Focus < 0 && strings.EqualFold(t.Text, word) {
			p.Focus = i
		}
	}
	if p.Focus < 0 {
		return p, false
	}
	p.Embed = mat.Of(rows...)
	return p, true
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
func (r *Record) add(s *State) {
	if n := len(r.Snapshots); n > 0 && r.Snapshots[n-1].Step == s.Step {
		return
	}
	shot := Snapshot{Step: s.Step, Loss: s.Loss, HeldOut: s.HeldOut}
	var contextual [][]float64
	for _, p := range r.Phrases {
		heads := s.weights.walk(p.Embed)
		y := heads[0].Y.Row(p.Focus)
		at := PhraseAtStep{Y: narrow(y)}
		for _, t := range heads {
			at.Weights = append(at.Weights, narrow(t.Weights.Row(p.Focus)))
		}
		moved := attention.Shift(p.Embed.Row(p.Focus), y, []attention.Target{{Token: p.Target, Index: -1, Vector: p.target}})
		at.Towards = moved.Towards[0]
		shot.Phrases = append(shot.Phrases, at)
		contextual = append(contextual, y)
	}
	for i, p := range r.Phrases {
		c := mat.Cosine(contextual[i], p.target) - mat.Cosine(contextual[p.Other], p.target)
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
