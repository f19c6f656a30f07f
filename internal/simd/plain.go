//go:build !amd64

package simd

func addProduct(c, a, b []float32, m, k, n int) { addProductPlain(c, a, b, m, k, n) }

func dots(out, x, w []float32, rows []uint32) { dotsPlain(out, x, w, rows) }

func learn(sum, x, w []float32, rows []uint32, g []float32) { learnPlain(sum, x, w, rows, g) }

func sum(x, w []float32, rows []uint32) { sumPlain(x, w, rows) }

func spread(w []float32, rows []uint32, x []float32) { spreadPlain(w, rows, x) }

func prefetch([]float32, []uint32, int) {}
