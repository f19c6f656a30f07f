package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"heed/geom"
)

const (
	sideFrom  = 5 * 72 // width of a page that has room for a column at the side
	sideShare = 0.27
	sideLeast = 122
	sideGap   = 18
	viewHalf  = 205 // two views stand in a row if each has this much
	mapHalf   = 150
	mapNames  = 34 // of rows, about
	cellHalf  = 12.6
	viewGap   = 10  // between two views, one above the other
	tallMost  = 1.1 // of a plane, in widths
	tallLimit = 5.2 * 72
	flatMost  = 0.3
)

// An area is where something may be drawn: from x to the right, and down from
// top as far as it takes.
type area struct{ x, top, width float64 }

// columns draws all panels: those of the side in a column of their own where
// the page is wide enough. bottom is where the longer column ends.
func (s setter) columns(d *Drawing, scene geom.Scene, a area) (bottom float64, err error) {
	var main, side []int
	for i, p := range scene.Panels {
		if p.Side {
			side = append(side, i)
		} else {
			main = append(main, i)
		}
	}
	if len(main) == 0 || len(side) == 0 || d.Width < sideFrom {
		return s.column(d, scene, append(main, side...), a)
	}
	right := a
	right.width = max(sideLeast, sideShare*a.width)
	right.x = a.x + a.width - right.width
	a.width -= right.width + sideGap
	bottom, err = s.column(d, scene, main, a)
	if err != nil {
		return 0, err
	}
	end, err := s.column(d, scene, side, right)
	if err != nil {
		return 0, err
	}
	bottom = min(bottom, end)
	x := right.x - sideGap/2
	d.Items = append(d.Items, Item{Part: Grid, Path: line(point(x, a.top), point(x, bottom)), Stroke: s.theme.grid, Width: gridStroke})
	return bottom, nil
}

// column draws panels row by row.
func (s setter) column(d *Drawing, scene geom.Scene, list []int, a area) (bottom float64, err error) {
	plots, err := s.plots(scene.Panels, list, a.width)
	if err != nil {
		return 0, err
	}
	meaning := s.meaning(scene.Plane)
	top := a.top
	for n, row := range rows(scene.Panels, list, a.width) {
		if n > 0 {
			top -= rowGap
			if !scene.Panels[row[0]].Planar() {
				top -= viewGap - rowGap
			}
		}
		if scene.Panels[row[0]].Planar() {
			bottom = s.planes(d, scene, row, plots, area{a.x, top, a.width}, meaning)
			meaning = block{}
		} else {
			bottom = top
			sh := s.shared(scene.Panels, list, row, a.width/float64(len(row)))
			part := area{a.x, top, (a.width - columnGap*float64(len(row)-1)) / float64(len(row))}
			for _, i := range row {
				end, err := s.view(d, scene.Panels[i], sh, part)
				if err != nil {
					return 0, fmt.Errorf("panel %s: %w", cmp.Or(scene.Panels[i].Name, strconv.Itoa(i+1)), err)
				}
				bottom = min(bottom, end)
				part.x += part.width + columnGap
			}
		}
		top = bottom
	}
	return bottom, nil
}

// kind numbers the sorts of panels that may stand side by side; 0 never does.
func kind(p geom.Panel) int {
	switch {
	case p.Side || p.Tiles != nil:
		return 0
	case p.Map != nil || p.Links != nil:
		return 1
	case p.Bars != nil:
		return 2
	case p.Chart != nil:
		return 3
	}
	return 4
}

// halfLeast is the width that a view needs to stand beside another: a map as
// much as lets its cells hold their numbers.
func halfLeast(p geom.Panel) float64 {
	if p.Map != nil {
		return max(mapHalf, mapNames+cellHalf*float64(p.Map.Values.Cols))
	}
	if p.Links != nil {
		return mapHalf
	}
	return viewHalf
}

// rows divides the panels of a column into rows: a plane stands alone where it
// is the first, others in pairs; so do views of one sort in a wide column.
func rows(panels []geom.Panel, list []int, width float64) [][]int {
	var all [][]int
	pair := func(n int) bool {
		p, q := panels[list[n]], panels[list[n+1]]
		if p.Planar() || q.Planar() {
			return p.Planar() && q.Planar() && n > 0
		}
		half := (width - columnGap) / 2
		return kind(p) > 0 && kind(p) == kind(q) && half >= halfLeast(p) && half >= halfLeast(q)
	}
	for n := 0; n < len(list); n++ {
		row := list[n : n+1]
		if n+1 < len(list) && pair(n) {
			row = list[n : n+2]
			n++
		}
		all = append(all, row)
	}
	return all
}

// plots returns the plots of a column's planes by panel, with no place yet.
func (s setter) plots(panels []geom.Panel, list []int, width float64) (map[int]*plot, error) {
	plots := map[int]*plot{}
	shared := math.Inf(1) // scale of the panels that stand two a row
	var paired []int
	for _, row := range rows(panels, list, width) {
		for _, i := range row {
			p := panels[i]
			if !p.Planar() {
				continue
			}
			w, err := fit(p)
			if err != nil {
				return nil, fmt.Errorf("panel %s: %w", cmp.Or(p.Name, strconv.Itoa(i+1)), err)
			}
			pl := &plot{window: w, width: width}
			if len(row) > 1 {
				pl.width = (width - columnGap) / 2
			}
			most := min(tallMost*pl.width, tallLimit)
			pl.scale = min(pl.width/(w.MaxX-w.MinX), most/(w.MaxY-w.MinY))
			if len(row) > 1 {
				shared = min(shared, pl.scale)
				paired = append(paired, i)
			}
			plots[i] = pl
		}
	}
	for _, i := range paired {
		plots[i].scale = shared
	}
	return plots, nil
}

// planes draws a row of planes, all as tall as the tallest, with what the axes
// mean beneath the first.
func (s setter) planes(d *Drawing, scene geom.Scene, row []int, plots map[int]*plot, a area, meaning block) (bottom float64) {
	height, top := 0.0, a.top
	for n, i := range row {
		p, pl := scene.Panels[i], plots[i]
		height = max(height, flatMost*pl.width, pl.scale*(pl.window.MaxY-pl.window.MinY))
		if p.Name != "" || p.Title != "" {
			_, low := s.name(p, area{a.x + float64(n)*(pl.width+columnGap), a.top, pl.width})
			top = min(top, low)
		}
	}
	end := top - height
	for n, i := range row {
		p, pl := scene.Panels[i], plots[i]
		pl.height = height
		pl.window = widen(pl.window, pl.width/pl.scale, pl.height/pl.scale)
		pl.origin = geom.Point{X: a.x + float64(n)*(pl.width+columnGap), Y: top - height}
		if p.Name != "" || p.Title != "" {
			items, _ := s.name(p, area{pl.origin.X, a.top, pl.width})
			d.Items = append(d.Items, items...)
		}
		if p.Inset != nil {
			in := framed(*p.Inset, p.Window, pl.window)
			p.Inset = &in
		}
		under := area{pl.origin.X, pl.origin.Y, pl.width}
		inset := s.panel(d, i, p, *pl)
		if n == 0 && !meaning.empty() {
			under.top -= meaningLine
			at := geom.Point{X: under.x + under.width - meaning.width()/2, Y: pl.origin.Y - 5}
			for _, it := range meaning.items(at, 0, 0, s.theme.ground, nil) {
				if it.Fill.A > 0 {
					it.Part = Axis
					d.Items = append(d.Items, it)
				}
			}
		}
		if p.Inset != nil && !inset {
			under.top = s.inset(d, i, *p.Inset, area{under.x, under.top - rowGap, min(under.width, insetBelow)})
		}
		if len(p.Samples) > 0 {
			var items []Item
			items, under.top = s.legend(p.Samples, pl.scale, nil, area{under.x, under.top - sampleGap, under.width})
			d.Items = append(d.Items, items...)
		}
		end = min(end, under.top)
	}
	return end
}

// A common is what views have in common: bars beneath each other where they
// start, signed bars side by side or up to the same number their scale, and charts of the same numbers theirs,
// wherever they stand.
type common struct {
	labels       float64 // width of the bars' labels, pt
	full         float64 // the number whose bar is full
	below, above float64 // the longest bars to both sides, as shares of full
	least, most  float64 // the range of charts
}

func (s setter) shared(panels []geom.Panel, list, row []int, width float64) common {
	c := common{least: math.Inf(1), most: math.Inf(-1)}
	first := panels[row[0]].Chart
	for _, i := range list {
		p := panels[i]
		c.labels = max(c.labels, s.labelWidth(p, width))
		if first == nil || p.Chart == nil || p.Chart.Down != first.Down {
			continue
		}
		if least, most, err := chartRange(*p.Chart); err == nil {
			c.least, c.most = min(c.least, least), max(c.most, most)
		}
	}
	for _, i := range row {
		if b := panels[i].Bars; b != nil {
			c.full = max(c.full, b.Most)
		}
	}
	for _, i := range list {
		if b := panels[i].Bars; b != nil && (slices.Contains(row, i) || b.Signed && b.Most == c.full) {
			below, above := extent(*b, c.full)
			c.below, c.above = max(c.below, below), max(c.above, above)
		}
	}
	return c
}

// view draws a panel that is no plane, its name above it.
func (s setter) view(d *Drawing, p geom.Panel, c common, a area) (bottom float64, err error) {
	items, top := s.heading(p, a)
	d.Items = append(d.Items, items...)
	a.top = top
	switch {
	case p.Tiles != nil:
		items, bottom, err = s.tiles(*p.Tiles, p.Samples, a)
	case p.Map != nil:
		items, bottom, err = s.heat(*p.Map, p.Samples, a)
	case p.Bars != nil:
		items, bottom, err = s.bars(*p.Bars, c, a)
	case p.Chart != nil:
		items, bottom, err = s.chart(*p.Chart, c, a)
	case p.Links != nil:
		items, bottom, err = s.links(*p.Links, a)
	case p.Words != nil:
		items, bottom = s.prose(p.Words, a)
	default:
		items, bottom = s.list(p.Samples, a)
	}
	if err != nil {
		return 0, err
	}
	d.Items = append(d.Items, items...)
	if len(p.Samples) > 0 && (p.Bars != nil || p.Chart != nil || p.Links != nil || p.Words != nil) {
		items, bottom = s.legend(p.Samples, 0, nil, area{a.x, bottom - sampleGap, a.width})
		d.Items = append(d.Items, items...)
	}
	return bottom, nil
}
