package lesson

import (
	"errors"
	"math"
	"math/big"
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// The two ways to write a number, and what YAML writes for none.
var (
	decimal   = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
	fraction  = regexp.MustCompile(`^[+-]?[0-9]+ */ *[0-9]+$`)
	notFinite = regexp.MustCompile(`^[+-]?\.?(?i:nan|inf|infinity)$`)
	spaces    = regexp.MustCompile(` +`)
)

// number reads a finite decimal, or a fraction such as 194/513.
func (r *reader) number(n ast.Node, what string) float64 {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.NanNode, *ast.InfinityNode:
	default:
		r.fail(n, "%s is %s; want a number", what, describe(n))
		return 0
	}
	t := n.GetToken()
	quoted := t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	octal := t.Type == token.OctetIntegerType // 010, which YAML 1.1 reads as 8
	x, err := 0.0, strconv.ErrSyntax
	switch {
	case decimal.MatchString(t.Value) && quoted:
		r.fail(n, "%s is the text %q; want a number, without quotes", what, t.Value)
	case decimal.MatchString(t.Value) && !octal:
		x, err = strconv.ParseFloat(t.Value, 64)
	case fraction.MatchString(t.Value):
		x, err = ratio(t.Value)
	case notFinite.MatchString(t.Value):
		r.fail(n, "%s is %s; want a finite number", what, t.Value)
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		r.fail(n, "%s is %s, beyond float64's range", what, t.Value)
	case err != nil:
		r.fail(n, "%s is %q; want a number such as 0.2 or 1/5", what, t.Value)
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
