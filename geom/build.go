package geom

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"
	"heed/trace"
)

// Build turns a walk into a scene on one plane. Panel (a) is the walk's last
// step: the vectors, the weighted values, their sum and the shift, every
// context in its own hue. In two dimensions panels (b) and (c) show the
// cosines before and after; in more, panel (b) shows what the head adds, its
// weighted values head to tail. It is an error if the plane's directions are
// not as wide as the vectors, or if these are too long or short to draw.
func Build(w trace.Walk, p Plane) (Scene, error) {
	b, err := newBuilder(w, p)
	if err != nil {
		return Scene{}, err
	}
	s := Scene{Title: w.Source.Title, Plane: p, Caption: b.caption()}
	if b.whole {
		s.Panels = []Panel{b.first(), b.before(), b.after()}
	} else {
		s.Panels = []Panel{b.first(), b.chain()}
		s.Kept = b.kept()
	}
	for i := range s.Panels {
		s.Panels[i].Name = fmt.Sprintf("(%c)", 'a'+i)
		s.Panels[i].Marks = slices.DeleteFunc(s.Panels[i].Marks, unknown)
		cover(s.Panels[i].Marks)
		s.Panels[i].Window = fit(s.Panels[i].Marks)
		if err := s.Panels[i].Window.drawable(); err != nil {
			return Scene{}, err
		}
	}
	if b.whole {
		both := union(s.Panels[1].Window, s.Panels[2].Window)
		s.Panels[1].Window, s.Panels[2].Window = both, both
	}
	return s, nil
}

// A builder makes the marks of one scene.
type builder struct {
	walk  trace.Walk
	plane Plane
	whole bool // the plane is the whole space, so angles in it are true

	aims []int // target of each trace
}

func newBuilder(w trace.Walk, p Plane) (builder, error) {
	if len(w.Traces) == 0 {
		return builder{}, fmt.Errorf("nothing to draw: the walk has no texts")
	}
	b := builder{walk: w, plane: p, whole: len(p.X) <= 2}
	for _, t := range w.Traces {
		if t.Embed.Cols != len(p.X) {
			return builder{}, fmt.Errorf("plane %s has %d dimensions; these vectors have %d", p.Name, len(p.X), t.Embed.Cols)
		}
		b.aims = append(b.aims, aim(t))
	}
	return b, nil
}

// first is the panel that everything is in: a walk's last step.
func (b builder) first() Panel {
	if b.whole {
		return b.sumAndShift()
	}
	return b.stream()
}

var origin Point

// arrow is a vector drawn from the origin.
func (b builder) arrow(v []float64, role Role, context int, of ...trace.Ref) Mark {
	return b.arrowFrom(nil, v, role, context, of...)
}

// arrowFrom is the vector v drawn from the tip of start; nil is the origin.
func (b builder) arrowFrom(start, v []float64, role Role, context int, of ...trace.Ref) Mark {
	tail, tip := origin, b.plane.At(v)
	if start != nil {
		tail = b.plane.At(start)
		tip = Point{tail.X + tip.X, tail.Y + tip.Y}
	}
	return Mark{Kind: Arrow, Role: role, Context: context, Points: []Point{tail, tip}, Of: of, Kept: b.plane.KeptOf(v)}
}

// refs names row i of a tensor of trace c, for each i.
func refs(c int, tensor string, rows ...int) []trace.Ref {
	var list []trace.Ref
	for _, i := range rows {
		list = append(list, trace.Ref{Trace: c, Tensor: tensor, Index: []int{i}})
	}
	return list
}

// e and y of the word under study in trace c, with what they are read from.
func (b builder) e(c int) ([]float64, []trace.Ref) {
	t := b.walk.Traces[c]
	return mat.MeanRows(t.Embed, t.Focus), refs(c, "embed", t.Focus...)
}

func (b builder) y(c int) ([]float64, []trace.Ref) {
	t := b.walk.Traces[c]
	return mat.MeanRows(t.Y, t.Focus), refs(c, "y", t.Focus...)
}

// words draws e of every word of trace c but the one under study. picked
// limits them; nil draws all.
func (b builder) words(c int, ghost bool, picked []int) []Mark {
	t := b.walk.Traces[c]
	var marks []Mark
	for j := range t.Tokens {
		if slices.Contains(t.Focus, j) || picked != nil && !slices.Contains(picked, j) {
			continue
		}
		m := b.arrow(t.Embed.Row(j), Embed, -1, refs(c, "embed", j)...)
		m.Ghost = ghost
		m.Label = symbol("e", b.name(t, j), Embed, -1)
		marks = append(marks, m)
	}
	return marks
}

// study draws e of the word under study.
func (b builder) study(c int, ghost bool) Mark {
	e, of := b.e(c)
	m := b.arrow(e, Embed, -1, of...)
	m.Ghost = ghost
	m.Label = symbol("e", b.studied(c), Embed, -1)
	return m
}

// studied is what the word under study is called in trace c, counted where
// the text repeats it.
func (b builder) studied(c int) string {
	t := b.walk.Traces[c]
	if len(t.Focus) == 1 {
		return b.name(t, t.Focus[0])
	}
	return t.Word
}

// output draws y of the word under study.
func (b builder) output(c int) Mark {
	y, of := b.y(c)
	m := b.arrow(y, Output, c, of...)
	m.Label = Label{Text: Text{{Text: "y", Style: Strong, Role: Output, Context: c},
		{Text: b.studied(c), Style: Sub, Role: Output, Context: c}}, Badge: b.badge(c)}
	return m
}

// badge is the letter of a context, where there are several.
func (b builder) badge(c int) string {
	if len(b.walk.Traces) == 1 {
		return ""
	}
	return Letter(c)
}

// Letter names context c: A, B … Z, then A1, B1 …
func Letter(c int) string {
	letter := string(rune('A' + c%26))
	if c >= 26 {
		return fmt.Sprint(letter, c/26)
	}
	return letter
}

// displacement draws e → y, labelled with how far that is towards the word
// that its move is measured by.
func (b builder) displacement(c int, labelled bool) Mark {
	e, ofE := b.e(c)
	y, ofY := b.y(c)
	m := Mark{Kind: Displacement, Role: Output, Context: c, Points: []Point{b.plane.At(e), b.plane.At(y)},
		Of: append(ofE, ofY...), Kept: b.plane.KeptOf(mat.Sub(y, e))}
	if k := b.aims[c]; k >= 0 && labelled {
		to := b.walk.Traces[c].Shift.Towards[k]
		m.Label = Label{Text: Text{{Text: b.signed(c, to), Style: Upright, Role: Output, Context: c}},
			Of: []trace.Ref{{Trace: c, Tensor: "shift.towards", Index: []int{k}}}}
	}
	return m
}

// signed puts a signed shift of trace c into words: "1.6125 towards money",
// "0.4000 away from money".
func (b builder) signed(c int, to trace.Towards) string {
	name := b.name(b.walk.Traces[c], to.Index)
	if to.Signed < 0 {
		return Fixed(-float64(to.Signed), 4) + " away from " + name
	}
	return Fixed(float64(to.Signed), 4) + " towards " + name
}

// aim is the target, in the trace's own text and not a special token, that its
// move is measured by. Where y is what this head makes, it is the word whose
// weighted value is the longest, which the head reads most; where y holds more
// heads, the word that it moves towards most. −1 where there is none.
func aim(t trace.Trace) int {
	best, most := -1, 0.0
	for k, to := range t.Shift.Towards {
		if to.Context != nil || t.Tokens[to.Index].Special || math.IsNaN(float64(to.Signed)) {
			continue
		}
		size := float64(to.Signed)
		if t.Share == nil {
			size = mat.Norm(t.Part(to.Index))
		}
		if best < 0 || size > most {
			best, most = k, size
		}
	}
	return best
}

// dotted is the line from y to the word that its move is measured by.
func (b builder) dotted(c int) []Mark {
	k := b.aims[c]
	if k < 0 {
		return nil
	}
	t := b.walk.Traces[c]
	j := t.Shift.Towards[k].Index
	y, of := b.y(c)
	return []Mark{{Kind: Dotted, Role: Output, Context: c, Points: []Point{b.plane.At(y), b.plane.At(t.Embed.Row(j))},
		Of: append(of, refs(c, "embed", j)...), Kept: 1}}
}

// symbol is a label such as e with "money" as its subscript.
func symbol(letter, word string, role Role, context int) Label {
	return Label{Text: Text{{Text: letter, Style: Symbol, Role: role, Context: context},
		{Text: word, Style: Sub, Role: role, Context: context}}}
}

// name is what token j is called beside its vector. A word that a text
// repeats has one vector where all of them are drawn, so it needs no count.
func (b builder) name(t trace.Trace, j int) string {
	if b.whole {
		return strings.TrimPrefix(t.Tokens[j].Text, "##")
	}
	return Word(t, j)
}

// Word is a token as its reader would write it, without WordPiece's mark. A
// word that its text repeats carries its count: "bank:2".
func Word(t trace.Trace, j int) string {
	name := strings.TrimPrefix(t.Tokens[j].Text, "##")
	before, all := 0, 0
	for i, token := range t.Tokens {
		if token.Text == t.Tokens[j].Text {
			all++
			if i <= j {
				before++
			}
		}
	}
	if all > 1 && before > 1 {
		return fmt.Sprintf("%s:%d", name, before)
	}
	return name
}

// unknown reports that nothing determines where a mark is: a lesson without
// maps leaves some vectors open, and what is open is not drawn.
func unknown(m Mark) bool {
	return slices.ContainsFunc(m.Points, func(p Point) bool { return math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) })
}

// cover marks what coincides with an earlier mark and says the same. Whether
// it does depends on both.
func cover(marks []Mark) {
	for i := range marks {
		for k := range i {
			if !marks[k].Covered && coincide(marks[i], marks[k]) {
				marks[i].Covered = true
				marks[i].Of = slices.Concat(marks[i].Of, marks[i].Label.Of, marks[k].Of, marks[k].Label.Of)
				break
			}
		}
	}
}

func coincide(a, b Mark) bool {
	sameRun := func(p, q Run) bool { return p.Text == q.Text && p.Style == q.Style }
	return a.Kind == b.Kind && a.Role == b.Role && a.Role != Output && a.Ghost == b.Ghost &&
		slices.Equal(a.Points, b.Points) && slices.EqualFunc(a.Label.Text, b.Label.Text, sameRun)
}
