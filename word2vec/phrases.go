package word2vec

import (
	"context"
	"strings"

	"heed/corpus"
)

// phrases are pairs of words that go together, "New York":
//
//	score(a, b) = (n_ab − δ) N / (n_a n_b)
//
// exceeds a threshold, n being how often a, b and the pair occur, N the number
// of words, and δ, the least count of a word, keeping rare pairs out.
//
// Source: Mikolov et al., Distributed Representations of Words and Phrases and
// their Compositionality (2013), eq. 6; the factor N, which makes thresholds
// fit texts of any length, is of Mikolov's program word2phrase.
type phrases map[string]bool

// findPhrases counts the words and pairs of the corpus, in which the phrases
// that v has are joined, in pass n.
func findPhrases(ctx context.Context, c *corpus.Corpus, o Options, v *Vocabulary, n int) (phrases, error) {
	words, pairs := newTally(o.MaxWords), newTally(o.MaxWords)
	total, err := v.pass(ctx, c, o, n, func(s *sentences) {
		for i := range s.ends {
			words.add(s.word(i))
			if i > 0 {
				pairs.add(s.pair(i))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	v.note(words.dropped, "words", "phrases")
	v.note(pairs.dropped, "pairs of words", "phrases")
	least := uint64(o.MinCount)
	found := phrases{}
	for i, pair := range pairs.words {
		a, b, _ := strings.Cut(pair, " ")
		both, na, nb := pairs.counts[i], words.of(a), words.of(b)
		if both > least && na >= least && nb >= least && float64(both-least)*float64(total) > o.PhraseOver*float64(na)*float64(nb) {
			found[pair] = true
		}
	}
	return found, nil
}

// join joins the phrases of a sentence by _, from the left; a word that has
// been joined to the one before is not joined to the next.
func (p phrases) join(s *sentences) {
	kept, before, start := 0, 0, 0
	joined := true // with the word before, which the first has not
	for _, end := range s.ends {
		if joined = !joined && p[string(s.text[before:end])]; joined { // makes no string
			s.text[start-1] = '_'
			kept--
		}
		s.ends[kept] = end
		kept++
		before, start = start, end+1
	}
	s.ends = s.ends[:kept]
}
