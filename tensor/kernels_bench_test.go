package tensor_test

import (
	"fmt"
	"testing"

	"heed/tensor"
)

// BenchmarkLinear gives GFLOPS for MiniLM's widest layer, on one thread and on
// two: a text of two words, and one of 128 tokens. Internal/kernel's benchmarks
// have more shapes, beside what the processor could at the most.
func BenchmarkLinear(b *testing.B) {
	const in, out = 384, 1536
	for _, tokens := range []int{4, 128} {
		x, w := tensor.Zeros[float32](tokens, in), tensor.Zeros[float32](out, in)
		y := tensor.Zeros[float32](tokens, out)
		for threads := 1; threads <= 2; threads++ {
			b.Run(fmt.Sprintf("%d tokens/%d threads", tokens, threads), func(b *testing.B) {
				for b.Loop() {
					tensor.Kernels[float32]{Threads: threads}.Linear(y, x, w, nil)
				}
				flops := 2 * in * out * tokens * b.N
				b.ReportMetric(float64(flops)/b.Elapsed().Seconds()/1e9, "GFLOPS")
			})
		}
	}
}
