package evaluate

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// An Instance is one occurrence of a word under study. Start and End are the
// code points of Text that the word takes, End exclusive.
type Instance struct {
	Word       string // as it stands in Text: "Banks"
	Text       string // its whole sentence
	Start, End int
	Label      string // its sense
	Place      string // where it was read, for messages: "bank.tsv:12"
}

// Senses are labelled occurrences of one word. Where Train is empty, every
// occurrence of Test is compared with all the others.
type Senses struct {
	Word        string
	Train, Test []Instance
}

// leavesOut reports whether each occurrence is measured against the others.
func (s Senses) leavesOut() bool { return len(s.Train) == 0 }

// An Encoder gives the vectors of a word in its sentence, one for each hidden
// state of a model, 0 the embedding's; a single one for a source that has no
// layers. All instances get as many vectors, of the same widths. It is called
// by several goroutines at once.
type Encoder interface {
	Encode(ctx context.Context, i Instance) ([][]float32, error)
}

// A Score says how well senses are told apart, both in [0, 1].
type Score struct {
	Accuracy float64 `json:"accuracy"` // of the nearest neighbour
	MacroF1  float64 `json:"macro_f1"` // of the nearest centroid
}

// A WordScore is the score of one word, with the nearest neighbour's recall of
// each sense: the share of its occurrences that were given it.
type WordScore struct {
	Score
	Recall map[string]float64 `json:"recall"`
}

// Baselines are the scores of two kinds of vector that know nothing of
// attention: see [Static].
type Baselines[S any] struct {
	Mean10 S `json:"mean10"`
	SIF    S `json:"sif"`
}

// A SensesRow is what was measured on one word; N counts the occurrences that
// were given a sense.
type SensesRow struct {
	Word string `json:"word"`
	N    int    `json:"n"`
	WordScore
	Baselines Baselines[WordScore] `json:"baselines"`
}

// SensesScores are the scores of all words, and their plain mean.
type SensesScores struct {
	Words     []SensesRow      `json:"words"`
	Mean      Score            `json:"mean"`
	Baselines Baselines[Score] `json:"baselines"`
}

// A SensesReport holds the scores of an encoder: those of its only vectors,
// or, where it has several hidden states, those of each, 0 the embedding's.
type SensesReport struct {
	*SensesScores
	Layers []SensesScores `json:"layers,omitempty"`
}

// MeasureSenses measures how well the vectors of words in sentences tell their
// senses apart, in each hidden state of the encoder, beside the two baselines
// from static vectors:
//
//   - Accuracy is the share of the test occurrences whose nearest training
//     occurrence by cosine has their sense; of equally near ones the earliest
//     counts.
//   - MacroF1 is the mean, over the senses that the test occurrences have, of
//     F1 = 2·tp / (2·tp + fp + fn), each occurrence being given the sense with
//     the nearest centroid: the mean of its training occurrences' vectors, all
//     vectors brought to length 1 before. Near is by Euclid; of equally near
//     ones the sense that comes first in the training data counts.
//
// Without training occurrences each one is compared with all others, and no
// centroid has its own vector in it; another occurrence in the same sentence
// is one of the others. A vector of length 0 stays 0, and has cosine 0 with
// every other.
//
// told, which may be nil, hears how many of all occurrences are encoded. An
// error of the encoder is returned with the occurrence's place.
//
// Source: the measures of Loureiro, Rezaee, Pilehvar, Camacho-Collados,
// Analysis and Evaluation of Language Models for Word Sense Disambiguation
// (2021), sections 4 and 5.
func MeasureSenses(ctx context.Context, data []Senses, encoder Encoder, static Static, told func(done, of int)) (SensesReport, error) {
	e := encoding{encoder: encoder, told: told}
	for _, s := range data {
		if len(s.Test) == 0 || s.leavesOut() && len(s.Test) < 2 {
			return SensesReport{}, fmt.Errorf("%s: %d occurrences to measure, and %d to compare them with; want at least one of each", s.Word, len(s.Test), len(s.Train))
		}
		e.of += len(s.Train) + len(s.Test)
	}
	lexicon := newLexicon(static)
	var layers []SensesScores
	for _, s := range data {
		words, err := e.word(ctx, s)
		if err != nil {
			return SensesReport{}, err
		}
		baselines, err := lexicon.measure(ctx, s)
		if err != nil {
			return SensesReport{}, err
		}
		if layers == nil {
			layers = make([]SensesScores, len(words))
		}
		if len(words) != len(layers) {
			return SensesReport{}, fmt.Errorf("%s has %d hidden states; want %d, as %s has", s.Word, len(words), len(layers), data[0].Word)
		}
		for l, score := range words {
			layers[l].Words = append(layers[l].Words, SensesRow{s.Word, len(s.Test), score, baselines})
		}
	}
	for l := range layers {
		layers[l].average()
	}
	if len(layers) == 1 {
		return SensesReport{SensesScores: &layers[0]}, nil
	}
	return SensesReport{Layers: layers}, nil
}

// average fills in the means over the words.
func (s *SensesScores) average() {
	n := float64(len(s.Words))
	for _, w := range s.Words {
		for _, add := range []struct {
			to   *Score
			from Score
		}{
			{&s.Mean, w.Score},
			{&s.Baselines.Mean10, w.Baselines.Mean10.Score},
			{&s.Baselines.SIF, w.Baselines.SIF.Score},
		} {
			add.to.Accuracy += add.from.Accuracy / n
			add.to.MacroF1 += add.from.MacroF1 / n
		}
	}
}

// An encoding is the work of an encoder on all words.
type encoding struct {
	encoder  Encoder
	told     func(done, of int)
	done, of int
}

// word scores each hidden state on one word.
func (e *encoding) word(ctx context.Context, s Senses) ([]WordScore, error) {
	train, err := e.states(ctx, s.Train)
	if err != nil {
		return nil, err
	}
	test, err := e.states(ctx, s.Test)
	if err != nil {
		return nil, err
	}
	if err := alike(s, train, test); err != nil {
		return nil, err
	}
	scores := make([]WordScore, len(test[0]))
	for l := range scores {
		rows := func(states [][][]float32) [][]float32 {
			rows := make([][]float32, len(states))
			for i, state := range states {
				rows[i] = state[l]
			}
			return rows
		}
		if scores[l], err = score(ctx, s, unitRows(rows(train)), unitRows(rows(test))); err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// states encodes instances, [instance hidden-state width], on every core.
func (e *encoding) states(ctx context.Context, instances []Instance) ([][][]float32, error) {
	states := make([][][]float32, len(instances))
	errs := make([]error, len(instances))
	var next atomic.Int64
	var failed atomic.Bool
	var lock sync.Mutex // of done and told
	work := func() {
		for !failed.Load() {
			i := int(next.Add(1)) - 1
			if i >= len(instances) {
				return
			}
			if states[i], errs[i] = e.one(ctx, instances[i]); errs[i] != nil {
				failed.Store(true)
				return
			}
			lock.Lock()
			if e.done++; e.told != nil {
				e.told(e.done, e.of)
			}
			lock.Unlock()
		}
	}
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(instances)) {
		wait.Go(work)
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return states, nil
}

// one encodes one instance and checks what comes back.
func (e *encoding) one(ctx context.Context, i Instance) ([][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	states, err := e.encoder.Encode(ctx, i)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", i.Place, err)
	}
	if len(states) == 0 {
		return nil, fmt.Errorf("%s: %q has no vector", i.Place, i.Word)
	}
	for l, state := range states {
		for d, x := range state {
			if x := float64(x); math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, fmt.Errorf("%s: number %d of the vector of %q, hidden state %d, is %v; want a finite number", i.Place, d, i.Word, l, x)
			}
		}
	}
	return states, nil
}

// alike refuses hidden states that are not of one number and width.
func alike(s Senses, train, test [][][]float32) error {
	want, instances := test[0], slices.Concat(s.Train, s.Test)
	for i, states := range slices.Concat(train, test) {
		if len(states) != len(want) {
			return fmt.Errorf("%s: %d hidden states; want %d, as at %s", instances[i].Place, len(states), len(want), s.Test[0].Place)
		}
		for l, state := range states {
			if len(state) != len(want[l]) {
				return fmt.Errorf("%s: hidden state %d has width %d; want %d, as at %s", instances[i].Place, l, len(state), len(want[l]), s.Test[0].Place)
			}
		}
	}
	return nil
}
