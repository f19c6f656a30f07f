package word2vec

// A tally counts words, at most so many different ones: where more come, those
// that were met least are dropped, and met less often than a bound that rises
// each time. What is met often enough is counted exactly.
//
// Source: Mikolov et al., word2vec (2013), ReduceVocab.
type tally struct {
	most    int
	dropped uint64 // words met so often, or less, have been dropped

	index  map[string]uint32
	words  []string
	counts []uint64
}

func newTally(most int) *tally { return &tally{most: most, index: map[string]uint32{}} }

func (t *tally) add(word []byte) {
	if i, ok := t.index[string(word)]; ok { // makes no string
		t.counts[i]++
		return
	}
	if len(t.words) == t.most {
		t.reduce()
	}
	t.index[string(word)] = uint32(len(t.words))
	t.words = append(t.words, string(word))
	t.counts = append(t.counts, 1)
}

// of returns the count of a word.
func (t *tally) of(word string) uint64 {
	if i, ok := t.index[word]; ok {
		return t.counts[i]
	}
	return 0
}

// reduce drops the rarest words: those met once, then twice …, until some are
// dropped.
func (t *tally) reduce() {
	kept := len(t.words)
	for kept == len(t.words) {
		t.dropped++
		kept = 0
		for i, word := range t.words {
			if t.counts[i] > t.dropped {
				t.words[kept], t.counts[kept] = word, t.counts[i]
				kept++
			}
		}
	}
	clear(t.words[kept:])
	t.words, t.counts = t.words[:kept], t.counts[:kept]
	clear(t.index)
	for i, word := range t.words {
		t.index[word] = uint32(i)
	}
}
