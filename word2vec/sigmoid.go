package word2vec

// The table of σ has steps of 1/128 from −16 to 16, with straight lines
// between: at most 1/128² / 8 · max|σ″| = 8e-7 off. Beyond it is 0 or 1, which
// is 1e-7 off.
const (
	edge     = 16
	fineness = 128
)

// A sigmoid is σ(x) = 1/(1+e^−x) at x = −16, −16+1/128, … 16, and once more.
type sigmoid [2*edge*fineness + 2]float32

// newSigmoid works the table out by products, whose bits are the same on any
// machine; those of math.Exp are not.
func newSigmoid() *sigmoid {
	const step = 1.0078430972064479 // e^(1/128)
	s := &sigmoid{}
	e, middle := 1.0, edge*fineness
	for i := range middle + 1 {
		s[middle+i] = float32(e / (1 + e))
		s[middle-i] = float32(1 / (1 + e))
		e = float64(e * step)
	}
	s[len(s)-1] = 1
	return s
}

func (s *sigmoid) at(x float32) float32 {
	switch {
	case !(x > -edge): // NaN too
		return 0
	case x >= edge:
		return 1
	}
	x = (x + edge) * fineness
	i := int(x)
	return s[i] + float32((x-float32(i))*(s[i+1]-s[i]))
}
