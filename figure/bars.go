package figure

import (
	"fmt"
	"image/color"
	"math"

	"heed/geom"
	"heed/trace"
)

const (
	barRow       = 10.4
	barSize      = 7.0
	barNumber    = 6.6
	barThick     = 4.6
	barLabelMost = 0.42 // of the width
	barGap       = 4.0
	numberGap    = 7.0 // between two columns of numbers
)

// bars draws numbers side by side: from a trough's left end with columns of
// numbers at the right, or signed about a line, the number at the bar's end.
func (s setter) bars(b geom.Bars, c common, a area) (items []Item, bottom float64, err error) {
	if !finite(b.Most) || b.Most < 0 {
		return nil, 0, fmt.Errorf("bars end at %g; want a finite number, 0 or more", b.Most)
	}
	for i, bar := range b.Rows {
		if math.IsInf(bar.Value, 0) {
			return nil, 0, fmt.Errorf("bar %d (%v) is %g; want a finite number", i, bar.Of, bar.Value)
		}
	}
	y := a.top
	b.Most = c.full
	labels := make([]block, len(b.Rows))
	for i, bar := range b.Rows {
		labels[i] = s.barLabel(bar, a.width)
	}
	columns := s.numberColumns(b)
	if len(b.Head) > 0 || b.Badge != "" || !b.Signed && len(b.Columns) > 0 {
		x := a.x
		if b.Badge != "" {
			disc := s.set(nil, barSize, b.Badge, b.Context)
			disc.badge(0, 0, 0.56*barSize, b.Badge, s, b.Context)
			disc.pieces, disc.discs = disc.pieces[1:], disc.discs[1:]
			items = append(items, disc.level(x, y-7, Name, nil)...)
			x += 1.12*barSize + 3.4
		}
		right := a.x + a.width
		if !b.Signed {
			items = append(items, columns.heads(s, b.Columns, right, y-7)...)
			right -= columns.width
		}
		head := s.short(heading(b.Head), barSize, max(10, right-x))
		items = append(items, head.level(x, y-7, Name, nil)...)
		y -= barRow + 0.8
	}
	left := a.x + c.labels + barGap
	if b.Signed {
		list, bottom := s.signedBars(b, labels, c, left, area{a.x, y, a.width})
		return append(items, list...), bottom, nil
	}
	right := a.x + a.width - columns.width
	for i, bar := range b.Rows {
		base := y - barRow*float64(i+1) + 3.2
		if bar.Between {
			items = append(items, labels[i].paint(s.theme.ink2).level(a.x, base, sourced(bar.Of), bar.Of)...)
			continue
		}
		items = append(items, labels[i].level(a.x, base, View, bar.Of)...)
		low := base + 0.1
		items = append(items, Item{Part: View, Of: bar.Of, Path: rectangle(left, low, right, low+barThick), Fill: s.theme.trough})
		if full := (right - left) * portion(bar.Value, b.Most); full > 0 {
			items = append(items, Item{Part: View, Of: bar.Of, Path: rectangle(left, low, left+full, low+barThick), Fill: s.barColour(bar)})
		}
		items = append(items, columns.row(s, bar, a.x+a.width, base)...)
	}
	return items, y - barRow*float64(len(b.Rows)), nil
}

// sourced is what words of a view belong to: the frame where no tensor is
// behind them.
func sourced(of []trace.Ref) Part {
	if len(of) == 0 {
		return Name
	}
	return View
}

// labelWidth is how wide the labels of a panel's bars are; 0 where it has none.
func (s setter) labelWidth(p geom.Panel, width float64) float64 {
	wide := 0.0
	if p.Bars == nil {
		return 0
	}
	for _, bar := range p.Bars.Rows {
		if !bar.Between {
			wide = max(wide, s.barLabel(bar, width).advance())
		}
	}
	return wide
}

func (s setter) barLabel(bar geom.Bar, width float64) block {
	text := bar.Label
	if bar.Strong {
		text = heading(text)
	}
	if bar.Between {
		return s.short(text, barSize, width)
	}
	return s.short(text, barSize, barLabelMost*width)
}

// heading sets upright text in bold.
func heading(t geom.Text) geom.Text {
	t = oneLine(t)
	for i, r := range t {
		if r.Style == geom.Upright {
			t[i].Style = geom.Heading
		}
	}
	return t
}

// portion is how much of a bar x fills, 0 … 1; not a number fills none.
func portion(x, most float64) float64 {
	if most == 0 || math.IsNaN(x) {
		return 0
	}
	return min(1, math.Abs(x)/most)
}

func (s setter) barColour(bar geom.Bar) color.RGBA {
	return s.theme.token(bar.Hue, bar.Role, bar.Context)
}

// extent is how far the bars reach to both sides, as shares of a full one.
func extent(b geom.Bars, full float64) (below, above float64) {
	for _, bar := range b.Rows {
		switch {
		case bar.Between || math.IsNaN(bar.Value):
		case bar.Value < 0:
			below = max(below, portion(bar.Value, full))
		default:
			above = max(above, portion(bar.Value, full))
		}
	}
	return below, above
}

// signedBars draws bars to both sides of a line; each side is as long as its
// longest bar needs.
func (s setter) signedBars(b geom.Bars, labels []block, c common, left float64, a area) (items []Item, bottom float64) {
	number := 0.0
	for _, bar := range b.Rows {
		for _, n := range bar.Numbers {
			number = max(number, s.fonts.width(Bold, barNumber, n))
		}
	}
	below, above := c.below, c.above
	room := max(1, a.x+a.width-left-number-barGap)
	unit := room / max(below+above, 1e-9)
	if below+above == 0 {
		unit = 0
	}
	zero := left + unit*below
	for i, bar := range b.Rows {
		base := a.top - barRow*float64(i+1) + 3.2
		if bar.Between {
			label, x := labels[i].paint(s.theme.ink2), zero+barGap
			if x+label.advance() > a.x+a.width { // then on the side that is longer
				x = max(a.x, zero-barGap-label.advance())
			}
			items = append(items, label.level(x, base, sourced(bar.Of), bar.Of)...)
			continue
		}
		items = append(items, labels[i].level(a.x, base, View, bar.Of)...)
		long := unit * portion(bar.Value, b.Most)
		from, end := zero, zero+long
		if bar.Value < 0 {
			from, end = zero-long, zero
		}
		low := base - 0.3
		if long > 0 {
			items = append(items, Item{Part: View, Of: bar.Of, Path: rectangle(from, low, from+long, low+barThick+0.8), Fill: s.barColour(bar)})
		}
		if len(bar.Numbers) > 0 {
			items = append(items, s.barNumber(bar, bar.Numbers[0]).level(end+3, base, View, bar.Of)...)
		}
	}
	bottom = a.top - barRow*float64(len(b.Rows))
	return append(items, Item{Part: Axis, Path: line(point(zero, a.top), point(zero, bottom)), Stroke: s.theme.axis, Width: axisStroke}), bottom
}

func (s setter) barNumber(bar geom.Bar, text string) block {
	style := geom.Upright
	if bar.Strong {
		style = geom.Heading
	}
	return s.set(geom.Text{{Text: text, Style: style, Role: geom.Other, Context: -1}}, barNumber, "", -1)
}

// numberColumns are the columns of numbers at the right of bars.
type numberColumns struct {
	widths []float64
	width  float64 // of all, with the gap before each
}

func (s setter) numberColumns(b geom.Bars) numberColumns {
	var c numberColumns
	for k, name := range b.Columns {
		w := s.grey(name).advance()
		for _, bar := range b.Rows {
			if k < len(bar.Numbers) {
				w = max(w, s.barNumber(bar, bar.Numbers[k]).advance())
			}
		}
		c.widths = append(c.widths, w)
		c.width += w + numberGap
	}
	return c
}

// heads draws the columns' names, flush right with their numbers.
func (c numberColumns) heads(s setter, names []string, right, base float64) []Item {
	var items []Item
	for k := len(names) - 1; k >= 0; k-- {
		b := s.grey(names[k])
		items = append(items, b.level(right-b.advance(), base, Name, nil)...)
		right -= c.widths[k] + numberGap
	}
	return items
}

// row draws the numbers of one bar.
func (c numberColumns) row(s setter, bar geom.Bar, right, base float64) []Item {
	var items []Item
	for k := len(c.widths) - 1; k >= 0; k-- {
		if k < len(bar.Numbers) {
			b := s.barNumber(bar, bar.Numbers[k])
			if k > 0 {
				b = b.paint(s.theme.ink2)
			}
			items = append(items, b.level(right-b.advance(), base, View, bar.Of)...)
		}
		right -= c.widths[k] + numberGap
	}
	return items
}
