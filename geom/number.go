package geom

import (
	"math"
	"strconv"
	"strings"
)

// near is how close a number must lie to an integer for the difference to be
// float64's rounding rather than something to show.
const near = 1e-9

// Number writes x for people, rounded to at most the given decimals:
// "7.6", "−0.4561", "1.7537 × 10⁻⁷". The minus is U+2212. A number too small for its
// decimals, or of 10⁷ and more, is written with a power of ten. One that would
// be rounded to an integer without being one keeps as many decimals as show
// the difference: 0.99999982. Not a number is "–": unknown.
func Number(x float64, decimals int) string {
	switch size := math.Abs(x); {
	case math.IsNaN(x):
		return "–"
	case math.IsInf(x, 0):
		return map[bool]string{true: "∞", false: "−∞"}[x > 0]
	case size != 0 && size < math.Pow(10, -float64(decimals))/2, size >= 1e7:
		return scientific(x, decimals)
	}
	if off := math.Abs(x - math.Round(x)); off > near && math.Round(x) != 0 && off < math.Pow(10, -float64(decimals))/2 {
		decimals = 1 - int(math.Floor(math.Log10(off)))
	}
	return minus(trim(strconv.FormatFloat(x, 'f', decimals, 64)))
}

// Fixed writes x with exactly the given decimals, for columns; numbers that
// would show as zero or need a power of ten are as Number writes them.
func Fixed(x float64, decimals int) string {
	if s := Number(x, decimals); strings.ContainsAny(s, "×–∞") {
		return s
	}
	s := minus(strconv.FormatFloat(x, 'f', decimals, 64))
	if strings.Trim(s, "−0.") == "" {
		return strings.TrimPrefix(s, "−") // a zero has no sign
	}
	return s
}

// Signed is Fixed with a plus before what is positive, and without a sign where
// all decimals are 0.
func Signed(x float64, decimals int) string {
	s := minus(strconv.FormatFloat(x, 'f', decimals, 64))
	switch {
	case math.IsNaN(x):
		return "–"
	case strings.Trim(s, "−0.") == "":
		return strings.TrimPrefix(s, "−")
	case x > 0:
		return "+" + s
	}
	return s
}

// trim drops zeros at the end of the decimals, and the sign of a zero.
func trim(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// minus puts the true minus sign in place of the hyphen.
func minus(s string) string { return strings.ReplaceAll(s, "-", "−") }

func scientific(x float64, decimals int) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', decimals, 64), "e")
	n, _ := strconv.Atoi(exponent)
	return minus(trim(mantissa)) + " × 10" + Superscript(strconv.Itoa(n))
}

// Superscript sets digits and signs high: "⁻⁷".
func Superscript(s string) string {
	return strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(s)
}

// Vector writes a vector for people: "(7.6, 3.8)". Of more than six numbers
// the first three are written, and how many there are.
func Vector(v []float64, decimals int) string {
	shown, rest := v, ""
	if len(v) > 6 {
		shown, rest = v[:3], ", … "+strconv.Itoa(len(v))+" numbers"
	}
	parts := make([]string, len(shown))
	for c, x := range shown {
		parts[c] = Number(x, decimals)
	}
	return "(" + strings.Join(parts, ", ") + rest + ")"
}
