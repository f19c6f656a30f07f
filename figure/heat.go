package figure

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/canvas"

	"heed/geom"
	"heed/trace"
)

const (
	cellMost    = 40.0
	cellSquare  = 330.0 // pt high that square cells may take; more rows are flatter
	mapMost     = 640.0 // pt high that cells with legible names may take
	cellGap     = 0.3
	thumbBleed  = 0.12
	minusFrom   = 0.03 // share of the scale from which a cell below 0 says so
	minusCell   = 2.5  // pt that it must have
	minusLong   = 3.6
	cellName    = 6.4
	cellNumber  = 6.0
	slant       = 55.0 // degrees, of column names too long to lie level
	rowNameMost = 0.34 // of the width
	colNameMost = 54.0 // pt
)

func checkMap(m geom.Map) error {
	switch {
	case m.Values.Rows < 1 || m.Values.Cols < 1:
		return fmt.Errorf("a map of %d × %d numbers; want one at least", m.Values.Rows, m.Values.Cols)
	case len(m.Rows) != 0 && len(m.Rows) != m.Values.Rows || len(m.Cols) != 0 && len(m.Cols) != m.Values.Cols:
		return fmt.Errorf("a map of %d × %d numbers has %d and %d names; want one for each row and column, or none", m.Values.Rows, m.Values.Cols, len(m.Rows), len(m.Cols))
	case !finite(m.Most) || m.Most < 0:
		return fmt.Errorf("a map's colours end at %g; want a finite number, 0 or more", m.Most)
	}
	for _, x := range m.Values.Data {
		if math.IsInf(x, 0) {
			return fmt.Errorf("a map holds %g; want finite numbers, or NaN for none", x)
		}
	}
	return nil
}

// heatColour is the colour of a share of the map's scale.
func (t theme) heat(m geom.Map, share float64) color.RGBA {
	share = min(1, max(-1, share))
	if m.Signed {
		return t.over(t.sign(share), math.Abs(share))
	}
	return t.over(t.context(m.Context), max(0, share))
}

// share is how far up the map's scale x is.
func share(m geom.Map, x float64) float64 {
	if m.Most == 0 {
		return 0
	}
	return x / m.Most
}

// mapScale is the scale of a map's colours.
func (s setter) mapScale(m geom.Map) *scale {
	sc := &scale{low: "0", high: number(m.Most), says: m.Says, signed: m.Signed, of: []trace.Ref{m.Of},
		colour: func(x float64) color.RGBA { return s.theme.heat(m, x) }}
	if m.Signed {
		sc.low, sc.high = number(-m.Most), "+"+number(m.Most)
	}
	return sc
}

// thumbnail draws a map without names: one outline for all cells of a colour,
// none where the colour is the ground's.
func (s setter) thumbnail(m geom.Map, of []trace.Ref, pl plot) []Item {
	paths := map[color.RGBA]*canvas.Path{}
	var colours []color.RGBA // in order of appearance
	w, h := pl.width/float64(m.Values.Cols), pl.height/float64(m.Values.Rows)
	for r := range m.Values.Rows {
		for c, x := range m.Values.Row(r) {
			colour := s.theme.heat(m, share(m, x))
			if math.IsNaN(x) || colour == s.theme.ground {
				continue
			}
			if paths[colour] == nil {
				paths[colour] = &canvas.Path{}
				colours = append(colours, colour)
			}
			x0, y0 := pl.origin.X+float64(c)*w, pl.origin.Y+pl.height-float64(r+1)*h
			// A cell reaches a little under its neighbours, else screens show the
			// ground between them.
			x1, y1 := min(x0+w+thumbBleed, pl.origin.X+pl.width), y0+h
			y0 = max(y0-thumbBleed, pl.origin.Y)
			p := paths[colour]
			p.MoveTo(x0, y0)
			p.LineTo(x1, y0)
			p.LineTo(x1, y1)
			p.LineTo(x0, y1)
			p.Close()
		}
	}
	var items []Item
	for _, c := range colours {
		items = append(items, Item{Part: View, Of: of, Path: paths[c], Fill: c})
	}
	return items
}

// A cellGrid is where the cells of a map stand.
type cellGrid struct {
	x, top, w, h float64
	names        []block // of columns
	turn         float64 // degrees of the columns' names
	rise         float64 // height that they take
}

// heat draws a large map with its names, the numbers in its cells where they
// have room, and its scale.
func (s setter) heat(m geom.Map, samples []geom.Sample, a area) (items []Item, bottom float64, err error) {
	if err := checkMap(m); err != nil {
		return nil, 0, err
	}
	g := s.cellGrid(m, a)
	items = s.cellNames(m, g, a)
	numbers := s.cellNumbers(m, g)
	gap := cellGap
	if min(g.w, g.h) < 4 {
		gap = 0
	}
	for r := range m.Values.Rows {
		for c, x := range m.Values.Row(r) {
			if math.IsNaN(x) {
				continue
			}
			of := []trace.Ref{{Trace: m.Of.Trace, Tensor: m.Of.Tensor, Index: append(slices.Clone(m.Of.Index), r, c)}}
			x0, y1 := g.x+float64(c)*g.w, g.top-float64(r)*g.h
			colour := s.theme.heat(m, share(m, x))
			items = append(items, Item{Part: View, Of: of, Path: rectangle(x0, y1-g.h+gap, x0+g.w-gap, y1), Fill: colour})
			if text := cellText(x, m.Decimals); numbers && text != "" {
				b := s.set(geom.Text{{Text: text, Role: geom.Other, Context: -1}}, cellNumber, "", -1).paint(s.theme.on(colour))
				if text == "0" {
					b = b.paint(s.theme.ink3)
				}
				items = append(items, b.level(x0+(g.w-gap-b.advance())/2, y1-g.h/2-2, View, of)...)
			}
			if !numbers && m.Signed && share(m, x) < -minusFrom && min(g.w, g.h) >= minusCell {
				// Without its number, a cell below 0 needs a second cue beside its colour.
				c, half := point(x0+(g.w-gap)/2, y1-(g.h-gap)/2), point(min(minusLong, g.w/2)/2, 0)
				items = append(items, Item{Part: View, Of: of, Path: line(sub(c, half), add(c, half)), Stroke: s.theme.on(colour), Width: 0.5})
			}
		}
	}
	bottom = g.top - float64(m.Values.Rows)*g.h
	right := g.x + float64(m.Values.Cols)*g.w
	items = append(items, Item{Part: Grid, Path: rectangle(g.x-gap, bottom, right, g.top+gap), Stroke: s.theme.over(s.theme.axis, 0.5), Width: 0.35})
	for _, at := range m.Chosen {
		r, c := at[0], at[1]
		if r < 0 || r >= m.Values.Rows || c < 0 || c >= m.Values.Cols {
			return nil, 0, fmt.Errorf("chosen cell %v of a map of %d × %d", at, m.Values.Rows, m.Values.Cols)
		}
		of := []trace.Ref{{Trace: m.Of.Trace, Tensor: m.Of.Tensor, Index: append(slices.Clone(m.Of.Index), r, c)}}
		x0, y1 := g.x+float64(c)*g.w, g.top-float64(r)*g.h
		items = append(items, Item{Part: View, Of: of, Path: rectangle(x0-gap/2, y1-g.h+gap/2, x0+g.w-gap/2, y1+gap/2), Stroke: s.theme.ink, Width: 0.9})
	}
	list, bottom := s.legend(samples, 0, s.mapScale(m), area{g.x, bottom - sampleGap, a.x + a.width - g.x})
	return append(items, list...), bottom, nil
}

// cellGrid finds the cells' size: square where they can be, flat where there
// are many rows.
func (s setter) cellGrid(m geom.Map, a area) cellGrid {
	g := cellGrid{x: a.x}
	for _, name := range m.Rows {
		g.x = max(g.x, a.x+s.short(name, cellName, rowNameMost*a.width).advance()+nameColumn)
	}
	if m.Down != "" {
		g.x = max(g.x, a.x+s.grey(m.Down).advance()+nameColumn)
	}
	rows, cols := float64(m.Values.Rows), float64(m.Values.Cols)
	widest := 0.0
	for _, name := range m.Cols {
		b := s.short(name, cellName, colNameMost)
		g.names = append(g.names, b)
		widest = max(widest, b.advance())
	}
	room := a.x + a.width - g.x
	g.w = min(room/cols, cellMost)
	switch {
	case len(g.names) == 0 || widest+2 <= g.w:
		g.rise = 8
	default:
		// Slanted names reach out over the right edge.
		sin, cos := math.Sincos(slant * math.Pi / 180)
		last := g.names[len(g.names)-1].advance()
		narrow := min((room-max(0, last*cos-4))/cols, cellMost)
		if narrow*sin >= cellName*1.15 {
			g.turn, g.w, g.rise = slant, narrow, widest*sin+8
		} else {
			g.turn, g.rise = 90, widest+5
		}
	}
	if len(g.names) == 0 {
		g.rise = 0
	}
	if m.Across != "" {
		g.rise += sampleRow
	}
	g.h = min(g.w, max(cellSquare/rows, min(cellName+1.1, mapMost/rows)))
	g.top = a.top - g.rise
	return g
}

// cellNames draws the names of rows and columns: every second, third … where
// they are too close.
func (s setter) cellNames(m geom.Map, g cellGrid, a area) []Item {
	var items []Item
	every := max(1, int(math.Ceil((cellName+0.6)/g.h)))
	for r := 0; r < len(m.Rows); r += every {
		b := s.short(m.Rows[r], cellName, rowNameMost*a.width)
		items = append(items, b.level(g.x-nameColumn-b.advance(), g.top-(float64(r)+0.5)*g.h-2, Axis, nil)...)
	}
	if b := s.grey(m.Down); !b.empty() {
		items = append(items, b.level(g.x-nameColumn-b.advance(), g.top+3, Axis, nil)...)
	}
	if b := s.grey(m.Across); !b.empty() {
		items = append(items, b.level(g.x, g.top+g.rise-7, Axis, nil)...)
	}
	if g.turn != 0 {
		pitch := g.w * math.Sin(g.turn*math.Pi/180)
		every = max(1, int(math.Ceil((cellName+0.6)/pitch)))
	} else {
		every = 1
	}
	for c := 0; c < len(g.names); c += every {
		b := g.names[c]
		middle := g.x + (float64(c)+0.5)*g.w
		if g.turn == 0 {
			items = append(items, b.level(middle-b.advance()/2, g.top+3, Axis, nil)...)
			continue
		}
		sin, cos := math.Sincos(g.turn * math.Pi / 180)
		start := point(middle+sin*2, g.top+2.5)
		for _, p := range b.pieces {
			items = append(items, Item{Part: Axis, Text: p.text, Face: p.face, Size: p.size, Fill: p.colour, Turn: g.turn,
				At: geom.Point{X: start.X + p.x*cos - p.y*sin, Y: start.Y + p.x*sin + p.y*cos}})
		}
	}
	return items
}

// cellNumbers tells whether the numbers of all cells have room in them.
func (s setter) cellNumbers(m geom.Map, g cellGrid) bool {
	widest := 0.0
	for _, x := range m.Values.Data {
		widest = max(widest, s.fonts.width(Regular, cellNumber, cellText(x, m.Decimals)))
	}
	return widest+1.6 <= g.w && cellNumber+0.6 <= g.h
}

// cellText writes a cell's number: nothing for none and for a true 0, which a
// mask leaves, and "0" for what rounds to it.
func cellText(x float64, decimals int) string {
	if decimals == 0 {
		decimals = 2
	}
	text := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	switch {
	case math.IsNaN(x) || x == 0:
		return ""
	case strings.Trim(text, "0.") == "":
		return "0"
	case x < 0:
		return "−" + text
	}
	return text
}
