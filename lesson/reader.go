package lesson

import (
	"fmt"
	"slices"
	"strings"
)

// A reader turns nodes into values. The first thing that is wrong stays
// in err, with its place; what is read after that does not matter.
type reader struct {
	name string // of the file, for messages
	err  error
}

// fail records what is wrong at a node, unless something was wrong before.
func (r *reader) fail(at *Node, format string, args ...any) {
	if r.err == nil {
		place := r.name
		if at.Line > 0 { // what a program made has none
			place = fmt.Sprintf("%s:%d:%d", r.name, at.Line, at.Column)
		}
		r.err = fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...))
	}
}

// An entry is one key of a mapping.
type entry struct {
	key   string
	at    *Node // the key
	value *Node
}

// mapping reads "key: value" lines. Keys may repeat only where the caller
// sorts that out; what says what the mapping is.
func (r *reader) mapping(n *Node, what string) []entry {
	if n.Kind != Mapping {
		r.fail(n, "%s is %s; want keys and values", what, describe(n))
		return nil
	}
	entries := make([]entry, 0, len(n.Keys))
	for i, key := range n.Keys {
		entries = append(entries, entry{r.key(key), key, n.Values[i]})
	}
	return entries
}

// fields reads a mapping with known keys, each at most once.
func (r *reader) fields(n *Node, what string, known ...string) map[string]*Node {
	fields := map[string]*Node{}
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
func (r *reader) key(n *Node) string {
	if n.Kind == Null {
		return n.Text
	}
	return r.text(n, "a key")
}

// text reads a scalar as the text it is written as.
func (r *reader) text(n *Node, what string) string {
	switch n.Kind {
	case Text, Number, Truth:
		return n.Text
	}
	r.fail(n, "%s is %s; want text", what, describe(n))
	return ""
}

// truth reads true or false.
func (r *reader) truth(n *Node, what string) bool {
	if n.Kind != Truth {
		r.fail(n, "%s is %s; want true or false", what, describe(n))
		return false
	}
	return strings.EqualFold(n.Text, "true")
}

// sequence reads a list.
func (r *reader) sequence(n *Node, what string) []*Node {
	if n.Kind != List {
		r.fail(n, "%s is %s; want a list [a, b]", what, describe(n))
		return nil
	}
	return n.Values
}

// vector reads a list of numbers; want is how many, 0 for one or more.
func (r *reader) vector(n *Node, what string, want int) []float64 {
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
func describe(n *Node) string {
	switch n.Kind {
	case Mapping:
		return "a mapping"
	case List:
		return "a list"
	case Null:
		return "empty"
	case Strange:
		return n.Says
	}
	return fmt.Sprintf("%q", n.Text)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
