package model

import (
	"context"
	"fmt"

	"heed/tensor"
)

// A Run is one forward pass: the tensors that were kept, under the names of
// the package's doc. They are to be read only: where two steps hold the same
// numbers they share memory, and float32 tensors may share the file's.
type Run[F tensor.Float] struct {
	Model  *Model[F]
	Inputs Inputs

	names  []string         // kept, in the order of computation
	shapes map[string][]int // of all steps
	stored map[string][]F   // the kept ones but for those that follow from others
	edited bool             // an edit may have changed any: all are stored
}

// A Tensor is one step of a run.
type Tensor[F tensor.Float] struct {
	Name  string
	Shape []int
	Data  []F // the last axis runs fastest
}

// Names lists what was kept, in the order of computation.
func (r *Run[F]) Names() []string { return r.names }

// Tensors returns what was kept, in the order of computation.
func (r *Run[F]) Tensors() []Tensor[F] {
	var all []Tensor[F]
	for _, name := range r.names {
		if t, ok := r.Tensor(name); ok {
			all = append(all, t)
		}
	}
	return all
}

// Tensor returns one kept tensor; a step that follows from others that were
// kept is worked out from them.
func (r *Run[F]) Tensor(name string) (Tensor[F], bool) {
	data, ok := r.stored[name]
	if !ok && r.shapes[name] != nil {
		data, ok = r.derive(name)
	}
	return Tensor[F]{name, r.shapes[name], data}, ok
}

// Entries returns the inputs that the run was given and the tensors that it
// kept, in the order of computation, as [tensor.Write] takes them.
func (r *Run[F]) Entries() []tensor.Entry {
	entries := InputEntries[F](r.Inputs)
	for _, t := range r.Tensors() {
		entries = append(entries, t.Entry())
	}
	return entries
}

// InputEntries returns the inputs that were given, as tensors; pixels as F.
func InputEntries[F tensor.Float](in Inputs) []tensor.Entry {
	entries := in.entries()
	if p := in.Pixels; p != nil {
		pixels := make([]F, len(p.Data))
		for i, x := range p.Data {
			pixels[i] = F(x)
		}
		entries = append(entries, Tensor[F]{inPixels, p.Shape[:], pixels}.Entry())
	}
	return entries
}

// Entry returns the tensor as [tensor.Write] takes it.
func (t Tensor[F]) Entry() tensor.Entry {
	switch data := any(t.Data).(type) {
	case []float32:
		return tensor.Of(t.Name, t.Shape, data)
	case []float64:
		return tensor.Of(t.Name, t.Shape, data)
	}
	panic("model: a float that is neither float32 nor float64")
}

// Release gives the run's memory back to the Memory that it was taken from. The
// run must not be used afterwards.
func (r *Run[F]) Release(m *Memory[F]) {
	for _, x := range r.stored {
		m.give(x)
	}
	r.stored = nil
}

// Options say what a run keeps, what it changes, and whom it tells of its
// progress. The zero Options keep everything.
type Options[F tensor.Float] struct {
	Keep func(name string) bool // the tensors to keep; nil keeps all

	// Edit is given every tensor when it has been computed, before anything
	// that follows reads it, and may change its numbers: the rest of the run
	// goes on from what it leaves. Steps that hold the same numbers, such as q
	// and q_pre where nothing is rotated, are given one after the other, each
	// a copy.
	Edit func(Tensor[F])

	// Start lets the run begin at a layer, from an earlier run's residual
	// stream; nil begins with the inputs.
	Start *Start[F]

	// Stream is given each kept tensor of a layer when the layer is done, and
	// the run then lets go of it: a run may be larger than memory.
	Stream func(Tensor[F]) error

	AfterLayer func(layer int) // called when a layer is done; may be nil
	Threads    int             // goroutines to use at most; 0 is GOMAXPROCS
	Memory     *Memory[F]      // of earlier runs, to use again; may be nil
}

// Run runs the model over a batch and keeps the tensors that are asked for.
// Memory is bounded by what is kept, and what comes after the last kept tensor
// is not computed. The numbers are the same however many goroutines share the
// work, and whatever is kept.
//
// An input that the model cannot take, a tensor that comes out as NaN or
// infinite, or the end of ctx, looked for before each layer, is an error.
func (m *Model[F]) Run(ctx context.Context, in Inputs, o Options[F]) (*Run[F], error) {
	if err := in.check(m.Config); err != nil {
		return nil, err
	}
	if err := o.Start.check(m.Config, in.sizes(m.Config)); err != nil {
		return nil, err
	}
	p := newPass(m, in, o)
	if p.last < 0 && o.Edit == nil {
		return p.run, nil
	}
	if o.Edit != nil {
		p.last = len(p.order)
	}
	if err := p.all(ctx); err != nil {
		return nil, err
	}
	if n := len(p.run.names); n > 0 {
		if err := p.flush(p.run.names[n-1]); err != nil {
			return nil, err
		}
	}
	for _, x := range p.borrowed {
		p.memory.give(x)
	}
	if p.spare != nil {
		p.memory.back(p.spare)
	}
	return p.run, nil
}

// Parts returns w_ij·v_j of one query i of one head: what each key gives to the
// head's output, [T K]; they sum to head_out's row. The run must have kept the
// layer's weights and v. At begins the names of the layer's tensors: "L3.".
func (r *Run[F]) Parts(at string, text, head, query int) (tensor.Matrix[F], error) {
	w, ok := r.Tensor(at + "weights")
	v, both := r.Tensor(at + "v")
	if !ok || !both {
		return tensor.Matrix[F]{}, fmt.Errorf("tensors %q and %q: not kept by the run", at+"weights", at+"v")
	}
	heads, shared := w.Shape[1], w.Shape[1]/v.Shape[1]
	if text < 0 || text >= w.Shape[0] || head < 0 || head >= heads || query < 0 || query >= w.Shape[2] {
		return tensor.Matrix[F]{}, fmt.Errorf("%sweights has no [%d,%d,%d]; its shape is %v", at, text, head, query, w.Shape)
	}
	weights := nth(w.Data, text*heads+head, w.Shape[2], w.Shape[3]).Row(query)
	values := nth(v.Data, text*v.Shape[1]+head/shared, v.Shape[2], v.Shape[3])
	parts := tensor.Zeros[F](values.Rows, values.Cols)
	for j, weight := range weights {
		for d, x := range values.Row(j) {
			parts.Row(j)[d] = weight * x
		}
	}
	return parts, nil
}
