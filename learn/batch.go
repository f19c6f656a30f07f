package learn

import "math/rand/v2"

// A batch is what one step learns from: chunks of text, in each of which some
// words are hidden. The visible words read each other, and what they make of
// it must tell the hidden words of their own chunk from those of the others.
type batch struct {
	chunks  []chunk
	hidden  []uint32 // the hidden words of all chunks: the targets, M of them
	visible int      // words in all chunks: N
}

// A chunk is one stretch of text, taken apart.
type chunk struct {
	words    []uint32 // the visible words
	from, to int      // its hidden words in batch.hidden
}

// draw fills b with n chunks of the text. Each word is hidden with the chance
// hide; a hidden word is a target with the chance that keep gives it. Chunks
// with less than two visible words, or without a target, are passed over.
func (b *batch) draw(rng *rand.Rand, t *Text, n int, hide float64, keep []float32) {
	b.chunks, b.hidden, b.visible = b.chunks[:0], b.hidden[:0], 0
	for range 100 * n { // a text of which nothing serves must not hang
		if len(b.chunks) == n {
			return
		}
		c := chunk{from: len(b.hidden)}
		for _, id := range t.chunk(rng.IntN(t.chunks())) {
			if rng.Float64() >= hide {
				c.words = append(c.words, id)
			} else if rng.Float32() < keep[id] {
				b.hidden = append(b.hidden, id)
			}
		}
		c.to = len(b.hidden)
		if len(c.words) < 2 || c.to == c.from {
			b.hidden = b.hidden[:c.from]
			continue
		}
		b.chunks = append(b.chunks, c)
		b.visible += len(c.words)
	}
}
