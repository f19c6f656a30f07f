package word2vec

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// A Model is what predicts what.
type Model string

// The models.
const (
	SkipGram Model = "skip-gram" // a word predicts each word of its window
	CBOW     Model = "cbow"      // the mean of a window predicts the word in its midst
)

// A Loss is how a prediction is scored.
type Loss string

// The losses.
const (
	NegativeSampling    Loss = "negative-sampling"
	HierarchicalSoftmax Loss = "hierarchical-softmax"
)

// Options say how to learn; Defaults are where to start from.
type Options struct {
	Model    Model
	Loss     Loss
	Dim      int     // numbers of a vector
	Window   int     // most words to either side; each time a number from 1 up to it is drawn
	Negative int     // words to set each one apart from, in negative sampling
	Sample   float64 // share of the text above which a word is left out at times; 0 leaves none out
	Epochs   int     // passes over the corpus
	Rate     float64 // learning rate at the start; it falls to a 250th at the end
	Threads  int     // more than one is not repeatable
	Seed     uint64

	Lower      bool    // lower the case of all words
	MinCount   int     // leave out words that occur less often
	MaxWords   int     // most words held while counting: over it the rarest go
	Phrases    int     // passes that join words which go together, as New_York
	PhraseOver float64 // what the score of a phrase must exceed

	Told func(Progress) `json:"-"` // is told how far the work is, from time to time; may be nil

	From  io.Reader                                 `json:"-"` // a checkpoint to go on from, or nil
	Save  func(write func(w io.Writer) error) error `json:"-"` // keeps a checkpoint, or nil
	Every time.Duration                             `json:"-"` // how often; also when ctx ends
}

// Defaults are those of gensim, and the phrases of word2phrase.
func Defaults() Options {
	return Options{
		Model: SkipGram, Loss: NegativeSampling,
		Dim: 100, Window: 5, Negative: 5, Sample: 1e-3, Epochs: 5, Rate: 0.025, Threads: 1, Seed: 1,
		MinCount: 5, MaxWords: 10_000_000, PhraseOver: 100,
		Every: 5 * time.Minute,
	}
}

// lastRate is what of the rate is left at the end.
const lastRate = 1.0 / 250

// Progress is how far the work is.
type Progress struct {
	Counting bool  // words are being counted; else learned from
	Done, Of int64 // bytes of the corpus while counting, else words
}

func (o Options) told(p Progress) {
	if o.Told != nil {
		o.Told(p)
	}
}

// most bounds numbers that memory is needed for; published vectors have up to
// some 4096 dimensions.
const most = 1 << 16

// Check refuses options that make no sense, by the names they have on the
// command line.
func (o Options) Check() error {
	switch {
	case !slices.Contains([]Model{SkipGram, CBOW}, o.Model):
		return fmt.Errorf("model %q: want %s or %s", o.Model, SkipGram, CBOW)
	case !slices.Contains([]Loss{NegativeSampling, HierarchicalSoftmax}, o.Loss):
		return fmt.Errorf("loss %q: want %s or %s", o.Loss, NegativeSampling, HierarchicalSoftmax)
	case !(o.Sample >= 0 && o.Sample <= 1):
		return fmt.Errorf("sample %v: want a share of the text, 0 to 1", o.Sample)
	case !(o.Rate > 0 && o.Rate <= 1):
		return fmt.Errorf("rate %v: want more than 0, at most 1", o.Rate)
	case o.Phrases > 0 && !(o.PhraseOver >= 0):
		return fmt.Errorf("phrase-over %v: want 0 or more", o.PhraseOver)
	}
	for _, n := range []struct {
		name      string
		got, from int
		to        int
	}{
		{"dim", o.Dim, 1, most},
		{"window", o.Window, 1, longest},
		{"negative", o.Negative, 1, most},
		{"epochs", o.Epochs, 1, 1 << 30},
		{"threads", o.Threads, 1, 1 << 12},
		{"min-count", o.MinCount, 1, 1 << 30},
		{"max-words", o.MaxWords, 2, 1 << 31},
		{"phrases", o.Phrases, 0, 10},
	} {
		if n.got < n.from || n.got > n.to {
			return fmt.Errorf("%s %d: want %d to %d", n.name, n.got, n.from, n.to)
		}
	}
	return nil
}
