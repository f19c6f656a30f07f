package source

import (
	"context"

	"heed/evaluate"
	"heed/learn"
)

// Encode returns y of a word in its sentence, in the one state there is. A
// word of several pieces has their mean; one without a vector is read as 0.
func (l *Learned) Encode(_ context.Context, i evaluate.Instance) ([][]float32, error) {
	l.tabulated.Do(l.Model.Vocabulary.Tabulate) // thousands of sentences follow
	known, _ := l.Model.Vocabulary.Tokens(i.Text)
	var ids, rows []int
	for _, k := range known {
		if k.Start < i.End && k.End > i.Start {
			rows = append(rows, len(ids))
		}
		ids = append(ids, k.ID)
	}
	if rows == nil {
		rows, ids = []int{len(ids)}, append(ids, -1)
	}
	return [][]float32{meanOf(rows, l.Model.Dim, func(at int) []float32 {
		y := make([]float32, l.Model.Dim)
		for d, x := range l.Model.Contextual(ids, at) {
			y[d] = float32(x)
		}
		return y
	})}, nil
}

// Static are the model's word vectors, before any attention. They are in the
// order of frequency, from which Zipf's law estimates how common each is.
func (l *Learned) Static() evaluate.Static {
	l.tabulated.Do(l.Model.Vocabulary.Tabulate)
	return staticLearned{l.Model}
}

type staticLearned struct{ *learn.Model }

func (s staticLearned) Vector(word string) []float32 {
	id, ok := s.Vocabulary.Lookup(word)
	if !ok {
		return nil
	}
	e := make([]float32, s.Dim)
	for d, x := range s.Embed(id) {
		e[d] = float32(x)
	}
	return e
}

func (s staticLearned) Frequency(word string) float64 {
	id, _ := s.Vocabulary.Lookup(word)
	return evaluate.Zipf(id+1, s.Vocabulary.Len())
}
