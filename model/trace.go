package model

import (
	"fmt"
	"slices"

	"heed/mat"
	"heed/trace"
)

// ForTrace lists the tensors of a layer that [Run.Trace] reads.
func (m *Model[F]) ForTrace(layer int) []string {
	at, y := m.moved(layer)
	steps := []string{"resid_in", "q", "k", "v", "scores_raw", "scores_scaled", "scores_masked", "weights", "head_out", y}
	for i, step := range steps {
		steps[i] = at + step
	}
	return steps
}

// moved is what a layer's names begin with, and the step that holds y: the
// stream after attention, before any norm that follows the sum; where attention
// and MLP stand side by side there is none, and y is resid_in + attn_proj.
func (m *Model[F]) moved(layer int) (at, step string) {
	b, s := m.Config.Block(layer)
	if layer >= len(m.Config.Blocks) {
		layer -= len(m.Config.Blocks)
	}
	switch b.Place {
	case Post:
		return s.at(layer), "resid_mid_prenorm"
	case Parallel:
		return s.at(layer), "attn_proj"
	}
	return s.at(layer), "resid_mid"
}

// Place finds where a stage of [Run.Trace] stands in a run: the tensor's name,
// and the head of it, whose keys and values several heads may share. ok is false
// of what follows from other tensors: parts, output and projected, and y where
// attention and MLP stand side by side.
func (m *Model[F]) Place(stage string, layer, head int) (name string, of int, ok bool) {
	b, _ := m.Config.Block(layer)
	at, y := m.moved(layer)
	switch stage {
	case "embed":
		return at + "resid_in", 0, true
	case "y":
		return at + y, 0, b.Place != Parallel
	case "k", "v":
		return at + stage, head / (b.Attention.Heads / b.Attention.KVHeads), true
	case "q", "weights":
		return at + stage, head, true
	case "scores":
		return at + "scores_raw", head, true
	case "scaled", "masked":
		return at + "scores_" + stage, head, true
	}
	return "", 0, false
}

// Trace returns what one head did to one text of the batch, real tokens
// alone: padding has no rows and no columns. It fills Embed, Q, K, V, Scores,
// Scaled, Masked (where anything was added or capped), Weights, Output,
// Projected, Y, Maps and Bias; the rest, which needs the text, is left to the
// caller. Projected is this head's Output·W_O; all heads' sum, plus the bias O,
// is y − e, unless the family normalises the sum first. A tensor that the run
// did not keep is an error.
func (r *Run[F]) Trace(row, layer, head int) (trace.Trace, error) {
	m := r.Model
	maps, err := m.Maps(layer, head)
	if err != nil {
		return trace.Trace{}, err
	}
	bias, err := m.Bias(layer, head)
	if err != nil {
		return trace.Trace{}, err
	}
	texts, mask, tokens := r.texts(layer)
	if row < 0 || row >= texts {
		return trace.Trace{}, fmt.Errorf("text %d: the run has texts 0 to %d", row, texts-1)
	}
	if err := r.kept("ForTrace", m.ForTrace(layer)); err != nil {
		return trace.Trace{}, err
	}
	at, y := m.moved(layer)
	b, _ := m.Config.Block(layer)
	kv := head / (b.Attention.Heads / b.Attention.KVHeads)
	real := real(mask, row, tokens)
	rows := func(step string, head int) mat.Matrix { return r.rows(at+step, row, head, real) }
	grid := func(step string) mat.Matrix { return pick(rows(step, head), real) }
	t := trace.Trace{
		Embed: rows("resid_in", 0),
		Q:     rows("q", head), K: rows("k", kv), V: rows("v", kv),
		Scores: grid("scores_raw"), Scaled: grid("scores_scaled"), Masked: grid("scores_masked"), Weights: grid("weights"),
		Output: rows("head_out", head),
		Y:      rows(y, 0),
		Maps:   &maps, Bias: &bias,
	}
	if b.Place == Parallel {
		mat.AddScaled(t.Y.Data, 1, t.Embed.Data)
	}
	if slices.Equal(t.Masked.Data, t.Scaled.Data) {
		t.Masked = mat.Matrix{} // nothing was added
	}
	t.Projected = mat.Mul(t.Output, maps.O)
	return t, nil
}

// texts returns how many texts a layer's stack ran, which tokens of them are
// real, and how many there are of each.
func (r *Run[F]) texts(layer int) (texts int, mask [][]int, tokens int) {
	z := r.Inputs.sizes(r.Model.Config)
	if layer >= len(r.Model.Config.Blocks) {
		return z.texts, r.Inputs.DecoderMask, z.targets
	}
	return z.texts, r.Inputs.Mask, z.tokens
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
// have kept head_out of every layer that it ran; those of a decoder that did
// not run are left out.
func (r *Run[F]) HeadNorms(row int, focus []int) ([][]float64, error) {
	c := r.Model.Config
	real, err := r.realOf(row)
	if err != nil {
		return nil, err
	}
	if err := checkFocus(focus, len(real)); err != nil {
		return nil, err
	}
	norms := make([][]float64, len(c.Blocks))
	for layer := range norms {
		at, _ := r.Model.moved(layer)
		name := at + "head_out"
		if _, ok := r.Tensor(name); !ok {
			return nil, fmt.Errorf("tensor %q: not kept by the run", name)
		}
		outputs := make([][]float64, c.Heads(layer))
		for head := range outputs {
			outputs[head] = mat.MeanRows(r.rows(name, row, head, real), focus)
		}
		projected := projected(outputs, r.Model.weights.blocks[layer].attention.o)
		for head := range outputs {
			norms[layer] = append(norms[layer], mat.Norm(projected.Row(head)))
		}
	}
	return norms, nil
}
