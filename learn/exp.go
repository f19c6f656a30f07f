package learn

import "math"

// exp returns e^x for x ≤ 0, to about 1e-8 of it; 0 below −700. It is plain
// arithmetic, rounded after each step, so its bits are those of any machine:
// math.Exp's differ with the CPU.
//
// With k the whole number nearest to x/ln 2 and r = x − k·ln 2, which is
// within ±0.35, e^x = 2^k·e^r, and e^r is its Taylor series to r⁷/7!, whose
// next term is below 6e-9. Adding 1.5·2⁵² rounds to a whole number, and leaves
// it in the low bits.
func exp(x float64) float64 {
	if !(x > -700) {
		if x != x {
			return x
		}
		return 0
	}
	const whole = 3 << 51
	t := float64(x*(1/math.Ln2)) + whole
	r := x - float64((t-whole)*math.Ln2)
	sum := 1.0/720 + float64(r*(1.0/5040))
	sum = 1.0/120 + float64(r*sum)
	sum = 1.0/24 + float64(r*sum)
	sum = 1.0/6 + float64(r*sum)
	sum = 1.0/2 + float64(r*sum)
	sum = 1 + float64(r*sum)
	sum = 1 + float64(r*sum)
	return sum * math.Float64frombits((math.Float64bits(t)+1023)<<52)
}

// softmax replaces row by e^{x_j} / Σ_j e^{x_j} and returns log Σ_j e^{x_j}. A
// row of nothing but −∞ becomes zeros.
func softmax(row []float32) float64 {
	largest := float32(math.Inf(-1))
	for _, x := range row {
		largest = max(largest, x)
	}
	if math.IsInf(float64(largest), -1) {
		clear(row)
		return math.Inf(-1)
	}
	sum := 0.0
	for j, x := range row {
		e := exp(float64(x) - float64(largest))
		row[j] = float32(e)
		sum += e
	}
	scale := float32(1 / sum)
	for j := range row {
		row[j] *= scale
	}
	return float64(largest) + math.Log(sum)
}
