package geom

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/mat"
	"heed/trace"
)

// PlacePath finds where the states of a path are drawn: in the plane between
// its two anchors, measured again at each layer; in another plane that spec
// asks for, "pca" or "axes:I,J", the same at all. The pca plane is the one that
// keeps most of what the states' directions differ in, and goes through their
// mean.
func PlacePath(p *trace.Path, spec string) error {
	if spec == "" || spec == "anchors" {
		return placeBetween(p)
	}
	if err := CheckPathPlane(spec); err != nil {
		return err
	}
	dim := len(p.Texts[0].States[0].Vector)
	plane := WordPlane{Centre: make([]float64, dim)}
	var err error
	plane.Plane, err = choosePlane(spec, dim, func() [][]float64 { return differences(*p, plane.Centre) }, func(string) ([]float64, error) {
		return nil, CheckPathPlane(spec)
	})
	if err != nil {
		return err
	}
	p.Plane = plane.Name
	for _, w := range p.Texts {
		for l := range w.States {
			place(&w.States[l], plane)
		}
	}
	return nil
}

// CheckPathPlane refuses what names no plane that a path can be drawn in.
func CheckPathPlane(spec string) error {
	arguments, axes := strings.CutPrefix(spec, "axes:")
	switch a, b, pair := strings.Cut(arguments, ","); {
	case spec == "anchors" || spec == "pca" || spec == "":
		return nil
	case strings.HasPrefix(spec, "anchors:"):
		return fmt.Errorf("plane %s: a path has its own anchors, measured at each layer; name them with --between", spec)
	case axes && pair:
		_, err := strconv.Atoi(a)
		_, err2 := strconv.Atoi(b)
		if err == nil && err2 == nil {
			return nil
		}
	}
	return fmt.Errorf("no plane %q; a path is drawn in anchors, pca or axes:I,J", spec)
}

// between reports whether a path is drawn between its anchors.
func between(p trace.Path) bool { return strings.HasPrefix(p.Plane, "anchors:") }

// placeBetween places the states in the plane of the two anchors.
func placeBetween(p *trace.Path) error {
	if len(p.Anchors) != 2 {
		return fmt.Errorf("the path has %d anchors; want two, or another plane: pca or axes:I,J", len(p.Anchors))
	}
	a, b := &p.Anchors[0], &p.Anchors[1]
	p.Plane = fmt.Sprintf("anchors:%s,%s", a.Word, b.Word)
	a.At, b.At = nil, nil
	for l := range a.States {
		plane, err := Anchors(a.Word, b.Word, a.States[l], b.States[l])
		if err != nil {
			return fmt.Errorf("hidden state %d: %w", l, err)
		}
		at := WordPlane{Plane: plane, Centre: make([]float64, len(plane.X))}
		for _, w := range p.Texts {
			place(&w.States[l], at)
		}
		for _, one := range []*trace.Anchor{a, b} {
			q := plane.At(direction(one.States[l]))
			one.At = append(one.At, [2]mat.Number{mat.Number(q.X), mat.Number(q.Y)})
		}
	}
	return nil
}

// place sets where a state's direction is drawn. A state of length 0 has no
// direction, and no place.
func place(s *trace.PathState, plane WordPlane) {
	u := direction(s.Vector)
	at := plane.At(u)
	s.At = [2]mat.Number{mat.Number(at.X), mat.Number(at.Y)}
	s.Kept = mat.Number(plane.Kept(u))
}

// direction is h/‖h‖; NaN where h is 0.
func direction(h []float64) []float64 {
	u, n := make([]float64, len(h)), mat.Norm(h)
	for d, x := range h {
		u[d] = x / n
	}
	return u
}

// differences are the states' directions without their mean, which it leaves
// in centre.
func differences(p trace.Path, centre []float64) [][]float64 {
	var list [][]float64
	for _, w := range p.Texts {
		for _, s := range w.States {
			list = append(list, direction(s.Vector))
		}
	}
	for _, u := range list {
		mat.AddScaled(centre, 1/float64(len(list)), u)
	}
	for i, u := range list {
		list[i] = mat.Sub(u, centre)
	}
	return list
}

// Path draws a word's way through the hidden states, a line a text: a dot at
// each, numbered by its layer, and an arrow to the last. Texts that have the
// same anchor share its colour; the second is dashed, with hollow dots.
func Path(p trace.Path) (Scene, error) {
	last := len(p.Texts[0].States) - 1
	s := Scene{Title: fmt.Sprintf("The path of “%s” through %s", p.Word, count(last, "layer", "layers")), Caption: pathCaption(p)}
	hues := pathHues(p)
	panel := Panel{Title: pathTitle(p), Ticks: true}
	for i := range p.Texts {
		panel.Marks = append(panel.Marks, steps(p, i, hues[i])...)
	}
	coverSteps(panel.Marks)
	if len(panel.Marks) == 0 || slices.ContainsFunc(panel.Marks, unknown) {
		return Scene{}, fmt.Errorf("the path of %q has a state of length 0, which has no direction", p.Word)
	}
	panel.Window = around(panel.Marks)
	if err := panel.Window.drawable(); err != nil {
		return Scene{}, err
	}
	if between(p) {
		end := func(text string, context int) Text {
			return Text{{Text: text, Style: Heading, Role: Output, Context: context}}
		}
		panel.Ends = Ends{Left: end("← "+p.Anchors[0].Word, 0), Right: end(p.Anchors[1].Word+" →", 1)}
		panel.Inset = pathInset(p, hues, panel.Window)
	}
	s.Panels = []Panel{panel, {Title: "Sentences", Side: true, Samples: pathSamples(p, hues)}}
	if between(p) {
		s.Panels = append(s.Panels, Panel{Title: "Side of the axis", Side: true, Chart: sideChart(p, hues)})
	}
	if words := pathFinding(p, hues); words != nil {
		s.Panels = append(s.Panels, Panel{Side: true, Words: words})
	}
	for i, w := range p.Texts {
		s.Kept = append(s.Kept, Kept{Label: wayName(p, i, 14), Role: Output, Context: hues[i].context, Share: float64(w.States[last].Kept), Of: stateRefs(i, last)})
	}
	return s, nil
}

// A hue is how a text's way is told from the others.
type hue struct{ context, variant int }

// pathHues gives texts with the same anchor one colour, and the others one
// each; a changed text has that of the text as it was.
func pathHues(p trace.Path) []hue {
	hues := make([]hue, len(p.Texts))
	used := map[int]int{}
	next := len(p.Anchors)
	plain := len(p.Texts) // texts whose runs nothing changed
	if p.Texts[plain-1].Changed {
		plain /= 2
	}
	for i, w := range p.Texts {
		context := next
		if i >= plain {
			context = hues[i-plain].context
		} else if w.Side != nil {
			context = *w.Side
		} else {
			next++
		}
		hues[i] = hue{context, used[context]}
		used[context]++
	}
	return hues
}

func stateRefs(text, layer int) []trace.Ref {
	return []trace.Ref{{Trace: text, Tensor: "states.at", Index: []int{layer}}}
}

func statePoint(s trace.PathState) Point { return Point{float64(s.At[0]), float64(s.At[1])} }

// steps draws one text's way.
func steps(p trace.Path, text int, h hue) []Mark {
	states := p.Texts[text].States
	var lines, dots []Mark
	for l, state := range states {
		at := statePoint(state)
		of := stateRefs(text, l)
		mark := Mark{Role: Output, Context: h.context, Variant: h.variant, Of: of, Kept: float64(state.Kept)}
		if l > 0 {
			line := mark
			line.Kind, line.Points, line.Of = Step, []Point{statePoint(states[l-1]), at}, append(stateRefs(text, l-1), of...)
			if l == len(states)-1 {
				line.Kind = Arrow
				line.Label = Label{Text: wayName(p, text, 40)}
			}
			lines = append(lines, line)
		}
		if l < len(states)-1 {
			mark.Kind, mark.Points = Dot, []Point{at}
			mark.Label = Label{Text: Text{{Text: strconv.Itoa(l), Role: Output, Context: h.context}}}
			dots = append(dots, mark)
		}
	}
	return append(lines, dots...)
}

// coverSteps marks what coincides with an earlier mark of the same colour: a
// state that a change did not move. Whether it does depends on both.
func coverSteps(marks []Mark) {
	for i := range marks {
		for k := range i {
			a, b := marks[i], marks[k]
			if !b.Covered && a.Kind == b.Kind && a.Context == b.Context && slices.Equal(a.Points, b.Points) {
				marks[i].Covered = true
				marks[i].Of = slices.Concat(a.Of, b.Of)
				break
			}
		}
	}
}

// wayName is a text as its way is labelled.
func wayName(p trace.Path, text, most int) Text {
	h := pathHues(p)[text]
	return Text{{Text: wayTitle(p.Texts[text], most), Style: Heading, Role: Output, Context: h.context}}
}

// wayTitle is a text, and whether its run was changed.
func wayTitle(w trace.Way, most int) string {
	title := PassageExcerpt(w.Passage, most)
	if w.Changed {
		title += ", changed"
	}
	return title
}

// around is the window that holds every mark, with its margin; not the origin.
func around(marks []Mark) Window {
	w := Window{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, m := range marks {
		for _, p := range m.Points {
			w = union(w, Window{p.X, p.Y, p.X, p.Y})
		}
	}
	size := math.Max(w.MaxX-w.MinX, w.MaxY-w.MinY)
	if size == 0 {
		size = 1
	}
	pad := margin * size
	return Window{w.MinX - pad - 0.06*size, w.MinY - pad, w.MaxX + pad + 0.06*size, w.MaxY + pad}
}

// pathInset shows where the window lies under the arc of radius 1, on which
// nothing is lost: the anchors at the last layer, and the last states.
func pathInset(p trace.Path, hues []hue, w Window) *Panel {
	last := len(p.Texts[0].States) - 1
	inset := Panel{Title: "Where this window is", Samples: []Sample{{Alone: true, Text: Text{{Text: "on the arc nothing is lost", Role: Aside, Context: -1}}}}}
	var ends []Point
	for k, a := range p.Anchors {
		tip := Point{float64(a.At[last][0]), float64(a.At[last][1])}
		ends = append(ends, tip)
		inset.Marks = append(inset.Marks, Mark{Kind: Arrow, Role: Output, Context: k, Points: []Point{origin, tip}, Kept: 1,
			Of: anchorRefs(k, last), Label: Label{Text: Text{{Text: a.Word, Role: Output, Context: k}}}})
	}
	var of []trace.Ref
	for i, h := range hues {
		inset.Marks = append(inset.Marks, Mark{Kind: Dot, Role: Output, Context: h.context, Variant: h.variant,
			Points: []Point{statePoint(p.Texts[i].States[last])}, Of: stateRefs(i, last), Kept: float64(p.Texts[i].States[last].Kept)})
		for l := range p.Texts[i].States {
			of = append(of, stateRefs(i, l)...)
		}
	}
	frame := Mark{Kind: Face, Role: Other, Context: -1, Kept: 1, Of: of,
		Points: []Point{{w.MinX, w.MinY}, {w.MaxX, w.MinY}, {w.MaxX, w.MaxY}, {w.MinX, w.MaxY}}}
	arc := Mark{Kind: Bow, Role: Other, Context: -1, Kept: 1, Points: []Point{origin, ends[1], ends[0]}, Of: append(anchorRefs(0, last), anchorRefs(1, last)...)}
	inset.Marks = append([]Mark{frame, arc}, inset.Marks...)
	inset.Window = fit(inset.Marks)
	return &inset
}

func anchorRefs(anchor, layer int) []trace.Ref {
	return []trace.Ref{{Tensor: "anchors.at", Index: []int{anchor, layer}}}
}

func pathSamples(p trace.Path, hues []hue) []Sample {
	var list []Sample
	for i, h := range hues {
		list = append(list, Sample{Mark: Step, Role: Output, Context: h.context, Variant: h.variant,
			Text: Text{{Text: wayTitle(p.Texts[i], 60), Role: Other, Context: -1}}})
	}
	return list
}

// sideChart is x, which side of the axis the word is on, against the layer.
func sideChart(p trace.Path, hues []hue) *Chart {
	c := &Chart{Across: "hidden state", Down: p.Anchors[0].Word + " below 0, " + p.Anchors[1].Word + " above", Zero: true}
	for l := range p.Texts[0].States {
		c.Places = append(c.Places, strconv.Itoa(l))
	}
	named := map[int]bool{}
	for i, h := range hues {
		line := Line{Context: h.context, Variant: h.variant}
		if h.context < 2 && !named[h.context] {
			named[h.context] = true
			line.Label = Text{{Text: p.Anchors[h.context].Word, Role: Output, Context: h.context}}
		}
		for l, s := range p.Texts[i].States {
			line.Values = append(line.Values, float64(s.At[0]))
			line.Of = append(line.Of, stateRefs(i, l)...)
		}
		c.Lines = append(c.Lines, line)
	}
	return c
}

func pathTitle(p trace.Path) string {
	if between(p) {
		return fmt.Sprintf("In the plane of %s and %s, both measured again at every layer", p.Anchors[0].Word, p.Anchors[1].Word)
	}
	return "Directions of the hidden states, in the plane " + p.Plane
}

// pathFinding says from which hidden state on the texts of the one anchor stay
// on its side of those of the other; nothing where not both have texts, or some
// are changed.
func pathFinding(p trace.Path, hues []hue) Text {
	if !between(p) || p.Texts[len(p.Texts)-1].Changed {
		return nil
	}
	var sides [2][]int
	for i, h := range hues {
		if h.context < 2 {
			sides[h.context] = append(sides[h.context], i)
		}
	}
	if len(sides[0]) == 0 || len(sides[1]) == 0 {
		return nil
	}
	last := len(p.Texts[0].States) - 1
	from := last + 1
	for from > 0 && apart(p, sides, from-1) {
		from--
	}
	w := &writer{}
	switch {
	case from > last:
		w.text("At the last layer the texts with %s and those with %s are not apart. ", p.Anchors[0].Word, p.Anchors[1].Word)
	case from == 0:
		w.text("The texts are apart at every hidden state, 0 too. ")
	default:
		w.text("The texts ")
		w.run(fmt.Sprintf("part at hidden state %d", from), Heading)
		w.text(" and stay apart. ")
	}
	start := p.Texts[0].States[0].At[0]
	oneSide := !slices.ContainsFunc(p.Texts, func(t trace.Way) bool { return (t.States[0].At[0] > 0) != (start > 0) })
	if oneSide {
		k := 0
		if start > 0 {
			k = 1
		}
		w.text("“%s” starts on the side of %s in all of them: compare texts with each other, not with 0. ", p.Word, p.Anchors[k].Word)
	}
	return trimmed(w.out)
}

// apart reports whether at a hidden state every text of the first anchor lies
// on its side of every text of the second.
func apart(p trace.Path, sides [2][]int, layer int) bool {
	x := func(i int) mat.Number { return p.Texts[i].States[layer].At[0] }
	for _, i := range sides[0] {
		for _, j := range sides[1] {
			if !(x(i) < x(j)) {
				return false
			}
		}
	}
	return true
}

func pathCaption(p trace.Path) Text {
	w := &writer{}
	w.run(fmt.Sprintf("%s, the path of “%s”. ", shortName(p.Source.Name), p.Word), Heading)
	w.text("The direction ")
	w.run("h", Symbol)
	w.text("/‖")
	w.run("h", Symbol)
	w.text("‖ of each hidden state, 0 being the embedding's, the last an arrow. ")
	switch {
	case between(p):
		w.text("x runs along unit(%s) − unit(%s), y along their sum, measured again at each layer with the words in sentences of their own: ", p.Anchors[1].Word, p.Anchors[0].Word)
		var own []string
		for _, a := range p.Anchors {
			own = append(own, "“"+a.Own+"”")
		}
		w.text("%s. ", strings.Join(own, " and "))
	case p.Plane == "pca":
		w.text("The plane keeps most of what they differ in (pca), through their mean. ")
	default:
		w.text("The plane is %s, the same at all layers. ", p.Plane)
	}
	w.notes(p.Notes)
	return trimmed(w.out)
}
