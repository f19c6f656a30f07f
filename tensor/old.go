package tensor

// The functions below are those of [Kernels] as they were before it, for callers
// that still have to change.

// Linear is that of the zero Kernels.
func Linear[F Float](y, x, w Matrix[F], b []F) { Kernels[F]{}.Linear(y, x, w, b) }

// Multiply is Linear without a bias, on the calling goroutine.
func Multiply[F Float](y, x, w Matrix[F]) { Kernels[F]{Threads: 1}.Linear(y, x, w, nil) }

// Softmax is that of one row, on the calling goroutine.
func Softmax[F Float](row []F) {
	Kernels[F]{Threads: 1}.Softmax(Matrix[F]{Rows: 1, Cols: len(row), Data: row})
}

// LayerNorm is that of the zero Kernels.
func LayerNorm[F Float](y, x Matrix[F], scale, shift []F, eps float64) {
	Kernels[F]{}.LayerNorm(y, x, scale, shift, eps)
}

// Activate is that of the zero Kernels.
func Activate[F Float](a Activation, x []F) { Kernels[F]{}.Activate(a, x) }

// Parallel is [Kernels.Each] of the zero Kernels.
func Parallel(n, work int, f func(from, to int)) { Kernels[float32]{}.Each(n, work, f) }
