package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/attention"
	"heed/lesson"
	"heed/mat"
	"heed/token/plain"
	"heed/trace"
)

// A Change is one thing that a reader does to a lesson.
type Change struct {
	Do      string      `json:"do"`              // "set", "move", "unpin", "text" or "focus"
	Context int         `json:"context"`         // of the text: 0 is A
	At      string      `json:"at,omitempty"`    // "embed[1,0]", "weights[1,0]", "maps.Q[0,1]"; of a move a whole row, "embed[1]"
	Value   float64     `json:"value,omitempty"` // set: the number
	To      *[2]float64 `json:"to,omitempty"`    // move: where in the plane the tip goes
	Text    string      `json:"text,omitempty"`  // text: the words; focus: the word
}

// make returns the document after the change.
func (c Change) make(r Request, l *lesson.Lesson, document *lesson.Node) (*lesson.Node, error) {
	d := document.Clone()
	if c.Context < 0 || c.Context > len(l.Contexts) || c.Context == len(l.Contexts) && c.Do != "text" {
		return nil, fmt.Errorf("context %d: the lesson has contexts 0 … %d", c.Context, len(l.Contexts)-1)
	}
	switch c.Do {
	case "set":
		return d, c.set(l, d)
	case "move":
		return d, c.move(r, l, d)
	case "unpin":
		return d, c.unpin(l, d)
	case "text":
		return d, c.text(l, d)
	case "focus":
		context(d, c.Context).Set("focus", lesson.NewText(c.Text))
		return d, nil
	}
	return nil, fmt.Errorf("do %q: want set, move, unpin, text or focus", c.Do)
}

// context is the node of a text: the document itself is that of the first.
func context(d *lesson.Node, n int) *lesson.Node {
	if n == 0 {
		return d
	}
	return d.Get("contexts").Values[n-1]
}

// within finds a mapping by its key, made where it is not there yet.
func within(n *lesson.Node, key string) *lesson.Node {
	if m := n.Get(key); m != nil && m.Kind == lesson.Mapping {
		return m
	}
	m := lesson.NewMapping()
	n.Set(key, m)
	return m
}

// place takes At apart and makes sure that it is in the walk.
func (c Change) place(l *lesson.Lesson, indices int) (tensor string, index []int, err error) {
	tensor, index, err = trace.ParseAt(c.At)
	if err != nil {
		return "", nil, err
	}
	if len(index) != indices {
		return "", nil, fmt.Errorf("%q: want %d indices", c.At, indices)
	}
	if strings.HasPrefix(tensor, "maps.") {
		return tensor, index, nil
	}
	if words := len(plain.Words(l.Contexts[c.Context].Text)); index[0] >= words {
		return "", nil, fmt.Errorf("%q: the text has %d words", c.At, words)
	}
	return tensor, index, nil
}

// set gives a number its value: in the lesson's vectors or maps, else as a pin.
func (c Change) set(l *lesson.Lesson, d *lesson.Node) error {
	if math.IsNaN(c.Value) || math.IsInf(c.Value, 0) {
		return trace.SaidError{Text: fmt.Sprintf("%s is %v; want a finite number", c.At, c.Value), Saying: trace.Saying{Key: "notFinite"}}
	}
	tensor, index, err := c.place(l, 2)
	if err != nil {
		return err
	}
	switch {
	case tensor == "embed":
		vector, err := vectorOf(d, c.Context, l, index[0])
		if err != nil {
			return err
		}
		if index[1] >= len(vector.Values) {
			return fmt.Errorf("%q: a vector has %d numbers", c.At, len(vector.Values))
		}
		vector.Values[index[1]] = lesson.NewNumber(c.Value)
		return nil
	case strings.HasPrefix(tensor, "maps."):
		return c.setMap(l, d, strings.TrimPrefix(tensor, "maps."), index)
	case slices.Contains(attention.Stages(), tensor):
		return c.pin(l, d, tensor, index[0], map[int]float64{index[1]: c.Value})
	}
	return fmt.Errorf("%q cannot be set; want embed, maps.Q, K, V or O, or one of %s", tensor, strings.Join(attention.Stages(), ", "))
}

// vectorOf is the list of numbers of a word's vector, where it stands.
func vectorOf(d *lesson.Node, n int, l *lesson.Lesson, word int) (*lesson.Node, error) {
	name := plain.Words(l.Contexts[n].Text)[word].Text
	for _, name := range []string{name, strings.ToLower(name)} {
		for _, table := range []*lesson.Node{context(d, n).Get("embed"), d.Get("embed")} {
			if v := table.Get(name); v != nil {
				return v, nil
			}
		}
	}
	return nil, fmt.Errorf("%q has no vector of its own", name)
}

// setMap sets one number of a map, which is written out first where it was the
// identity, solved, or not given.
func (c Change) setMap(l *lesson.Lesson, d *lesson.Node, name string, index []int) error {
	if !slices.Contains([]string{"Q", "K", "V", "O"}, name) {
		return fmt.Errorf("%q: want maps.Q, K, V or O", c.At)
	}
	if err := writeOut(l, d, name); err != nil {
		return err
	}
	maps := within(d, "maps")
	rows := maps.Get(name).Values
	if index[0] >= len(rows) || index[1] >= len(rows[index[0]].Values) {
		return fmt.Errorf("%q is beyond the map's %d rows", c.At, len(rows))
	}
	rows[index[0]].Values[index[1]] = lesson.NewNumber(c.Value)
	return nil
}

// writeOut gives a map its numbers, where it was the identity, solved, or not
// given.
func writeOut(l *lesson.Lesson, d *lesson.Node, name string) error {
	maps := within(d, "maps")
	if given := maps.Get(name); given != nil && given.Kind == lesson.List {
		return nil
	}
	walk, err := l.Walk(lesson.Options{})
	if err != nil {
		return err
	}
	m := mat.Matrix{}
	if w := walk.Traces[0].Maps; w != nil {
		m = map[string]mat.Matrix{"Q": w.Q, "K": w.K, "V": w.V, "O": w.O}[name]
	}
	if m.Absent() {
		m = mat.Identity(l.Dim())
	}
	rows := lesson.NewList()
	for i := range m.Rows {
		rows.Values = append(rows.Values, numbers(m.Row(i)))
	}
	maps.Set(name, rows)
	return nil
}

func numbers(v []float64) *lesson.Node {
	list := lesson.NewList()
	for _, x := range v {
		list.Values = append(list.Values, lesson.NewNumber(x))
	}
	return list
}

// nameOf is how pins call a word of a text: "bank", "bank:2".
func nameOf(text string, word int) string {
	words := plain.Words(text)
	nth := 0
	for _, w := range words[:word+1] {
		if strings.EqualFold(w.Text, words[word].Text) {
			nth++
		}
	}
	if nth == 1 {
		return words[word].Text
	}
	return words[word].Text + ":" + strconv.Itoa(nth)
}

// pin states some numbers of a row. A stage of [T T] has them by word; another
// has a list, in which the rest stays open.
func (c Change) pin(l *lesson.Lesson, d *lesson.Node, stage string, row int, values map[int]float64) error {
	walk, err := l.Walk(lesson.Options{})
	if err != nil {
		return err
	}
	t := walk.Traces[c.Context]
	width := rowOf(t, stage)
	for j := range values {
		if j >= width {
			return fmt.Errorf("%s has %d numbers; got index %d", trace.At(stage, row), width, j)
		}
	}
	if err := own(d, l, c.Context); err != nil {
		return err
	}
	name := nameOf(t.Text, row)
	stages := within(within(context(d, c.Context), "pins"), stage)
	if slices.Contains([]string{"scores", "scaled", "weights"}, stage) {
		cells := stages.Get(name)
		if cells != nil && cells.Kind == lesson.List { // by position: by word from now on
			byWord := lesson.NewMapping()
			for j, v := range cells.Values {
				byWord.Set(nameOf(t.Text, j), v)
			}
			cells = byWord
			stages.Set(name, cells)
		}
		if cells == nil {
			cells = lesson.NewMapping()
			stages.Set(name, cells)
		}
		for j, x := range values {
			cells.Set(nameOf(t.Text, j), lesson.NewNumber(x))
		}
		if stage == "weights" && len(cells.Keys) == width {
			share(cells, t, row, values)
		}
		return nil
	}
	cells := stages.Get(name)
	if cells == nil || cells.Kind != lesson.List || len(cells.Values) != width {
		cells = lesson.NewList()
		for range width {
			cells.Values = append(cells.Values, &lesson.Node{Kind: lesson.Null})
		}
		stages.Set(name, cells)
	}
	for j, x := range values {
		cells.Values[j] = lesson.NewNumber(x)
	}
	return nil
}

// share lets the other weights of a row that is stated in full have what the
// changed ones leave of 1, in proportion to what they were; alike where they
// were 0.
func share(cells *lesson.Node, t trace.Trace, row int, changed map[int]float64) {
	left, others, count := 1.0, 0.0, 0
	for j := range t.Tokens {
		if x, is := changed[j]; is {
			left -= x
		} else {
			others, count = others+t.Weights.At(row, j), count+1
		}
	}
	for j := range t.Tokens {
		if _, is := changed[j]; is || left < 0 {
			continue
		}
		x := left / float64(count)
		if others > 0 {
			x = left * t.Weights.At(row, j) / others
		}
		cells.Set(nameOf(t.Text, j), lesson.NewNumber(x))
	}
}

// rowOf is how many numbers a row of a stage has.
func rowOf(t trace.Trace, stage string) int {
	return map[string]int{"q": t.Q.Cols, "k": t.K.Cols, "v": t.V.Cols, "scores": t.Scores.Cols, "scaled": t.Scaled.Cols,
		"weights": t.Weights.Cols, "output": t.Output.Cols}[stage]
}

// own turns what a text borrows into pins of its own, before one is changed.
func own(d *lesson.Node, l *lesson.Lesson, n int) error {
	at := context(d, n)
	if at.Get("borrow") == nil {
		return nil
	}
	for _, p := range l.Contexts[n].Pins {
		if !p.Borrowed {
			continue
		}
		stage, index, err := trace.ParseAt(p.At)
		if err != nil {
			return err
		}
		row := within(within(within(at, "pins"), stage), nameOf(l.Contexts[n].Text, index[0]))
		row.Set(nameOf(l.Contexts[n].Text, index[1]), lesson.NewNumber(p.Value))
	}
	at.Set("borrow", nil)
	return nil
}

// unpin takes the pin of one number away; the formula's value returns.
func (c Change) unpin(l *lesson.Lesson, d *lesson.Node) error {
	stage, index, err := c.place(l, 2)
	if err != nil {
		return err
	}
	if err := own(d, l, c.Context); err != nil {
		return err
	}
	text := l.Contexts[c.Context].Text
	at := context(d, c.Context)
	row := at.Get("pins").Get(stage).Get(nameOf(text, index[0]))
	switch {
	case row == nil:
		return fmt.Errorf("%s is not pinned", c.At)
	case row.Kind == lesson.List && index[1] < len(row.Values):
		row.Values[index[1]] = &lesson.Node{Kind: lesson.Null}
	case row.Kind == lesson.Mapping:
		row.Set(nameOf(text, index[1]), nil)
	}
	empty := !slices.ContainsFunc(row.Values, func(v *lesson.Node) bool { return v.Kind != lesson.Null })
	if empty { // leave nothing behind that states nothing
		stages := at.Get("pins")
		stages.Get(stage).Set(nameOf(text, index[0]), nil)
		if len(stages.Get(stage).Keys) == 0 {
			stages.Set(stage, nil)
		}
		if len(stages.Keys) == 0 {
			at.Set("pins", nil)
		}
	}
	return nil
}

// move takes the tip of a vector to another place in the plane and keeps what
// the plane does not show of it. An embedding is changed; q, k, v and y are
// pinned, y as the output.
func (c Change) move(r Request, l *lesson.Lesson, d *lesson.Node) error {
	if c.To == nil || math.IsNaN(c.To[0]+c.To[1]) || math.IsInf(c.To[0]+c.To[1], 0) {
		return trace.SaidError{Text: "a move wants to, two finite numbers in the plane", Saying: trace.Saying{Key: "notFinite"}}
	}
	tensor, index, err := c.place(l, 1)
	if err != nil {
		return err
	}
	walk, plane, err := walked(r, l)
	if err != nil {
		return err
	}
	t := walk.Traces[c.Context]
	rows := map[string]mat.Matrix{"embed": t.Embed, "q": t.Q, "k": t.K, "v": t.V, "output": t.Output, "y": t.Y}
	m, known := rows[tensor]
	if !known || m.Cols != len(plane.X) {
		return fmt.Errorf("%q cannot be moved; want embed, q, k, v or y, as wide as the plane's space", tensor)
	}
	moved := slices.Clone(m.Row(index[0]))
	at := plane.At(moved)
	mat.AddScaled(moved, c.To[0]-at.X, plane.X)
	mat.AddScaled(moved, c.To[1]-at.Y, plane.Y)
	if tensor == "embed" {
		vector, err := vectorOf(d, c.Context, l, index[0])
		if err != nil {
			return err
		}
		*vector = *numbers(moved)
		return nil
	}
	if tensor == "y" {
		tensor = "output"
		if t.Residual {
			moved = mat.Sub(moved, t.Embed.Row(index[0]))
		}
	}
	values := map[int]float64{}
	for j, x := range moved {
		values[j] = x
	}
	return c.pin(l, d, tensor, index[0], values)
}

// text gives a context another text, or adds one. A word without a vector gets
// one, which is the reader's to move; pins of words that are gone go too.
func (c Change) text(l *lesson.Lesson, d *lesson.Node) error {
	words := plain.Words(c.Text)
	switch {
	case len(words) == 0:
		return trace.SaidError{Text: "the text has no words", Saying: trace.Saying{Key: "noWords"}}
	case len(words) > lesson.MaxWords:
		return trace.SaidError{Text: fmt.Sprintf("the text has %d words; want at most %d", len(words), lesson.MaxWords),
			Saying: trace.Saying{Key: "manyWords", Numbers: trace.Numbers{"words": mat.Number(len(words)), "most": lesson.MaxWords}}}
	}
	if q := d.Get("maps").Get("Q"); q != nil && q.Text == "solve" { // its scores may go
		if err := writeOut(l, d, "Q"); err != nil {
			return err
		}
	}
	if c.Context == len(l.Contexts) {
		contexts := d.Get("contexts")
		if contexts == nil {
			contexts = lesson.NewList()
			d.Set("contexts", contexts)
		}
		contexts.Values = append(contexts.Values, lesson.NewMapping())
	}
	for n := range l.Contexts { // what others borrowed of the words before stays theirs
		if n != c.Context {
			if err := own(d, l, n); err != nil {
				return err
			}
		}
	}
	at := context(d, c.Context)
	at.Set("text", lesson.NewText(c.Text))
	for _, key := range []string{"borrow", "claims", "pins"} { // they were of the words before
		at.Set(key, nil)
	}
	if focus := at.Get("focus"); focus != nil && !slices.ContainsFunc(words, func(w plain.Word) bool { return strings.EqualFold(w.Text, focus.Text) }) {
		at.Set("focus", nil)
		if c.Context == 0 {
			at.Set("focus", lesson.NewText(words[len(words)-1].Text))
		}
	}
	if c.Context > 0 && at.Get("focus") == nil && !slices.ContainsFunc(words, func(w plain.Word) bool { return strings.EqualFold(w.Text, l.Contexts[0].Focus) }) {
		at.Set("focus", lesson.NewText(words[len(words)-1].Text))
	}
	known := l.Vectors()
	for _, w := range words {
		if known[w.Text] == nil && known[strings.ToLower(w.Text)] == nil {
			v := placed(len(known), l.Dim())
			within(d, "embed").Set(w.Text, numbers(v))
			known[w.Text] = v
			chosen := d.Get("chosen")
			if chosen == nil {
				chosen = lesson.NewList()
				d.Set("chosen", chosen)
			}
			chosen.Values = append(chosen.Values, lesson.NewText(w.Text))
		}
	}
	return nil
}

// placed is where the n-th word of a lesson is put for its reader to move it:
// one along the first axis, and so far along the second that no two coincide.
func placed(n, dim int) []float64 {
	v := make([]float64, dim)
	v[0] = 1
	if dim > 1 {
		v[1] = float64(n)
	}
	return v
}
