package word2vec

import (
	"context"
	"sync"

	"heed/corpus"
)

// blockWords is how many words of the corpus make a block, or some more.
const blockWords = 10_000

// A block is sentences to learn from.
type block struct {
	number uint64   // from the start of the training
	before uint64   // words of the corpus before it, those of earlier epochs too
	ids    []uint32 // the known words
	ends   []int    // where each sentence ends in ids
}

// A place is how far the training is, at the end of a block.
type place struct {
	Epoch, Block   uint64 // epochs done; blocks of the present one
	Number, Before uint64 // blocks and words in all
}

// blocks deals out the corpus, epoch by epoch, to several learners.
type blocks struct {
	mu     sync.Mutex
	text   *corpus.Corpus
	v      *Vocabulary
	o      Options
	at     place
	epoch  *sentences // nil where none is open
	failed error
}

// next fills b with the next block; false is the end, or an error. Which block
// comes next is settled, only who gets it is not.
func (s *blocks) next(ctx context.Context, b *block) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.failed == nil && s.at.Epoch < uint64(s.o.Epochs) {
		if s.failed = ctx.Err(); s.failed != nil {
			return false
		}
		if s.epoch == nil {
			s.epoch = newSentences(s.text, s.o.Lower)
		}
		words := s.fill(b)
		if words > 0 {
			b.number, b.before = s.at.Number, s.at.Before
			s.at.Block++
			s.at.Number++
			s.at.Before += words
			return true
		}
		s.failed = s.epoch.lines.Err()
		s.close()
		s.at.Epoch++
		s.at.Block = 0
	}
	return false
}

// fill reads a block, and returns how many words of the corpus it takes: 0 at
// the end of the epoch.
func (s *blocks) fill(b *block) (words uint64) {
	b.ids, b.ends = b.ids[:0], b.ends[:0]
	for words < blockWords && s.epoch.next() {
		s.v.join(s.epoch)
		for i := range s.epoch.ends {
			if id, ok := s.v.index[string(s.epoch.word(i))]; ok { // makes no string
				b.ids = append(b.ids, id)
			}
		}
		b.ends = append(b.ends, len(b.ids))
		words += uint64(len(s.epoch.ends))
	}
	return words
}

// skip goes to where a training was left.
func (s *blocks) skip(ctx context.Context, to place) error {
	s.at = place{Epoch: to.Epoch, Number: to.Number - to.Block, Before: to.Before}
	var b block
	for range to.Block {
		if !s.next(ctx, &b) {
			break
		}
	}
	s.at.Before = to.Before
	return s.failed
}

func (s *blocks) close() {
	if s.epoch != nil {
		s.epoch.lines.Close()
		s.epoch = nil
	}
}
