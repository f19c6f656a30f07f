package tensor

import "math"

// This file holds the inner loops of every kernel, and nothing else: faster
// twins for float32 belong beside it, called from the same places.

// dots2x3 returns the dot products of two rows of x with three rows of w, all
// of the same length: s12 is x1·w2. Each sum adds its terms in order, so the
// blocking changes no result.
//
// Six sums and their six products just fit the sixteen registers of amd64. A
// tile of 4 × 2 spills a sum, which then waits for memory at every step: 4.8
// GFLOPS against 11.8 (one core, rows of 384, in cache).
func dots2x3[F Float](x0, x1, w0, w1, w2 []F) (s00, s01, s02, s10, s11, s12 F) {
	n := len(x0)
	x1, w0, w1, w2 = x1[:n], w0[:n], w1[:n], w2[:n] // no bounds checks below
	for k, a := range x0 {
		b := x1[k]
		w := w0[k]
		s00 += a * w
		s10 += b * w
		w = w1[k]
		s01 += a * w
		s11 += b * w
		w = w2[k]
		s02 += a * w
		s12 += b * w
	}
	return
}

// softmax replaces row by its softmax. Subtracting the largest number first
// keeps e^x from overflowing; it and the sum are taken in float64.
func softmax[F Float](row []F) {
	largest := math.Inf(-1)
	for _, x := range row {
		largest = max(largest, float64(x))
	}
	sum := 0.0
	for j, x := range row {
		e := math.Exp(float64(x) - largest)
		row[j] = F(e)
		sum += e
	}
	for j, e := range row {
		row[j] = F(float64(e) / sum)
	}
}

// layerNorm writes the normalised x to y; mean and variance are taken in
// float64, in two passes, as one pass cancels where the mean is large.
func layerNorm[F Float](y, x, scale, shift []F, eps float64) {
	mean, variance := 0.0, 0.0
	for _, a := range x {
		mean += float64(a)
	}
	mean /= float64(len(x))
	for _, a := range x {
		variance += (float64(a) - mean) * (float64(a) - mean)
	}
	variance /= float64(len(x))
	inverse := 1 / math.Sqrt(variance+eps)
	for c, a := range x {
		y[c] = F((float64(a)-mean)*inverse*float64(scale[c]) + float64(shift[c]))
	}
}

// activate replaces each number of x by a of it, computed in float64.
func activate[F Float](a Activation, x []F) {
	switch a {
	case GELU:
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / 2 * (1 + math.Erf(v/math.Sqrt2)))
		}
	case GELUTanh:
		root := math.Sqrt(2 / math.Pi)
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / 2 * (1 + math.Tanh(root*(v+0.044715*v*v*v))))
		}
	case ReLU:
		for i, v := range x {
			x[i] = max(v, 0)
		}
	case SiLU:
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / (1 + math.Exp(-v)))
		}
	case Tanh:
		for i, v := range x {
			x[i] = F(math.Tanh(float64(v)))
		}
	}
}
