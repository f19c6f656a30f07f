package lesson

import (
	"errors"
	"math"
	"math/big"
	"regexp"
	"strconv"
)

// The two ways to write a number, and what forms write for none.
var (
	decimal   = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	octal     = regexp.MustCompile(`^[+-]?0[0-9]+$`) // 010, which YAML 1.1 reads as 8
	fraction  = regexp.MustCompile(`^[+-]?[0-9]+ */ *[0-9]+$`)
	notFinite = regexp.MustCompile(`^[+-]?\.?(?i:nan|inf|infinity)$`)
	spaces    = regexp.MustCompile(` +`)
)

// number reads a finite decimal, or a fraction such as 194/513.
func (r *reader) number(n *Node, what string) float64 {
	if n.Kind != Number && n.Kind != Text {
		r.fail(n, "%s is %s; want a number", what, describe(n))
		return 0
	}
	x, err := 0.0, strconv.ErrSyntax
	switch {
	case decimal.MatchString(n.Text) && n.Kind == Text && n.Quoted:
		r.fail(n, "%s is the text %q; want a number, without quotes", what, n.Text)
	case decimal.MatchString(n.Text) && !octal.MatchString(n.Text):
		x, err = strconv.ParseFloat(n.Text, 64)
	case fraction.MatchString(n.Text):
		x, err = ratio(n.Text)
	case notFinite.MatchString(n.Text):
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
	r, ok := new(big.Rat).SetString(spaces.ReplaceAllString(s, ""))
	if !ok { // nothing divides by zero
		return 0, strconv.ErrSyntax
	}
	x, _ := r.Float64()
	if math.IsInf(x, 0) {
		return 0, strconv.ErrRange
	}
	return x, nil
}
