package tensor

import "math"

// Kernels is a stand-in.
type Kernels[F Float] struct{ Threads int }

func (k Kernels[F]) Linear(y, x, w Matrix[F], b []F) { multiply(y, x, w, b, 0, w.Rows) }
func (k Kernels[F]) LinearIn(y, x, w Matrix[F], b []F) {
	for i := range x.Rows {
		row := y.Row(i)
		if b != nil {
			copy(row, b)
		} else {
			clear(row)
		}
		for l, a := range x.Row(i) {
			for j, v := range w.Row(l) {
				row[j] += a * v
			}
		}
	}
}
func (k Kernels[F]) Activate(a Activation, x []F) { activate(a, x) }
func (k Kernels[F]) Gate(a Activation, gate, up []F) {
	activate(a, gate)
	for i := range gate {
		gate[i] *= up[i]
	}
}
func (k Kernels[F]) Softmax(m Matrix[F]) {
	for i := range m.Rows {
		softmax(m.Row(i))
	}
}
func (k Kernels[F]) LayerNorm(y, x Matrix[F], scale, shift []F, eps float64) {
	if scale == nil {
		scale = make([]F, x.Cols)
		for i := range scale {
			scale[i] = 1
		}
	}
	if shift == nil {
		shift = make([]F, x.Cols)
	}
	for i := range x.Rows {
		layerNorm(y.Row(i), x.Row(i), scale, shift, eps)
	}
}
func (k Kernels[F]) RMSNorm(y, x Matrix[F], scale []F, offset F, eps float64) {
	for i := range x.Rows {
		var s float64
		for _, v := range x.Row(i) {
			s += float64(v) * float64(v)
		}
		inv := 1 / math.Sqrt(s/float64(x.Cols)+eps)
		for j, v := range x.Row(i) {
			y.Row(i)[j] = F(float64(v)*inv) * (offset + scale[j])
		}
	}
}
func (k Kernels[F]) Add(y, a, b []F) {
	for i := range y {
		y[i] = a[i] + b[i]
	}
}
func (k Kernels[F]) Scale(y, x []F, by F) {
	for i := range y {
		y[i] = x[i] * by
	}
}
func (k Kernels[F]) Each(n, work int, f func(from, to int)) { Parallel(n, work, f) }
func (k Kernels[F]) Rotate(x Matrix[F], cos, sin Matrix[F], interleaved bool) {
	n := cos.Cols
	for t := range x.Rows {
		row := x.Row(t)
		for d := range n {
			a, b, c, s := row[d], row[d+n], cos.Row(t)[d], sin.Row(t)[d]
			row[d], row[d+n] = a*c-b*s, b*c+a*s
		}
	}
}
