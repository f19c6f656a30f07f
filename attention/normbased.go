package attention

import (
	"fmt"
	"math"

	"heed/mat"
)

// A Mixture is how one layer's attention mixes the tokens of a text: all that
// norm-based weights are made of.
type Mixture struct {
	Weights []mat.Matrix // [H] of [T T]: α
	Values  []mat.Matrix // [H] of [T D]: f_h(x_j) = v_j·W_O of the head, no output bias
	Stream  mat.Matrix   // [T D]: x, the residual stream entering the layer

	// After carries a part of what attention adds to token i through a norm of
	// it, and Sum a part of the sum through a norm of that, both with the
	// divisor that the whole has; nil where a model has no such norm.
	After, Sum func(i int, part []float64) []float64
}

// Norms are how long the vectors are that a layer mixes into each token: of row i
// the token that is made, of column j the one that it is made from. A norm that a
// model lacks leaves the matrix absent.
type Norms struct {
	Heads []mat.Matrix // attn_n_heads, [H] of [T T]: ‖α_ij f_h(x_j)‖
	Attn  mat.Matrix   // attn_n, [T T]: ‖Σ_h α_ij f_h(x_j)‖
	Res   mat.Matrix   // attnres_n: with x_i where j = i
	ResLN mat.Matrix   // attnresln_n: that, through the norm that follows the sum

	MixAttn, MixRes, MixResLN []float64 // [T], mixing ratios of the three

	Vectors mat.Matrix // [T D]: Σ_j of the vectors behind the last of the three
}

// Norms measures a mixture. With F_ij the vector that token j gives to token i,
//
//	attn_n_heads[h,i,j] = ‖α_hij f_h(x_j)‖
//	attn_n[i,j]         = ‖Σ_h α_hij f_h(x_j)‖
//	attnres_n[i,j]      = ‖after_i(Σ_h α_hij f_h(x_j)) + [i=j] x_i‖
//	attnresln_n[i,j]    = ‖sum_i(after_i(Σ_h α_hij f_h(x_j)) + [i=j] x_i)‖
//	mix[i]              = ‖Σ_{j≠i} F_ij‖ / (‖Σ_{j≠i} F_ij‖ + ‖F_ii‖)
//
// in the residual stream's own units; a mixing ratio, from 0 to 1, says how much
// of a token is other tokens. A norm is carried through with its divisor held:
// part ↦ γ⊙(part − mean part)/σ_i, without β, σ_i being the standard deviation
// of the whole (of an RMSNorm: γ⊙part/rms_i), so that the vectors still sum to
// what the model has, but for biases. After is the identity but in Gemma 2 and 3,
// which the papers do not treat: there what attention adds is what its post-norm
// makes of it. Where norms come before attention, none follows the sum, and
// ResLN is absent: the last of the three is Res. The cost is T²·H·D.
//
// It panics if the shapes disagree.
//
// Source: Kobayashi et al., Attention is Not Only a Weight (2020),
// section 3; Incorporating Residual and Normalization Layers into Analysis of
// Masked Language Models (2021), eq. 6–8.
func (m Mixture) Norms() Norms {
	t, d := m.Stream.Rows, m.Stream.Cols
	if len(m.Weights) == 0 || len(m.Weights) != len(m.Values) {
		panic(fmt.Sprintf("attention: norms of %d heads' weights and %d heads' values", len(m.Weights), len(m.Values)))
	}
	n := Norms{Attn: mat.New(t, t), Res: mat.New(t, t), Vectors: mat.New(t, d),
		MixAttn: make([]float64, t), MixRes: make([]float64, t)}
	if m.Sum != nil {
		n.ResLN, n.MixResLN = mat.New(t, t), make([]float64, t)
	}
	for h, w := range m.Weights {
		if w.Rows != t || w.Cols != t || m.Values[h].Rows != t || m.Values[h].Cols != d {
			panic(fmt.Sprintf("attention: weights %v and values %v of a stream %v", w, m.Values[h], m.Stream))
		}
		n.Heads = append(n.Heads, lengths(w, m.Values[h]))
	}
	for i := range t {
		var attn, res, resLN mixing
		for j := range t {
			f, read := make([]float64, d), i == j
			for h, w := range m.Weights {
				if a := w.At(i, j); a != 0 {
					mat.AddScaled(f, a, m.Values[h].Row(j))
					read = true
				}
			}
			if !read { // a later token, in a causal model: all lengths are 0
				continue
			}
			n.Attn.Row(i)[j] = attn.add(f, i == j)
			if m.After != nil {
				f = m.After(i, f)
			}
			if i == j {
				mat.AddScaled(f, 1, m.Stream.Row(i))
			}
			n.Res.Row(i)[j] = res.add(f, i == j)
			if m.Sum != nil {
				f = m.Sum(i, f)
				n.ResLN.Row(i)[j] = resLN.add(f, i == j)
			}
			mat.AddScaled(n.Vectors.Row(i), 1, f)
		}
		n.MixAttn[i], n.MixRes[i] = attn.ratio(), res.ratio()
		if m.Sum != nil {
			n.MixResLN[i] = resLN.ratio()
		}
	}
	return n
}

// lengths returns ‖w_ij·v_j‖ of one head, [T T].
func lengths(w, values mat.Matrix) mat.Matrix {
	n := w.Clone()
	for j := range values.Rows {
		length := lengthOf(values.Row(j))
		for i := range n.Rows {
			n.Row(i)[j] *= length
		}
	}
	return n
}

// A mixing gathers what one token is made of.
type mixing struct {
	others []float64
	self   float64
}

// add takes a vector in, and returns its length.
func (m *mixing) add(f []float64, self bool) float64 {
	length := lengthOf(f)
	if self {
		m.self = length
		return length
	}
	if m.others == nil {
		m.others = make([]float64, len(f))
	}
	mat.AddScaled(m.others, 1, f)
	return length
}

// ratio is the length of what came from other tokens, over itself and that of
// what came from the token itself; 0 where nothing came from anywhere.
func (m *mixing) ratio() float64 {
	others := lengthOf(m.others)
	if others == 0 {
		return 0
	}
	return others / (others + m.self)
}

// lengthOf is ‖f‖. Squares of what a model in float32 makes neither overflow nor
// vanish in float64, so nothing needs to be scaled first, as [mat.Norm] does, in
// some three times the time.
func lengthOf(f []float64) float64 { return math.Sqrt(mat.Dot(f, f)) }
