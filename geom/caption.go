package geom

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"heed/mat"
	"heed/trace"
)

// caption tells in full sentences what the panels show, with its numbers, and
// names every pin that the formula disagrees with.
func (b builder) caption() Text {
	w := &writer{}
	w.run(b.heading()+". ", Heading)
	w.text("(a) ")
	for c := range b.walk.Traces {
		b.captionTrace(w, c)
	}
	if b.whole {
		w.text("(b) Cosines before. (c) After. ")
	} else {
		b.captionHead(w)
	}
	for c, t := range b.walk.Traces {
		b.captionChecks(w, c, t)
	}
	var notes []trace.Note
	for _, t := range b.walk.Traces {
		notes = append(notes, t.Notes...)
	}
	w.notes(notes)
	return trimmed(w.out)
}

// A writer gathers runs of text; runs of one style in a row become one.
type writer struct{ out Text }

func (w *writer) run(s string, style Style) {
	if n := len(w.out); n > 0 && w.out[n-1].Style == style {
		w.out[n-1].Text += s
		return
	}
	w.out = append(w.out, Run{Text: s, Style: style, Context: -1})
}

func (w *writer) text(format string, args ...any) { w.run(fmt.Sprintf(format, args...), Upright) }

// name writes a symbol with its subscript.
func (w *writer) name(letter, sub string, style Style) {
	w.run(letter, style)
	w.run(sub, Sub)
}

func (b builder) heading() string {
	s := b.walk.Source
	switch {
	case s.Title != "":
		return capital(s.Title)
	case s.Kind == "lesson":
		return s.Name
	}
	return fmt.Sprintf("%s, layer %d, head %d", shortName(s.Name), s.Layer, s.Head)
}

// shortName is a source's name without the folders before it.
func shortName(name string) string { return path.Base(strings.ReplaceAll(name, "\\", "/")) }

// captionTrace says what happened in context c.
func (b builder) captionTrace(w *writer, c int) {
	t := b.walk.Traces[c]
	if name := b.badge(c); name != "" {
		w.text("%s ", name)
	}
	text, pair := Excerpts(t, 90)
	w.text("“%s”", text)
	if t.Pair != "" {
		w.text(" and “%s”", pair)
	}
	w.text(": ")
	if b.whole && len(t.Tokens) <= fewWords {
		if t.Residual {
			w.name("e", b.studied(c), Symbol)
			w.text(" and ")
		}
		b.captionValues(w, c)
		w.text(" %s add to ", b.weights(c))
		w.name("y", b.studied(c), Strong)
		y, _ := b.y(c)
		w.text(" = %s", Vector(y, 4))
	} else {
		w.name("e", b.studied(c), Symbol)
		w.text(" moves by %s", Number(float64(t.Shift.Length), 4))
	}
	if k := b.aims[c]; k >= 0 {
		to := t.Shift.Towards[k]
		w.text(", %s (distance %s → %s, cosine %s → %s)", b.signed(c, to),
			Number(float64(to.Distance[0]), 4), Number(float64(to.Distance[1]), 4),
			Number(float64(to.Cosine[0]), 4), Number(float64(to.Cosine[1]), 4))
	}
	w.text(". ")
}

// weights lists the weights of the word's row, in the order of the text.
func (b builder) weights(c int) string {
	t := b.walk.Traces[c]
	var list []string
	for _, x := range t.Weights.Row(t.Focus[0]) {
		list = append(list, Number(x, 4))
	}
	s := strings.Join(list, ", ")
	if i := strings.LastIndex(s, ", "); i >= 0 {
		s = s[:i] + " and " + s[i+2:]
	}
	return fmt.Sprintf("weighted %s%s", s, stated(t))
}

// stated says whether weights were stated or borrowed.
func stated(t trace.Trace) string {
	for _, p := range t.Pins {
		if stage, _, _ := trace.ParseAt(p.At); stage == "weights" {
			return map[bool]string{true: ", borrowed,", false: ", as stated,"}[p.Borrowed]
		}
	}
	return ""
}

// captionValues names the values, and says so where they are the embeddings
// themselves.
func (b builder) captionValues(w *writer, c int) {
	w.text("values")
	m := b.walk.Traces[c].Maps
	if m == nil || m.V.Absent() || m.V.Rows != m.V.Cols || !equal(m.V.Data, mat.Identity(m.V.Rows).Data) {
		return
	}
	w.text(" (")
	w.name("W", "V", Symbol)
	w.text(" = ")
	w.run("I", Symbol)
	w.text(")")
}

// captionHead says what panel (b) of a model shows.
func (b builder) captionHead(w *writer) {
	w.text("(b) What the head adds to ")
	w.run(b.walk.Traces[0].Word, Symbol)
	w.text(": its weighted values")
	if t := b.walk.Traces[0]; !slices.Equal(t.Output.Data, t.Projected.Data) { // else the head has no W_O
		w.text(" after ")
		w.name("W", "O", Symbol)
	}
	w.text(", head to tail; ")
	for c, t := range b.walk.Traces {
		if c > 0 {
			w.text(", ")
		}
		if name := b.badge(c); name != "" {
			w.text("%s ", name)
		}
		w.text("length %s", Number(mat.Norm(mat.MeanRows(t.Projected, t.Focus)), 4))
	}
	w.text(". The plane is %s. ", planeWords(b.plane.Name))
	for _, x := range b.walk.Contrast {
		if k := b.aims[x.A]; x.A < x.B && k >= 0 && b.walk.Traces[x.A].Shift.Towards[k].Index == x.Index {
			w.text("Contrast %s against %s for %s: %s. ", Letter(x.A), Letter(x.B), x.Token, Number(float64(x.Value), 4))
		}
	}
}

// planeWords says what a plane is.
func planeWords(name string) string {
	if name == "pca" {
		return "the one that keeps most of these vectors (pca)"
	}
	return name
}

// Excerpts are a trace's text and pair, or as much of long ones as holds at
// most about so many characters: around the word under study in the text that
// has it, from the start in the other.
func Excerpts(t trace.Trace, most int) (text, pair string) {
	first := t.Tokens[t.Focus[0]]
	if first.Sequence != nil && *first.Sequence == 1 {
		return excerpt(t.Text, 0, most), excerpt(t.Pair, first.Start, most)
	}
	return excerpt(t.Text, first.Start, most), excerpt(t.Pair, 0, most)
}

// PassageExcerpt is a passage's text, or as much of a long one as [Excerpts]
// keeps.
func PassageExcerpt(p trace.Passage, most int) string {
	text, pair := Excerpts(trace.Trace{Text: p.Text, Pair: p.Pair, Focus: p.Focus, Tokens: p.Tokens}, most)
	if pair != "" {
		text += "” and “" + pair
	}
	return text
}

// excerpt keeps what stands around code point at.
func excerpt(text string, at, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	from := max(0, min(at-most/2, len(runes)-most))
	to := from + most
	s := string(runes[from:to])
	if from > 0 { // not from within a word, where there are any
		if _, rest, found := strings.Cut(s, " "); found {
			s = rest
		}
		s = "… " + s
	}
	if to < len(runes) {
		if i := strings.LastIndexByte(s, ' '); i > len("… ") {
			s = s[:i]
		}
		s += " …"
	}
	return s
}

// captionChecks names the pins of context c that the formula disagrees with;
// borrowed ones were named with their lender.
func (b builder) captionChecks(w *writer, c int, t trace.Trace) {
	borrowed := map[string]bool{}
	for _, p := range t.Pins {
		borrowed[p.At] = p.Borrowed
	}
	var list []string
	for _, check := range t.Checks {
		if !borrowed[check.At] {
			list = append(list, fmt.Sprintf("%s in place of %s", Number(float64(check.Formula), 4), Number(check.Stated, 4)))
		}
	}
	if len(list) > 0 {
		w.text("The formula gives %s. ", strings.Join(list, ", "))
	}
}

// capital starts a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
