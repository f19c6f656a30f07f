package lesson

import (
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/trace"

	"github.com/goccy/go-yaml/ast"
)

// readPins reads what a context states, stage by stage:
//
//	weights: {bank: {money: 0.2, bank: 0.8}}   # a number for a query and a key
//	q:       {bank: [3.4, 0.45]}               # a vector; ~ leaves a number open
//
// Rows of a [T T] stage may be lists too, in the order of the text.
func (l *Lesson) readPins(r *reader, n ast.Node, c Context) []trace.Pin {
	var pins []trace.Pin
	for _, stage := range r.mapping(n, "pins") {
		if !slices.Contains(attention.Stages(), stage.key) {
			r.fail(stage.at, "no stage %q to pin; want %s", stage.key, strings.Join(attention.Stages(), ", "))
			return nil
		}
		for _, row := range r.mapping(stage.value, "pins."+stage.key) {
			i := r.word(row.at, c, row.key)
			pins = append(pins, l.readRow(r, stage.key, i, row.value, c)...)
		}
	}
	if r.err != nil {
		return nil
	}
	pins = r.uniquePins(n, pins)
	checkWeights(r, n, pins, len(c.words))
	return sortPins(pins)
}

// word is the index of a word named in pins.
func (r *reader) word(at ast.Node, c Context, name string) int {
	i, err := c.index(name)
	if err != nil {
		r.fail(at, "%v", err)
	}
	return i
}

// readRow reads the pins of query i at one stage.
func (l *Lesson) readRow(r *reader, stage string, i int, n ast.Node, c Context) []trace.Pin {
	square := slices.Contains([]string{"scores", "scaled", "weights"}, stage)
	if _, isList := n.(*ast.SequenceNode); !isList && square {
		var pins []trace.Pin
		for _, cell := range r.mapping(n, "pins."+stage) {
			pins = append(pins, r.pin(stage, i, r.word(cell.at, c, cell.key), cell.value)...)
		}
		return pins
	}
	nodes, want := r.sequence(n, "pins."+stage), len(c.words)
	if !square {
		want = l.widthOf(stage)
	}
	if len(nodes) != want {
		r.fail(n, "%s has %s; want %d", trace.At(stage, i), count(len(nodes), "number"), want)
	}
	var pins []trace.Pin
	for j, node := range nodes {
		pins = append(pins, r.pin(stage, i, j, node)...)
	}
	return pins
}

// pin reads one stated number; null states nothing.
func (r *reader) pin(stage string, i, j int, n ast.Node) []trace.Pin {
	if _, open := n.(*ast.NullNode); open {
		return nil
	}
	p := trace.Pin{At: trace.At(stage, i, j), Value: r.number(n, trace.At(stage, i, j))}
	if stage == "weights" && (p.Value < 0 || p.Value > 1) {
		r.fail(n, "%s is pinned to %v; a weight lies in 0 … 1", p.At, p.Value)
	}
	return []trace.Pin{p}
}

// uniquePins drops what is stated twice alike; stated twice with different
// values it is wrong.
func (r *reader) uniquePins(n ast.Node, pins []trace.Pin) []trace.Pin {
	stated := map[string]float64{}
	var unique []trace.Pin
	for _, p := range pins {
		before, again := stated[p.At]
		if again && before != p.Value {
			r.fail(n, "%s is stated twice, as %v and as %v; want one of them", p.At, before, p.Value)
		}
		if !again {
			stated[p.At] = p.Value
			unique = append(unique, p)
		}
	}
	return unique
}

// checkWeights: a row of weights that is pinned in full must sum to 1.
func checkWeights(r *reader, n ast.Node, pins []trace.Pin, words int) {
	number, sum := make([]int, words), make([]float64, words)
	for _, p := range pins {
		if stage, index, _ := trace.ParseAt(p.At); stage == "weights" {
			number[index[0]]++
			sum[index[0]] += p.Value
		}
	}
	for i := range number {
		if number[i] == words && math.Abs(sum[i]-1) > 1e-6 {
			r.fail(n, "%s is pinned in full and sums to %.9g; want 1, or leave one weight open", trace.At("weights", i), sum[i])
		}
	}
}

// sortPins puts pins in the order of computation.
func sortPins(pins []trace.Pin) []trace.Pin {
	rank := func(p trace.Pin) []int {
		stage, index, _ := trace.ParseAt(p.At)
		return append([]int{slices.Index(attention.Stages(), stage)}, index...)
	}
	slices.SortStableFunc(pins, func(a, b trace.Pin) int { return slices.Compare(rank(a), rank(b)) })
	return pins
}

// borrow takes the pins of one or more stages from the lesson's own text,
// position by position.
func (l *Lesson) borrow(r *reader, n ast.Node, c Context) []trace.Pin {
	names := []ast.Node{n}
	if s, isList := n.(*ast.SequenceNode); isList {
		names = s.Values
	}
	lender := l.Contexts[0]
	if len(lender.words) != len(c.words) {
		r.fail(n, "borrow goes position by position: %q has %s, %q has %d",
			lender.Text, count(len(lender.words), "word"), c.Text, len(c.words))
	}
	var pins []trace.Pin
	for _, node := range names {
		stage := r.text(node, "borrow")
		lent := pinsAt(lender.Pins, stage)
		if len(lent) == 0 {
			r.fail(node, "nothing to borrow: the lesson's text pins no %q; want one of %s", stage, strings.Join(attention.Stages(), ", "))
		}
		for _, p := range lent {
			p.Borrowed = true
			pins = append(pins, p)
		}
	}
	return pins
}

func pinsAt(pins []trace.Pin, stage string) []trace.Pin {
	var at []trace.Pin
	for _, p := range pins {
		if s, _, _ := trace.ParseAt(p.At); s == stage {
			at = append(at, p)
		}
	}
	return at
}
