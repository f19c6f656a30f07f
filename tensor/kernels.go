package tensor

import (
	"fmt"

	"heed/internal/kernel"
)

// Kernels are what a forward pass is made of. Each call returns when its work
// is done; large ones are shared out to goroutines, up to Threads. However many
// there are, every number is computed in the same way, to the bit.
//
// The kernels panic if shapes disagree: that is a bug in the caller, never bad
// input. What is written may overlap nothing that is read, unless a kernel says
// otherwise.
type Kernels[F Float] struct {
	Threads int // at the most; 0 means GOMAXPROCS, 1 the calling goroutine alone
}

// Linear applies a layer of weights, stored as PyTorch stores them:
//
//	y = x·wᵀ + b      y_io = Σ_k x_ik w_ok + b_o
//
// x is [T in], w [out in], b [out] or nil for none, y [T out], overwritten. It
// also gives scores: queries·keysᵀ.
//
// Source: torch.nn.Linear.
func (k Kernels[F]) Linear(y, x, w Matrix[F], b []F) {
	if x.Cols != w.Cols || y.Rows != x.Rows || y.Cols != w.Rows || (b != nil && len(b) != w.Rows) {
		panic(fmt.Sprintf("tensor: %s·%sᵀ + [%d] into %s does not fit", x.shape(), w.shape(), len(b), y.shape()))
	}
	k.product(y, x, w, b, kernel.Linear)
}

// LinearIn is Linear for weights that are stored one row an input, as GPT-2
// stores them:
//
//	y = x·w + b       y_io = Σ_k x_ik w_ko + b_o
//
// w is [in out]. It also gives a head's output: weights·values.
//
// Source: transformers' Conv1D.
func (k Kernels[F]) LinearIn(y, x, w Matrix[F], b []F) {
	if x.Cols != w.Rows || y.Rows != x.Rows || y.Cols != w.Cols || (b != nil && len(b) != w.Cols) {
		panic(fmt.Sprintf("tensor: %s·%s + [%d] into %s does not fit", x.shape(), w.shape(), len(b), y.shape()))
	}
	k.product(y, x, w, b, kernel.LinearIn)
}

// product shares out the columns of y, for even blocks of so many rows as the
// kernels take.
func (k Kernels[F]) product(y, x, w Matrix[F], b []F, of func(y, x, w kernel.Matrix[F], b []F) kernel.Product[F]) {
	blocks := max(1, (y.Rows+kernel.Tall-1)/kernel.Tall)
	units := (y.Cols + kernel.Unit - 1) / kernel.Unit
	for i := range blocks {
		from, to := i*y.Rows/blocks, (i+1)*y.Rows/blocks
		p := of(y.Part(from, 0, to-from, y.Cols).kernel(), x.Part(from, 0, to-from, x.Cols).kernel(), w.kernel(), b)
		k.Each(units, kernel.Unit*(to-from)*x.Cols, func(from, to int) {
			p.Columns(from*kernel.Unit, min(to*kernel.Unit, y.Cols))
		})
		p.Release()
	}
}

// Softmax replaces each row of m by e^{x_j} / Σ_j e^{x_j}. The results are in
// [0, 1] and sum to 1. A number far below the row's largest gets exactly 0, so
// a key masked by the least finite number does; in float32 that is 87 below,
// where e^x leaves the normal numbers. A row of −∞ alone becomes NaN, as in
// PyTorch, and so does one that holds NaN or +∞.
func (k Kernels[F]) Softmax(m Matrix[F]) {
	km := m.kernel()
	k.rows(m, expCost, func(i int) { kernel.Softmax(km.Row(i)) })
}

// LayerNorm normalises each row of x to mean 0 and variance 1, then stretches
// and shifts it:
//
//	y = (x − mean) / √(variance + eps) · scale + shift
//
// x and y are [T D], scale and shift [D], or nil for none; y may be x. The
// variance is that of the row itself (divided by D).
//
// Source: Ba, Kiros, Hinton, Layer Normalization (2016), eq. 4.
func (k Kernels[F]) LayerNorm(y, x Matrix[F], scale, shift []F, eps float64) {
	if y.Rows != x.Rows || y.Cols != x.Cols || scale != nil && len(scale) != x.Cols || shift != nil && len(shift) != x.Cols {
		panic(fmt.Sprintf("tensor: norm of %s by [%d], [%d] into %s does not fit", x.shape(), len(scale), len(shift), y.shape()))
	}
	ky, kx := y.kernel(), x.kernel()
	k.rows(x, normCost, func(i int) { kernel.LayerNorm(ky.Row(i), kx.Row(i), scale, shift, eps) })
}

// RMSNorm brings each row of x to mean square 1, then stretches it:
//
//	y = x / √(mean of x² + eps) · (offset + scale)
//
// x and y are [T D]; y may be x. Scale is [D], or nil to leave out the last
// factor. Offset is 0 but for models that store scale − 1, such as Gemma.
//
// Source: Zhang, Sennrich, Root Mean Square Layer Normalization (2019), eq. 4.
func (k Kernels[F]) RMSNorm(y, x Matrix[F], scale []F, offset F, eps float64) {
	if y.Rows != x.Rows || y.Cols != x.Cols || scale != nil && len(scale) != x.Cols {
		panic(fmt.Sprintf("tensor: norm of %s by [%d] into %s does not fit", x.shape(), len(scale), y.shape()))
	}
	ky, kx := y.kernel(), x.kernel()
	k.rows(x, normCost, func(i int) { kernel.RMSNorm(ky.Row(i), kx.Row(i), scale, offset, eps) })
}

// Rotate turns pairs of numbers in each row of x by that row's angles:
//
//	(a, b) ← (a·cos − b·sin, b·cos + a·sin)
//
// x is [T K], cos and sin [T n], n ≤ K/2. The pairs are (d, d+n), or
// (2d, 2d+1) where interleaved; numbers from 2n on stay.
//
// Source: Su et al., RoFormer (2021), eq. 34.
func (k Kernels[F]) Rotate(x, cos, sin Matrix[F], interleaved bool) {
	if cos.Rows != x.Rows || sin.Rows != x.Rows || cos.Cols != sin.Cols || 2*cos.Cols > x.Cols {
		panic(fmt.Sprintf("tensor: %s turned by %s, %s does not fit", x.shape(), cos.shape(), sin.shape()))
	}
	k.rows(x, 2, func(i int) { kernel.Rotate(x.Row(i), cos.Row(i), sin.Row(i), interleaved) })
}

// Add writes a + b, number by number, to y, which may be a or b.
func (k Kernels[F]) Add(y, a, b []F) {
	if len(a) != len(y) || len(b) != len(y) {
		panic(fmt.Sprintf("tensor: [%d] + [%d] into [%d] does not fit", len(a), len(b), len(y)))
	}
	k.Each(len(y), 1, func(from, to int) { kernel.Add(y[from:to], a[from:to], b[from:to]) })
}

// Scale writes by·x to y, which may be x.
func (k Kernels[F]) Scale(y, x []F, by F) {
	if len(x) != len(y) {
		panic(fmt.Sprintf("tensor: scaled [%d] into [%d] does not fit", len(x), len(y)))
	}
	k.Each(len(y), 1, func(from, to int) { kernel.Scale(y[from:to], x[from:to], by) })
}

// What one number costs, in multiplications of a large product, which go 16 at
// a time or so.
const (
	expCost  = 16
	normCost = 16
)

// rows shares out the rows of m, whose numbers cost so much each.
func (k Kernels[F]) rows(m Matrix[F], cost int, f func(i int)) {
	k.Each(m.Rows, cost*m.Cols, func(from, to int) {
		for i := from; i < to; i++ {
			f(i)
		}
	})
}
