package model

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"heed/mat"
	"heed/tensor"
	"heed/trace"
)

// ForTrace lists the tensors of a layer that [Run.Trace] reads.
func ForTrace(layer int) []string {
	steps := []string{"resid_in", "q", "k", "v", "scores_raw", "scores_scaled", "scores_masked", "weights", "head_out", "resid_mid_prenorm"}
	for i, step := range steps {
		steps[i] = at(layer, step)
	}
	return steps
}

// Trace returns what one head did to one text of the batch, real tokens
// alone: padding has no rows and no columns. It fills Embed, Q, K, V, Scores,
// Scaled, Masked (where anything was added), Weights, Output, Projected, Y,
// Maps and Bias; the rest, which needs the text, is left to the caller.
// Projected is this head's Output·W_O; all heads' sum, plus the bias O, is
// y − e. A tensor that the run did not keep is an error.
func (r *Run[F]) Trace(row, layer, head int) (trace.Trace, error) {
	maps, err := r.Model.Maps(layer, head)
	if err != nil {
		return trace.Trace{}, err
	}
	bias, err := r.Model.Bias(layer, head)
	if err != nil {
		return trace.Trace{}, err
	}
	if row < 0 || row >= len(r.Inputs.IDs) {
		return trace.Trace{}, fmt.Errorf("text %d: the run has texts 0 to %d", row, len(r.Inputs.IDs)-1)
	}
	for _, name := range ForTrace(layer) {
		if _, ok := r.Tensor(name); !ok {
			return trace.Trace{}, fmt.Errorf("tensor %q: not kept by the run; see ForTrace", name)
		}
	}
	real := r.Inputs.real(row)
	rows := func(step string) mat.Matrix { return r.rows(at(layer, step), row, head, real) }
	grid := func(step string) mat.Matrix { return pick(rows(step), real) }
	t := trace.Trace{
		Embed: rows("resid_in"),
		Q:     rows("q"), K: rows("k"), V: rows("v"),
		Scores: grid("scores_raw"), Scaled: grid("scores_scaled"), Masked: grid("scores_masked"), Weights: grid("weights"),
		Output: rows("head_out"),
		Y:      rows("resid_mid_prenorm"),
		Maps:   &maps, Bias: &bias,
	}
	if slices.Equal(t.Masked.Data, t.Scaled.Data) {
		t.Masked = mat.Matrix{} // nothing was added
	}
	t.Projected = mat.Mul(t.Output, maps.O)
	return t, nil
}

// rows returns the given tokens' rows of one text's tensor: of [B T D], or of
// one head of [B H T …].
func (r *Run[F]) rows(name string, text, head int, tokens []int) mat.Matrix {
	t, _ := r.Tensor(name)
	first := text
	if len(t.Shape) == 4 {
		first = text*t.Shape[1] + head
	}
	count, cols := t.Shape[len(t.Shape)-2], t.Shape[len(t.Shape)-1]
	m := mat.New(len(tokens), cols)
	for i, token := range tokens {
		start := (first*count + token) * cols
		copy(m.Row(i), wide(t.Data[start:start+cols]))
	}
	return m
}

// pick returns the given columns of m.
func pick(m mat.Matrix, columns []int) mat.Matrix {
	if len(columns) == m.Cols {
		return m
	}
	p := mat.New(m.Rows, len(columns))
	for i := range m.Rows {
		for j, c := range columns {
			p.Row(i)[j] = m.At(i, c)
		}
	}
	return p
}

// HeadNorms returns for each layer and head how far it moves a word, in the
// residual stream's own units:
//
//	‖ mean_f Output_f · W_O ‖     over the tokens f of the word
//
// Focus counts the real tokens of the text, as a Trace does. The run must
// have kept every layer's head_out.
func (r *Run[F]) HeadNorms(row int, focus []int) ([][]float64, error) {
	if row < 0 || row >= len(r.Inputs.IDs) {
		return nil, fmt.Errorf("text %d: the run has texts 0 to %d", row, len(r.Inputs.IDs)-1)
	}
	real := r.Inputs.real(row)
	for _, f := range focus {
		if f < 0 || f >= len(real) {
			return nil, fmt.Errorf("token %d: the text has tokens 0 to %d", f, len(real)-1)
		}
	}
	if len(focus) == 0 {
		return nil, errors.New("the word has no tokens; want at least one")
	}
	c := r.Model.Config
	norms := make([][]float64, c.Layers)
	for layer := range norms {
		name := at(layer, "head_out")
		if _, ok := r.Tensor(name); !ok {
			return nil, fmt.Errorf("tensor %q: not kept by the run", name)
		}
		outputs := make([][]float64, c.Heads)
		for head := range outputs {
			outputs[head] = mat.MeanRows(r.rows(name, row, head, real), focus)
		}
		norms[layer] = projectedNorms(outputs, r.Model.weights.layers[layer].o.w.matrix())
	}
	return norms, nil
}

// projectedNorms returns ‖output·W_O‖ of each head. It goes through W_O once,
// as it is stored, [D H·K].
func projectedNorms[F tensor.Float](outputs [][]float64, stored tensor.Matrix[F]) []float64 {
	norms := make([]float64, len(outputs))
	for d := range stored.Rows {
		row := stored.Row(d)
		for head, output := range outputs {
			sum := 0.0
			for c, x := range output {
				sum += x * float64(row[head*len(output)+c])
			}
			norms[head] += sum * sum
		}
	}
	for head, square := range norms {
		norms[head] = math.Sqrt(square)
	}
	return norms
}
