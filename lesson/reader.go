package lesson

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxSize bounds a lesson file. Lessons are small; the bound keeps a hostile
// file's nesting from exhausting the YAML parser's stack.
const maxSize = 256 << 10

// A reader turns YAML nodes into values. The first thing that is wrong stays
// in err, with its place; what is read after that does not matter.
type reader struct {
	name string // of the file, for messages
	err  error
}

// fail records what is wrong at a node, unless something was wrong before.
func (r *reader) fail(at ast.Node, format string, args ...any) {
	if r.err == nil {
		p := at.GetToken().Position
		r.err = fmt.Errorf("%s:%d:%d: %s", r.name, p.Line, p.Column, fmt.Sprintf(format, args...))
	}
}

// document parses YAML and returns its one mapping.
func (r *reader) document(data []byte) ast.Node {
	if len(data) > maxSize {
		r.err = fmt.Errorf("%s: the file has %d bytes; a lesson has at most %d", r.name, len(data), maxSize)
		return nil
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.err = r.syntax(err)
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			r.fail(doc.Body, "a second document; want one lesson a file")
		}
		body = doc.Body
	}
	if body == nil {
		r.err = fmt.Errorf("%s:1:1: the file is empty; want a lesson that starts with \"heed: 1\"", r.name)
	}
	return body
}

// syntax gives a YAML error our form: place and cause in one line.
func (r *reader) syntax(err error) error {
	var s *yaml.SyntaxError
	if errors.As(err, &s) && s.Token != nil {
		p := s.Token.Position
		return fmt.Errorf("%s:%d:%d: not YAML: %s", r.name, p.Line, p.Column, s.Message)
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s: not YAML: %s", r.name, first)
}

// An entry is one key of a mapping.
type entry struct {
	key   string
	at    ast.Node // the key
	value ast.Node
}

// mapping reads "key: value" lines. Keys may repeat only where the caller
// sorts that out; what says what the mapping is.
func (r *reader) mapping(n ast.Node, what string) []entry {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.fail(n, "%s is %s; want keys and values", what, describe(n))
		return nil
	}
	entries := make([]entry, 0, len(pairs))
	for _, p := range pairs {
		entries = append(entries, entry{r.text(p.Key, "a key"), p.Key, p.Value})
	}
	return entries
}

// fields reads a mapping with known keys, each at most once.
func (r *reader) fields(n ast.Node, what string, known ...string) map[string]ast.Node {
	fields := map[string]ast.Node{}
	for _, e := range r.mapping(n, what) {
		if !slices.Contains(known, e.key) {
			r.fail(e.at, "%q is not a key of %s; want %s", e.key, what, strings.Join(known, ", "))
		}
		if fields[e.key] != nil {
			r.fail(e.at, "%q stands twice in %s", e.key, what)
		}
		fields[e.key] = e.value
	}
	return fields
}

// text reads a scalar as the text it is written as.
func (r *reader) text(n ast.Node, what string) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value
	}
	r.fail(n, "%s is %s; want text", what, describe(n))
	return ""
}

// number reads a finite decimal, or a fraction such as 194/513.
func (r *reader) number(n ast.Node, what string) float64 {
	if _, quoted := n.(*ast.LiteralNode); quoted || !isScalar(n) {
		r.fail(n, "%s is %s; want a number", what, describe(n))
		return 0
	}
	s := strings.ReplaceAll(n.GetToken().Value, "_", "")
	x, err := parseNumber(s)
	switch {
	case errors.Is(err, strconv.ErrRange):
		r.fail(n, "%s is %s, beyond float64's range", what, s)
	case err != nil:
		r.fail(n, "%s is %q; want a number such as 0.2 or 1/5", what, s)
	case math.IsNaN(x) || math.IsInf(x, 0):
		r.fail(n, "%s is %s; want a finite number", what, s)
	}
	return x
}

func parseNumber(s string) (float64, error) {
	switch strings.ToLower(strings.TrimLeft(s, "+-")) {
	case ".nan":
		return math.NaN(), nil
	case ".inf":
		return math.Inf(1), nil
	}
	if above, below, isFraction := strings.Cut(s, "/"); isFraction {
		return parseFraction(above, below)
	}
	return strconv.ParseFloat(s, 64)
}

func parseFraction(above, below string) (float64, error) {
	// SetString would read exponents of any size; a fraction has whole parts.
	for _, part := range []string{above, below} {
		if _, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64); err != nil {
			return 0, err
		}
	}
	ratio, ok := new(big.Rat).SetString(strings.TrimSpace(above) + "/" + strings.TrimSpace(below))
	if !ok {
		return 0, strconv.ErrSyntax // a zero below the line, or a sign there
	}
	x, _ := ratio.Float64()
	return x, nil
}

// truth reads true or false.
func (r *reader) truth(n ast.Node, what string) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		r.fail(n, "%s is %s; want true or false", what, describe(n))
		return false
	}
	return b.Value
}

// sequence reads a list.
func (r *reader) sequence(n ast.Node, what string) []ast.Node {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fail(n, "%s is %s; want a list [a, b]", what, describe(n))
		return nil
	}
	return s.Values
}

// vector reads a list of numbers; want is how many, 0 for any number but none.
func (r *reader) vector(n ast.Node, what string, want int) []float64 {
	nodes := r.sequence(n, what)
	if want == 0 && len(nodes) == 0 {
		r.fail(n, "%s has no numbers", what)
	}
	if want != 0 && len(nodes) != want && r.err == nil {
		r.fail(n, "%s has %s; want %d (dim %d)", what, count(len(nodes), "number"), want, want)
	}
	v := make([]float64, len(nodes))
	for c, node := range nodes {
		v[c] = r.number(node, what)
	}
	return v
}

func isScalar(n ast.Node) bool {
	_, ok := n.(ast.ScalarNode)
	return ok
}

// describe names what a node is, for messages.
func describe(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "empty"
	case *ast.AliasNode, *ast.AnchorNode:
		return "an alias or anchor, which lessons do not use"
	case *ast.TagNode:
		return "a tag, which lessons do not use"
	}
	return fmt.Sprintf("%q", n.GetToken().Value)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
