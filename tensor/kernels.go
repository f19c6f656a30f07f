package tensor

import "fmt"

// A Matrix is Rows × Cols numbers, row by row.
type Matrix[F Float] struct {
	Rows, Cols int
	Data       []F // [Rows*Cols], row-major
}

// Zeros returns a matrix of zeros.
func Zeros[F Float](rows, cols int) Matrix[F] {
	return Matrix[F]{rows, cols, make([]F, rows*cols)}
}

// Row returns row i, sharing memory with m.
func (m Matrix[F]) Row(i int) []F { return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols] }

// Linear applies a layer of weights, stored as PyTorch stores them:
//
//	y = x·wᵀ + b      y_io = Σ_k x_ik w_ok + b_o
//
// x is [T in], w [out in], b [out] or nil for none, y [T out], overwritten.
// The work is shared out over w's rows to GOMAXPROCS goroutines where there
// is enough of it; every sum is made in the same order however many there
// are. Linear panics if the shapes disagree.
//
// Source: torch.nn.Linear.
func Linear[F Float](y, x, w Matrix[F], b []F) {
	if x.Cols != w.Cols || y.Rows != x.Rows || y.Cols != w.Rows || (b != nil && len(b) != w.Rows) {
		panic(fmt.Sprintf("tensor: [%d %d]·[%d %d]ᵀ + [%d] into [%d %d] does not fit", x.Rows, x.Cols, w.Rows, w.Cols, len(b), y.Rows, y.Cols))
	}
	Parallel(w.Rows, x.Rows*x.Cols, func(from, to int) { multiply(y, x, w, b, from, to) })
}

// Multiply is Linear without a bias, on the calling goroutine: for products
// that are themselves shared out, as the heads of an attention layer are.
func Multiply[F Float](y, x, w Matrix[F]) {
	if x.Cols != w.Cols || y.Rows != x.Rows || y.Cols != w.Rows {
		panic(fmt.Sprintf("tensor: [%d %d]·[%d %d]ᵀ into [%d %d] does not fit", x.Rows, x.Cols, w.Rows, w.Cols, y.Rows, y.Cols))
	}
	multiply(y, x, w, nil, 0, w.Rows)
}

// multiply computes columns from … to−1 of y = x·wᵀ + b. The rows of w are
// the outer loop: in a short text they are most of what is read, and so are
// read once. At the edges a tile takes the last row again, and writes the
// same numbers again.
func multiply[F Float](y, x, w Matrix[F], b []F, from, to int) {
	for o := from; o < to; o += 3 {
		o1, o2 := min(o+1, to-1), min(o+2, to-1)
		w0, w1, w2 := w.Row(o), w.Row(o1), w.Row(o2)
		var b0, b1, b2 F
		if b != nil {
			b0, b1, b2 = b[o], b[o1], b[o2]
		}
		for i := 0; i < x.Rows; i += 2 {
			i1 := min(i+1, x.Rows-1)
			s00, s01, s02, s10, s11, s12 := dots2x3(x.Row(i), x.Row(i1), w0, w1, w2)
			y0, y1 := y.Row(i), y.Row(i1)
			y0[o], y0[o1], y0[o2] = s00+b0, s01+b1, s02+b2
			y1[o], y1[o1], y1[o2] = s10+b0, s11+b1, s12+b2
		}
	}
}

// Softmax replaces row by e^{x_j} / Σ_j e^{x_j}. The results are in [0, 1]
// and sum to 1. A number some 750 below the largest gets exactly 0, so a
// masked key does.
func Softmax[F Float](row []F) { softmax(row) }

// LayerNorm normalises each row of x to mean 0 and variance 1, then stretches
// and shifts it:
//
//	y = (x − mean) / √(variance + eps) · scale + shift
//
// x and y are [T D], scale and shift [D]; y may be x. The variance is that of
// the row itself (divided by D). LayerNorm panics if the shapes disagree.
//
// Source: Ba, Kiros, Hinton, Layer Normalization (2016), eq. 4.
func LayerNorm[F Float](y, x Matrix[F], scale, shift []F, eps float64) {
	if y.Rows != x.Rows || y.Cols != x.Cols || len(scale) != x.Cols || len(shift) != x.Cols {
		panic(fmt.Sprintf("tensor: norm of [%d %d] by [%d], [%d] into [%d %d] does not fit", x.Rows, x.Cols, len(scale), len(shift), y.Rows, y.Cols))
	}
	Parallel(x.Rows, 8*x.Cols, func(from, to int) {
		for i := from; i < to; i++ {
			layerNorm(y.Row(i), x.Row(i), scale, shift, eps)
		}
	})
}
