package figure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/geom"
)

// Sizes of the frame.
const (
	gridStroke = 0.4
	axisStroke = 0.5
	tickSize   = 6.4
	tickGap    = 2.6 // between an axis and its numbers
	tickLeast  = 20  // between two numbers
	tickLarge  = 45  // where a unit is larger than 60
	haloWidth  = 1.7
)

// frame draws grid and axes, and, where the panel has them, the ticks' numbers,
// which stand before marks. It returns the numbers' boxes too, which labels
// keep off. A number that a stroke would go through is left out.
func (s setter) frame(p geom.Panel, pl plot) (items, ticks []Item, numbers []box) {
	w, unit := pl.window, gridStep(pl.scale)
	left, right := pl.origin.X, pl.origin.X+pl.width
	bottom, top := pl.origin.Y, pl.origin.Y+pl.height
	vertical := func(x float64) Item { return Item{Path: line(geom.Point{X: x, Y: bottom}, geom.Point{X: x, Y: top})} }
	horizontal := func(y float64) Item { return Item{Path: line(geom.Point{X: left, Y: y}, geom.Point{X: right, Y: y})} }
	rule := func(it Item, part Part, width float64) {
		it.Part, it.Width = part, width
		it.Stroke = s.theme.grid
		if part == Axis {
			it.Stroke = s.theme.axis
		}
		items = append(items, it)
	}
	for _, n := range multiples(unit, w.MinX, w.MaxX, 0) {
		rule(vertical(pl.at(geom.Point{X: n * unit}).X), Grid, gridStroke)
	}
	for _, n := range multiples(unit, w.MinY, w.MaxY, 0) {
		rule(horizontal(pl.at(geom.Point{Y: n * unit}).Y), Grid, gridStroke)
	}
	zero := pl.at(geom.Point{})
	if zero.X >= left && zero.X <= right {
		rule(vertical(zero.X), Axis, axisStroke)
	}
	if zero.Y >= bottom && zero.Y <= top {
		rule(horizontal(zero.Y), Axis, axisStroke)
	}
	if !p.Ticks {
		return items, nil, nil
	}
	// Where the origin lies outside, the numbers of both axes stand at the edges,
	// and 0 is one of them.
	zeros := 0
	if !pl.inside(zero) {
		zero.X, zero.Y = left, bottom
		zeros = 1
	}
	step, strokes := s.tickStep(pl, unit), struck(p, pl)
	for _, n := range multiples(step, w.MinX, w.MaxX, zeros) {
		b := s.number(n, step)
		x, down := pl.at(geom.Point{X: n * step}).X, tickGap+b.height()/2
		ticks, numbers = s.tick(ticks, numbers, b, pl, strokes, geom.Point{X: x, Y: zero.Y - down}, geom.Point{X: x, Y: zero.Y + down})
	}
	for _, n := range multiples(step, w.MinY, w.MaxY, zeros) {
		b := s.number(n, step)
		y, aside := pl.at(geom.Point{Y: n * step}).Y, tickGap+b.width()/2
		ticks, numbers = s.tick(ticks, numbers, b, pl, strokes, geom.Point{X: zero.X - aside, Y: y}, geom.Point{X: zero.X + aside, Y: y})
	}
	return items, ticks, numbers
}

// struck lists the straight strokes of a panel's marks, and the breadths of
// its dots.
func struck(p geom.Panel, pl plot) [][2]geom.Point {
	var strokes [][2]geom.Point
	for _, m := range p.Marks {
		switch m.Kind {
		case geom.Arrow, geom.Displacement, geom.Side, geom.Dotted, geom.Step:
			if !m.Covered {
				strokes = append(strokes, [2]geom.Point{pl.at(m.Points[0]), pl.at(m.Points[1])})
			}
		case geom.Dot:
			at, across := pl.at(m.Points[0]), geom.Point{X: dotRadius}
			strokes = append(strokes, [2]geom.Point{sub(at, across), add(at, across)})
		}
	}
	return strokes
}

// tick draws one number on the first of the places where it lies in the
// window, no stroke goes through it, and it touches no other number; nowhere
// where there is none.
func (s setter) tick(items []Item, numbers []box, b block, pl plot, strokes [][2]geom.Point, places ...geom.Point) ([]Item, []box) {
	for _, c := range places {
		place := upright(c, b.width(), b.height())
		through := func(s [2]geom.Point) bool { return place.cut(s[0], s[1]) > 0 }
		near := func(other box) bool { return place.grow(1).meets(other) }
		if !place.within(pl) || slices.ContainsFunc(strokes, through) || slices.ContainsFunc(numbers, near) {
			continue
		}
		for _, it := range b.items(c, 0, haloWidth, s.theme.ground, nil) {
			it.Part = Axis
			items = append(items, it)
		}
		return items, append(numbers, place)
	}
	return items, numbers
}

// number sets n·step.
func (s setter) number(n, step float64) block {
	text := geom.Text{{Text: decimal(n, step), Role: geom.Other, Context: -1}}
	b := s.set(text, tickSize, "", -1)
	for i := range b.pieces {
		b.pieces[i].colour = s.theme.ink2
	}
	return b
}

// multiples returns the whole n for which n·step lies in [lo, hi]; 0 only as
// often as zeros says: its number may stand on the axes' crossing, and its line
// is an axis.
func multiples(step, lo, hi float64, zeros int) []float64 {
	var ns []float64
	const rounding = 1e-9 // of a step: an edge that is a multiple counts
	for n := math.Ceil(lo/step - rounding); n <= math.Floor(hi/step+rounding); n++ {
		if n != 0 || zeros > 0 {
			ns = append(ns, n+0) // no −0
		}
	}
	return ns
}

// gridStep returns the distance of grid lines in the plane's units: 1 wherever
// that can be read, else the next 1, 2 or 5 × 10ⁿ.
func gridStep(scale float64) float64 {
	if scale >= 6 && scale <= 60 {
		return 1
	}
	if scale > 60 {
		return nice(30 / scale)
	}
	return nice(14 / scale)
}

// tickStep returns the distance of numbers: 1, 2 or 5 × 10ⁿ, on grid lines,
// with room between two numbers.
func (s setter) tickStep(pl plot, grid float64) float64 {
	least := float64(tickLeast)
	if pl.scale > 60 {
		least = tickLarge
	}
	step := nice(max(least/pl.scale, grid))
	for {
		room := 0.0
		for _, x := range []float64{pl.window.MinX, pl.window.MaxX} {
			room = max(room, s.number(math.Round(x/step), step).width())
		}
		onGrid := math.Abs(math.Remainder(step/grid, 1)) < 1e-9
		if onGrid && room+6 <= step*pl.scale {
			return step
		}
		step = nice(1.5 * step)
	}
}

// nice returns the least 1, 2 or 5 × 10ⁿ that is not below x.
func nice(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// decimal writes n·step with the digits that step needs, and very large or
// small ones as 2 × 10⁻⁷.
func decimal(n, step float64) string {
	if n == 0 {
		return "0"
	}
	exponent := int(math.Floor(math.Log10(step) + 1e-9))
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	if exponent < -4 || exponent > 5 {
		m := strconv.FormatFloat(n*math.Round(step/math.Pow(10, float64(exponent))), 'f', 0, 64)
		return sign + m + "\u00a0×\u00a010" + superscript(exponent)
	}
	return sign + strconv.FormatFloat(n*step, 'f', max(0, -exponent), 64)
}

// superscript writes n raised.
func superscript(n int) string {
	return strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(n))
}
