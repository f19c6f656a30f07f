package lesson

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A reader turns YAML nodes into values. The first thing that is wrong stays
// in err, with its place; what is read after that does not matter.
type reader struct {
	name string // of the file, for messages
	err  error
}

// fail records what is wrong at a node, unless something was wrong before.
func (r *reader) fail(at ast.Node, format string, args ...any) {
	if r.err == nil {
		p := place(at)
		r.err = fmt.Errorf("%s:%d:%d: %s", r.name, p.Line, p.Column, fmt.Sprintf(format, args...))
	}
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
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.fail(n, "%s is %s; want keys and values", what, describe(n))
		return nil
	}
	entries := make([]entry, 0, len(m.Values))
	for _, p := range m.Values {
		entries = append(entries, entry{r.key(p.Key), p.Key, p.Value})
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

// key reads a key as the text it is written as; null is a word too.
func (r *reader) key(n ast.Node) string {
	if null, ok := n.(*ast.NullNode); ok {
		return null.GetToken().Value
	}
	return r.text(n, "a key")
}

// text reads a scalar as the text it is written as.
func (r *reader) text(n ast.Node, what string) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value
	}
	r.fail(n, "%s is %s; want text", what, describe(n))
	return ""
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

// vector reads a list of numbers; want is how many, 0 for one or more.
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

// describe names what a node is, for messages.
func describe(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "empty"
	case *ast.AliasNode:
		return "an alias, which lessons do not use"
	case *ast.AnchorNode:
		return "an anchor, which lessons do not use"
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
