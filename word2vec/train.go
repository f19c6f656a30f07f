package word2vec

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"heed/corpus"
	"heed/words"
)

// Train learns a vector for each word that Count found, with the same options.
// It goes on from o.From where that is a checkpoint, and hands one to o.Save
// from time to time and when ctx ends, which ends the training with ctx's
// error.
func Train(ctx context.Context, c *corpus.Corpus, v *Vocabulary, o Options) (*words.Vectors, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	t := newTraining(c, v, o)
	defer t.blocks.close()
	if o.From != nil {
		at, err := t.restore()
		if err != nil {
			return nil, fmt.Errorf("the checkpoint %w", err)
		}
		if err := t.blocks.skip(ctx, at); err != nil {
			return nil, err
		}
	}
	for {
		finished, err := t.round(ctx)
		if finished {
			return t.vectors()
		}
		if err != nil && (o.Save == nil || !errors.Is(err, ctx.Err())) {
			return nil, err
		}
		if e := o.Save(t.write); e != nil {
			return nil, errors.Join(e, err)
		}
		if err != nil {
			return nil, err
		}
	}
}

// A training is one run of Train.
type training struct {
	o        Options
	v        *Vocabulary
	blocks   *blocks
	learners []*learner
	all      uint64 // words of all epochs
}

func newTraining(c *corpus.Corpus, v *Vocabulary, o Options) *training {
	t := &training{o: o, v: v, blocks: &blocks{text: c, v: v, o: o}, all: v.Tokens * uint64(o.Epochs)}
	l := learner{o: o, sigmoid: newSigmoid(), keep: chances(v.Counts, v.Known, o.Sample)}
	nodes := len(v.Words)
	if o.Loss == HierarchicalSoftmax {
		l.tree = newTree(v.Counts)
		nodes--
	} else {
		l.lottery = newLottery(v.Counts)
	}
	l.weights = newWeights(len(v.Words), nodes, o.Dim, o.Seed)
	for range o.Threads {
		t.learners = append(t.learners, l.clone())
	}
	return t
}

// round learns until a checkpoint is due, or all is done. Each learner ends
// with a whole block, so that all are at one place.
func (t *training) round(ctx context.Context) (finished bool, err error) {
	start := time.Now()
	due := func() bool { return t.o.Save != nil && time.Since(start) >= t.o.Every }
	var group sync.WaitGroup
	for _, l := range t.learners {
		group.Go(func() {
			var b block
			for t.blocks.next(ctx, &b) {
				t.learn(l, &b)
				if due() {
					break
				}
			}
		})
	}
	group.Wait()
	return t.blocks.at.Epoch == uint64(t.o.Epochs) && t.blocks.failed == nil, t.blocks.failed
}

// learn lets a learner learn from a block. What it draws depends on the block
// alone.
func (t *training) learn(l *learner, b *block) {
	done := float64(b.before) / float64(t.all)
	l.begin(newRandom(t.o.Seed, b.number), float32(t.o.Rate*max(lastRate, 1-float64((1-lastRate)*done))))
	start := 0
	for _, end := range b.ends {
		l.learn(b.ids[start:end])
		start = end
	}
	t.blocks.told(t.all)
}

// told says how far the training is.
func (s *blocks) told(all uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.told(Progress{Done: int64(s.at.Before), Of: int64(all)})
}

// vectors are the input vectors without their padding.
func (t *training) vectors() (*words.Vectors, error) {
	w := t.learners[0].weights
	rows := make([]float32, 0, len(t.v.Words)*w.dim)
	for i := range t.v.Words {
		rows = append(rows, w.in[i*w.width:][:w.dim]...)
	}
	vectors, err := words.New(t.v.Words, w.dim, rows)
	if err != nil {
		return nil, fmt.Errorf("%w; learn at a lower rate", err)
	}
	return vectors, nil
}
