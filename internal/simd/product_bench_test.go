package simd

import (
	"fmt"
	"testing"
)

// BenchmarkAddProduct gives GFLOPS, on one thread, for the shapes that learning
// attention has: 2048 words of 50 numbers, heads of 16 and 500 targets.
func BenchmarkAddProduct(b *testing.B) {
	for _, s := range [][3]int{{2048, 50, 66}, {1000, 50, 500}, {50, 2048, 50}, {384, 384, 384}, {6, 50, 50}} {
		m, k, n := s[0], s[1], s[2]
		for name, add := range map[string]func(c, a, b []float32, m, k, n int){"plain": addProductPlain, "fast": addProduct} {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, k, n, name), func(b *testing.B) {
				c, x, y := make([]float32, m*n), make([]float32, m*k), make([]float32, k*n)
				for b.Loop() {
					add(c, x, y, m, k, n)
				}
				b.ReportMetric(float64(2*m*k*n*b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
			})
		}
	}
}
