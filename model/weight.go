package model

import (
	"sync"

	"heed/tensor"
)

// A weight is one tensor of the file. Its numbers are converted, where they
// are of another type than F, when they are asked for: a run that stops at layer
// 2 reads no more than that. What is asked for again is kept.
type weight[F tensor.Float] struct {
	entry  tensor.Entry
	mu     sync.Mutex
	floats []F
	asked  bool // once, and not kept
}

// data returns all numbers; none of a weight that is not there.
func (w *weight[F]) data() []F {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.floats == nil {
		w.floats = floats[F](w.entry)
	}
	return w.floats
}

// lend calls use with all numbers. The first time they are converted into memory
// that other weights use too: most models that are opened run one text, and new
// memory for all of their weights would take longer than converting them.
func (w *weight[F]) lend(k tensor.Kernels[F], use func(tensor.Matrix[F])) {
	w.mu.Lock()
	first := !w.asked && w.floats == nil && !tensor.Holds[F](w.entry)
	w.asked = true
	w.mu.Unlock()
	if !first {
		use(w.matrix())
		return
	}
	pool := lent[F]()
	room := pool.Get().(*[]F)
	if n := w.entry.Len(); cap(*room) < n {
		*room = make([]F, n)
	}
	x := (*room)[:w.entry.Len()]
	rows := w.entry.Shape[0]
	cols := len(x) / max(1, rows)
	k.Each(rows, cols, func(from, to int) {
		if err := tensor.ReadInto(x[from*cols:to*cols], w.entry.Rows(from, to)); err != nil {
			panic(err) // the loader has checked the type
		}
	})
	use(tensor.Matrix[F]{Rows: rows, Cols: cols, Data: x})
	pool.Put(room)
}

// The memory that weights are lent, of either float type.
var lent32, lent64 = sync.Pool{New: func() any { return new([]float32) }}, sync.Pool{New: func() any { return new([]float64) }}

func lent[F tensor.Float]() *sync.Pool {
	if _, wide := any(F(0)).(float64); wide {
		return &lent64
	}
	return &lent32
}

// held reports whether the numbers are there without being converted; none of a
// weight that is not there have to be.
func (w *weight[F]) held() bool {
	if w == nil {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.floats != nil || tensor.Holds[F](w.entry)
}

// matrix returns a weight of two axes, or of more, all but the first of which
// run into one.
func (w *weight[F]) matrix() tensor.Matrix[F] {
	rows := w.entry.Shape[0]
	return tensor.Matrix[F]{Rows: rows, Cols: w.entry.Len() / max(1, rows), Data: w.data()}
}

// row returns one row of a table, converting no other.
func (w *weight[F]) row(i int) []F { return floats[F](w.entry.Rows(i, i+1)) }

// floats reads an entry whose type the loader has checked.
func floats[F tensor.Float](e tensor.Entry) []F {
	data, err := tensor.Floats[F](e)
	if err != nil {
		panic(err)
	}
	return data
}
