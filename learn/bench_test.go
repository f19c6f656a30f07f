package learn

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkStep is one step of the default recipe on words drawn evenly, in
// visible words a second.
func BenchmarkStep(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const words, dim = 1000, 50
	text := &Text{}
	for range 500 {
		for range 22 {
			text.ids = append(text.ids, uint32(rng.IntN(words)))
		}
		text.ends = append(text.ends, len(text.ids))
	}
	embed := make([]float32, words*dim)
	for i := range embed {
		embed[i] = (2*rng.Float32() - 1) / 4
	}
	keep := make([]float32, words)
	for i := range keep {
		keep[i] = 0.5
	}
	w := newWeights(Shape{dim, 4, 16})
	w.randomise(rng)
	r := &run{Options: Options{}.withDefaults(), model: &Model{Dim: dim}, text: text, embed: embed, keep: keep}
	for range passes {
		r.passes = append(r.passes, newPass(w))
	}
	var batch batch
	batch.draw(rng, text, 64, 0.5, keep)
	for b.Loop() {
		r.gradient(&batch)
	}
	b.ReportMetric(float64(batch.visible*b.N)/b.Elapsed().Seconds(), "words/s")
}
