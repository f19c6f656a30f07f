package model

import (
	"context"
	"fmt"
	"math"

	"heed/tensor"
)

// A Run is one forward pass: the tensors that were kept, under the names of
// the package's doc. They are to be read only: where two steps hold the same
// numbers they share memory, and float32 tensors may share the file's.
type Run[F tensor.Float] struct {
	Model  *Model[F]
	Inputs Inputs

	tensors []Tensor[F]    // in the order of computation
	index   map[string]int // name → place in tensors
}

// A Tensor is one step of a run.
type Tensor[F tensor.Float] struct {
	Name  string
	Shape []int
	Data  []F // the last axis runs fastest
}

// Tensors returns what was kept, in the order of computation.
func (r *Run[F]) Tensors() []Tensor[F] { return r.tensors }

// Tensor returns one kept tensor.
func (r *Run[F]) Tensor(name string) (Tensor[F], bool) {
	i, ok := r.index[name]
	if !ok {
		return Tensor[F]{}, false
	}
	return r.tensors[i], true
}

// Entries returns the inputs that the run was given and the tensors that it
// kept, in the order of computation, as [tensor.Write] takes them.
func (r *Run[F]) Entries() []tensor.Entry {
	entries := r.Inputs.entries()
	for _, t := range r.tensors {
		switch data := any(t.Data).(type) {
		case []float32:
			entries = append(entries, tensor.Of(t.Name, t.Shape, data))
		case []float64:
			entries = append(entries, tensor.Of(t.Name, t.Shape, data))
		}
	}
	return entries
}

// Options say what a run keeps and whom it tells of its progress.
type Options struct {
	Keep       func(name string) bool // the tensors to keep; nil keeps all
	AfterLayer func(layer int)        // called when a layer is done; may be nil
}

// Run runs the model over a batch and keeps the tensors that are asked for.
// Memory is bounded by what is kept, and what comes after the last kept tensor
// is not computed. Work is shared out to GOMAXPROCS goroutines; the numbers
// are the same however many there are.
//
// An input that the model cannot take, a tensor that comes out as NaN or
// infinite, or the end of ctx, looked for before each layer, is an error.
func (m *Model[F]) Run(ctx context.Context, in Inputs, o Options) (*Run[F], error) {
	if err := in.check(m.Config); err != nil {
		return nil, err
	}
	p := newPass(m, in, o.Keep)
	x := p.embed()
	if err := p.finite("embed", x); err != nil {
		return nil, err
	}
	for i := 0; i < len(m.weights.layers) && p.awaited > 0; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x = p.layer(i, x)
		if err := p.finite(at(i, "resid_out"), x); err != nil {
			return nil, err
		}
		if o.AfterLayer != nil {
			o.AfterLayer(i)
		}
	}
	if p.awaited > 0 {
		p.finish(x)
	}
	return p.run, nil
}

// finite refuses a residual stream that holds what is no finite number: what
// is drawn of it would mean nothing.
func (p *pass[F]) finite(name string, x tensor.Matrix[F]) error {
	for i, v := range x.Data {
		if v := float64(v); math.IsNaN(v) || math.IsInf(v, 0) {
			row := i / x.Cols
			return fmt.Errorf("%s[%d,%d,%d] is %v; want a finite number: the weights are broken, or too large for this float type", name, row/p.tokens, row%p.tokens, i%x.Cols, v)
		}
	}
	return nil
}
