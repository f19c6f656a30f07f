package geom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/mat"
	"heed/trace"
)

// How many heads the list beside the tiles has of either end.
const (
	strongest = 9
	opposing  = 3
	inBold    = 9 // tiles whose number is set in bold
)

// Heads draws a small plane for each head, layers down and heads across, all
// on one scale: the plane of what the head adds to the word in its two texts,
// so that lengths and the angle between them are true, or, of one text, of
// what it adds and the way to the target. Up is what the two have in common;
// right is the first target's side. The ground of a tile and the number in it
// are the head's pull, or the way towards the target where there is none. The
// heads' vectors must be there.
func Heads(h trace.Heads) (Scene, error) {
	if len(h.Heads) == 0 || len(h.Heads[0].Projected) == 0 {
		return Scene{}, fmt.Errorf("nothing to draw: the answer has no heads with vectors")
	}
	s := Scene{Title: fmt.Sprintf("How each head moves “%s”", h.Word), Caption: headsCaption(h)}
	tiles := headTiles(h)
	if err := tiles.Window.drawable(); err != nil {
		return Scene{}, err
	}
	main := Panel{Title: headsTitle(h), Tiles: tiles, Samples: headSamples(h, tiles.Window)}
	s.Panels = []Panel{main, {Title: headsMeasure(h), Side: true, Bars: headBars(h)}}
	if words := headsFinding(h); words != nil {
		s.Panels = append(s.Panels, Panel{Side: true, Words: words})
	}
	return s, nil
}

func headTiles(h trace.Heads) *Tiles {
	t := &Tiles{Down: "layer", Across: "head", Tint: &Tint{Says: strengthSays(h),
		Formula: "opacity in proportion to the square root of the number"}}
	for _, l := range h.Layers {
		t.Rows = append(t.Rows, strconv.Itoa(l.Layer))
	}
	bold := boldFrom(h)
	var all []Mark
	for k, one := range h.Heads {
		for len(t.Cols) <= one.Head {
			t.Cols = append(t.Cols, strconv.Itoa(len(t.Cols)))
		}
		x := one.Strength()
		tile := Tile{Row: one.Layer, Col: one.Head, Tint: x, Foot: Text{{Text: Signed(x, 2), Context: -1, Role: Other}},
			Strong: math.Abs(x) >= bold, Chosen: one.Rank == 1, Of: strengthRefs(h, k)}
		if math.IsNaN(x) { // none is first where nothing is measured
			tile.Tint, tile.Chosen = 0, false
		}
		t.Tint.Most = max(t.Tint.Most, math.Abs(tile.Tint))
		tile.Marks = headMarks(one, k)
		all = append(all, tile.Marks...)
		t.Tiles = append(t.Tiles, tile)
	}
	for i := range t.Tiles {
		if t.Tint.Most > 0 {
			t.Tiles[i].Tint /= t.Tint.Most
		}
	}
	t.Window = tileWindow(all)
	return t
}

// boldFrom is the size from which a tile's number is among the largest.
func boldFrom(h trace.Heads) float64 {
	var sizes []float64
	for _, one := range h.Heads {
		if x := math.Abs(one.Strength()); !math.IsNaN(x) {
			sizes = append(sizes, x)
		}
	}
	slices.SortFunc(sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	if len(sizes) == 0 {
		return math.Inf(1)
	}
	return max(sizes[min(inBold, len(sizes))-1], math.SmallestNonzeroFloat64)
}

// headMarks are the outputs of head k in each text, B's first.
func headMarks(one trace.HeadMove, k int) []Mark {
	plane := HeadPlane(vectorsOf(one), one.Unit)
	var of []trace.Ref
	for n := range one.Projected {
		of = append(of, trace.Ref{Trace: n, Tensor: "heads.projected", Index: []int{k}})
	}
	if len(one.Projected) == 1 {
		of = append(of, trace.Ref{Tensor: "heads.unit", Index: []int{k}})
	}
	var marks []Mark
	for n, v := range slices.Backward(vectorsOf(one)) {
		marks = append(marks, Mark{Kind: Arrow, Role: Output, Context: n, Points: []Point{origin, plane.At(v)}, Of: of, Kept: plane.KeptOf(v)})
	}
	return marks
}

func vectorsOf(one trace.HeadMove) [][]float64 {
	list := make([][]float64, len(one.Projected))
	for n, v := range one.Projected {
		list[n] = v
	}
	return list
}

// HeadPlane is the plane that a head's outputs are drawn in, which keeps all
// of them. Of two it is the one that they span: y halves the angle between
// them, and x is at right angles to it, towards unit. Of one it is spanned by
// unit, which is x, and what of the output is at right angles to it. Where
// these do not span a plane, unit and the axes of the space help out.
func HeadPlane(outputs [][]float64, unit []float64) Plane {
	p := Plane{Name: "outputs"}
	if len(outputs) == 2 && mat.Norm(outputs[0]) > 0 && mat.Norm(outputs[1]) > 0 {
		a, b := mat.Scale(1/mat.Norm(outputs[0]), outputs[0]), mat.Scale(1/mat.Norm(outputs[1]), outputs[1])
		p.Y = upright(nil, mat.Add(a, b), unit)
		p.X = upright(p.Y, mat.Sub(a, b), unit)
	} else {
		longest := outputs[0]
		for _, v := range outputs {
			if mat.Norm(v) > mat.Norm(longest) {
				longest = v
			}
		}
		p.X = upright(nil, unit)
		p.Y = upright(p.X, longest)
	}
	if mat.Dot(p.X, unit) < 0 {
		p.X = mat.Scale(-1, p.X)
	}
	return p
}

// upright is the first of the vectors, or else the first axis of the space,
// that is not along a direction, without what of it is, at length 1.
func upright(to []float64, vectors ...[]float64) []float64 {
	for _, v := range vectors {
		if u := rest(v, to); u != nil {
			return u
		}
	}
	for c := range vectors[0] {
		if u := rest(unit(len(vectors[0]), c), to); u != nil {
			return u
		}
	}
	return make([]float64, len(vectors[0])) // of one dimension, which has no second direction
}

// rest is v without what of it runs along a direction, at length 1; nil where
// nothing is left.
func rest(v, along []float64) []float64 {
	whole := mat.Norm(v)
	if !(whole > 0) {
		return nil
	}
	r := mat.Scale(1/whole, v)
	if along != nil {
		for range 2 { // once more takes off what rounding left
			mat.AddScaled(r, -mat.Dot(r, along), along)
		}
	}
	length := mat.Norm(r)
	if length < 1e-6 {
		return nil
	}
	return mat.Scale(1/length, r)
}

// tileWindow holds all tiles' arrows: as far to the left as to the right, and
// as far down as any goes.
func tileWindow(marks []Mark) Window {
	var x, up, down float64
	for _, m := range marks {
		for _, p := range m.Points {
			x, up, down = max(x, math.Abs(p.X)), max(up, p.Y), min(down, p.Y)
		}
	}
	size := max(x, up-down)
	if size == 0 {
		size = 1
	}
	x = max(x, 0.4*size)
	return Window{-x - 0.08*size, down - 0.06*size, x + 0.08*size, max(up, 0.5*size) + 0.08*size}
}

func headSamples(h trace.Heads, w Window) []Sample {
	var list []Sample
	for n := range h.Texts {
		text := "output"
		if len(h.Texts) > 1 {
			text = "output in " + Letter(n)
		}
		list = append(list, Sample{Mark: Arrow, Role: Output, Context: n, Text: plainText(text)})
	}
	if len(h.Targets) == 2 {
		list = append(list,
			Sample{Alone: true, Text: Text{{Text: "left: " + h.Targets[1].Word + " side", Role: Output, Context: 1}}},
			Sample{Alone: true, Text: Text{{Text: "right: " + h.Targets[0].Word + " side", Role: Output, Context: 0}}})
	} else {
		list = append(list, Sample{Alone: true, Text: Text{{Text: "right: towards " + h.Targets[0].Word, Role: Output, Context: 0}}})
	}
	length := roundLength((w.MaxX - w.MinX) / 3)
	return append(list, Sample{Length: length, Context: -1, Text: plainText("length " + Number(length, 4))})
}

// roundLength is the largest 1, 2 or 5 × 10ⁿ that is not above x.
func roundLength(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{5, 2} {
		if m*power <= x {
			return m * power
		}
	}
	return power
}

func plainText(s string) Text { return Text{{Text: s, Role: Other, Context: -1}} }

// strengthSays names the number of a tile.
func strengthSays(h trace.Heads) string {
	switch {
	case h.Pull != nil:
		return "pull"
	case len(h.Targets) == 2:
		return "from " + h.Targets[1].Word + " to " + h.Targets[0].Word
	}
	return "towards " + h.Targets[0].Word
}

func strengthRefs(h trace.Heads, k int) []trace.Ref {
	switch {
	case h.Pull != nil:
		return []trace.Ref{{Tensor: "heads.pull", Index: []int{k}}}
	case len(h.Targets) == 2:
		return []trace.Ref{{Tensor: "heads.along", Index: []int{k, 0}}}
	}
	return []trace.Ref{{Tensor: "heads.towards", Index: []int{k, 0, 0}}}
}

func headsTitle(h trace.Heads) string {
	of := "the head's two outputs, so angle and length are true"
	switch {
	case len(h.Texts) > 1:
	case len(h.Targets) == 2:
		of = fmt.Sprintf("the head's output and the line from %s to %s, so lengths are true", h.Targets[1].Word, h.Targets[0].Word)
	default:
		of = "the head's output and the way to " + h.Targets[0].Word + ", so lengths are true"
	}
	return fmt.Sprintf("%s × %s; each tile is the plane of %s; one scale for all",
		count(len(h.Layers), "layer", "layers"), count(len(h.Heads)/len(h.Layers), "head", "heads"), of)
}

func headsMeasure(h trace.Heads) string {
	switch {
	case h.Pull != nil:
		return "Pull towards " + h.Targets[0].Word
	case len(h.Targets) == 2:
		return "Way from " + h.Targets[1].Word + " to " + h.Targets[0].Word
	}
	return "Way towards " + h.Targets[0].Word
}

// headBars lists the heads that do most, and those that oppose them most.
func headBars(h trace.Heads) *Bars {
	order := ByRank(h)
	bars := &Bars{Signed: true}
	row := func(k int) {
		one := h.Heads[k]
		x := one.Strength()
		context := 0
		if x < 0 {
			context = 1
		}
		known := !math.IsNaN(x) // not where the word is its own target
		if known {
			bars.Most = max(bars.Most, math.Abs(x))
		}
		bars.Rows = append(bars.Rows, Bar{Label: plainText(HeadName(one.Layer, one.Head)), Value: x, Numbers: []string{Signed(x, 2)},
			Role: Output, Context: context, Strong: one.Rank == 1 && known, Of: strengthRefs(h, k)})
	}
	first, last := min(strongest, len(order)), max(len(order)-opposing, min(strongest, len(order)))
	for _, k := range order[:first] {
		row(k)
	}
	if between := last - first; between > 0 {
		bars.Rows = append(bars.Rows, Bar{Label: plainText(count(between, "head between", "heads between")), Between: true, Context: -1})
	}
	for _, k := range order[last:] {
		row(k)
	}
	return bars
}

// ByRank lists the heads of an answer, the first in rank first.
func ByRank(h trace.Heads) []int {
	order := make([]int, len(h.Heads))
	for k, one := range h.Heads {
		order[one.Rank-1] = k
	}
	return order
}

// HeadName is how a head is written: "L5.H7".
func HeadName(layer, head int) string { return fmt.Sprintf("L%d.H%d", layer, head) }

// headsFinding says how few heads make most of the pull; nothing where there is
// none.
func headsFinding(h trace.Heads) Text {
	if h.Pull == nil || !(h.Pull.With > 0) {
		return nil
	}
	w := &writer{}
	var with, back int
	for _, one := range h.Heads {
		switch x := one.Strength(); {
		case x > 0:
			with++
		case x < 0:
			back++
		}
	}
	sum, n := 0.0, 0
	for _, k := range ByRank(h) {
		if n == with || sum >= 0.5*float64(h.Pull.With) {
			break
		}
		sum += h.Heads[k].Strength()
		n++
	}
	w.run(fmt.Sprintf("%s %s %.0f%%", capital(number(n)), verb(n, "makes", "make"), 100*sum/float64(h.Pull.With)), Heading)
	w.text(" of the pull of the %d that pull towards %s. ", with, h.Targets[0].Word)
	if back > 0 {
		w.text("%d pull back, by %s of it. ", back, Fixed(-100*float64(h.Pull.Back)/float64(h.Pull.With), 0)+"%")
	}
	return trimmed(w.out)
}

// number writes a small count of heads in words.
func number(n int) string {
	words := []string{"no head", "one head", "two heads", "three heads", "four heads", "five heads", "six heads", "seven heads", "eight heads", "nine heads"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprintf("%d heads", n)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// headsCaption tells what is drawn, how exact it is, and the notes.
func headsCaption(h trace.Heads) Text {
	w := &writer{}
	w.run(fmt.Sprintf("%s, all heads on “%s”. ", shortName(h.Source.Name), h.Word), Heading)
	for n, t := range h.Texts {
		if len(h.Texts) > 1 {
			w.text("%s ", Letter(n))
		}
		w.text("“%s”. ", PassageExcerpt(t, 90))
	}
	if h.Pull != nil {
		w.text("Pull is (output A − output B) · unit(%s − %s), all read at the layer of the head: in all %s, %s with and %s against. ",
			h.Targets[0].Word, h.Targets[1].Word, Signed(float64(h.Pull.All), 2), Signed(float64(h.Pull.With), 2), Signed(float64(h.Pull.Back), 2))
	}
	if !trace.Noted(h.Notes, "sums") { // else the note tells
		w.text("Heads, biases, MLP and residual stream sum to what each layer does within %s of its largest number. ", Number(float64(h.Sums.Worst()), 2))
	}
	w.notes(DrawnNotes(h.Notes))
	return trimmed(w.out)
}

// DrawnNotes are the notes of what figures and tables show: not those of lengths
// after norms.
func DrawnNotes(list []trace.Note) []trace.Note {
	return slices.DeleteFunc(slices.Clone(list), func(n trace.Note) bool { return n.At == "kept" })
}

// notes writes each note once, as a sentence.
func (w *writer) notes(list []trace.Note) {
	told := map[string]bool{}
	for _, n := range list {
		if !told[n.Text] {
			told[n.Text] = true
			w.run(capital(n.Text)+". ", Upright)
		}
	}
}

// trimmed is a text without spaces at its end.
func trimmed(t Text) Text {
	if len(t) > 0 {
		t[len(t)-1].Text = strings.TrimRight(t[len(t)-1].Text, " ")
	}
	return t
}
