package word2vec

import (
	"context"

	"heed/corpus"
)

// phrases are pairs of words that go together:
//
//	score(a, b) = (n_ab − δ) N / (n_a n_b)
//
// exceeds a threshold, n being how often a, b and the pair occur, N the number
// of words, and δ, the least count of a word, keeping rare pairs out.
//
// Source: Mikolov et al., Distributed Representations of Words and Phrases and
// their Compositionality (2013), eq. 6; the factor N, which makes thresholds
// fit texts of any length, is of Mikolov's program word2phrase.
type phrases struct {
	index map[string]uint32 // the words that phrases have
	pairs map[[2]uint32]bool
}

// findPhrases counts the words and pairs of the corpus, in which the phrases
// that v has are joined, in pass n.
func findPhrases(ctx context.Context, c *corpus.Corpus, o Options, v *Vocabulary, n int) (phrases, error) {
	words, pairs := newTally[string](o.MaxWords), newTally[[2]uint32](o.MaxWords)
	total, err := v.pass(ctx, c, o, n, func(s *sentences) {
		before, known := uint32(0), false
		for i := range s.ends {
			addWord(words, s.word(i))
			id := words.index[string(s.word(i))]
			if known {
				pairs.add([2]uint32{before, id})
			}
			before, known = id, true
		}
	})
	if err != nil {
		return phrases{}, err
	}
	v.note(words.dropped, "words", "phrases")
	v.note(pairs.dropped, "pairs of words", "phrases")
	p := phrases{map[string]uint32{}, map[[2]uint32]bool{}}
	for i, pair := range pairs.keys {
		a, b := words.counts[pair[0]], words.counts[pair[1]]
		if min(a, b) < uint64(o.MinCount) || pairs.counts[i] <= uint64(o.MinCount) {
			continue
		}
		score := float64(pairs.counts[i]-uint64(o.MinCount)) / float64(a) / float64(b) * float64(total)
		if score > o.PhraseOver {
			p.pairs[pair] = true
			p.index[words.keys[pair[0]]], p.index[words.keys[pair[1]]] = pair[0], pair[1]
		}
	}
	return p, nil
}

// join joins the phrases of a sentence by _, from the left; a word that has
// been joined to the one before is not joined to the next.
func (p phrases) join(s *sentences) {
	if len(p.pairs) == 0 {
		return
	}
	kept := 0
	before, free := uint32(0), false // the word before is of a phrase, and not joined yet
	for i := range s.ends {
		id, known := p.index[string(s.word(i))]
		if known && free && p.pairs[[2]uint32{before, id}] {
			s.text[s.ends[i-1]] = '_'
			kept--
			free = false
		} else {
			before, free = id, known
		}
		s.ends[kept] = s.ends[i]
		kept++
	}
	s.ends = s.ends[:kept]
}
