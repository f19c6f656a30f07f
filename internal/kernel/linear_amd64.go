package kernel

import "sync"

const (
	wide   = 16  // columns of a panel: two registers
	depth  = 384 // numbers of a sum that a panel holds: 24 KB, three quarters of the first cache
	strip  = 8   // panels packed before the rows of x pass by: 192 KB of the second cache
	height = 96  // rows of x that pass by all panels of a strip before the next do; a multiple of 6
	few    = 16  // rows of x below which packing costs more than it brings
	fewIn  = 8   // the same where packing is but copying
)

// A room is where one goroutine works.
type room struct {
	panels [strip * depth * wide]float32
	bias   [Unit * wide]float32
}

// rooms keeps what is worked in, 192 KB for each goroutine, from one product to
// the next.
var rooms = sync.Pool{New: func() any { return new(room) }}

// linearFast chooses by the shape of the whole product, never by the range.
func linearFast(y, x, w Matrix[float32], b []float32, in bool, t *turned, from, to int) {
	switch {
	case t != nil:
		linearTurned(y, t, w, b, from, to)
	case in && x.Rows < fewIn:
		linearAdd(y, x, w, b, from, to)
	case in:
		linearPanels(y, x, w, b, packRows, from, to)
	case x.Rows < few:
		linearDots(y, x, w, b, from, to)
	default:
		linearPanels(y, x, w, b, packTurned, from, to)
	}
}

// linearDots computes dot products of x and w as they lie.
func linearDots(y, x, w Matrix[float32], b []float32, from, to int) {
	var bias [4]float32
	for o := from; o < to; o += 3 {
		outs := min(3, to-o)
		if b != nil {
			copy(bias[:], b[o:o+outs])
		}
		dotsFMA(&y.Data[o], &x.Data[0], &w.Data[o*w.Stride], &bias[0], x.Rows, x.Cols, x.Stride, w.Stride, y.Stride, outs)
	}
}

// linearAdd adds the rows of w to those of y.
func linearAdd(y, x, w Matrix[float32], b []float32, from, to int) {
	for i := range x.Rows {
		if row := y.Row(i)[from:to]; b != nil {
			copy(row, b[from:to])
		} else {
			clear(row)
		}
	}
	const stretch = 512 // columns: four rows of w, and all of y, stay in the first cache
	for o := from; o < to; o += stretch {
		n := min(stretch, to-o)
		k := 0
		for ; k+4 <= w.Rows; k += 4 {
			add4RowsFMA(&y.Data[o], &x.Data[k], &w.Data[k*w.Stride+o], x.Rows, n, x.Stride, w.Stride, y.Stride)
		}
		for ; k < w.Rows; k++ {
			add1RowsFMA(&y.Data[o], &x.Data[k], &w.Data[k*w.Stride+o], x.Rows, n, x.Stride, w.Stride, y.Stride)
		}
	}
}

// linearPanels packs weights panel by panel and lets the rows of x pass by. A
// sum that is too long for a panel goes on from what y holds.
func linearPanels(y, x, w Matrix[float32], b []float32, pack func(panel []float32, w Matrix[float32], o, n, k0, k1 int), from, to int) {
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	step := piece(x.Cols)
	for o := from; o < to; o += strip * wide {
		end := min(o+strip*wide, to)
		for k0 := 0; k0 < x.Cols; k0 += step {
			k1 := min(k0+step, x.Cols)
			for p := o; p < end; p += wide {
				pack(r.panels[(p-o)*(k1-k0):(p-o+wide)*(k1-k0)], w, p, min(wide, end-p), k0, k1)
			}
			for i := 0; i < x.Rows; i += height {
				for p := o; p < end; p += wide {
					n := min(wide, end-p)
					c, init, ldinit := &y.Data[i*y.Stride+p], &r.bias[0], 0
					if k0 > 0 {
						init, ldinit = c, y.Stride
					} else {
						clear(r.bias[copy(r.bias[:wide], part(b, p, p+n)):wide])
					}
					panelFMA(c, init, &x.Data[i*x.Stride+k0], &r.panels[(p-o)*(k1-k0)],
						min(height, x.Rows-i), k1-k0, ldinit, x.Stride, y.Stride, n, 0)
				}
			}
		}
	}
}

// piece says how many of so many terms of a sum are taken at a time: pieces are
// even, and full of eights.
func piece(terms int) int {
	pieces := (terms + depth - 1) / depth
	return ((terms+pieces-1)/pieces + 7) &^ 7
}

// part is b[from:to], nothing of nil.
func part(b []float32, from, to int) []float32 {
	if b == nil {
		return nil
	}
	return b[from:to]
}

// packTurned makes n rows of w, from o on, columns of the panel.
func packTurned(panel []float32, w Matrix[float32], o, n, k0, k1 int) {
	var none [8]float32
	for j := 0; j < n; j += 8 {
		rows, whole := min(8, n-j), 0
		if rows == 8 && k1-k0 >= 8 {
			whole = (k1 - k0) &^ 7
			turnFMA(&panel[j], &w.Data[(o+j)*w.Stride+k0], &none[0], whole, wide, w.Stride)
		}
		for l := j; l < j+rows; l++ {
			row := w.Row(o + l)
			for k := k0 + whole; k < k1; k++ {
				panel[(k-k0)*wide+l] = row[k]
			}
		}
	}
	zeroBeyond(panel, n)
}

// packRows copies n columns of w, from o on.
func packRows(panel []float32, w Matrix[float32], o, n, k0, k1 int) {
	if n == wide {
		packRowsFMA(&panel[0], &w.Data[k0*w.Stride+o], k1-k0, w.Stride)
		return
	}
	for k := k0; k < k1; k++ {
		copy(panel[(k-k0)*wide:], w.Row(k)[o:o+n])
	}
	zeroBeyond(panel, n)
}

// zeroBeyond clears the columns of a panel from n on. What they give is not
// stored, but old numbers there might be slow ones.
func zeroBeyond(panel []float32, n int) {
	for ; n < wide && len(panel) > 0; panel = panel[wide:] {
		clear(panel[n:wide])
	}
}
