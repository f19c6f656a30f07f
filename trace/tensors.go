package trace

import "heed/mat"

// A Tensor is one named array of a Trace.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float64 // row-major
	First []int     // what the first axis counts where that is not 0, 1, 2 …: the focus, of parts
}

// Tensors lists the arrays of a trace that are there, in the order of
// computation, then its maps and biases. Parts is [F T W], F the tokens of the
// word.
func (t Trace) Tensors() []Tensor {
	var list []Tensor
	matrix := func(name string, m mat.Matrix) {
		if !m.Absent() {
			list = append(list, Tensor{Name: name, Shape: []int{m.Rows, m.Cols}, Data: m.Data})
		}
	}
	vector := func(name string, v []float64) {
		if v != nil {
			list = append(list, Tensor{Name: name, Shape: []int{len(v)}, Data: v})
		}
	}
	matrix("embed", t.Embed)
	matrix("q", t.Q)
	matrix("k", t.K)
	matrix("v", t.V)
	matrix("scores", t.Scores)
	matrix("scaled", t.Scaled)
	matrix("masked", t.Masked)
	matrix("weights", t.Weights)
	if len(t.Parts) > 0 {
		parts := Tensor{Name: "parts", Shape: []int{len(t.Parts), t.Parts[0].Rows, t.Parts[0].Cols}, First: t.Focus}
		for _, p := range t.Parts {
			parts.Data = append(parts.Data, p.Data...)
		}
		list = append(list, parts)
	}
	matrix("output", t.Output)
	matrix("projected", t.Projected)
	matrix("y", t.Y)
	vector("shift.from", t.Shift.From)
	vector("shift.to", t.Shift.To)
	if m := t.Maps; m != nil {
		matrix("maps.q", m.Q)
		matrix("maps.k", m.K)
		matrix("maps.v", m.V)
		matrix("maps.o", m.O)
	}
	if b := t.Bias; b != nil {
		vector("bias.q", b.Q)
		vector("bias.k", b.K)
		vector("bias.v", b.V)
		vector("bias.o", b.O)
	}
	return list
}

// WithoutMaps returns the walk without its traces' maps and biases, which for
// a model are most of its size.
func (w Walk) WithoutMaps() Walk {
	traces := make([]Trace, len(w.Traces))
	for i, t := range w.Traces {
		t.Maps, t.Bias = nil, nil
		traces[i] = t
	}
	w.Traces = traces
	return w
}
