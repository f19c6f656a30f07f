package figure

import (
	"slices"
	"strings"

	"heed/geom"
)

const (
	insetShare = 0.25 // of the plot's width
	insetGood  = 84.0 // that its words need
	insetLeast = 62.0
	insetMost  = 128.0
	insetBelow = 104.0 // where it stands beneath the plane
	insetEdge  = 4.0   // between it and the plot's edge
	insetPad   = 4.0
	insetTitle = 8.4 // height of the line for it
)

// corner finds a free corner of a plot for an inset: one where it covers no
// mark and no number.
func (s setter) corner(in geom.Panel, pl plot, strokes []segment, blocked []box) (area, bool) {
	for _, share := range []float64{1, 0.85, 0.7} {
		width := share * min(insetMost, max(insetGood, insetShare*pl.width))
		if width < insetLeast {
			break
		}
		height := s.insetHeight(in, width)
		right, top := pl.origin.X+pl.width-insetEdge-width, pl.origin.Y+pl.height-insetEdge
		left, low := pl.origin.X+insetEdge, pl.origin.Y+insetEdge+height
		for _, at := range []geom.Point{{X: right, Y: low}, {X: right, Y: top}, {X: left, Y: low}, {X: left, Y: top}} {
			b := upright(point(at.X+width/2, at.Y-height/2), width, height)
			taken := func(o box) bool { return b.grow(2).meets(o) }
			through := func(k segment) bool { return b.grow(2).cut(k.a, k.b) > 0 }
			if b.within(pl) && !slices.ContainsFunc(blocked, taken) && !slices.ContainsFunc(strokes, through) {
				return area{at.X, at.Y, width}, true
			}
		}
	}
	return area{}, false
}

// framed returns an inset in which the Face of its panel's window has the
// corners of the window as it is drawn, which is often wider.
func framed(in geom.Panel, window, drawn geom.Window) geom.Panel {
	corners := func(w geom.Window) []geom.Point {
		return []geom.Point{{X: w.MinX, Y: w.MinY}, {X: w.MaxX, Y: w.MinY}, {X: w.MaxX, Y: w.MaxY}, {X: w.MinX, Y: w.MaxY}}
	}
	in.Marks = slices.Clone(in.Marks)
	for i, m := range in.Marks {
		if m.Kind == geom.Face && slices.Equal(m.Points, corners(window)) {
			in.Marks[i].Points = corners(drawn)
			for _, p := range in.Marks[i].Points {
				in.Window = include(in.Window, p)
			}
		}
	}
	return in
}

// insetHeight is how high an inset of a width is; its window is one that fits.
func (s setter) insetHeight(in geom.Panel, width float64) float64 {
	w := in.Window
	height := (width-2*insetPad)*(w.MaxY-w.MinY)/(w.MaxX-w.MinX) + 2*insetPad
	height += insetTitle * float64(len(s.insetTitle(in, width)))
	if len(in.Samples) > 0 {
		_, bottom := s.insetSamples(in, area{0, 0, width - 2*insetPad})
		height -= bottom
	}
	return height
}

// insetSamples sets the words beneath an inset, in as many lines as they take.
func (s setter) insetSamples(in geom.Panel, a area) (items []Item, bottom float64) {
	bottom = a.top
	for _, sample := range in.Samples {
		var words []Item
		words, bottom = s.paragraph(sample.Text, Name, keptSmall, area{a.x, bottom, a.width})
		items = append(items, words...)
	}
	return items, bottom
}

// insetTitle sets the title of an inset of a width, line by line.
func (s setter) insetTitle(in geom.Panel, width float64) []block {
	var blocks []block
	var text string
	set := func(text string) block {
		return s.short(geom.Text{{Text: text, Style: geom.Heading, Role: geom.Other, Context: -1}}, keptSmall, width-2*insetPad)
	}
	for _, word := range strings.Fields(in.Title) {
		more := strings.TrimSpace(text + " " + word)
		if s.fonts.width(Bold, keptSmall, more) > width-2*insetPad && text != "" {
			blocks = append(blocks, set(text))
			more = word
		}
		text = more
	}
	if text != "" {
		blocks = append(blocks, set(text))
	}
	return blocks
}

// inset draws a small plane on a card, its title above and its samples below.
func (s setter) inset(d *Drawing, index int, in geom.Panel, a area) (bottom float64) {
	w := in.Window
	bottom = a.top - s.insetHeight(in, a.width)
	d.Items = append(d.Items, Item{Part: Name, Path: rectangle(a.x, bottom, a.x+a.width, a.top), Fill: s.theme.ground, Stroke: s.theme.trough, Width: 0.6})
	inner := a.width - 2*insetPad
	y := a.top - insetPad
	for _, b := range s.insetTitle(in, a.width) {
		d.Items = append(d.Items, b.level(a.x+insetPad, y-5.4, Name, nil)...)
		y -= insetTitle
	}
	pl := plot{window: w, width: inner, scale: inner / (w.MaxX - w.MinX), fine: 0.75}
	pl.height = pl.scale * (w.MaxY - w.MinY)
	pl.origin = point(a.x+insetPad, y-pl.height)
	s.marks(d, index, true, in, &placer{plot: pl}, func() []Item { return nil })
	if len(in.Samples) > 0 {
		items, _ := s.insetSamples(in, area{a.x + insetPad, pl.origin.Y, inner})
		d.Items = append(d.Items, items...)
	}
	return bottom
}
