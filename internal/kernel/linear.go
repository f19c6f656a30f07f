package kernel

// A Product is y = x·wᵀ + b, or x·w + b, made ready to be computed range of
// columns by range of columns, on several goroutines. A number of y is the same
// to the bit in whatever range it is computed. Release it when all is done.
type Product[F Float] struct {
	y, x, w Matrix[F]
	b       []F
	in      bool    // w is [in out]
	turned  *turned // x, packed
}

const (
	// Unit is what ranges of columns should begin at a multiple of, so that no
	// tile is left incomplete: whole panels of 16, whole tiles of 6 and 3.
	Unit = 48
	// Tall is how many rows y may have.
	Tall = 512
)

// Linear returns y = x·wᵀ + b, where b may be nil.
func Linear[F Float](y, x, w Matrix[F], b []F) Product[F] {
	p := Product[F]{y: y, x: x, w: w, b: b}
	if _, ok := fast(y.Data); ok && turning(x.Rows, x.Cols, w.Rows) {
		p.turned = turn(narrow(x))
	}
	return p
}

// LinearIn returns y = x·w + b, where b may be nil.
func LinearIn[F Float](y, x, w Matrix[F], b []F) Product[F] {
	return Product[F]{y: y, x: x, w: w, b: b, in: true}
}

// Columns computes columns from … to−1 of y.
func (p Product[F]) Columns(from, to int) {
	if from == to || p.x.Rows == 0 {
		return
	}
	_, ok := fast(p.y.Data)
	switch bias, _ := fast(p.b); {
	case ok && p.x.Cols > 0:
		linearFast(narrow(p.y), narrow(p.x), narrow(p.w), bias, p.in, p.turned, from, to)
	case p.in:
		linearInPlain(p.y, p.x, p.w, p.b, from, to)
	default:
		linearPlain(p.y, p.x, p.w, p.b, from, to)
	}
}

// Release lets others have the memory that p took.
func (p Product[F]) Release() {
	if p.turned != nil {
		p.turned.release()
	}
}

// linearPlain has the rows of w as its outer loop: in a short text they are most
// of what is read, and so are read once. At the edges a tile takes the last row
// again, and writes the same numbers again.
func linearPlain[F Float](y, x, w Matrix[F], b []F, from, to int) {
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

// dots2x3 returns the dot products of two rows of x with three rows of w, all
// of the same length: s12 is x1·w2. Each sum adds its terms in order, so the
// blocking changes no result.
//
// Six sums and their six products just fit the sixteen registers of amd64. A
// tile of 4 × 2 spills a sum, which then waits for memory at every step: 4.8
// GFLOPS against 11.8 (one core, rows of 384, in cache).
func dots2x3[F Float](x0, x1, w0, w1, w2 []F) (s00, s01, s02, s10, s11, s12 F) {
	n := len(x0)
	x1, w0, w1, w2 = x1[:n], w0[:n], w1[:n], w2[:n] // no bounds checks below
	for k, a := range x0 {
		b := x1[k]
		w := w0[k]
		s00 += a * w
		s10 += b * w
		w = w1[k]
		s01 += a * w
		s11 += b * w
		w = w2[k]
		s02 += a * w
		s12 += b * w
	}
	return
}

// linearInPlain adds four rows of w at a time to every row of y. So w is read
// once, in the order in which it lies, and a sum goes through memory once in
// four terms.
func linearInPlain[F Float](y, x, w Matrix[F], b []F, from, to int) {
	for i := range x.Rows {
		row := y.Row(i)[from:to]
		if b == nil {
			clear(row)
		} else {
			copy(row, b[from:to])
		}
	}
	const stretch = 1024 // columns: four rows of w stay in the first cache while the rows of x pass by
	for c := from; c < to; c += stretch {
		end := min(c+stretch, to)
		k := 0
		for ; k+4 <= w.Rows; k += 4 {
			w0, w1, w2, w3 := w.Row(k)[c:end], w.Row(k + 1)[c:end], w.Row(k + 2)[c:end], w.Row(k + 3)[c:end]
			for i := 0; i < x.Rows; i += 2 {
				if i+1 == x.Rows {
					add4(y.Row(i)[c:end], x.Row(i)[k:k+4], w0, w1, w2, w3)
					break
				}
				add2x4(y.Row(i)[c:end], y.Row(i + 1)[c:end], x.Row(i)[k:k+4], x.Row(i + 1)[k:k+4], w0, w1, w2, w3)
			}
		}
		for ; k < w.Rows; k++ {
			for i := range x.Rows {
				a, row := x.Row(i)[k], y.Row(i)[c:end]
				for j, v := range w.Row(k)[c:end] {
					row[j] += a * v
				}
			}
		}
	}
}

// add4 adds four rows of w, times the numbers of a, to y.
func add4[F Float](y, a, w0, w1, w2, w3 []F) {
	a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
	n := len(y)
	w0, w1, w2, w3 = w0[:n], w1[:n], w2[:n], w3[:n] // no bounds checks below
	for j, s := range y {
		s += a0 * w0[j]
		s += a1 * w1[j]
		s += a2 * w2[j]
		s += a3 * w3[j]
		y[j] = s
	}
}

// add2x4 is add4 for two rows of y, in the same order.
func add2x4[F Float](y, z, a, b, w0, w1, w2, w3 []F) {
	a0, a1, a2, a3 := a[0], a[1], a[2], a[3]
	b0, b1, b2, b3 := b[0], b[1], b[2], b[3]
	n := len(y)
	z, w0, w1, w2, w3 = z[:n], w0[:n], w1[:n], w2[:n], w3[:n] // no bounds checks below
	for j, s := range y {
		t := z[j]
		w := w0[j]
		s += a0 * w
		t += b0 * w
		w = w1[j]
		s += a1 * w
		t += b1 * w
		w = w2[j]
		s += a2 * w
		t += b2 * w
		w = w3[j]
		s += a3 * w
		t += b3 * w
		y[j], z[j] = s, t
	}
}
