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
		rows[0] = append(rows[0], clip(Clean(column.Name), 18))
	}
	for _, q := range c.Questions {
		row := []string{Clean(q.Asks)}
		for _, a := range q.Answers {
			row = append(row, clip(Clean(geom.AnswerText(a, o.decimals())), 20))
		}
		rows = append(rows, row)
	}
	room := Width - 4
	for c := range c.Columns {
		wide := 0
		for _, row := range rows {
			wide = max(wide, lipgloss.Width(row[c+1]))
		}
		room -= wide + 1
	}
	for _, row := range rows {
		row[0] = clip(row[0], room)
	}
	out.WriteString(grid(rows))
	var notes []trace.Note
	for _, column := range c.Columns {
		notes = append(notes, column.Heads.Notes...)
	}
	out.WriteString(noteLines(notes))
	return out.String()
}
