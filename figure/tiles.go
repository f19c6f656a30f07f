package figure

import (
	"fmt"
	"math"

	"heed/geom"
)

const (
	tileMost     = 76.0  // pt wide
	tilesMost    = 640.0 // pt high, all of them
	tileGap      = 1.4
	tilePad      = 1.6
	tileFoot     = 7.4 // height of the line for it
	footSize     = 6.4
	footLeast    = 6.0
	footRoom     = 0.4  // beside it
	tileFull     = 64.0 // pt wide: strokes of smaller tiles are finer
	tileFinest   = 0.45
	tileRound    = 1.8
	tileFlat     = 9.0  // pt that a plane is high at least
	tileTwoNames = 22.0 // pt high
	chosenLine   = 1.0
	nameColumn   = 4 // between names of rows and tiles
)

// tiles draws small multiples, and the scale of their colours with samples
// beneath them.
func (s setter) tiles(t geom.Tiles, samples []geom.Sample, a area) (items []Item, bottom float64, err error) {
	if len(t.Rows) == 0 || len(t.Cols) == 0 {
		return nil, 0, fmt.Errorf("tiles in %d rows and %d columns; want one of each at least", len(t.Rows), len(t.Cols))
	}
	g, err := s.tileGrid(t, a)
	if err != nil {
		return nil, 0, err
	}
	items = s.tileNames(t, g)
	for _, tile := range t.Tiles {
		list, err := s.tile(t, tile, g)
		if err != nil {
			return nil, 0, fmt.Errorf("tile %s %s: %w", t.Rows[tile.Row], t.Cols[tile.Col], err)
		}
		items = append(items, list...)
	}
	bottom = g.top - float64(len(t.Rows))*g.down
	if g.lost {
		b := s.grey("Too narrow for the numbers beneath the tiles.")
		items = append(items, b.level(g.x, bottom-7, Note, nil)...)
		bottom -= sampleRow
	}
	sc := s.tilesScale(t)
	if len(samples) > 0 || sc != nil {
		var list []Item
		list, bottom = s.legend(samples, g.plot.scale, sc, area{g.x, bottom - sampleGap + tileGap, a.x + a.width - g.x})
		items = append(items, list...)
	}
	return items, bottom, nil
}

// A tileGrid is where tiles stand: the first at x and top, the next ones
// across and down from it. plot is the place of a plane in the first tile.
type tileGrid struct {
	x, top, across, down float64
	plot                 plot
	foot                 float64 // height
	lost                 bool    // the tiles are too narrow for their feet
	flat                 bool    // too flat for the names of both directions at the left
}

func (s setter) tileGrid(t geom.Tiles, a area) (tileGrid, error) {
	w := t.Window
	planes, maps, feet, tallest := false, false, false, 0.0
	for _, tile := range t.Tiles {
		if tile.Row < 0 || tile.Row >= len(t.Rows) || tile.Col < 0 || tile.Col >= len(t.Cols) {
			return tileGrid{}, fmt.Errorf("a tile in row %d and column %d; want less than %d and %d", tile.Row, tile.Col, len(t.Rows), len(t.Cols))
		}
		feet = feet || len(tile.Foot) > 0
		if m := tile.Map; m != nil {
			maps = true
			if err := checkMap(*m); err != nil {
				return tileGrid{}, err
			}
			tallest = max(tallest, min(1.6, float64(m.Values.Rows)/float64(m.Values.Cols)))
			continue
		}
		planes = true
		var err error
		if w, err = enclose(w, tile.Marks); err != nil {
			return tileGrid{}, err
		}
	}
	if planes {
		tallest = max(tallest, (w.MaxY-w.MinY)/(w.MaxX-w.MinX))
	}
	g := tileGrid{x: a.x, top: a.top - sampleRow}
	for _, name := range append([]string{t.Down, t.Across}, t.Rows...) {
		g.x = max(g.x, a.x+s.grey(name).advance()+nameColumn)
	}
	if feet {
		g.foot = tileFoot
	}
	width := min((a.x+a.width-g.x)/float64(len(t.Cols)), tileMost)
	if feet && !s.feetFit(t, width-tileGap) {
		g.foot, g.lost = 0, true
	}
	const pads = tileGap + 2*tilePad
	inner := width - pads
	height := min(tallest*inner, max(tileFlat, tilesMost/float64(len(t.Rows))-g.foot-pads))
	if maps { // they keep their shape, planes get wider
		inner = min(inner, height/tallest)
	}
	if inner <= 0 {
		return g, fmt.Errorf("%d tiles side by side have no room in %.1f inches; want a wider figure", len(t.Cols), a.width/72)
	}
	g.across, g.down = inner+pads, height+g.foot+pads
	if g.flat = g.down < tileTwoNames; g.flat {
		g.top -= sampleRow - 1
	}
	g.plot = plot{window: w, width: inner, height: height, fine: min(1, max(tileFinest, g.across/tileFull))}
	if planes {
		g.plot.scale = min(inner/(w.MaxX-w.MinX), height/(w.MaxY-w.MinY))
		g.plot.window = widen(w, inner/g.plot.scale, height/g.plot.scale)
	}
	return g, nil
}

// feetFit tells whether the feet of all tiles have room in a width.
func (s setter) feetFit(t geom.Tiles, width float64) bool {
	for _, tile := range t.Tiles {
		if _, fits := s.foot(tile, width-footRoom); !fits {
			return false
		}
	}
	return true
}

// tileNames draws the names of rows and columns: of columns too narrow for
// their names every second, third …
func (s setter) tileNames(t geom.Tiles, g tileGrid) []Item {
	var items []Item
	left := func(text string, base float64) {
		b := s.grey(text)
		items = append(items, b.level(g.x-nameColumn-b.advance(), base, Axis, nil)...)
	}
	base := g.top + 3
	if g.flat {
		items = append(items, s.grey(t.Across).level(g.x, base+sampleRow-1, Axis, nil)...)
		left(t.Down, base)
	} else {
		left(t.Across, base)
	}
	widest := 0.0
	for _, name := range t.Cols {
		widest = max(widest, s.grey(name).advance()+3)
	}
	every := max(1, int(math.Ceil(widest/g.across)))
	for c := 0; c < len(t.Cols); c += every {
		b := s.grey(t.Cols[c])
		x := g.x + (float64(c)+0.5)*g.across - tileGap/2
		items = append(items, b.level(x-b.advance()/2, base, Axis, nil)...)
	}
	every = max(1, int(math.Ceil(keptSmall/g.down)))
	for r := 0; r < len(t.Rows); r += every {
		middle := g.top - (float64(r)+0.5)*g.down + tileGap/2
		left(t.Rows[r], middle-2.2)
		if r == 0 && !g.flat {
			left(t.Down, middle+5.6)
		}
	}
	return items
}

// tile draws one tile.
func (s setter) tile(t geom.Tiles, tile geom.Tile, g tileGrid) (items []Item, err error) {
	x, top := g.x+float64(tile.Col)*g.across, g.top-float64(tile.Row)*g.down
	right, low := x+g.across-tileGap, top-g.down+tileGap
	frame := Item{Part: View, Of: tile.Of, Path: rounded(x, low, right, top, tileRound), Stroke: s.theme.trough, Width: 0.4}
	if t.Tint != nil {
		if !finite(tile.Tint) {
			return nil, fmt.Errorf("tint %g; want a finite number", tile.Tint)
		}
		frame.Fill = s.theme.tint(tile.Tint)
	}
	items = append(items, frame)
	pl := g.plot
	pl.origin = point(x+tilePad, top-tilePad-pl.height)
	if tile.Map != nil {
		items = append(items, s.thumbnail(*tile.Map, tile.Of, pl)...)
	} else {
		items = append(items, s.tileAxes(pl)...)
		arcs := 0
		for _, m := range tile.Marks {
			if m.Covered {
				continue
			}
			items = append(items, s.mark(m, pl, arcs)...)
			if m.Kind == geom.Angle {
				arcs++
			}
		}
	}
	if g.foot > 0 {
		b, _ := s.foot(tile, right-x-footRoom)
		items = append(items, b.level((x+right)/2-b.advance()/2, low+2, View, tile.Of)...)
	}
	if tile.Chosen {
		out := tileGap / 2
		items = append(items, Item{Part: View, Of: tile.Of, Path: rounded(x-out, low-out, right+out, top+out, tileRound+out), Stroke: s.theme.ink, Width: chosenLine})
	}
	return items, nil
}

// foot sets a tile's foot, in bold where it is strong, in the largest size that
// fits; in plain letters if bold ones are too wide.
func (s setter) foot(tile geom.Tile, width float64) (block, bool) {
	plain := oneLine(tile.Foot)
	texts := []geom.Text{plain}
	if tile.Strong {
		texts = []geom.Text{heading(plain), plain}
	}
	for _, text := range texts {
		for _, size := range []float64{footSize, footLeast} {
			b := s.set(text, size, "", -1)
			if b.advance() > width {
				continue
			}
			for i, p := range b.pieces {
				if p.colour == s.theme.ink && !tile.Strong {
					b.pieces[i].colour = s.theme.ink2
				}
			}
			return b, true
		}
	}
	return block{}, false
}

// tileAxes draws the axes of a tile's plane.
func (s setter) tileAxes(pl plot) []Item {
	zero := pl.at(geom.Point{})
	var items []Item
	rule := func(a, b geom.Point) {
		if pl.inside(a) && pl.inside(b) {
			items = append(items, Item{Part: Axis, Path: line(a, b), Stroke: s.theme.over(s.theme.axis, 0.4), Width: 0.35})
		}
	}
	rule(point(zero.X, pl.origin.Y), point(zero.X, pl.origin.Y+pl.height))
	rule(point(pl.origin.X, zero.Y), point(pl.origin.X+pl.width, zero.Y))
	return items
}
