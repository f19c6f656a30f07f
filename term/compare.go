package term

import (
	"strings"

	"heed/geom"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

// Compare writes the questions with the answers of each column side by side.
// No line is wider than Width.
func Compare(c trace.Comparison, o Options) string {
	var out strings.Builder
	out.WriteString(inkBold.Render("“"+Clean(c.Word)+"”") + inkDim.Render("  the same questions, side by side") + "\n")
	if texts := c.Columns[0].Heads.Texts; len(texts) > 1 || c.Columns[0].Heads.Source.Name != c.Columns[1].Heads.Source.Name {
		passages(&out, texts)
	}
	out.WriteString("\n")
	rows := [][]string{{""}}
	for _, column := range c.Columns {
		rows[0] = append(rows[0], Clean(column.Name))
	}
	for _, q := range c.Questions {
		row := []string{Clean(q.Asks)}
		for _, a := range q.Answers {
			row = append(row, Clean(geom.AnswerText(a, o.decimals())))
		}
		rows = append(rows, row)
	}
	out.WriteString(grid(folded(rows)))
	var notes []trace.Note
	for _, column := range c.Columns {
		notes = append(notes, column.Heads.Notes...)
	}
	out.WriteString(noteLines(notes))
	return out.String()
}

// folded breaks cells that are too long for their column into rows beneath each
// other. Columns of answers have what the answers need, up to a third of the
// width, and the questions the rest.
func folded(rows [][]string) [][]string {
	const least, most = 18, 26
	wide := make([]int, len(rows[0]))
	wide[0] = Width - 4
	for c := 1; c < len(wide); c++ {
		wide[c] = least
		for _, row := range rows[1:] {
			wide[c] = min(most, max(wide[c], lipgloss.Width(row[c])))
		}
		wide[0] -= wide[c] + 1
	}
	var all [][]string
	for _, row := range rows {
		var lines [][]string
		for c, cell := range row {
			for n, part := range foldedCell(cell, wide[c]) {
				for len(lines) <= n {
					lines = append(lines, make([]string, len(row)))
				}
				lines[n][c] = part
			}
		}
		all = append(all, lines...)
	}
	return all
}

// foldedCell breaks a text between its words, and clips a word that is too long.
func foldedCell(text string, width int) []string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = clip(w, width)
	}
	return strings.Split(strings.TrimSuffix(flowTo(width, words, " ", ""), "\n"), "\n")
}
