package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"heed/geom"
	"heed/trace"
)

const (
	chartFlat  = 0.62 // height, of the width
	chartLeast = 78.0
	chartMost  = 170.0
	chartTick  = 17.0 // pt between two numbers
	chartDot   = 1.35
	chartLine  = 0.9
	chartLabel = 0.32 // of the width, at most
	labelStep  = 8.0
)

// A chartPlot is where a chart's lines are drawn: places apart by step from x,
// and values by unit from the one at bottom, least.
type chartPlot struct {
	x, right, step float64
	bottom, top    float64
	least, unit    float64
}

func (c chartPlot) at(place int, value float64) geom.Point {
	return point(c.x+c.step*float64(place), c.bottom+c.unit*(value-c.least))
}

// chart draws lines over numbered places, each named at its end.
func (s setter) chart(c geom.Chart, sh common, a area) (items []Item, bottom float64, err error) {
	least, most, err := chartRange(c)
	if err != nil {
		return nil, 0, err
	}
	if sh.least <= least && sh.most >= most {
		least, most = sh.least, sh.most
	}
	y := a.top
	if c.Down != "" {
		items, y = s.paragraph(geom.Text{{Text: c.Down, Role: geom.Aside, Context: -1}}, Axis, keptSmall, a)
	}
	height := min(chartMost, max(chartLeast, chartFlat*a.width))
	pl := chartPlot{top: y - 3, bottom: y - height, least: least, unit: (height - 3) / (most - least)}
	labels, wide := make([]block, len(c.Lines)), 0.0
	for i, l := range c.Lines {
		labels[i] = s.short(l.Label, sampleSize, chartLabel*a.width)
		wide = max(wide, labels[i].advance())
	}
	step := nice(chartTick / pl.unit)
	ticks := multiples(step, least, most, 1)
	pl.x = a.x
	for _, n := range ticks {
		pl.x = max(pl.x, a.x+s.number(n, step).advance()+5)
	}
	pl.right = a.x + a.width - 2
	if wide > 0 {
		pl.right -= wide + 4
	}
	pl.step = (pl.right - pl.x) / max(1, float64(len(c.Places)-1))
	for _, n := range ticks {
		at := pl.at(0, n*step)
		rule := Item{Part: Grid, Path: line(point(pl.x, at.Y), point(pl.right, at.Y)), Stroke: s.theme.grid, Width: gridStroke}
		if n == 0 && c.Zero {
			rule.Part, rule.Stroke, rule.Width = Axis, s.theme.axis, axisStroke
		}
		b := s.number(n, step)
		items = append(append(items, rule), b.level(pl.x-4-b.advance(), at.Y-2.1, Axis, nil)...)
	}
	items = append(items, s.chartPlaces(c, pl)...)
	for _, l := range slices.Backward(c.Lines) { // the first stands on top
		items = append(items, s.chartLine(l, pl)...)
	}
	items = append(items, s.chartLabels(c, pl, labels)...)
	bottom = pl.bottom - 9
	if c.Across != "" {
		bottom -= 8
	}
	return items, bottom, nil
}

// chartRange is what the values fill, with a little room.
func chartRange(c geom.Chart) (least, most float64, err error) {
	least, most = math.Inf(1), math.Inf(-1)
	if c.Zero {
		least, most = 0, 0
	}
	if len(c.Places) == 0 {
		return 0, 0, fmt.Errorf("a chart without places; want one at least")
	}
	for i, l := range c.Lines {
		if len(l.Values) != len(c.Places) || len(l.Of) != len(l.Values) {
			return 0, 0, fmt.Errorf("line %d has %d values of %d entries; want %d, one a place", i, len(l.Values), len(l.Of), len(c.Places))
		}
		for _, x := range l.Values {
			if math.IsInf(x, 0) {
				return 0, 0, fmt.Errorf("line %d (%v) holds %g; want finite numbers, or NaN for a gap", i, l.Of[0], x)
			}
			if !math.IsNaN(x) {
				least, most = min(least, x), max(most, x)
			}
		}
	}
	if least > most {
		least, most = 0, 0
	}
	room := 0.06 * (most - least)
	if room <= 1e-12*max(math.Abs(least), math.Abs(most)) {
		room = max(1e-9, 0.1*math.Abs(most)) // one value only
	}
	return least - room, most + room, nil
}

// chartPlaces draws the names of the places: every second, third … where they
// are too close.
func (s setter) chartPlaces(c geom.Chart, pl chartPlot) []Item {
	var items []Item
	widest := 0.0
	for _, name := range c.Places {
		widest = max(widest, s.grey(name).advance()+4)
	}
	every := 1
	if pl.step > 0 {
		every = max(1, int(math.Ceil(widest/pl.step)))
	}
	for i := 0; i < len(c.Places); i += every {
		b := s.grey(c.Places[i])
		items = append(items, b.level(pl.at(i, 0).X-b.advance()/2, pl.bottom-8, Axis, nil)...)
	}
	b := s.grey(c.Across)
	return append(items, b.level(pl.right-b.advance(), pl.bottom-16, Axis, nil)...)
}

// chartLine draws a line and a dot at each of its values.
func (s setter) chartLine(l geom.Line, pl chartPlot) []Item {
	var items, dots []Item
	colour := s.theme.context(l.Context)
	for i, x := range l.Values {
		if math.IsNaN(x) {
			continue
		}
		at := pl.at(i, x)
		if i > 0 && !math.IsNaN(l.Values[i-1]) {
			items = append(items, Item{Part: View, Of: []trace.Ref{l.Of[i-1], l.Of[i]}, Path: line(pl.at(i-1, l.Values[i-1]), at),
				Stroke: colour, Width: chartLine, Dash: variantDash(l.Variant)})
		}
		of := []trace.Ref{l.Of[i]}
		dots = append(dots, Item{Part: View, Of: of, Path: circle(at, chartDot), Fill: colour})
		if l.Variant%2 == 1 {
			dots = append(dots, Item{Part: View, Of: of, Path: circle(at, chartDot-0.55), Fill: s.theme.ground})
		}
	}
	return append(items, dots...)
}

// chartLabels names each line beside its last value, moved up or down where
// two would meet.
func (s setter) chartLabels(c geom.Chart, pl chartPlot, labels []block) []Item {
	type end struct {
		y    float64
		line int
		of   []trace.Ref
	}
	var ends []end
	for i, l := range c.Lines {
		for k := len(l.Values) - 1; k >= 0 && !labels[i].empty(); k-- {
			if !math.IsNaN(l.Values[k]) {
				ends = append(ends, end{pl.at(k, l.Values[k]).Y, i, l.Of[k : k+1]})
				break
			}
		}
	}
	slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(b.y, a.y) })
	for i := 1; i < len(ends); i++ { // down from the one above
		ends[i].y = min(ends[i].y, ends[i-1].y-labelStep)
	}
	if n := len(ends) - 1; n >= 0 {
		ends[n].y = max(ends[n].y, pl.bottom)
		for i := n - 1; i >= 0; i-- { // and up from the one below
			ends[i].y = max(ends[i].y, ends[i+1].y+labelStep)
		}
	}
	var items []Item
	for _, e := range ends {
		items = append(items, labels[e.line].level(pl.right+4, e.y-2.2, View, e.of)...)
	}
	return items
}
