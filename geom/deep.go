package geom

import (
	"cmp"
	"slices"
	"strings"

	"heed/mat"
	"heed/trace"
)

// The panels of data of more than two dimensions, of which the plane keeps a
// part.

const (
	fewWords = 6  // words a text may have for all of them to be drawn and labelled
	labelled = 12 // in longer texts a weighted value has a label from this share of the longest on,
	mostly   = 6  // and no more than so many of a text have one
)

// stream is the residual stream around the head's layer: e of the word and of
// the word that gives it most (of every word, in a short text), y, and the
// shift.
func (b builder) stream() Panel {
	var marks []Mark
	for c := range b.walk.Traces {
		marks = append(marks, b.dotted(c)...)
	}
	for c := range b.walk.Traces {
		marks = append(marks, b.words(c, false, b.picked(c))...)
		study := b.study(c, true)
		study.Label.Badge = b.badge(c) // e differs by context from the second layer on
		study.Context = c
		marks = append(marks, study)
	}
	for c := len(b.walk.Traces) - 1; c >= 0; c-- {
		marks = append(marks, b.output(c))
	}
	for c := range b.walk.Traces {
		marks = append(marks, b.displacement(c, true))
	}
	return Panel{Title: "the residual stream before and after", Ticks: true, Marks: marks}
}

// picked are the words of trace c to draw beside the one under study.
func (b builder) picked(c int) []int {
	t := b.walk.Traces[c]
	var plain []int
	for j, token := range t.Tokens {
		if !token.Special && !slices.Contains(t.Focus, j) {
			plain = append(plain, j)
		}
	}
	if k := b.aims[c]; len(plain) > fewWords && k >= 0 {
		return []int{t.Shift.Towards[k].Index}
	}
	if plain == nil {
		plain = []int{}
	}
	return plain
}

// chain is what the head adds: its weighted values after W_O, head to tail in
// the order of the text, ending at their sum.
func (b builder) chain() Panel {
	var marks []Mark
	for c := range b.walk.Traces {
		marks = append(marks, b.links(c)...)
	}
	for c := len(b.walk.Traces) - 1; c >= 0; c-- {
		t := b.walk.Traces[c]
		m := b.arrow(mat.MeanRows(t.Projected, t.Focus), Output, c, refs(c, "projected", t.Focus...)...)
		m.Label = Label{Text: Text{{Text: "Σ ", Role: Output, Context: c}, {Text: "w v", Style: Symbol, Role: Output, Context: c}},
			Badge: b.badge(c)}
		marks = append(marks, m)
	}
	return Panel{Title: "what the head adds, its weighted values head to tail", Ticks: true, Marks: marks}
}

// links are the weighted values of trace c; the longer ones carry their word
// and weight.
func (b builder) links(c int) []Mark {
	t := b.walk.Traces[c]
	var marks []Mark
	var of []trace.Ref
	sum := make([]float64, t.Projected.Cols)
	for j := range t.Tokens {
		part, ofPart := b.part(c, j)
		of = append(of, ofPart...)
		m := b.arrowFrom(sum, part, Value, c, slices.Clone(of)...)
		marks = append(marks, m)
		sum = mat.Add(sum, part)
	}
	for _, j := range worthALabel(marks) {
		label := b.partLabel(c, j)
		weight := strings.TrimSpace(label.Text[0].Text)
		marks[j].Label = Label{Along: true, Of: label.Of, Text: Text{{Text: Word(t, j) + " " + weight, Role: Output, Context: c}}}
	}
	return marks
}

// worthALabel are the arrows that are long enough to be labelled: all of a
// few, else the longest.
func worthALabel(marks []Mark) []int {
	var all []int
	for j, m := range marks {
		if length(m) > 0 {
			all = append(all, j)
		}
	}
	if len(all) <= fewWords {
		return all
	}
	slices.SortStableFunc(all, func(i, j int) int { return cmp.Compare(length(marks[j]), length(marks[i])) })
	longest := length(marks[all[0]])
	n := 1
	for n < mostly && length(marks[all[n]]) >= longest/labelled {
		n++
	}
	return all[:n]
}

// length of an arrow as drawn.
func length(m Mark) float64 {
	return mat.Norm([]float64{m.Points[1].X - m.Points[0].X, m.Points[1].Y - m.Points[0].Y})
}

// kept tells for each kind of arrow how much of its length the plane keeps.
func (b builder) kept() []Kept {
	var list []Kept
	for c, t := range b.walk.Traces {
		add := func(name string, style Style, role Role, v []float64, of []trace.Ref) {
			text := Text{{Text: name, Style: style, Role: role, Context: c}}
			if badge := b.badge(c); badge != "" {
				text = append(text, Run{Text: badge, Style: Sub, Role: role, Context: c})
			}
			list = append(list, Kept{Label: text, Role: role, Context: c, Share: b.plane.KeptOf(v), Of: of})
		}
		e, ofE := b.e(c)
		y, ofY := b.y(c)
		add("e", Symbol, Embed, e, ofE)
		add("y", Strong, Output, y, ofY)
		add("shift", Upright, Output, mat.Sub(y, e), slices.Concat(ofE, ofY))
		add("head", Upright, Value, mat.MeanRows(t.Projected, t.Focus), refs(c, "projected", t.Focus...))
	}
	return list
}
