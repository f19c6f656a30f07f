package term

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"

	"charm.land/lipgloss/v2"
)

// views draws panels one beneath the other, each beneath its title where there
// are several.
func views(panels []geom.Panel, width int) string {
	var drawn, titles []string
	for _, p := range panels {
		if p.Side || p.Planar() {
			continue
		}
		if text := letters(p, width); text != "" {
			title := flowTo(width, strings.Fields(Clean(p.Name+" "+p.Title)), " ", "    ")
			drawn, titles = append(drawn, text), append(titles, styledLines(title, inkBold))
		}
	}
	if len(drawn) == 1 {
		return drawn[0]
	}
	for i := range drawn {
		drawn[i] = titles[i] + drawn[i]
	}
	return strings.Join(drawn, "\n")
}

// styledLines sets each line in a style of its own, for escapes end with a line.
func styledLines(text string, ink lipgloss.Style) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(ink.Render(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return out.String()
}

// letters draws a panel that is no plane, at most width columns wide; "" where it
// has nothing that a terminal could show.
func letters(p geom.Panel, width int) string {
	switch {
	case p.Map != nil:
		return Shades(*p.Map, width)
	case p.Tiles != nil:
		return tiles(*p.Tiles, width)
	case p.Bars != nil:
		return bars(*p.Bars, width)
	case p.Chart != nil:
		return chart(*p.Chart, width)
	}
	return ""
}

// tiles writes the numbers beneath tiles in rows and columns, those above 0 in
// A's colour and those below in B's; where they have no room, shades of the
// tiles' tint. Tiles with neither have no picture.
func tiles(t geom.Tiles, width int) string {
	if t.Tint == nil || len(t.Rows) == 0 || len(t.Cols) == 0 {
		return ""
	}
	name, cell := max(lipgloss.Width(t.Down), lipgloss.Width(t.Across)), 3
	for _, r := range t.Rows {
		name = max(name, lipgloss.Width(r))
	}
	feet := make([]string, len(t.Rows)*len(t.Cols))
	tints := mat.Filled(len(t.Rows), len(t.Cols), math.NaN())
	for _, one := range t.Tiles {
		tints.Row(one.Row)[one.Col] = one.Tint * t.Tint.Most
		text := plain(geom.Label{Text: one.Foot})
		if one.Chosen {
			text += "*"
		} else if text != "" {
			text += " "
		}
		cell = max(cell, lipgloss.Width(text))
		ink := inkOf(0)
		switch {
		case math.Abs(one.Tint) < faintTint:
			ink = &inkDim
		case one.Tint < 0:
			ink = inkOf(1)
		}
		feet[one.Row*len(t.Cols)+one.Col] = ink.Bold(one.Strong).Render(text)
	}
	indent := strings.Repeat(" ", min(4, max(0, width-name-1-len(t.Cols)*cell)))
	if name+1+len(t.Cols)*cell > width {
		m := geom.Map{Down: t.Down, Across: t.Across, Values: tints, Signed: true, Most: t.Tint.Most, Says: t.Tint.Says}
		for _, r := range t.Rows {
			m.Rows = append(m.Rows, geom.Text{{Text: r}})
		}
		return Shades(m, width)
	}
	var out strings.Builder
	head := indent + left(t.Across, name) + " "
	for _, c := range t.Cols {
		head += left(c+" ", cell)
	}
	out.WriteString(inkDim.Render(strings.TrimRight(head, " ")) + "\n")
	for r, row := range t.Rows {
		line := indent + inkDim.Render(left(row, name)) + " "
		for c := range t.Cols {
			line += left(feet[r*len(t.Cols)+c], cell)
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	rows := "rows: " + t.Down
	if slices.ContainsFunc(t.Tiles, func(one geom.Tile) bool { return one.Chosen }) {
		rows += "; * rank 1"
	}
	return out.String() + inkDim.Render(indent+rows) + "\n"
}

// faintTint is the share of the scale below which a tile's number stands back.
const faintTint = 0.1

// bars draws a bar of blocks a row, to the right of its label or from a line in
// the middle, and the numbers after it.
func bars(b geom.Bars, width int) string {
	const indent, mostLabel, least = 4, 22, 4
	label, numbers := 0, 0
	below, above := 0.0, 0.0
	for _, row := range b.Rows {
		if row.Between {
			continue
		}
		label = max(label, min(mostLabel, lipgloss.Width(plain(geom.Label{Text: row.Label}))))
		numbers = max(numbers, lipgloss.Width(strings.Join(row.Numbers, "  ")))
		if share := portion(row.Value, b.Most); row.Value < 0 {
			below = max(below, share)
		} else {
			above = max(above, share)
		}
	}
	room := max(least, width-indent-label-1-2-numbers)
	before, unit := 0, float64(room)
	if b.Signed && below+above > 0 {
		unit = float64(room-1) / (below + above)
		before = int(math.Round(unit * below))
	}
	var out strings.Builder
	for _, row := range b.Rows {
		text := clip(plain(geom.Label{Text: row.Label}), mostLabel)
		if row.Between {
			out.WriteString(inkDim.Render(strings.Repeat(" ", indent)+"… "+text) + "\n")
			continue
		}
		ink := inkRole(geom.Mark{Role: row.Role, Context: row.Context})
		long := int(math.Round(unit * portion(row.Value, b.Most)))
		var bar string
		switch {
		case !b.Signed:
			bar = ink.Render(strings.Repeat("█", long))
		case row.Value < 0:
			bar = strings.Repeat(" ", max(0, before-long)) + ink.Render(strings.Repeat("▒", min(long, before))) + "│"
		default:
			bar = strings.Repeat(" ", before) + "│" + ink.Render(strings.Repeat("█", min(long, room-1-before)))
		}
		line := strings.Repeat(" ", indent) + pad(text, label) + " " + pad(bar, room) + "  " + strings.Join(row.Numbers, "  ")
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String()
}

// portion is how much of a full bar x is, 0 … 1.
func portion(x, most float64) float64 {
	if most == 0 || math.IsNaN(x) {
		return 0
	}
	return min(1, math.Abs(x)/most)
}

// chart draws the lines of a chart in braille dots, its range at the left and
// the places' names beneath.
func chart(c geom.Chart, width int) string {
	least, most := math.Inf(1), math.Inf(-1)
	if c.Zero {
		least, most = 0, 0
	}
	for _, l := range c.Lines {
		for _, x := range l.Values {
			if !math.IsNaN(x) {
				least, most = min(least, x), max(most, x)
			}
		}
	}
	if !(least < most) || len(c.Places) < 2 {
		return ""
	}
	const rows, margin, name = 12, 10, 12
	// A window of the canvas's own dots, in which places and values are put.
	wide, high := float64((width-margin-name)*dotsAcross-1), float64(rows*dotsDown-1)
	at := func(place int, x float64) geom.Point {
		return geom.Point{X: wide * float64(place) / float64(len(c.Places)-1), Y: high * (x - least) / (most - least)}
	}
	k := newCanvas(geom.Window{MaxX: wide, MaxY: high}, width-margin-name)
	if c.Zero {
		k.line(at(0, 0), at(len(c.Places)-1, 0), &inkDim, dotted)
	}
	last := map[int]string{}
	for _, l := range c.Lines {
		ink := inkOf(l.Context)
		var pattern []bool
		if l.Variant%2 == 1 {
			pattern = dashed
		}
		for i, x := range l.Values {
			if i > 0 && !math.IsNaN(x) && !math.IsNaN(l.Values[i-1]) {
				k.line(at(i-1, l.Values[i-1]), at(i, x), ink, pattern)
			}
		}
		if x := l.Values[len(l.Values)-1]; len(l.Label) > 0 && !math.IsNaN(x) {
			_, y := k.dot(at(0, x))
			last[y/dotsDown] = ink.Render(clip(plain(geom.Label{Text: l.Label}), name-1))
		}
	}
	var out strings.Builder
	picture := strings.Split(strings.TrimSuffix(k.String(), "\n"), "\n")
	for r, line := range picture {
		number := ""
		switch r {
		case 0:
			number = geom.Fixed(most, 2)
		case len(picture) - 1:
			number = geom.Fixed(least, 2)
		}
		line = inkDim.Render(left(number, margin-1)) + " " + line
		if text := last[r]; text != "" {
			line = pad(line, width-name) + " " + text
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	foot := c.Places[0] + " … " + c.Places[len(c.Places)-1] + "  " + c.Across
	out.WriteString(inkDim.Render(strings.Repeat(" ", margin)+foot) + "\n")
	if c.Down != "" {
		out.WriteString(inkDim.Render(fmt.Sprintf("%*s%s", margin, "", c.Down)) + "\n")
	}
	return out.String()
}
