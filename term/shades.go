package term

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/geom"

	"charm.land/lipgloss/v2"
)

// shades of a cell, from none to the full number.
var shades = []rune{' ', '·', '░', '▒', '▓', '█'}

// Shades draws a heat map in shaded cells, two columns each, at most width
// columns wide. Its columns are numbered; rows have a number where they have no
// name, or where columns have the same names, else a line beneath lists the
// columns' names. Rows and columns that have no room are counted beneath.
func Shades(m geom.Map, width int) string {
	const mostName, mostRows = 14, 80
	square := slices.EqualFunc(m.Rows, m.Cols, func(a, b geom.Text) bool {
		return plain(geom.Label{Text: a}) == plain(geom.Label{Text: b})
	})
	rows := min(m.Values.Rows, mostRows)
	labels := make([]string, rows)
	name := lipgloss.Width(m.Down)
	for i := range labels {
		if i < len(m.Rows) {
			labels[i] = clip(plain(geom.Label{Text: m.Rows[i]}), mostName)
		}
		if len(m.Rows) == 0 || square {
			labels[i] = strings.TrimSpace(left(fmt.Sprint(i), len(fmt.Sprint(rows-1))) + " " + labels[i])
			if i < 10 && rows > 10 {
				labels[i] = " " + labels[i]
			}
		}
		name = max(name, lipgloss.Width(labels[i]))
	}
	indent := strings.Repeat(" ", 4)
	cols, cell := columnsIn(m.Values.Cols, width-len(indent)-name-1)
	var out strings.Builder
	out.WriteString(inkDim.Render(indent+pad(m.Down, name)+" "+numbered(cols, cell)) + "\n")
	for i := range rows {
		line := indent + pad(labels[i], name) + " "
		for _, x := range m.Values.Row(i)[:cols] {
			line += strings.Repeat(" ", cell-2) + shaded(m, x)
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if len(m.Cols) == 0 && m.Across != "" {
		out.WriteString(inkDim.Render(indent+"across: "+m.Across) + "\n")
	}
	if len(m.Cols) > 0 && !square {
		list := []string{strings.TrimSpace(m.Across + " of each column:")}
		for j := range cols {
			list = append(list, fmt.Sprintf("%d %s", j, clip(plain(geom.Label{Text: m.Cols[j]}), mostName)))
		}
		out.WriteString(styledLines(flowTo(width, list, "  ", indent), inkDim))
	}
	scale := strings.Fields(m.Says + ":")
	for n, r := range shades[1:] {
		scale = append(scale, fmt.Sprintf("%c%c from %s", r, r, geom.Number(from(n+1)*m.Most, 2)))
	}
	if m.Signed {
		scale = append(scale, fmt.Sprintf("−%c below 0", shades[3]))
	}
	out.WriteString(styledLines(flowTo(width, scale, " ", indent), inkDim))
	if i, j := m.Values.Rows-rows, m.Values.Cols-cols; i > 0 || j > 0 {
		rest := strings.Fields(fmt.Sprintf("and %d more rows, %d more columns; -o draws, and --json has, them all", i, j))
		out.WriteString(styledLines(flowTo(width, rest, " ", indent), inkDim))
	}
	return out.String()
}

// columnsIn is how many of n columns have room, and how wide each is: as wide as
// its number and a space where all have room, else the two that shades need.
func columnsIn(n, room int) (cols, cell int) {
	if cell = max(2, len(fmt.Sprint(n-1))+1); n*cell <= room {
		return n, cell
	}
	return max(1, min(n, room/2)), 2
}

// numbered writes the numbers of columns, each over its column's end: every
// fifth where cells are too narrow for all.
func numbered(cols, cell int) string {
	every := 1
	if len(fmt.Sprint(cols-1)) >= cell {
		every = 5
	}
	var out strings.Builder
	for j := 0; j < cols; j += every {
		number := fmt.Sprint(j)
		out.WriteString(strings.Repeat(" ", max(0, (j+1)*cell-len(number)-out.Len())) + number)
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
