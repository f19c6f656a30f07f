package term

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"

	"charm.land/lipgloss/v2"
)

// shortSteps writes the seven steps with every number, as one would by hand.
func (v view) shortSteps() {
	v.embedStep()
	v.projectStep()
	v.scoreStep()
	v.scaleStep()
	v.softmaxStep()
	v.weighStep()
	v.sumStep()
}

func (v view) embedStep() {
	v.step(1, "Embed", "one vector a word")
	var items []string
	for j := range v.t.Tokens {
		items = append(items, v.name("e", j)+" = "+v.vector(v.t.Embed.Row(j)))
	}
	v.out.WriteString(flow(items, "    ", "    "))
	if len(v.t.Tokens) == 2 {
		a, b := v.t.Embed.Row(0), v.t.Embed.Row(1)
		v.printf("    %s\n", inkDim.Render(fmt.Sprintf("%s apart, cosine %s", v.number(mat.Distance(a, b)), v.number(mat.Cosine(a, b)))))
	}
	v.notes("embed")
}

func (v view) projectStep() {
	v.step(2, "Project", "each e times three matrices: q = e·W_Q, k = e·W_K, v = e·W_V")
	v.matrices()
	for j := range v.t.Tokens {
		v.out.WriteString(flow([]string{
			inkQuery.Render(v.name("q", j)) + " = " + v.pinnedVector("q", v.t.Q, j),
			inkKey.Render(v.name("k", j)) + " = " + v.pinnedVector("k", v.t.K, j),
			inkValue.Render(v.name("v", j)) + " = " + v.pinnedVector("v", v.t.V, j),
		}, "   ", "    "))
	}
	for _, tensor := range []string{"q", "k", "v"} {
		v.needs(tensor)
	}
}

// pinnedVector is a row with a word where numbers of it are stated.
func (v view) pinnedVector(tensor string, m mat.Matrix, j int) string {
	s := v.vector(m.Row(j))
	for c := range m.Cols {
		if _, pinned := v.at(tensor, j, c); pinned {
			return s + inkDim.Render(" stated")
		}
	}
	return s
}

// matrices writes the maps side by side where they fit.
func (v view) matrices() {
	m := v.t.Maps
	if m == nil {
		return
	}
	var blocks []string
	for _, each := range []struct {
		name string
		m    mat.Matrix
		ink  lipgloss.Style
	}{{"W_Q", m.Q, inkQuery}, {"W_K", m.K, inkKey}, {"W_V", m.V, inkValue}, {"W_O", m.O, inkPlain}} {
		switch {
		case each.m.Absent() && each.name == "W_O":
		case each.m.Absent():
			blocks = append(blocks, each.ink.Render(each.name)+" not given")
		case isIdentity(each.m):
			blocks = append(blocks, each.ink.Render(each.name)+" = I")
		default:
			blocks = append(blocks, lipgloss.JoinHorizontal(lipgloss.Top, each.ink.Render(each.name)+" = ", v.matrix(each.m)))
		}
		if each.name == "W_Q" && m.Solved {
			blocks = append(blocks, inkDim.Render("solved from the scores"))
		}
	}
	v.out.WriteString(sideBySide(blocks))
	if b := v.t.Bias; b != nil {
		var items []string
		for _, each := range []struct {
			name string
			b    []float64
		}{{"b_Q", b.Q}, {"b_K", b.K}, {"b_V", b.V}, {"b_O", b.O}} {
			if each.b != nil {
				items = append(items, each.name+" = "+v.vector(each.b))
			}
		}
		if items != nil {
			v.out.WriteString(flow(items, "   ", "    "))
		}
	}
}

func isIdentity(m mat.Matrix) bool {
	return m.Rows == m.Cols && slices.Equal(m.Data, mat.Identity(m.Rows).Data)
}

// matrix writes a map in brackets, a row a line.
func (v view) matrix(m mat.Matrix) string {
	wide := make([]int, m.Cols)
	for i := range m.Rows {
		for c, x := range m.Row(i) {
			wide[c] = max(wide[c], lipgloss.Width(v.number(x)))
		}
	}
	var lines []string
	for i := range m.Rows {
		line := "│"
		for c, x := range m.Row(i) {
			line += " " + left(v.number(x), wide[c])
		}
		lines = append(lines, line+" │")
	}
	return strings.Join(lines, "\n")
}

// sideBySide sets blocks beside each other as far as the width goes.
func sideBySide(blocks []string) string {
	const indent, gap = "    ", "   "
	var out strings.Builder
	for len(blocks) > 0 {
		row, n := blocks[0], 1
		for n < len(blocks) && lipgloss.Width(row)+lipgloss.Width(gap)+lipgloss.Width(blocks[n]) <= Width-len(indent) {
			row = lipgloss.JoinHorizontal(lipgloss.Top, row, gap, blocks[n])
			n++
		}
		for line := range strings.SplitSeq(row, "\n") {
			out.WriteString(indent + strings.TrimRight(line, " ") + "\n")
		}
		blocks = blocks[n:]
	}
	return out.String()
}

// scoreStep writes the dot products of the word's query with every key.
func (v view) scoreStep() {
	i := v.t.Focus[0]
	v.step(3, "Score", "who is relevant to "+v.t.Word+"? its query times each key")
	for j := range v.t.Tokens {
		product := inkQuery.Render(v.name("q", i)) + " · " + inkKey.Render(v.name("k", j))
		v.out.WriteString(flow([]string{product, "= " + v.dot(v.t.Q.Row(i), v.t.K.Row(j)) + v.number(v.t.Scores.At(i, j)) + v.mark("scores", i, j)}, " ", "    "))
	}
	v.needs("scores")
}

// dot writes a dot product out with its numbers put in: "3·2 + 0·7 = ".
func (v view) dot(q, k []float64) string {
	var terms []string
	for c := range q {
		if math.IsNaN(q[c]) || math.IsNaN(k[c]) {
			return ""
		}
		terms = append(terms, v.bracketed(q[c])+"·"+v.bracketed(k[c]))
	}
	s := strings.Join(terms, " + ") + " = "
	if lipgloss.Width(s) > 34 {
		return ""
	}
	return inkDim.Render(s)
}

func (v view) bracketed(x float64) string {
	if s := v.number(x); x >= 0 {
		return s
	} else {
		return "(" + s + ")"
	}
}

func (v view) scaleStep() {
	i, k := v.t.Focus[0], v.t.K.Cols
	v.step(4, "Scale", fmt.Sprintf("divide by √d_k, d_k = %d", k))
	for j := range v.t.Tokens {
		v.printf("    %s / √%d = %s%s\n", v.number(v.t.Scores.At(i, j)), k, v.number(v.t.Scaled.At(i, j)), v.mark("scaled", i, j))
	}
	v.needs("scaled")
	if v.t.Masked.Absent() {
		return
	}
	var items []string
	for j := range v.t.Tokens {
		items = append(items, v.word(j)+" "+v.number(v.t.Masked.At(i, j)))
	}
	v.out.WriteString(flow(append([]string{"after bias and mask:"}, items...), "  ", "    "))
}

func (v view) softmaxStep() {
	i := v.t.Focus[0]
	v.step(5, "Softmax", "weights that sum to 1")
	for j := range v.t.Tokens {
		v.printf("    w_%s = %s%s\n", v.word(j), v.number(v.t.Weights.At(i, j)), v.mark("weights", i, j))
	}
	v.needs("weights")
	v.notes("weights")
}

func (v view) weighStep() {
	v.step(6, "Weigh", "stretch or shrink each value by its weight")
	var items []string
	for j := range v.t.Tokens {
		items = append(items, v.number(v.t.Weights.At(v.t.Focus[0], j))+" "+inkValue.Render(v.name("v", j))+" = "+v.vector(v.t.Parts[0].Row(j)))
	}
	v.out.WriteString(flow(items, "    ", "    "))
	v.notes("parts", "v")
}

func (v view) sumStep() {
	i := v.t.Focus[0]
	v.step(7, "Sum and shift", "the weighted values added; where did "+v.t.Word+" go?")
	output, projected, last := v.t.Output.Row(i), v.t.Projected.Row(i), v.t.Y.Row(i)
	name, ink := inkOf(v.c).Render("y_"+v.t.Word), inkOf(v.c).Render
	if !slices.Equal(output, last) {
		name, ink = "output", inkPlain.Render
	}
	items := []string{name}
	for j := range v.t.Tokens {
		items = append(items, []string{"= ", "+ "}[min(j, 1)]+v.vector(v.t.Parts[0].Row(j)))
	}
	if n := len(items); n != 2 {
		items = append(items, "= "+ink(v.vector(output)))
	}
	items[len(items)-1] += v.pinnedOutput(i)
	v.out.WriteString(flow(items, " ", "    "))
	if !slices.Equal(output, last) {
		if !slices.Equal(output, projected) {
			v.printf("    projected = output·W_O = %s\n", v.vector(projected))
		}
		v.printf("    %s = %s%s\n", inkOf(v.c).Render("y_"+v.t.Word), v.sumOf(), inkOf(v.c).Render(v.vector(last)))
	}
	v.needs("output")
	v.notes("y", "output")
}

// sumOf says what is added to give y.
func (v view) sumOf() string {
	terms := []string{"projected"}
	if v.alone() {
		return "e = "
	}
	if v.t.Residual {
		terms = []string{"e", "projected"}
	}
	if v.t.Bias != nil && v.t.Bias.O != nil {
		terms = append(terms, "b_O")
	}
	return strings.Join(terms, " + ") + " = "
}

// alone says that the word attends to nothing, so that its y is its e.
func (v view) alone() bool {
	i := v.t.Focus[0]
	return slices.Max(v.t.Weights.Row(i)) == 0 && slices.Equal(v.t.Y.Row(i), v.t.Embed.Row(i))
}

func (v view) pinnedOutput(i int) string {
	for c := range v.t.Output.Cols {
		if s := v.mark("output", i, c); s != "" {
			return s
		}
	}
	return ""
}

// clip shortens a text to a width, with an ellipsis.
func clip(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	for lipgloss.Width(s) > width-1 {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s + "…"
}
