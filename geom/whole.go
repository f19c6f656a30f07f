package geom

import (
	"slices"

	"heed/mat"
	"heed/trace"
)

// The panels of data that the plane shows whole, in two dimensions or one.

// sumAndShift is step seven of the walk, in drawing order: dotted lines,
// faces, e, dashed sides, weighted values, y of the last context first, and
// the displacements.
func (b builder) sumAndShift() Panel {
	var marks, sides, parts, ends []Mark
	for c := range b.walk.Traces {
		marks = append(marks, b.dotted(c)...)
	}
	for c := range b.walk.Traces {
		face, dashed, arrows := b.parallelogram(c)
		marks, sides, parts = append(marks, face...), append(sides, dashed...), append(parts, arrows...)
	}
	for c := range b.walk.Traces {
		marks = append(marks, b.equalValues(c, b.words(c, false, nil))...)
		marks = append(marks, b.equalValues(c, []Mark{b.study(c, true)})...)
	}
	marks = append(slices.Concat(marks, sides), parts...)
	for c := len(b.walk.Traces) - 1; c >= 0; c-- {
		ends = append(ends, b.output(c))
	}
	for c := range b.walk.Traces {
		ends = append(ends, b.displacement(c, true))
	}
	return Panel{Title: "sum and shift", Ticks: true, Marks: append(marks, ends...)}
}

// equalValues adds to each e of trace c what its value is: "= v" on the label
// where the two are equal, and an arrow of its own where they are not.
func (b builder) equalValues(c int, marks []Mark) []Mark {
	t := b.walk.Traces[c]
	if t.Maps == nil || !t.Maps.O.Absent() {
		return marks // values live in the head's own space
	}
	for i, m := range marks {
		j := m.Of[0].Index[0]
		name := b.name(t, j)
		v := b.arrow(t.V.Row(j), Value, -1, refs(c, "v", j)...)
		v.Ghost, v.Label = true, symbol("v", name, Value, -1)
		if equal(t.V.Row(j), t.Embed.Row(j)) {
			v.Covered, v.Of = true, append(v.Of, m.Of...)
			marks[i].Label.Of = v.Of
			marks[i].Label.Text = append(m.Label.Text, Run{Style: Break, Context: -1}, Run{Text: "= ", Role: Value, Context: -1},
				Run{Text: "v", Style: Symbol, Role: Value, Context: -1}, Run{Text: name, Style: Sub, Role: Value, Context: -1})
		}
		marks = append(marks, v)
	}
	return marks
}

func equal(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return x-y <= near && y-x <= near })
}

// parallelogram adds the weighted values of the word in trace c: their
// arrows, the dashed sides that carry each to the tip of the sum, and, for
// two, the face between them.
func (b builder) parallelogram(c int) (face, sides, arrows []Mark) {
	var parts [][]float64
	var ofEach [][]trace.Ref
	for j := range b.walk.Traces[c].Tokens {
		part, of := b.part(c, j)
		arrows = append(arrows, b.arrow(part, Value, c, of...))
		if mat.Norm(part) > 0 {
			parts, ofEach = append(parts, part), append(ofEach, of)
		}
	}
	for _, j := range worthALabel(arrows) {
		arrows[j].Label = b.partLabel(c, j)
	}
	sum := make([]float64, len(b.plane.X))
	corners := []Point{origin}
	var of []trace.Ref
	for k, part := range parts {
		next := mat.Add(sum, part)
		of = append(of, ofEach[k]...)
		if k > 0 { // head to tail from the first
			sides = append(sides, b.side(c, sum, next, of))
		}
		sum = next
		corners = append(corners, b.plane.At(sum))
	}
	if len(parts) == 2 {
		sides = append(sides, b.side(c, parts[1], sum, of))
		corners = append(corners, b.plane.At(parts[1]))
		face = []Mark{{Kind: Face, Role: Output, Context: c, Points: corners, Of: of, Kept: 1}}
	}
	return face, sides, arrows
}

func (b builder) side(c int, from, to []float64, of []trace.Ref) Mark {
	return Mark{Kind: Side, Role: Value, Context: c, Points: []Point{b.plane.At(from), b.plane.At(to)},
		Of: slices.Clone(of), Kept: b.plane.KeptOf(mat.Sub(to, from))}
}

// part is trace.Trace.Part, with what it is read from.
func (b builder) part(c, j int) ([]float64, []trace.Ref) {
	t := b.walk.Traces[c]
	var of []trace.Ref
	for _, i := range t.Focus {
		of = append(of, trace.Ref{Trace: c, Tensor: "parts", Index: []int{i, j}})
	}
	if t.Maps != nil && !t.Maps.O.Absent() {
		of = append(of, trace.Ref{Trace: c, Tensor: "maps.o"})
	}
	return t.Part(j), of
}

// partLabel is the weight before the value: "0.2 v_money". Of a word of
// several tokens it is the mean weight.
func (b builder) partLabel(c, j int) Label {
	t := b.walk.Traces[c]
	w := 0.0
	var of []trace.Ref
	for _, i := range t.Focus {
		w += t.Weights.At(i, j) / float64(len(t.Focus))
		of = append(of, trace.Ref{Trace: c, Tensor: "weights", Index: []int{i, j}})
	}
	return Label{Along: true, Of: of, Text: Text{{Text: Number(w, 4) + " ", Role: Value, Context: -1},
		{Text: "v", Style: Symbol, Role: Value, Context: -1}, {Text: Word(t, j), Style: Sub, Role: Value, Context: -1}}}
}

// before shows the embeddings and their cosines.
func (b builder) before() Panel {
	p := Panel{Title: "cosines before"}
	for c := range b.walk.Traces {
		p.Marks = append(p.Marks, b.angle(c, 0)...)
	}
	for c := range b.walk.Traces {
		p.Marks = append(append(p.Marks, b.words(c, false, nil)...), b.study(c, false))
	}
	return p
}

// after shows the contextual vectors and their cosines.
func (b builder) after() Panel {
	p := Panel{Title: "cosines after"}
	for c := range b.walk.Traces {
		p.Marks = append(p.Marks, b.angle(c, 1)...)
	}
	for c := range b.walk.Traces {
		p.Marks = append(p.Marks, b.words(c, true, nil)...)
	}
	for c := range b.walk.Traces {
		e, of := b.e(c)
		p.Marks = append(p.Marks, Mark{Kind: Place, Role: Embed, Context: -1, Points: []Point{b.plane.At(e)}, Of: of, Kept: 1})
	}
	for c := len(b.walk.Traces) - 1; c >= 0; c-- {
		m := b.output(c)
		m.Label.Badge = ""
		if name := b.badge(c); name != "" {
			m.Label.Text[1].Text = name
		}
		p.Marks = append(p.Marks, m)
	}
	for c := range b.walk.Traces {
		p.Marks = append(p.Marks, b.displacement(c, false))
	}
	return p
}

// angle is the arc between the word and the one its move is measured by, with their
// cosine before (0) or after (1).
func (b builder) angle(c, when int) []Mark {
	k := b.aims[c]
	if k < 0 {
		return nil
	}
	t := b.walk.Traces[c]
	to := t.Shift.Towards[k]
	v, of := b.e(c)
	if when == 1 {
		v, of = b.y(c)
	}
	target := t.Embed.Row(to.Index)
	if mat.Norm(v) == 0 || mat.Norm(target) == 0 {
		return nil // no direction, no angle
	}
	return []Mark{{Kind: Angle, Role: Output, Context: c, Points: []Point{origin, b.plane.At(target), b.plane.At(v)},
		Of: append(of, refs(c, "embed", to.Index)...), Kept: 1,
		Label: Label{Text: Text{{Text: Number(float64(to.Cosine[when]), 4), Role: Output, Context: c}},
			Of: []trace.Ref{{Trace: c, Tensor: "shift.towards", Index: []int{k}}}}}}
}
