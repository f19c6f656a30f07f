package attention

import (
	"heed/mat"
	"heed/trace"
)

// A Gradient says how a loss L changes with what a head is given: each field
// has the shape of what it belongs to, and is absent or nil where that is.
type Gradient struct {
	Embed     mat.Matrix // ∂L/∂e, [T D]
	Maps      trace.Maps
	Bias      trace.Bias
	ScoreBias []float64 // [T]
}

// Backward returns the gradient of a loss L from that of y, ∂L/∂y [T D], going
// back through the stages of [Walk], t being the trace of a walk without pins
// through the head h. With d for ∂L/∂ and sums over repeated letters:
//
//	de_i       = dy_i                             where y holds e
//	db_O       = Σ_i dy_i
//	dprojected = dy
//	dW_O       = outputᵀ·dprojected
//	doutput    = dprojected·W_Oᵀ
//	dw_ij      = doutput_i · v_j
//	dv_j       = Σ_i w_ij doutput_i
//	dscaled_ij = w_ij (dw_ij − Σ_l w_il dw_il)
//	dq_i       = Σ_j dscaled_ij k_j / √K
//	dk_j       = Σ_i dscaled_ij q_i / √K
//	dW_X       = eᵀ·dx,  db_X = Σ_i dx_i,  de += dx·W_Xᵀ    for x of q, k, v
//
// The gradient of a score bias is the sum of dscaled over its column: the
// softmax sees both added up. A token that attends to nothing has y = e. All
// maps but O must be there. Backward panics if the shapes disagree.
//
// Source: the chain rule; the softmax's part as in Bridle, Training Stochastic
// Model Recognition Algorithms as Networks (1989), eq. 10.
func Backward(t trace.Trace, h Head, dy mat.Matrix) Gradient {
	g := Gradient{Embed: mat.New(t.Embed.Rows, t.Embed.Cols)}
	dprojected := dy.Clone()
	for i := range dy.Rows {
		alone := attendsToNothing(&t, i)
		if alone {
			clear(dprojected.Row(i))
		}
		if alone || h.Residual {
			mat.AddScaled(g.Embed.Row(i), 1, dy.Row(i))
		}
	}
	doutput := dprojected
	if !h.Maps.O.Absent() {
		g.Maps.O = mat.Mul(transpose(t.Output), dprojected)
		doutput = mat.Mul(dprojected, transpose(h.Maps.O))
	}
	if h.Bias.O != nil {
		g.Bias.O = columnSums(dprojected)
	}
	dscaled := softmaxBackward(t.Weights, mat.Mul(doutput, transpose(t.V)))
	if h.ScoreBias != nil {
		g.ScoreBias = columnSums(dscaled)
	}
	dscores := Scale(dscaled, t.K.Cols)
	g.Maps.Q, g.Bias.Q = projectBackward(g.Embed, t.Embed, h.Maps.Q, h.Bias.Q, mat.Mul(dscores, t.K))
	g.Maps.K, g.Bias.K = projectBackward(g.Embed, t.Embed, h.Maps.K, h.Bias.K, mat.Mul(transpose(dscores), t.Q))
	g.Maps.V, g.Bias.V = projectBackward(g.Embed, t.Embed, h.Maps.V, h.Bias.V, mat.Mul(transpose(t.Weights), doutput))
	return g
}

// softmaxBackward returns w_ij (dw_ij − Σ_l w_il dw_il), [T T].
func softmaxBackward(weights, dweights mat.Matrix) mat.Matrix {
	d := dweights.Clone()
	for i := range d.Rows {
		w, row := weights.Row(i), d.Row(i)
		mean := mat.Dot(w, row)
		for j := range row {
			row[j] = w[j] * (row[j] - mean)
		}
	}
	return d
}

// projectBackward goes back through x = e·w + b from dx: it adds dx·wᵀ to de
// and returns the gradients of w and b.
func projectBackward(de, e, w mat.Matrix, b []float64, dx mat.Matrix) (dw mat.Matrix, db []float64) {
	mat.AddScaled(de.Data, 1, mat.Mul(dx, transpose(w)).Data)
	if b != nil {
		db = columnSums(dx)
	}
	return mat.Mul(transpose(e), dx), db
}

func columnSums(m mat.Matrix) []float64 {
	sums := make([]float64, m.Cols)
	for i := range m.Rows {
		mat.AddScaled(sums, 1, m.Row(i))
	}
	return sums
}

func transpose(m mat.Matrix) mat.Matrix {
	t := mat.New(m.Cols, m.Rows)
	for i := range m.Rows {
		for j, x := range m.Row(i) {
			t.Data[j*t.Cols+i] = x
		}
	}
	return t
}
