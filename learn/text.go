package learn

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
)

// The length of a chunk, the least that is kept of one, and how many are kept:
// of a longer text an even sample.
const (
	longest  = 32
	shortest = 3
	capacity = 1 << 20
)

// A Text is what is learned from: chunks of at most 32 words, as numbers of a
// vocabulary, in at most some 130 MB.
type Text struct {
	Words   int // known words in all of the text
	Unknown int // words that the vocabulary has not; they are left out

	counts []int    // of each word of the vocabulary
	ids    []uint32 // the chunks' words
	ends   []int    // where each chunk ends in ids
	held   []uint32 // the chunks that training never sees
	heldTo []int
}

// heldEvery is how many chunks there are to each one that is held out.
const heldEvery = 50

// ReadText takes lines, each a sentence or a paragraph, to chunks of the words
// that v knows. Of more than a million chunks it keeps a sample, drawn by
// seed. A line's error, or a text of which nothing is left, is an error.
func ReadText(lines iter.Seq2[string, error], v *Vocabulary, seed uint64) (*Text, error) {
	t := &Text{counts: make([]int, v.Len())}
	var chunks [][]uint32
	seen, rng := 0, rand.New(rand.NewPCG(seed, 1))
	keep := func(chunk []uint32) {
		if len(chunk) < shortest {
			return
		}
		switch seen++; {
		case len(chunks) < capacity:
			chunks = append(chunks, append([]uint32(nil), chunk...))
		default: // each of the seen chunks is in the sample with the same chance
			if i := rng.IntN(seen); i < capacity {
				chunks[i] = append(chunks[i][:0], chunk...)
			}
		}
	}
	var ids []uint32
	for line, err := range lines {
		if err != nil {
			return nil, err
		}
		known, unknown := v.Tokens(line)
		t.Unknown += len(unknown)
		ids = ids[:0]
		for _, token := range known {
			ids = append(ids, uint32(token.ID))
			t.counts[token.ID]++
		}
		t.Words += len(ids)
		for len(ids) > longest {
			keep(ids[:longest])
			ids = ids[longest:]
		}
		keep(ids)
	}
	if len(chunks) < 2 {
		return nil, fmt.Errorf("the text has %d words of the vocabulary and %d others; want at least two sentences of %d known words or more",
			t.Words, t.Unknown, shortest)
	}
	for n, chunk := range chunks {
		if n%heldEvery == heldEvery-1 || n == len(chunks)-1 && len(t.heldTo) == 0 {
			t.held = append(t.held, chunk...)
			t.heldTo = append(t.heldTo, len(t.held))
			continue
		}
		t.ids = append(t.ids, chunk...)
		t.ends = append(t.ends, len(t.ids))
	}
	return t, nil
}

// chunks is how many chunks there are to learn from.
func (t *Text) chunks() int { return len(t.ends) }

func (t *Text) chunk(i int) []uint32 { return piece(t.ids, t.ends, i) }

func piece(ids []uint32, ends []int, i int) []uint32 {
	from := 0
	if i > 0 {
		from = ends[i-1]
	}
	return ids[from:ends[i]]
}

// heldOut is the text that training never sees.
func (t *Text) heldOut() *Text {
	return &Text{counts: t.counts, Words: t.Words, ids: t.held, ends: t.heldTo}
}

// keep returns the chance of each word to be a target where it is hidden:
//
//	min(1, √(sample/f))
//
// f being the word's share of the text: without it "the" would be learned and
// little else.
//
// Source: Mikolov et al., Distributed Representations of Words and Phrases and
// their Compositionality (2013), eq. 5.
func (t *Text) keep(sample float64) []float32 {
	keep := make([]float32, len(t.counts))
	for id, n := range t.counts {
		if n > 0 {
			keep[id] = float32(min(1, math.Sqrt(sample*float64(t.Words)/float64(n))))
		}
	}
	return keep
}

// withRare is the text's chunks that have at least so many words rarer than an
// even share of the text, 1/V.
func (t *Text) withRare(least int) *Text {
	kept := &Text{Words: t.Words, Unknown: t.Unknown, counts: t.counts}
	for i := range t.chunks() {
		rare := 0
		for _, id := range t.chunk(i) {
			if t.counts[id]*len(t.counts) < t.Words {
				rare++
			}
		}
		if rare >= least {
			kept.ids = append(kept.ids, t.chunk(i)...)
			kept.ends = append(kept.ends, len(kept.ids))
		}
	}
	return kept
}
