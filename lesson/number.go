package lesson

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// unsigned is a number without its sign.
func unsigned(s string) string {
	if s != "" && strings.IndexByte("+-", s[0]) >= 0 {
		return s[1:]
	}
	return s
}

// digits are at least one digit and nothing else.
func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// decimal is a number such as -12.5, .5, 3. or 1e-7.
func decimal(s string) bool {
	mantissa := unsigned(s)
	if e := strings.IndexAny(mantissa, "eE"); e >= 0 {
		if !digits(unsigned(mantissa[e+1:])) {
			return false
		}
		mantissa = mantissa[:e]
	}
	whole, part, point := strings.Cut(mantissa, ".")
	if whole == "" {
		return point && digits(part)
	}
	return digits(whole) && (part == "" || digits(part))
}

// octal is a number such as 010, which YAML 1.1 reads as 8.
func octal(s string) bool {
	s = unsigned(s)
	return len(s) > 1 && s[0] == '0' && digits(s)
}

// fraction is a number such as 194/513, perhaps with spaces about the stroke.
func fraction(s string) bool {
	above, below, stroke := strings.Cut(s, "/")
	return stroke && digits(strings.TrimRight(unsigned(above), " ")) && digits(strings.TrimLeft(below, " "))
}

// notFinite is what forms write for a number that is none, or has no end.
func notFinite(s string) bool {
	s = strings.ToLower(strings.TrimPrefix(unsigned(s), "."))
	return slices.Contains([]string{"nan", "inf", "infinity"}, s)
}

// number reads a finite decimal, or a fraction such as 194/513.
func (r *reader) number(n *Node, what string) float64 {
	if n.Kind != Number && n.Kind != Text {
		r.fail(n, "%s is %s; want a number", what, describe(n))
		return 0
	}
	x, err := 0.0, strconv.ErrSyntax
	switch {
	case decimal(n.Text) && n.Kind == Text && n.Quoted:
		r.fail(n, "%s is the text %q; want a number, without quotes", what, n.Text)
	case decimal(n.Text) && !octal(n.Text):
		x, err = strconv.ParseFloat(n.Text, 64)
	case fraction(n.Text):
		x, err = ratio(n.Text)
	case notFinite(n.Text):
		r.fail(n, "%s is %s; want a finite number", what, n.Text)
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		r.fail(n, "%s is %s, beyond float64's range", what, n.Text)
	case err != nil:
		r.fail(n, "%s is %q; want a number such as 0.2 or 1/5", what, n.Text)
	}
	return x
}

// ratio is the float64 nearest to a fraction.
func ratio(s string) (float64, error) {
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(s, " ", ""))
	if !ok { // nothing divides by zero
		return 0, strconv.ErrSyntax
	}
	x, _ := r.Float64()
	if math.IsInf(x, 0) {
		return 0, strconv.ErrRange
	}
	return x, nil
}
