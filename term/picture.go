package term

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/geom"

	"charm.land/lipgloss/v2"
)

// A cell of the terminal is two braille dots wide and four high, and about
// twice as high as wide, so that dots are square and the picture's axes true.
const (
	dotsAcross = 2
	dotsDown   = 4
	mostRows   = 26
)

// Picture draws the first panel of a scene in braille dots, at most width
// columns wide, with both axes to one scale. Every arrow is drawn from its
// mark; labels stand at tips where there is room. Of a scene that begins with no
// plane all panels but those of the side are drawn: a map is shaded, and tiles,
// bars and charts are written as far as letters can.
func Picture(s geom.Scene, width int) string {
	if len(s.Panels) == 0 {
		return ""
	}
	p := s.Panels[0]
	if !p.Planar() {
		return views(s.Panels, width)
	}
	marks, names := lettered(p.Marks)
	p.Marks = marks
	c := newCanvas(p.Window, width)
	c.axes()
	for _, m := range p.Marks {
		if !m.Covered {
			c.mark(m)
		}
	}
	for k := len(p.Marks) - 1; k >= 0; k-- { // what was drawn last is labelled first
		if m := p.Marks[k]; !m.Covered {
			c.label(m)
		}
	}
	return c.String() + names + kept(s, width)
}

// lettered gives the ends of several paths letters for names, which are listed:
// long names would lie across the paths. One path alone needs no name.
func lettered(marks []geom.Mark) (list []geom.Mark, names string) {
	list = slices.Clone(marks)
	if !slices.ContainsFunc(marks, func(m geom.Mark) bool { return m.Kind == geom.Step }) {
		return list, ""
	}
	var ends []int
	for i, m := range list {
		if m.Kind == geom.Arrow && len(m.Label.Text) > 0 {
			ends = append(ends, i)
		}
	}
	var out strings.Builder
	for n, i := range ends {
		m := &list[i]
		name := plain(m.Label)
		if m.Label = (geom.Label{}); len(ends) > 1 {
			letter := geom.Letter(n)
			m.Label.Text = geom.Text{{Text: letter, Role: m.Role, Context: m.Context}}
			out.WriteString(inkRole(*m).Render(letter+" "+name) + "\n")
		}
	}
	return list, out.String()
}

// kept names the plane of more than two dimensions, and tells how much of each
// drawn arrow's length it keeps.
func kept(s geom.Scene, width int) string {
	if len(s.Kept) == 0 {
		return ""
	}
	words := []string{"length", "kept:"}
	if s.Plane.Name != "" {
		words = strings.Fields("plane " + clip(Clean(s.Plane.Name), 40) + "; length kept:")
	}
	for _, k := range s.Kept {
		words = append(words, fmt.Sprintf("%s %.0f%%", plain(geom.Label{Text: k.Label}), 100*k.Share))
	}
	return flowTo(width, words, " ", "")
}

// A canvas is rows of cells; a cell holds dots or a letter, and a colour.
type canvas struct {
	window     geom.Window
	cols, rows int
	perUnit    float64 // dots
	cells      []cell
}

type cell struct {
	dots   byte
	letter rune // 0 where dots show; a space is an empty part of a label
	ink    *lipgloss.Style
}

// glyph is what the cell shows.
func (k cell) glyph() rune {
	switch {
	case k.letter != 0:
		return k.letter
	case k.dots != 0:
		return 0x2800 + rune(k.dots)
	}
	return ' '
}

func newCanvas(w geom.Window, width int) *canvas {
	wide, high := w.MaxX-w.MinX, w.MaxY-w.MinY
	perUnit := math.Min(float64(width*dotsAcross-1)/wide, float64(mostRows*dotsDown-1)/high)
	c := &canvas{window: w, perUnit: perUnit,
		cols: int(wide*perUnit)/dotsAcross + 1, rows: int(high*perUnit)/dotsDown + 1}
	c.cells = make([]cell, c.cols*c.rows)
	return c
}

// dot is the dot at a point of the plane, from the top left.
func (c *canvas) dot(p geom.Point) (x, y int) {
	return int(math.Round((p.X - c.window.MinX) * c.perUnit)), int(math.Round((c.window.MaxY - p.Y) * c.perUnit))
}

// braille has the bit of each of a cell's dots, by row and column.
var braille = [dotsDown][dotsAcross]byte{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

func (c *canvas) set(x, y int, ink *lipgloss.Style) {
	if x < 0 || y < 0 || x >= c.cols*dotsAcross || y >= c.rows*dotsDown {
		return
	}
	k := &c.cells[y/dotsDown*c.cols+x/dotsAcross]
	k.dots |= braille[y%dotsDown][x%dotsAcross]
	k.ink = ink
}

// line sets the dots from a to b of which the pattern has a true; nil is all.
func (c *canvas) line(a, b geom.Point, ink *lipgloss.Style, pattern []bool) {
	x0, y0 := c.dot(a)
	x1, y1 := c.dot(b)
	n := max(abs(x1-x0), abs(y1-y0))
	for i := range n + 1 {
		if pattern != nil && !pattern[i%len(pattern)] {
			continue
		}
		t := float64(i) / float64(max(n, 1))
		c.set(x0+int(math.Round(t*float64(x1-x0))), y0+int(math.Round(t*float64(y1-y0))), ink)
	}
}

func abs(x int) int { return max(x, -x) }

// patterns of the lines that are not solid, dot by dot.
var (
	dashed = []bool{true, true, true, false, false, false}
	dotted = []bool{true, false, false, false}
)

func (c *canvas) axes() {
	c.line(geom.Point{X: c.window.MinX}, geom.Point{X: c.window.MaxX}, &inkDim, dotted)
	c.line(geom.Point{Y: c.window.MinY}, geom.Point{Y: c.window.MaxY}, &inkDim, dotted)
}

func (c *canvas) mark(m geom.Mark) {
	ink := inkRole(m)
	var variant []bool
	if m.Variant%2 == 1 {
		variant = dashed
	}
	switch m.Kind {
	case geom.Step:
		c.line(m.Points[0], m.Points[1], ink, variant)
	case geom.Arrow, geom.Displacement:
		c.line(m.Points[0], m.Points[1], ink, variant)
		c.head(m.Points[0], m.Points[1], ink)
	case geom.Side:
		c.line(m.Points[0], m.Points[1], ink, dashed)
	case geom.Dotted:
		c.line(m.Points[0], m.Points[1], ink, dotted)
	case geom.Dot:
		c.disc(m.Points[0], ink)
	}
}

// disc sets four dots, as square as they can be.
func (c *canvas) disc(p geom.Point, ink *lipgloss.Style) {
	x, y := c.dot(p)
	for _, d := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		c.set(x+d[0], y+d[1], ink)
	}
}

// head draws the two barbs of an arrow; short arrows have none.
func (c *canvas) head(from, to geom.Point, ink *lipgloss.Style) {
	dx, dy := to.X-from.X, to.Y-from.Y
	length := math.Hypot(dx, dy)
	barb := 5 / c.perUnit
	if length < 2*barb {
		return
	}
	for _, turn := range []float64{2.7, -2.7} {
		sin, cos := math.Sincos(turn)
		end := geom.Point{X: to.X + barb/length*(dx*cos-dy*sin), Y: to.Y + barb/length*(dx*sin+dy*cos)}
		c.line(to, end, ink, nil)
	}
}

// label writes a mark's first line of text beside its tip, on the first of the
// places around it that holds no other letter.
func (c *canvas) label(m geom.Mark) {
	text := plain(m.Label)
	if text == "" {
		return
	}
	at := m.Points[len(m.Points)-1]
	if m.Kind == geom.Displacement || m.Label.Along {
		at = geom.Point{X: (m.Points[0].X + at.X) / 2, Y: (m.Points[0].Y + at.Y) / 2}
	}
	x, y := c.dot(at)
	col, row, n := x/dotsAcross, y/dotsDown, lipgloss.Width(text)
	for _, place := range [][2]int{{col + 2, row}, {col + 1, row - 1}, {col + 1, row + 1}, {col - n/2, row - 1}, {col - n/2, row + 1}, {col - n - 1, row},
		{col + 2, row + 2}, {col + 2, row - 2}, {col - n - 1, row + 2}, {col - n - 1, row - 2}} {
		if c.write(place[0], place[1], text, inkRole(m)) {
			return
		}
	}
}

// plain is a label's first line as it stands in a terminal: "e_money",
// "y_bank A".
func plain(l geom.Label) string {
	var out strings.Builder
	for _, r := range l.Text {
		if r.Style == geom.Break {
			break
		}
		if r.Style == geom.Sub {
			out.WriteByte('_')
		}
		out.WriteString(r.Text)
	}
	if l.Badge != "" {
		out.WriteString(" " + l.Badge)
	}
	return clip(Clean(out.String()), 40)
}

// write puts a text into the cells of a row unless one of them, or its
// neighbour, has a letter already.
func (c *canvas) write(col, row int, text string, ink *lipgloss.Style) bool {
	n := lipgloss.Width(text)
	if row < 0 || row >= c.rows || col < 0 || col+n > c.cols || n != len([]rune(text)) {
		return false
	}
	for x := max(0, col-1); x < min(c.cols, col+n+1); x++ {
		if c.cells[row*c.cols+x].letter != 0 {
			return false
		}
	}
	for i, r := range []rune(text) {
		c.cells[row*c.cols+col+i] = cell{letter: r, ink: ink}
	}
	return true
}

// String is the picture, a line a row. Cells of one colour in a row are
// coloured together, for each change costs an escape sequence.
func (c *canvas) String() string {
	var out, run strings.Builder
	for row := range c.rows {
		var ink *lipgloss.Style
		flush := func() {
			if ink != nil {
				out.WriteString(ink.Render(run.String()))
			} else {
				out.WriteString(run.String())
			}
			run.Reset()
		}
		for _, k := range c.cells[row*c.cols : row*c.cols+c.width(row)] {
			if k.ink != ink {
				flush()
				ink = k.ink
			}
			run.WriteRune(k.glyph())
		}
		flush()
		out.WriteByte('\n')
	}
	return out.String()
}

// width is how many cells of a row there are up to the last that shows
// something.
func (c *canvas) width(row int) int {
	for n := c.cols; n > 0; n-- {
		if c.cells[row*c.cols+n-1].ink != nil {
			return n
		}
	}
	return 0
}
