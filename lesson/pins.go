package lesson

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/trace"
)

// A stated number is a pin with its place in the file.
type stated struct {
	stage    string
	i, j     int
	value    float64
	borrowed bool
	at, row  *Node // the number, and the row that holds it
}

// readPins reads what a context states, stage by stage:
//
//	weights: {bank: {money: 0.2, bank: 0.8}}   # a number for a query and a key
//	q:       {bank: [3.4, 0.45]}               # a vector; ~ leaves a number open
//
// Rows of a [T T] stage may be lists too, in the order of the text.
func (l *Lesson) readPins(r *reader, n *Node, c Context) []stated {
	var list []stated
	for _, stage := range r.mapping(n, "pins") {
		if !slices.Contains(attention.Stages(), stage.key) {
			r.fail(stage.at, "no stage %q to pin; want %s", stage.key, strings.Join(attention.Stages(), ", "))
			return nil
		}
		for _, row := range r.mapping(stage.value, "pins."+stage.key) {
			i := r.word(row.at, c, row.key)
			list = append(list, l.readRow(r, stage.key, i, row, c)...)
		}
	}
	return list
}

// word is the index of a word named in pins.
func (r *reader) word(at *Node, c Context, name string) int {
	i, err := c.index(name)
	if err != nil {
		r.fail(at, "%v", err)
	}
	return i
}

// readRow reads the pins of query i at one stage.
func (l *Lesson) readRow(r *reader, stage string, i int, row entry, c Context) []stated {
	var list []stated
	add := func(j int, n *Node) {
		if n.Kind != Null {
			list = append(list, stated{stage: stage, i: i, j: j, value: r.pinned(stage, i, j, n), at: n, row: row.at})
		}
	}
	want := l.widthOf(stage)
	if slices.Contains([]string{"scores", "scaled", "weights"}, stage) {
		if row.value.Kind != List {
			for _, cell := range r.mapping(row.value, trace.At(stage, i)) {
				add(r.word(cell.at, c, cell.key), cell.value)
			}
			return list
		}
		want = len(c.words)
	}
	nodes := r.sequence(row.value, trace.At(stage, i))
	if len(nodes) != want {
		r.fail(row.value, "%s has %s; want %d", trace.At(stage, i), count(len(nodes), "number"), want)
	}
	for j, node := range nodes {
		add(j, node)
	}
	return list
}

// pinned reads one stated number.
func (r *reader) pinned(stage string, i, j int, n *Node) float64 {
	x := r.number(n, trace.At(stage, i, j))
	if stage == "weights" && (x < 0 || x > 1) {
		r.fail(n, "%s is pinned to %v; a weight lies in 0 … 1", trace.At(stage, i, j), x)
	}
	return x
}

// settle turns what is stated into pins in the order of computation. A number
// stated twice alike counts once; stated twice with different values it is
// wrong, and so is a row of weights that is stated in full and does not sum
// to 1.
func (r *reader) settle(list []stated, words int) []trace.Pin {
	byPlace := func(a, b stated) int {
		return cmp.Or(cmp.Compare(slices.Index(attention.Stages(), a.stage), slices.Index(attention.Stages(), b.stage)),
			cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	}
	slices.SortStableFunc(list, byPlace)
	var pins []trace.Pin
	number, sum, row := make([]int, words), make([]float64, words), make([]*Node, words)
	for n, s := range list {
		at := trace.At(s.stage, s.i, s.j)
		if n > 0 && byPlace(list[n-1], s) == 0 {
			if before := list[n-1].value; before != s.value {
				r.fail(s.at, "%s is stated twice, as %v and as %v; want one of them", at, before, s.value)
			}
			continue
		}
		pins = append(pins, trace.Pin{At: at, Value: s.value, Borrowed: s.borrowed})
		if s.stage == "weights" {
			number[s.i]++
			sum[s.i] += s.value
			if row[s.i] == nil || !s.borrowed {
				row[s.i] = s.row
			}
			if number[s.i] == words && math.Abs(sum[s.i]-1) > 1e-6 {
				r.fail(row[s.i], "%s is stated in full and sums to %.9g; want 1, or leave a weight open", trace.At("weights", s.i), sum[s.i])
			}
		}
	}
	return pins
}

// borrow takes the pins of one or more stages from the lesson's own text,
// position by position.
func (l *Lesson) borrow(r *reader, n *Node, c Context) []stated {
	names := []*Node{n}
	if n.Kind == List {
		names = n.Values
	}
	lender := l.Contexts[0]
	if len(lender.words) != len(c.words) {
		r.fail(n, "borrow goes position by position: %q has %s, %q has %d",
			lender.Text, count(len(lender.words), "word"), c.Text, len(c.words))
	}
	var list []stated
	for _, node := range names {
		stage := r.text(node, "borrow")
		lent := pinsAt(lender.Pins, stage)
		if len(lent) == 0 {
			r.fail(node, "nothing to borrow: %q pins no %q; it pins %s", lender.Text, stage, pinnedStages(lender.Pins))
		}
		for _, p := range lent {
			_, index, _ := trace.ParseAt(p.At) // settle wrote it
			list = append(list, stated{stage, index[0], index[1], p.Value, true, node, node})
		}
	}
	return list
}

func pinsAt(pins []trace.Pin, stage string) []trace.Pin {
	var at []trace.Pin
	for _, p := range pins {
		if strings.HasPrefix(p.At, stage+"[") {
			at = append(at, p)
		}
	}
	return at
}

// pinnedStages names the stages that have pins, for messages.
func pinnedStages(pins []trace.Pin) string {
	var names []string
	for _, stage := range attention.Stages() {
		if len(pinsAt(pins, stage)) > 0 {
			names = append(names, stage)
		}
	}
	return cmp.Or(strings.Join(names, ", "), "none")
}
