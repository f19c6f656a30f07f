package attention

import (
	"math"

	"heed/mat"
)

// Entropy says how widely each query attends, in nats, [T]:
//
//	H_i = −Σ_j w_ij ln w_ij
//
// 0 where one key has all the weight, ln T where all have the same. weights is
// [T T], rows that sum to 1; a weight of 0 adds 0.
//
// Source: Shannon, A Mathematical Theory of Communication (1948), section 6.
func Entropy(weights mat.Matrix) []float64 {
	h := make([]float64, weights.Rows)
	for i := range h {
		for _, w := range weights.Row(i) {
			if w > 0 {
				h[i] -= w * math.Log(w)
			}
		}
		h[i] = max(0, h[i]) // rounding may leave a weight of 1 above 1
	}
	return h
}

// Distance says how far away each query attends, in tokens, [T]:
//
//	Σ_j w_ij |i − j|
//
// weights is [T T], rows that sum to 1. 0 where a token attends to itself alone.
//
// Source: Vig, Belinkov, Analyzing the Structure of Attention in a Transformer
// Language Model (2019), "attention distance", there over a corpus.
func Distance(weights mat.Matrix) []float64 {
	d := make([]float64, weights.Rows)
	for i := range d {
		for j, w := range weights.Row(i) {
			d[i] += w * math.Abs(float64(i-j))
		}
	}
	return d
}

// Mean is the mean of numbers; NaN of none.
func Mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
