package term

import (
	"fmt"
	"math"
	"strings"

	"heed/geom"

	"charm.land/lipgloss/v2"
)

// shades of a cell, from none to the full number.
var shades = []rune{' ', '·', '░', '▒', '▓', '█'}

// Shades draws a heat map in shaded cells, two columns each, at most width
// columns wide, with its rows by number and name and its columns by number.
// Rows and columns that have no room are counted beneath.
func Shades(m geom.Map, width int) string {
	const mostName, cell, mostRows = 14, 2, 80
	name := 0
	for _, t := range m.Rows {
		name = max(name, lipgloss.Width(plain(geom.Label{Text: t})))
	}
	name = min(name, mostName)
	number := len(fmt.Sprint(max(0, m.Values.Rows-1)))
	cols := max(1, min(m.Values.Cols, (width-4-name-number-2)/cell))
	rows := min(m.Values.Rows, mostRows)
	indent := strings.Repeat(" ", 4)
	var out strings.Builder
	head := indent + strings.Repeat(" ", number+1+name+1)
	for j := range cols {
		head += fmt.Sprintf("%*d", cell, j%10)
	}
	out.WriteString(inkDim.Render(head) + "\n")
	for i := range rows {
		label := ""
		if i < len(m.Rows) {
			label = clip(plain(geom.Label{Text: m.Rows[i]}), mostName)
		}
		out.WriteString(indent + left(fmt.Sprint(i), number) + " " + pad(label, name) + " ")
		for _, x := range m.Values.Row(i)[:cols] {
			out.WriteString(shaded(m, x))
		}
		out.WriteString("\n")
	}
	scale := strings.Fields(m.Says + ":")
	for n, r := range shades[1:] {
		scale = append(scale, fmt.Sprintf("%c%c from %s", r, r, geom.Number(from(n+1)*m.Most, 2)))
	}
	if m.Signed {
		scale = append(scale, fmt.Sprintf("−%c below 0", shades[3]))
	}
	for line := range strings.Lines(flowTo(width, scale, " ", indent)) {
		out.WriteString(inkDim.Render(strings.TrimSuffix(line, "\n")) + "\n")
	}
	if i, j := m.Values.Rows-rows, m.Values.Cols-cols; i > 0 || j > 0 {
		rest := strings.Fields(fmt.Sprintf("and %d more rows, %d more columns; -o draws, and --json has, them all", i, j))
		out.WriteString(inkDim.Render(strings.TrimSuffix(flowTo(width, rest, " ", indent), "\n")) + "\n")
	}
	return out.String()
}

// shaded is one cell. Of a signed map those below 0 have a minus, and each side
// has its colour.
func shaded(m geom.Map, x float64) string {
	r := string(shade(math.Abs(x), m.Most))
	switch {
	case !m.Signed && x < 0:
		return "  "
	case !m.Signed || r == " ":
		return r + r
	case x < 0:
		return inkB.Render("−" + r)
	}
	return inkA.Render(r + r)
}

// from is the share of the full number that a shade begins at. The steps grow,
// for most weights are small.
func from(shade int) float64 {
	return []float64{0, 0.02, 0.1, 0.25, 0.5, 0.75}[shade]
}

// shade is that of a number; of what is no number, none.
func shade(x, most float64) rune {
	at := 0
	for n := range shades {
		if x > 0 && x >= from(n)*most {
			at = n
		}
	}
	return shades[at]
}
