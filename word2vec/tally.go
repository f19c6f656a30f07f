package word2vec

// A tally counts keys, at most so many of them: where more come, those that
// were met least are dropped, and met less often than a bound that rises each
// time. Keys that are met often enough are counted exactly.
//
// Source: Mikolov et al., word2vec (2013), ReduceVocab.
type tally[K comparable] struct {
	most    int
	dropped uint64 // keys met so often, or less, have been dropped

	index  map[K]uint32
	keys   []K
	counts []uint64
}

func newTally[K comparable](most int) *tally[K] {
	return &tally[K]{most: most, index: map[K]uint32{}}
}

func (t *tally[K]) add(key K) {
	if i, ok := t.index[key]; ok {
		t.counts[i]++
		return
	}
	t.insert(key)
}

// of returns the count of a key.
func (t *tally[K]) of(key K) uint64 {
	if i, ok := t.index[key]; ok {
		return t.counts[i]
	}
	return 0
}

func (t *tally[K]) insert(key K) {
	if len(t.keys) == t.most {
		t.reduce()
	}
	t.index[key] = uint32(len(t.keys))
	t.keys = append(t.keys, key)
	t.counts = append(t.counts, 1)
}

// reduce drops the rarest keys: those that are met once, then twice …, until
// one is dropped.
func (t *tally[K]) reduce() {
	for len(t.keys) == t.most {
		t.dropped++
		kept := 0
		for i, key := range t.keys {
			if t.counts[i] > t.dropped {
				t.keys[kept], t.counts[kept] = key, t.counts[i]
				kept++
			}
		}
		clear(t.keys[kept:])
		t.keys, t.counts = t.keys[:kept], t.counts[:kept]
	}
	clear(t.index)
	for i, key := range t.keys {
		t.index[key] = uint32(i)
	}
}

// addWord counts a word without making a string of it each time.
func addWord(t *tally[string], word []byte) {
	if i, ok := t.index[string(word)]; ok {
		t.counts[i]++
		return
	}
	t.insert(string(word))
}
