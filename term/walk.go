package term

import (
	"fmt"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// Options say how to show a walk.
type Options struct {
	Precision int // decimals; 0 is 4
}

// Walk writes the seven steps of each context with all their numbers: of the
// worked example's size in full, of longer texts and wider vectors as tables
// of what counts most. No line is wider than Width.
func Walk(w trace.Walk, o Options) string {
	if o.Precision == 0 {
		o.Precision = 4
	}
	w = printable(w)
	var out strings.Builder
	out.WriteString(header(w.Source))
	for c := range w.Traces {
		v := view{&out, &w.Traces[c], w, c, o.Precision}
		v.steps()
	}
	contrasts(&out, w, o.Precision)
	return out.String()
}

func header(s trace.Source) string {
	name := s.Name
	if s.Kind != "lesson" {
		name += fmt.Sprintf(", layer %d, head %d", s.Layer, s.Head)
	}
	title := s.Title
	if title == "" {
		title = s.Kind
	}
	out := inkBold.Render(name) + inkDim.Render("  "+title) + "\n"
	if s.Formula {
		out += inkDim.Render("by the formula alone, without the lesson's pins") + "\n"
	}
	if s.Chosen != "" {
		out += wrap(s.Chosen, "")
	}
	return out
}

// contrasts compares the contexts, for the words that are not in all of them.
func contrasts(out *strings.Builder, w trace.Walk, decimals int) {
	first := true
	for _, x := range w.Contrast {
		if common(w.Traces, x.Token) {
			continue
		}
		if first {
			out.WriteString("\n" + inkBold.Render("Contrast") + inkDim.Render("  how much closer to t the word stands in one text than in the other") + "\n")
			first = false
		}
		fmt.Fprintf(out, "    %s against %s, t = %s  %s\n", inkOf(x.A).Render(geom.Letter(x.A)), inkOf(x.B).Render(geom.Letter(x.B)),
			pad(clip(x.Token, 24), 12), geom.Fixed(float64(x.Value), decimals))
	}
}

func common(traces []trace.Trace, text string) bool {
	for _, t := range traces {
		if !slices.ContainsFunc(t.Tokens, func(k trace.Token) bool { return k.Text == text }) {
			return false
		}
	}
	return true
}

// A view writes one trace.
type view struct {
	out      *strings.Builder
	t        *trace.Trace
	walk     trace.Walk
	c        int
	decimals int
}

func (v view) printf(format string, args ...any) { fmt.Fprintf(v.out, format, args...) }

// step writes the head line of a step.
func (v view) step(n int, title, aside string) {
	v.printf("%s %s  %s\n", inkDim.Render(fmt.Sprint(n)), inkBold.Render(title), inkDim.Render(aside))
}

func (v view) number(x float64) string { return geom.Number(x, v.decimals) }

func (v view) vector(x []float64) string {
	s := geom.Vector(x, v.decimals)
	if len(x) > 6 {
		s += " length " + v.number(mat.Norm(x))
	}
	return s
}

// name is a symbol with its word: "e_money".
func (v view) name(letter string, j int) string { return letter + "_" + v.word(j) }

// word is token j, counted where the text repeats it.
func (v view) word(j int) string { return clip(geom.Word(*v.t, j), 24) }

// at is the pin at a place, if there is one.
func (v view) at(tensor string, index ...int) (trace.Pin, bool) {
	place := trace.At(tensor, index...)
	for _, p := range v.t.Pins {
		if p.At == place {
			return p, true
		}
	}
	return trace.Pin{}, false
}

// mark says beside a number that it was stated, and what the formula gives
// where that is something else.
func (v view) mark(tensor string, index ...int) string {
	p, pinned := v.at(tensor, index...)
	if !pinned {
		return ""
	}
	word := " stated"
	if p.Borrowed {
		word = " borrowed"
	}
	for _, c := range v.t.Checks {
		if c.At == p.At {
			return inkWarn.Render(word + "; the formula gives " + v.number(float64(c.Formula)))
		}
	}
	return inkDim.Render(word)
}

// needs writes what would reconcile the checks of a stage, each way once.
func (v view) needs(tensor string) {
	seen := map[string]bool{}
	for _, c := range v.t.Checks {
		stage, _, _ := trace.ParseAt(c.At)
		if stage != tensor {
			continue
		}
		text := "needs " + c.Needs
		if c.Or != "" {
			text += ", or " + c.Or
		}
		if !seen[text] {
			seen[text] = true
			v.warn(text, "      ")
		}
	}
}

// warn writes a text in amber, line by line.
func (v view) warn(text, indent string) {
	for line := range strings.Lines(wrap(text, indent)) {
		v.out.WriteString(inkWarn.Render(strings.TrimSuffix(line, "\n")) + "\n")
	}
}

// dim writes a plain text faintly, line by line.
func (v view) dim(text string) {
	for line := range strings.Lines(wrap(text, "    ")) {
		v.out.WriteString(inkDim.Render(strings.TrimSuffix(line, "\n")) + "\n")
	}
}

// notes writes the notes at a tensor.
func (v view) notes(tensors ...string) {
	for _, n := range v.t.Notes {
		if stage, _, _ := trace.ParseAt(n.At); slices.Contains(tensors, stage) {
			v.warn("note: "+n.Text, "    ")
		}
	}
}

// long says that the text or its vectors are too large to write out in full.
func (v view) long() bool {
	return len(v.t.Tokens) > 6 || v.t.V.Cols > 6 || v.t.Embed.Cols > 6 || len(v.t.Focus) > 1
}

// steps writes the context's title and its seven steps.
func (v view) steps() {
	const most = 300 // characters, four lines
	text, pair := geom.Excerpts(*v.t, most)
	title := "“" + text + "”"
	if pair != "" {
		title += " and “" + pair + "”"
	}
	if len(v.walk.Traces) > 1 {
		title = geom.Letter(v.c) + "  " + title
	}
	v.out.WriteString("\n" + flow(styled(strings.Fields(title), inkOf(v.c).Render), " ", ""))
	if v.long() {
		v.longSteps()
	} else {
		v.shortSteps()
	}
	v.shift()
}

func styled(words []string, style func(...string) string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = style(w)
	}
	return out
}
