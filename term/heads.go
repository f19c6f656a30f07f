package term

import (
	"fmt"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

// How many heads the table lists of either end.
const (
	headsFirst = 9
	headsLast  = 3
)

// Heads writes which heads moved the word: the strongest and those that oppose
// them, what each layer came to, and how exact the sums are. No line is wider
// than Width.
func Heads(h trace.Heads, o Options) string {
	var out strings.Builder
	out.WriteString(answerHeader(h.Source, "all heads on “"+Clean(h.Word)+"”"))
	passages(&out, h.Texts)
	for k, t := range h.Targets {
		if t.Own != "" {
			out.WriteString(inkDim.Render(fmt.Sprintf("t%d = %s, in a sentence of its own: “%s”", k+1, Clean(t.Word), Clean(t.Own))) + "\n")
		}
	}
	out.WriteString("\n")
	out.WriteString(grid(headRows(h, o.decimals())))
	if p := h.Pull; p != nil {
		out.WriteString(wrap(fmt.Sprintf("pull = (output A − output B) · unit(%s − %s): %s in all, %s with and %s against",
			Clean(h.Targets[0].Word), Clean(h.Targets[1].Word), geom.Signed(float64(p.All), o.decimals()), geom.Signed(float64(p.With), o.decimals()), geom.Signed(float64(p.Back), o.decimals())), "    "))
	}
	means := ""
	if len(h.Texts) > 1 {
		means = "; means of A and B"
	}
	out.WriteString("\n" + inkBold.Render("Layers") + inkDim.Render("  lengths of what each adds up, as it leaves the layer"+means) + "\n")
	out.WriteString(grid(layerRows(h, o.decimals())))
	if !trace.Noted(h.Notes, "sums") { // else the note tells
		out.WriteString(wrap(fmt.Sprintf("the parts sum to what the model computed within %s of its largest number", geom.Number(float64(h.Sums.Worst()), 2)), "    "))
	}
	out.WriteString(noteLines(geom.DrawnNotes(h.Notes)))
	return out.String()
}

func (o Options) decimals() int {
	if o.Precision == 0 {
		return 4
	}
	return o.Precision
}

// answerHeader is the first line of an answer: the model, and what is asked.
// On two lines where the name is a long path.
func answerHeader(s trace.Origin, asked string) string {
	if lipgloss.Width(Clean(s.Name)+"  "+s.Kind+"  "+asked) > Width {
		return flow(styled([]string{Clean(s.Name)}, inkBold.Render), " ", "") + wrap(s.Kind+"  "+asked, "    ")
	}
	return inkBold.Render(Clean(s.Name)) + inkDim.Render("  "+s.Kind) + "  " + asked + "\n"
}

// passages writes the texts, each with its letter where there are several.
func passages(out *strings.Builder, texts []trace.Passage) {
	const most = 300 // characters, four lines
	for c, t := range texts {
		title := "“" + Clean(geom.PassageExcerpt(t, most)) + "”"
		if len(texts) > 1 {
			title = geom.Letter(c) + "  " + title
		}
		out.WriteString(flow(styled(strings.Fields(title), inkOf(c).Render), " ", ""))
	}
}

// headRows is the table of the heads that do most, in either direction.
func headRows(h trace.Heads, decimals int) [][]string {
	head := []string{"head"}
	if h.Pull != nil {
		head = append(head, "pull")
	}
	for c := range h.Texts {
		for _, t := range h.Targets {
			head = append(head, strings.TrimSpace(letterOf(h.Texts, c)+" → "+clip(Clean(t.Word), 9)))
		}
		head = append(head, strings.TrimSpace(letterOf(h.Texts, c)+" length"))
	}
	rows := [][]string{head}
	order := geom.ByRank(h)
	for place, k := range order {
		if len(order) > headsFirst+headsLast && place >= headsFirst && place < len(order)-headsLast {
			if place == headsFirst {
				rows = append(rows, []string{fmt.Sprintf("… %d heads between", len(order)-headsFirst-headsLast)})
			}
			continue
		}
		one := h.Heads[k]
		row := []string{geom.HeadName(one.Layer, one.Head)}
		if one.Pull != nil {
			row = append(row, geom.Signed(float64(*one.Pull), decimals))
		}
		for c := range h.Texts {
			for t := range h.Targets {
				row = append(row, geom.Signed(float64(one.Towards[c][t]), decimals))
			}
			row = append(row, geom.Fixed(float64(one.Length[c]), decimals))
		}
		rows = append(rows, row)
	}
	return rows
}

// letterOf is the letter of a text among several, nothing for one alone.
func letterOf(texts []trace.Passage, c int) string {
	if len(texts) == 1 {
		return ""
	}
	return geom.Letter(c)
}

// layerRows is the table of the layers: means over the texts.
func layerRows(h trace.Heads, decimals int) [][]string {
	rows := [][]string{{"layer", "move", "stream", "heads", "bias", "MLP", "norms"}}
	for _, l := range h.Layers {
		row := []string{fmt.Sprint(l.Layer)}
		for _, x := range [][]mat.Number{l.Move, l.In, l.Heads, l.Bias, l.MLP, l.Norms} {
			sum := 0.0
			for _, v := range x {
				sum += float64(v) / float64(len(x))
			}
			row = append(row, geom.Fixed(sum, decimals))
		}
		rows = append(rows, row)
	}
	return rows
}

// grid sets rows in columns, the first flush left, the others flush right; a
// row of one cell is words alone. Columns stand closer where a line would pass
// the width; where they do not fit all the same, the rest make tables of their
// own beneath, each with the first column.
func grid(rows [][]string) string {
	n := 0
	for _, row := range rows {
		n = max(n, len(row))
	}
	if n == 0 {
		return ""
	}
	wide := make([]int, n)
	for _, row := range rows {
		for c, cell := range row {
			if len(row) > 1 {
				wide[c] = max(wide[c], lipgloss.Width(cell))
			}
		}
	}
	var tables []string
	for from := 1; from < n || len(tables) == 0; {
		to, total := from, gridIndent+wide[0]
		for to < n && (to == from || total+1+wide[to] <= Width) {
			total += 1 + wide[to]
			to++
		}
		tables = append(tables, gridPart(rows, wide, from, to, len(tables) == 0))
		from = max(to, from+1)
	}
	return strings.Join(tables, "\n")
}

const gridIndent = 4

// gridPart is the first column of a grid, and those from one to another; rows of
// one cell stand in the first part alone.
func gridPart(rows [][]string, wide []int, from, to int, first bool) string {
	total := gridIndent + wide[0]
	for _, w := range wide[from:to] {
		total += w
	}
	gap := min(3, max(1, (Width-total)/max(1, to-from)))
	var out strings.Builder
	for r, row := range rows {
		if len(row) == 1 {
			if first {
				out.WriteString(inkDim.Render("    "+row[0]) + "\n")
			}
			continue
		}
		line := "    " + pad(row[0], wide[0])
		for c := from; c < min(to, len(row)); c++ {
			line += strings.Repeat(" ", gap) + left(row[c], wide[c])
		}
		line = strings.TrimRight(line, " ")
		if r == 0 {
			line = inkDim.Render(line)
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// noteLines writes each note once.
func noteLines(list []trace.Note) string {
	var out strings.Builder
	var told []string
	for _, n := range list {
		if slices.Contains(told, n.Text) {
			continue
		}
		told = append(told, n.Text)
		for line := range strings.Lines(wrap("note: "+Clean(n.Text), "    ")) {
			out.WriteString(inkWarn.Render(strings.TrimSuffix(line, "\n")) + "\n")
		}
	}
	return out.String()
}
