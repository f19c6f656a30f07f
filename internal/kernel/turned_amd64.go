package kernel

import "sync"

// A turned is x with its rows as the columns of panels: piece by piece of the
// sums, and panel by panel in each. Where a text has fewer tokens than a layer
// has outputs, this is less to pack than the weights, and they are read once, as
// they lie: at 128 tokens packing them takes a sixth of the time.
type turned struct {
	rows, cols int
	panels     []float32
}

var turneds = sync.Pool{New: func() any { return new(turned) }}

// turning reports whether x is to be packed and not w, for [m k]·[n k]ᵀ. What it
// costs is that y comes out turned too: little, where sums are long.
func turning(m, k, n int) bool { return m >= few && m < n && m <= Tall && k >= 64 }

func turn(x Matrix[float32]) *turned {
	t := turneds.Get().(*turned)
	t.rows, t.cols = x.Rows, x.Cols
	if size := t.height() * x.Cols; cap(t.panels) < size {
		t.panels = make([]float32, size)
	} else {
		t.panels = t.panels[:size]
	}
	step := piece(x.Cols)
	for k0 := 0; k0 < x.Cols; k0 += step {
		k1 := min(k0+step, x.Cols)
		for i := 0; i < x.Rows; i += wide {
			packTurned(t.panel(i, k0, k1), x, i, min(wide, x.Rows-i), k0, k1)
		}
	}
	return t
}

func (t *turned) release() { turneds.Put(t) }

// height is the number of rows of whole panels.
func (t *turned) height() int { return (t.rows + wide - 1) / wide * wide }

// panel is where terms k0 … k1−1 of the rows from i on are.
func (t *turned) panel(i, k0, k1 int) []float32 {
	at := t.height()*k0 + i*(k1-k0)
	return t.panels[at : at+wide*(k1-k0)]
}

// linearTurned lets the rows of w pass by the panels of x, Unit of them at a
// time: with 384 terms that is 72 KB, which the second cache holds for the next
// panel. What comes out is a part of yᵀ.
func linearTurned(y Matrix[float32], x *turned, w Matrix[float32], b []float32, from, to int) {
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	step := piece(x.cols)
	for o := from; o < to; o += Unit {
		n := min(Unit, to-o)
		clear(r.bias[:])
		for j, v := range part(b, o, o+n) {
			for i := range wide {
				r.bias[j*wide+i] = v
			}
		}
		for k0 := 0; k0 < x.cols; k0 += step {
			k1 := min(k0+step, x.cols)
			// What comes next is asked for from memory while the first three panels
			// pass, a third of its rows each.
			next := k1 - k0
			if k1 == x.cols {
				next = Unit*w.Stride - k0
			}
			for i := 0; i < x.rows; i += wide {
				ahead := 0
				if third := i / wide; third < 3 {
					ahead = next + third*w.Stride
				}
				at := 0 // the same room for every panel, if no sum has to go on
				if step < x.cols {
					at = i * Unit
				}
				sums := r.panels[at : at+Unit*wide]
				init := &r.bias[0]
				if k0 > 0 {
					init = &sums[0]
				}
				if k1 == x.cols { // y is to be near when the sums are done: 2 % of a forward pass
					askFMA(&y.Data[i*y.Stride+o], min(wide, x.rows-i), y.Stride)
				}
				if panel := &x.panel(i, k0, k1)[0]; x.rows-i > 8 {
					panelFMA(&sums[0], init, &w.Data[o*w.Stride+k0], panel, n, k1-k0, wide, w.Stride, wide, wide, ahead)
				} else {
					panel8FMA(&sums[0], init, &w.Data[o*w.Stride+k0], panel, n, k1-k0, wide, w.Stride, wide)
				}
				if k1 == x.cols {
					turnBack(y, sums, i, min(wide, x.rows-i), o, n)
				}
			}
		}
	}
}

// turnBack writes sums of m rows of y, from i on, and n columns, from o on: they
// hold the columns, one after the other.
func turnBack(y Matrix[float32], sums []float32, i, m, o, n int) {
	var none [8]float32
	j, whole := 0, m&^7
	if whole > 0 {
		for ; j+8 <= n; j += 8 {
			turnFMA(&y.Data[i*y.Stride+o+j], &sums[j*wide], &none[0], whole, y.Stride, wide)
		}
	}
	for l := range m {
		row := y.Row(i + l)[o : o+n]
		from := j
		if l >= whole {
			from = 0
		}
		for c := from; c < n; c++ {
			row[c] = sums[c*wide+l]
		}
	}
}
