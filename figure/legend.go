package figure

import (
	"image/color"

	"github.com/tdewolff/canvas"

	"heed/geom"
	"heed/trace"
)

const (
	sampleSize  = 6.6
	sampleMark  = 17.0 // pt a sample's mark is long
	sampleGap   = 4    // between a picture and its legend
	sampleRow   = 9.5
	sampleApart = 10 // between two samples of a row
	scaleLong   = 62.0
	scaleLeast  = 16.0
	scaleHigh   = 4.6
	scaleSteps  = 32
)

// A scale is a bar of colours with the numbers at its ends. colour tells the
// colour of a share of the high end; of a signed scale shares run from −1.
type scale struct {
	low, high string
	says      string // what the numbers are
	signed    bool
	colour    func(share float64) color.RGBA
	of        []trace.Ref
}

// A sign is one thing of a legend: its width, and how it is drawn with its
// baseline at a place.
type sign struct {
	width float64
	draw  func(x, base float64) []Item
}

// legend draws what marks and colours are, in rows that fill the width: the
// samples from the left, the scale at the right of the last row that has room.
// unit is what one unit of the plane takes on the page.
func (s setter) legend(list []geom.Sample, unit float64, sc *scale, a area) (items []Item, bottom float64) {
	x, base := a.x, a.top-7
	for _, sample := range list {
		g := s.sample(sample, unit, a.width)
		if x > a.x && x+g.width > a.x+a.width {
			x, base = a.x, base-sampleRow
		}
		items = append(items, g.draw(x, base)...)
		x += g.width + sampleApart
	}
	if sc != nil {
		var says string
		g := s.scale(*sc, a.width)
		if g.width > a.width { // its words go beneath
			short := *sc
			says, short.says = short.says, ""
			g = s.scale(short, a.width)
		}
		at := a.x + a.width - g.width
		if x > a.x && x > at {
			x, base = a.x, base-sampleRow
		}
		if x == a.x {
			at = x
		}
		items = append(items, g.draw(at, base)...)
		if says != "" {
			words, low := s.paragraph(geom.Text{{Text: says, Role: geom.Aside, Context: -1}}, Name, keptSmall, area{a.x, base - 2, a.width})
			items, base = append(items, words...), low+2.4
		}
	}
	return items, base - 3
}

// list draws samples one beneath the other, their words in as many lines as
// they take.
func (s setter) list(list []geom.Sample, a area) (items []Item, bottom float64) {
	y := a.top
	for _, sample := range list {
		indent := sampleMark + 4
		if sample.Alone {
			indent = 0
		} else {
			items = append(items, s.sampleMark(sample, 0, a.x, y-7)...)
		}
		var words []Item
		words, y = s.paragraph(sample.Text, Name, proseSize, area{a.x + indent, y, a.width - indent})
		items = append(items, words...)
		y -= 2.5
	}
	return items, y
}

// sample is one sample with its words beside it.
func (s setter) sample(sample geom.Sample, unit, width float64) sign {
	mark := sampleMark
	if sample.Length > 0 {
		mark = sample.Length * unit
	}
	if sample.Alone {
		mark = -3
	}
	text := s.short(sample.Text, sampleSize, width-mark-3)
	return sign{mark + 3 + text.advance(), func(x, base float64) []Item {
		var items []Item
		if !sample.Alone {
			items = s.sampleMark(sample, unit, x, base)
		}
		return append(items, text.level(x+mark+3, base, Name, nil)...)
	}}
}

// sampleMark draws a mark as it looks in the picture, on the middle of a line
// of words.
func (s setter) sampleMark(sample geom.Sample, unit, x, base float64) []Item {
	pl := plot{window: geom.Window{MaxX: sampleMark, MaxY: 4}, origin: geom.Point{X: x, Y: base}, scale: 1, width: sampleMark, height: 4}
	mid := 2.2
	at := func(share, up float64) geom.Point { return geom.Point{X: share * sampleMark, Y: mid + up} }
	m := geom.Mark{Kind: sample.Mark, Role: sample.Role, Context: sample.Context, Variant: sample.Variant, Kept: 1,
		Points: []geom.Point{at(0, 0), at(1, 0)}}
	var items []Item
	switch {
	case sample.Length > 0:
		long := sample.Length * unit
		for _, p := range [][2]geom.Point{
			{point(x, base+mid), point(x+long, base+mid)},
			{point(x, base+mid-2), point(x, base+mid+2)},
			{point(x+long, base+mid-2), point(x+long, base+mid+2)},
		} {
			items = append(items, Item{Part: Name, Path: line(p[0], p[1]), Stroke: s.theme.ink, Width: 0.7})
		}
		return items
	case m.Kind == geom.Place || m.Kind == geom.Dot:
		m.Points = []geom.Point{at(0.5, 0)}
	case m.Kind == geom.Face:
		m.Points = []geom.Point{at(0.2, -2), at(0.8, -2), at(0.8, 2), at(0.2, 2)}
	case m.Kind == geom.Angle || m.Kind == geom.Bow:
		m.Points = []geom.Point{at(0.5, -8), at(1, 2), at(0, 2)}
	case m.Kind == geom.Step:
		dot := m
		dot.Kind, dot.Points = geom.Dot, []geom.Point{at(0.5, 0)}
		items = append(s.mark(m, pl, 0), s.mark(dot, pl, 0)...)
	}
	if items == nil {
		items = s.mark(m, pl, 0)
	}
	for i := range items {
		items[i].Part = Name
	}
	return items
}

// scale is a bar of colours, shorter where its numbers leave less of the width.
func (s setter) scale(sc scale, most float64) sign {
	ink := func(text string, c color.RGBA) block { return s.grey(text).paint(c) }
	low, high := ink(sc.low, s.theme.ink), ink(sc.high, s.theme.ink)
	after := ink(sc.says, s.theme.ink2)
	width := low.advance() + 3 + 3 + high.advance()
	long := max(scaleLeast, min(scaleLong, most-width))
	width += long
	if !after.empty() {
		width += 3 + after.advance()
	}
	return sign{width, func(x, base float64) []Item {
		items := low.level(x, base, View, sc.of)
		x += low.advance() + 3
		for i := range scaleSteps {
			share := (float64(i) + 0.5) / scaleSteps
			if sc.signed {
				share = 2*share - 1
			}
			// Each step reaches under the next: no seam shows between them.
			from, to := x+long*float64(i)/scaleSteps, x+long*min(1, (float64(i)+1.5)/scaleSteps)
			items = append(items, Item{Part: View, Of: sc.of, Fill: sc.colour(share), Path: rectangle(from, base, to, base+scaleHigh)})
		}
		x += long + 3
		items = append(items, high.level(x, base, View, sc.of)...)
		return append(items, after.level(x+high.advance()+3, base, View, sc.of)...)
	}}
}

func rounded(x0, y0, x1, y1, radius float64) *canvas.Path {
	return canvas.RoundedRectangle(x1-x0, y1-y0, min(radius, (x1-x0)/2, (y1-y0)/2)).Translate(x0, y0)
}

func rectangle(x0, y0, x1, y1 float64) *canvas.Path {
	return polygon(point(x0, y0), point(x1, y0), point(x1, y1), point(x0, y1))
}
