// Package attention computes what one head of self-attention does to a text,
// stage by stage:
//
//	embed → q, k, v → scores → scaled → masked → weights → parts → output → y → shift
//
// in float64, keeping every stage. Stated numbers (pins) can take the place of
// computed ones at any stage; Walk then says where they disagree with the
// formula and what would reconcile them. Letters and names are those of
// package trace.
package attention

import (
	"fmt"
	"math"

	"heed/mat"
	"heed/trace"
)

// Attend fills a head from its queries, keys and values:
//
//	Scores[i,j]  = q_i · k_j
//	Scaled[i,j]  = Scores[i,j] / √K
//	Weights[i,·] = softmax(Scaled[i,·])
//	Output[i]    = Σ_j Weights[i,j] v_j
//
// q and k are [T K] and v is [T W]. All numbers are plain ratios: attention
// has no units. Attend panics if the shapes disagree: that is a bug in the
// caller, never bad input.
//
// Source: Vaswani et al., Attention Is All You Need (2017), eq. 1.
func Attend(q, k, v mat.Matrix) trace.Trace {
	t := trace.Trace{Q: q, K: k, V: v}
	t.Scores = Scores(q, k)
	t.Scaled = Scale(t.Scores, k.Cols)
	t.Weights = Weights(t.Scaled)
	t.Output = mat.Mul(t.Weights, v)
	return t
}

// Project returns e·W + b, [T K] for e [T D], W [D K] and b [K] or nil. It
// panics if the shapes disagree.
//
// Source: Vaswani et al. (2017), §3.2.2.
func Project(e, w mat.Matrix, b []float64) mat.Matrix {
	m := mat.Mul(e, w)
	if b == nil {
		return m
	}
	if len(b) != m.Cols {
		panic(fmt.Sprintf("attention: bias of %d numbers on %v", len(b), m))
	}
	for i := range m.Rows {
		mat.AddScaled(m.Row(i), 1, b)
	}
	return m
}

// Scores returns q_i · k_j for every query i and key j, [T T]. It panics if q
// and k are not of one width.
//
// Source: Vaswani et al. (2017), eq. 1.
func Scores(q, k mat.Matrix) mat.Matrix {
	if q.Cols != k.Cols {
		panic(fmt.Sprintf("attention: q %v and k %v do not fit", q, k))
	}
	s := mat.New(q.Rows, k.Rows)
	for i := range q.Rows {
		for j := range k.Rows {
			s.Row(i)[j] = mat.Dot(q.Row(i), k.Row(j))
		}
	}
	return s
}

// Scale returns scores/√K. Dividing by √K keeps the spread of the scores the
// same whatever the width K: a dot product of K independent terms of variance
// 1 has variance K.
//
// Source: Vaswani et al. (2017), §3.2.1 and footnote 4.
func Scale(scores mat.Matrix, keyWidth int) mat.Matrix {
	root := math.Sqrt(float64(keyWidth))
	s := scores.Clone()
	for c := range s.Data {
		s.Data[c] /= root
	}
	return s
}

// Weights returns the softmax of each row: exp(s_j) / Σ_j exp(s_j). Rows sum
// to 1. A score of −Inf gets weight 0; a row of nothing but −Inf, which
// attends to nothing, gets zeros; a row with a NaN is NaN.
//
// Source: Vaswani et al. (2017), eq. 1.
func Weights(scores mat.Matrix) mat.Matrix {
	w := mat.New(scores.Rows, scores.Cols)
	for i := range w.Rows {
		softmax(w.Row(i), scores.Row(i))
	}
	return w
}

// softmax subtracts the row's largest score, so that exp cannot overflow; the
// largest term is then exp(0) = 1 and the sum at least 1.
func softmax(w, s []float64) {
	largest := math.Inf(-1)
	for _, x := range s {
		largest = math.Max(largest, x) // NaN if any x is
	}
	if math.IsInf(largest, -1) {
		return
	}
	sum := 0.0
	for j, x := range s {
		w[j] = exp(x - largest)
		sum += w[j]
	}
	for j := range w {
		w[j] /= sum
	}
}

// Parts returns the weighted values of query i: row j is w_ij·v_j, [T W].
// Their sum is the head's output.
func Parts(weights, v mat.Matrix, i int) mat.Matrix {
	p := mat.New(v.Rows, v.Cols)
	for j, w := range weights.Row(i) {
		mat.AddScaled(p.Row(j), w, v.Row(j))
	}
	return p
}
