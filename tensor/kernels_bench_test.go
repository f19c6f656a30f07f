package tensor_test

import (
	"fmt"
	"testing"

	"heed/tensor"
)

// BenchmarkLinear gives GFLOPS for MiniLM's widest layer: a text of two
// words, and one of 128 tokens.
func BenchmarkLinear(b *testing.B) {
	const in, out = 384, 1536
	for _, tokens := range []int{4, 128} {
		b.Run(fmt.Sprint(tokens), func(b *testing.B) {
			x, w := tensor.Zeros[float32](tokens, in), tensor.Zeros[float32](out, in)
			y := tensor.Zeros[float32](tokens, out)
			for b.Loop() {
				tensor.Linear(y, x, w, nil)
			}
			flops := 2 * in * out * tokens * b.N
			b.ReportMetric(float64(flops)/b.Elapsed().Seconds()/1e9, "GFLOPS")
		})
	}
}
