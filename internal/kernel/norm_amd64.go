package kernel

import "math"

func softmaxFast(row []float32) {
	sum := expFMA(&row[0], len(row))
	scaleFMA(&row[0], &row[0], 1/sum, len(row))
}

func layerNormFast(y, x, scale, shift []float32, eps float64) {
	mean := sum(x) / float64(len(x))
	variance := squares(x, mean) / float64(len(x))
	norm(y, x, scale, shift, mean, 1/math.Sqrt(variance+eps), 0)
}

func rmsNormFast(y, x, scale []float32, offset float32, eps float64) {
	inverse := 1 / math.Sqrt(squares(x, 0)/float64(len(x))+eps)
	norm(y, x, scale, nil, 0, inverse, float64(offset))
}

// sum returns Σ x. The assembly takes eights, here and below; what is over is
// added one by one.
func sum(x []float32) (total float64) {
	whole := len(x) &^ 7
	if whole > 0 {
		total = sumFMA(&x[0], whole)
	}
	for _, a := range x[whole:] {
		total += float64(a)
	}
	return total
}

// squares returns Σ (x − mean)².
func squares(x []float32, mean float64) (total float64) {
	whole := len(x) &^ 7
	if whole > 0 {
		total = squaresFMA(&x[0], whole, mean)
	}
	for _, a := range x[whole:] {
		d := float64(a) - mean
		total += d * d
	}
	return total
}

// norm writes (x − mean)·inverse·(offset + scale) + shift to y, as far as there
// are a scale and a shift.
func norm(y, x, scale, shift []float32, mean, inverse, offset float64) {
	whole := len(x) &^ 7
	if whole > 0 {
		var s, b *float32
		if scale != nil {
			s = &scale[:len(x)][0]
		}
		if shift != nil {
			b = &shift[:len(x)][0]
		}
		normFMA(&y[:len(x)][0], &x[0], s, b, whole, mean, inverse, offset)
	}
	for c := whole; c < len(x); c++ {
		v := (float64(x[c]) - mean) * inverse
		if scale != nil {
			v *= offset + float64(scale[c])
		}
		if shift != nil {
			v += float64(shift[c])
		}
		y[c] = float32(v)
	}
}
