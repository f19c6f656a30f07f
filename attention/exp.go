package attention

import "math"

// exp is e^x, by the same steps on every machine: math.Exp is written in assembly
// for some, so that a page in the browser and heed would differ in a number's
// last bit.
//
// x = k·ln 2 + r with |r| ≤ ln(2)/2, and e^r is a rational function of r. Its
// error is less than one unit in the last place. Products are rounded before they
// are added (float64), which keeps them from being fused.
//
// Source: FreeBSD, msun/src/e_exp.c, as Go's package math has it.
func exp(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
	)
	switch {
	case math.IsNaN(x):
		return x
	case x > 7.09782712893383973096e+02:
		return math.Inf(1)
	case x < -7.45133219101941108420e+02:
		return 0
	case math.Abs(x) < 1.0/(1<<28):
		return 1 + x
	}
	k := int(float64(math.Log2E*x) + math.Copysign(0.5, x))
	hi := x - float64(float64(k)*ln2Hi)
	lo := float64(k) * ln2Lo
	r := hi - lo
	t := r * r
	p := 4.13813679705723846039e-08
	for _, c := range []float64{-1.65339022054652515390e-06, 6.61375632143793436117e-05, -2.77777777770155933842e-03, 1.66666666666666657415e-01} {
		p = c + float64(t*p)
	}
	c := r - float64(t*p)
	return math.Ldexp(1-((lo-float64(r*c)/(2-c))-hi), k)
}
