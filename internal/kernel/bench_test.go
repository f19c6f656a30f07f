package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkLinear gives GFLOPS, on one thread, for the layers of MiniLM, of
// SmolLM2-135M and of GPT-2: few and many rows.
func BenchmarkLinear(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range [][2]int{{384, 384}, {384, 1536}, {1536, 384}, {576, 1536}, {768, 3072}, {3072, 768}} {
		for _, m := range []int{1, 4, 16, 32, 128, 512} {
			k, n := s[0], s[1]
			x, y, bias := numbers(rng, m, k), numbers(rng, m, n), make([]float32, n)
			w, in := numbers(rng, n, k), numbers(rng, k, n)
			for _, way := range []struct {
				name string
				run  func()
			}{
				{"out", func() { Linear(y, x, w, bias, 0, n) }},
				{"in", func() { LinearIn(y, x, in, bias, 0, n) }},
			} {
				b.Run(fmt.Sprintf("%s/%dx%dx%d", way.name, m, k, n), func(b *testing.B) {
					for b.Loop() {
						way.run()
					}
					b.ReportMetric(float64(2*m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
				})
			}
		}
	}
}
