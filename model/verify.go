package model

import (
	"math"

	"heed/mat"
	"heed/tensor"
)

// A Check is one of the things that must hold of a run, measured.
type Check struct {
	Claim string  `json:"claim"`
	Error float64 `json:"error"` // the largest found; see Claim for of what
	Limit float64 `json:"limit"` // what it may be
	At    string  `json:"at"`    // where it was found
}

// OK reports whether the error is within the limit; NaN is not.
func (c Check) OK() bool { return c.Error <= c.Limit }

// see takes note of an error.
func (c *Check) see(err float64, at string) {
	if !(err <= c.Error) {
		c.Error, c.At = err, at
	}
}

// Checks measures a run of everything against itself, in float64:
//
//	Σ_j weights_ij = 1                            largest |Σ_j weights_ij − 1|
//	Σ_j w_ij v_j = head_out_i                     row by row, relative to max(1, the row's largest)
//	Σ_h head_out_h · W_O,h + b_O = attn_proj      the same
//	resid_in + what attention and MLP add = resid_out, but for norms that follow the sum
//
// of every layer, real tokens alone. A tensor that the run did not keep is
// left out.
func (r *Run[F]) Checks() []Check {
	weights := Check{Claim: "each row of weights sums to 1", Limit: 1e-5}
	parts := Check{Claim: "the parts w·v of a query sum to its head's output", Limit: 1e-5}
	heads := Check{Claim: "all heads through W_O, and its bias, sum to what attention adds", Limit: 1e-5}
	stream := Check{Claim: "what enters a layer, attention and MLP sum to what leaves it", Limit: 1e-5}
	for layer := range r.Model.Config.Layers() {
		at, _ := r.Model.moved(layer)
		if _, ran := r.Tensor(at + "attn_proj"); !ran {
			continue
		}
		b, _ := r.Model.Config.Block(layer)
		texts, mask, tokens := r.texts(layer)
		for text := range texts {
			real := real(mask, text, tokens)
			sum := r.checkHeads(&weights, &parts, layer, at, text, real, b.Attention)
			heads.seeRows(sum, r.rows(at+"attn_proj", text, 0, real), at+"attn_proj")
			r.checkStream(&stream, at, text, real, b)
		}
	}
	return []Check{weights, parts, heads, stream}
}

// checkHeads measures each head of a text, and returns their sum after W_O.
func (r *Run[F]) checkHeads(weights, parts *Check, layer int, at string, text int, real []int, a Attention) mat.Matrix {
	var sum mat.Matrix
	for head := range a.Heads {
		w := r.rows(at+"weights", text, head, real)
		values := r.rows(at+"v", text, head/(a.Heads/a.KVHeads), count(0, w.Cols))
		out := r.rows(at+"head_out", text, head, real)
		for i := range w.Rows {
			total := 0.0
			for _, x := range w.Row(i) {
				total += x
			}
			weights.see(math.Abs(total-1), at+"weights")
		}
		parts.seeRows(mat.Mul(w, values), out, at+"head_out")
		projected := mat.Mul(out, r.Model.output(layer, head))
		if head == 0 {
			sum = projected
			if bias, err := r.Model.Bias(layer, 0); err == nil && bias.O != nil {
				for i := range sum.Rows {
					mat.AddScaled(sum.Row(i), 1, bias.O)
				}
			}
			continue
		}
		mat.AddScaled(sum.Data, 1, projected.Data)
	}
	return sum
}

// checkStream measures a layer's sums.
func (r *Run[F]) checkStream(c *Check, at string, text int, real []int, b Block) {
	rows := func(step string) mat.Matrix { return r.rows(at+step, text, 0, real) }
	add := func(to string, steps ...string) {
		sum := rows(steps[0])
		for _, step := range steps[1:] {
			mat.AddScaled(sum.Data, 1, rows(step).Data)
		}
		c.seeRows(sum, rows(to), at+to)
	}
	mid := "resid_mid"
	if b.Cross != nil {
		mid = "cross.resid_mid"
		add(mid, "resid_mid", "cross.attn_proj")
	}
	switch b.Place {
	case Post:
		add("resid_mid_prenorm", "resid_in", "attn_proj")
		add("resid_out_prenorm", "resid_mid", "mlp_out")
	case Pre:
		add("resid_mid", "resid_in", "attn_proj")
		add("resid_out", mid, "mlp_out")
	case Sandwich:
		add("resid_mid", "resid_in", "attn_proj_postnorm")
		add("resid_out", "resid_mid", "mlp_out_postnorm")
	case Parallel:
		add("resid_out", "resid_in", "attn_proj", "mlp_out")
	}
}

// seeRows measures a matrix against another, row by row: |got − want| over
// max(1, the row's largest |want|).
func (c *Check) seeRows(got, want mat.Matrix, at string) {
	for i := range want.Rows {
		c.seeRow(got.Row(i), want.Row(i), at)
	}
}

func (c *Check) seeRow(got, want []float64, at string) {
	largest := 1.0
	for _, x := range want {
		largest = max(largest, math.Abs(x))
	}
	for j, x := range want {
		c.see(math.Abs(got[j]-x)/largest, at)
	}
}

// Against measures a run against another of the same inputs, in another float
// type or recorded elsewhere: |got − want| over max(1, the row's largest
// |want|) of each step that both have and whose rows are of real tokens.
// Scores before the softmax are left out, where padding and masks hold what
// nobody reads.
func Against[F tensor.Float](claim string, limit float64, r *Run[F], want func(name string) ([]float64, bool)) Check {
	c := Check{Claim: claim, Limit: limit}
	for _, t := range r.Tensors() {
		recorded, ok := want(t.Name)
		if !ok || len(recorded) != len(t.Data) || skipped(t.Name) {
			continue
		}
		cols := t.Shape[len(t.Shape)-1]
		for row := 0; row*cols < len(recorded); row++ {
			if r.padded(t, row) {
				continue
			}
			c.seeRow(wide(t.Data[row*cols:(row+1)*cols]), recorded[row*cols:(row+1)*cols], t.Name)
		}
	}
	return c
}

// skipped reports whether a step holds what a mask has made meaningless.
func skipped(name string) bool {
	return Match([]string{"*.mask", "*.scores_*"}, name)
}

// padded reports whether a row of a tensor is of a token that is padding.
func (r *Run[F]) padded(t Tensor[F], row int) bool {
	mask := r.Inputs.Mask
	if c := r.Model.Config; c.Decoder != nil && (Match([]string{c.Decoder.Prefix + "*", "logits"}, t.Name)) && !Match([]string{"*.cross.k", "*.cross.v"}, t.Name) {
		mask = r.Inputs.DecoderMask
	}
	if mask == nil || len(t.Shape) < 3 || t.Shape[0] != len(mask) {
		return false
	}
	per := 1 // rows of a text
	for _, n := range t.Shape[1 : len(t.Shape)-1] {
		per *= n
	}
	tokens := t.Shape[len(t.Shape)-2]
	return tokens == len(mask[0]) && mask[row/per][row%tokens] == 0
}
