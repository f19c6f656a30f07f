package kernel

import "math"

// Softmax replaces row by its softmax.
func Softmax[F Float](row []F) {
	if len(row) == 0 {
		return
	}
	if r, ok := fast(row); ok {
		softmaxFast(r)
		return
	}
	softmaxPlain(row)
}

// LayerNorm writes (x − mean)/√(variance + eps)·scale + shift to y; scale and
// shift may be nil.
func LayerNorm[F Float](y, x, scale, shift []F, eps float64) {
	if len(x) == 0 {
		return
	}
	if narrow, ok := fast(x); ok {
		to, _ := fast(y)
		s, _ := fast(scale)
		b, _ := fast(shift)
		layerNormFast(to, narrow, s, b, eps)
		return
	}
	layerNormPlain(y, x, scale, shift, eps)
}

// RMSNorm writes x/√(mean of x² + eps)·(offset + scale) to y; where scale is
// nil, the last factor is left out.
func RMSNorm[F Float](y, x, scale []F, offset F, eps float64) {
	if len(x) == 0 {
		return
	}
	if narrow, ok := fast(x); ok {
		to, _ := fast(y)
		s, _ := fast(scale)
		rmsNormFast(to, narrow, s, float32(offset), eps)
		return
	}
	rmsNormPlain(y, x, scale, offset, eps)
}

// softmaxPlain subtracts the largest number first, which keeps e^x from
// overflowing; it and the sum are taken in float64.
func softmaxPlain[F Float](row []F) {
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
	inverse := 1 / sum
	for j, e := range row {
		row[j] = F(float64(e) * inverse)
	}
}

// layerNormPlain takes mean and variance in float64, in two passes, as one pass
// cancels where the mean is large.
func layerNormPlain[F Float](y, x, scale, shift []F, eps float64) {
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
		v := (float64(a) - mean) * inverse
		if scale != nil {
			v *= float64(scale[c])
		}
		if shift != nil {
			v += float64(shift[c])
		}
		y[c] = F(v)
	}
}

func rmsNormPlain[F Float](y, x, scale []F, offset F, eps float64) {
	squares := 0.0
	for _, a := range x {
		squares += float64(a) * float64(a)
	}
	inverse := 1 / math.Sqrt(squares/float64(len(x))+eps)
	for c, a := range x {
		v := float64(a) * inverse
		if scale != nil {
			v *= float64(offset) + float64(scale[c])
		}
		y[c] = F(v)
	}
}
