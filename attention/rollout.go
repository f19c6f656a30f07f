package attention

import (
	"fmt"

	"heed/mat"
)

// MeanHeads returns the mean of several heads' weights, [T T]. It panics if
// there is no head, or their shapes differ.
func MeanHeads(heads []mat.Matrix) mat.Matrix {
	if len(heads) == 0 {
		panic("attention: mean of no heads")
	}
	mean := mat.New(heads[0].Rows, heads[0].Cols)
	for _, w := range heads {
		if w.Rows != mean.Rows || w.Cols != mean.Cols {
			panic(fmt.Sprintf("attention: mean of heads of %v and %v", mean, w))
		}
		mat.AddScaled(mean.Data, 1/float64(len(heads)), w.Data)
	}
	return mean
}

// Rollout follows attention through all layers, as if what a token holds moved
// along the weights, half of it staying where it is by the residual stream:
//
//	A_l        = 0.5 · mean_h weights[l][h] + 0.5 · I, each row over its sum
//	rollout[l] = A_l · A_{l−1} · … · A_0
//
// weights[l][h] is [T T], and so is each result: row i says what share of token
// i, after layer l, came from each token of the text. Rows sum to 1. A rollout
// knows nothing of values, MLPs or signs. It panics if the shapes differ.
//
// Source: Abnar, Zuidema, Quantifying Attention Flow in Transformers (2020),
// section 3, "attention rollout".
func Rollout(weights [][]mat.Matrix) []mat.Matrix {
	rollout := make([]mat.Matrix, len(weights))
	for l, heads := range weights {
		a := MeanHeads(heads)
		for i := range a.Rows {
			row := a.Row(i)
			sum := 0.0
			for j := range row {
				row[j] *= 0.5
				if i == j {
					row[j] += 0.5
				}
				sum += row[j]
			}
			for j := range row {
				row[j] /= sum
			}
		}
		rollout[l] = a
		if l > 0 {
			rollout[l] = mat.Mul(a, rollout[l-1])
		}
	}
	return rollout
}
