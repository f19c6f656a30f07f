package figure

import (
	"image/color"
	"math"

	"github.com/tdewolff/canvas"

	"heed/geom"
)

// Sizes of marks: those of the screen, 2 px for e, at 0.75 pt for 2 px.
const (
	headLength = 4.2  // of a filled head, in strokes
	headLeast  = 4.4  // pt
	headWidth  = 0.36 // half, in lengths
	headMost   = 0.6  // of its arrow
	hollowWall = 0.55 // pt
	chevronX   = 3.7
	chevronY   = 2.2
	ringRadius = 1.5 // of an arrow too short to draw
	ringShort  = 0.2 // pt: shorter than this is a ring
	placeRing  = 2.2 // where a tip was
	dotRadius  = 1.7
	dotWall    = 0.7  // of a hollow one
	arcRadius  = 0.21 // of the plot's smaller side
	arcStep    = 0.2  // each further arc of a panel, in arcRadius
	arcMost    = 0.62 // of the shorter ray
	ghostShare = 0.42 // of the colour
	dimShare   = 0.55 // of the colour, of an arrow that the plane keeps little of
	dimKept    = 0.3
)

// stroke returns the width of a mark's line and its dashes.
func stroke(m geom.Mark) (width float64, dash []float64, round bool) {
	switch m.Kind {
	case geom.Displacement:
		return 0.9, nil, false
	case geom.Side:
		return 0.55, []float64{1.9, 1.5}, false
	case geom.Dotted:
		return 0.55, []float64{0.05, 1.5}, true
	case geom.Angle:
		return 0.55, nil, false
	case geom.Place:
		return 0.55, nil, false
	case geom.Bow:
		return 0.5, nil, false
	case geom.Step:
		return 0.9, variantDash(m.Variant), false
	}
	switch m.Role {
	case geom.Key:
		return 0.75, []float64{2.25, 1.1}, false
	case geom.Value:
		return 1.05, nil, false
	case geom.Output:
		// A and B differ by their heads; C and D repeat them, dashed, and so on.
		switch m.Context / 2 % 3 {
		case 1:
			return 1.3, []float64{4, 1.4}, false
		case 2:
			return 1.3, []float64{4, 1.2, 1, 1.2}, false
		}
		return 1.3, nil, false
	}
	return 0.75, nil, false
}

// variantDash returns the dashes that tell texts of one context apart.
func variantDash(variant int) []float64 {
	switch variant % 3 {
	case 1:
		return []float64{2.6, 1.6}
	case 2:
		return []float64{0.9, 1.1}
	}
	return nil
}

// hollow tells whether a mark's head is only an outline.
func hollow(m geom.Mark) bool {
	return m.Role == geom.Key || m.Role == geom.Output && m.Context > 0 && m.Context%2 == 1
}

// colour returns the colour of a mark.
func (t theme) mark(m geom.Mark) color.RGBA {
	c := t.token(m.Hue, m.Role, m.Context)
	switch m.Kind {
	case geom.Displacement, geom.Dotted, geom.Angle, geom.Step:
		c = t.context(m.Context)
	case geom.Bow:
		c = t.axis
	case geom.Place:
		c = t.ink2
	case geom.Face:
		if m.Role == geom.Other {
			return t.trough
		}
		return t.fill(m.Context)
	}
	if m.Ghost {
		return t.over(c, ghostShare)
	}
	if m.Kind == geom.Arrow && m.Kept > 0 && m.Kept < dimKept {
		return t.over(c, dimShare)
	}
	return c
}

// mark draws one mark. arc counts the angles drawn before it in its panel.
func (s setter) mark(m geom.Mark, pl plot, arc int) []Item {
	points := make([]geom.Point, len(m.Points))
	for i, p := range m.Points {
		points[i] = pl.at(p)
	}
	d := drawn{mark: m, plot: pl, colour: s.theme.mark(m), ground: s.theme.ground}
	switch m.Kind {
	case geom.Arrow:
		d.arrow(points[0], points[1])
	case geom.Displacement:
		d.displacement(points[0], points[1])
	case geom.Side, geom.Dotted, geom.Step:
		d.line(points[0], points[1])
	case geom.Face:
		d.fill(polygon(points...), translucent(d.colour, 0.6))
		if m.Role == geom.Other { // a part of the plane, such as another panel's window
			d.colour = s.theme.ink
			d.outline(polygon(points...), 0.5)
		}
	case geom.Bow:
		d.outline(newBow(points).path(), 0)
	case geom.Angle:
		a := newSector(points, pl, arc)
		d.outline(a.path(), 0)
	case geom.Place:
		d.fill(circle(points[0], placeRing), s.theme.ground)
		d.outline(circle(points[0], placeRing), 0)
	case geom.Dot:
		radius := pl.stroke(dotRadius)
		d.fill(circle(points[0], radius+haloWidth/3), s.theme.ground)
		d.fill(circle(points[0], radius), d.colour)
		if m.Variant%2 == 1 {
			d.fill(circle(points[0], radius-pl.stroke(dotWall)), s.theme.ground)
		}
	}
	return d.items
}

// drawn collects the items of one mark.
type drawn struct {
	mark           geom.Mark
	plot           plot
	colour, ground color.RGBA
	items          []Item
}

// stroke returns the width of the mark's line and its dashes in its plot.
func (d *drawn) stroke() (width float64, dash []float64, round bool) {
	m := d.mark
	if m.Kind == geom.Arrow && m.Role == geom.Output && (d.plot.path || m.Variant > 0) {
		m.Kind = geom.Step
	}
	return stroke(m)
}

func (d *drawn) fill(p *canvas.Path, c color.RGBA) {
	d.items = append(d.items, Item{Part: Mark, Of: d.mark.Of, Path: p, Fill: c})
}

// outline strokes p, with the mark's own width where none is given.
func (d *drawn) outline(p *canvas.Path, width float64) {
	own, dash, round := d.stroke()
	if width == 0 {
		width = own
	}
	width = d.plot.stroke(width)
	d.items = append(d.items, Item{
		Part: Mark, Of: d.mark.Of, Path: p, Stroke: d.colour, Width: width, Dash: dash, Round: round,
	})
}

func (d *drawn) line(a, b geom.Point) {
	if hypot(sub(b, a)) > 0 {
		d.outline(line(a, b), 0)
	}
}

// arrow draws a shaft that stops at the base of its head, and the head with
// its tip on the value.
func (d *drawn) arrow(tail, tip geom.Point) {
	length := hypot(sub(tip, tail))
	if length < ringShort {
		d.outline(circle(tip, d.plot.stroke(ringRadius)), 0.55)
		return
	}
	width, _, _ := d.stroke()
	head := min(d.plot.stroke(max(headLength*width, headLeast)), headMost*length)
	along := times(sub(tip, tail), 1/length)
	base := sub(tip, times(along, head))
	d.outline(line(tail, base), 0)
	across := geom.Point{X: -along.Y * head * headWidth, Y: along.X * head * headWidth}
	left, right := add(base, across), sub(base, across)
	d.fill(polygon(tip, left, right), d.colour)
	if hollow(d.mark) {
		// The triangle shrunk about the centre of its inscribed circle leaves
		// a wall of even width.
		half := hypot(across)
		side := math.Hypot(head, half)
		inner := head * half / (half + side) // its radius
		centre := add(base, times(along, inner))
		shrink := 1 - d.plot.stroke(hollowWall)/inner
		if shrink > 0 {
			d.fill(polygon(between(centre, tip, shrink), between(centre, left, shrink), between(centre, right, shrink)), d.ground)
		}
	}
}

// displacement draws an open arrow that leaves a little room at both ends, for
// the tips of e and y.
func (d *drawn) displacement(e, y geom.Point) {
	length := hypot(sub(y, e))
	if length < ringShort {
		d.outline(circle(y, ringRadius), 0.55)
		return
	}
	along := times(sub(y, e), 1/length)
	from := add(e, times(along, min(1.8, 0.1*length)))
	to := sub(y, times(along, min(1.2, 0.08*length)))
	size := min(1, headMost*hypot(sub(to, from))/chevronX)
	base := sub(to, times(along, size*chevronX))
	across := times(geom.Point{X: -along.Y, Y: along.X}, size*chevronY)
	d.outline(line(from, to), 0)
	d.outline(line(add(base, across), to, sub(base, across)), 0)
}

// translucent returns c at an opacity, premultiplied.
func translucent(c color.RGBA, opacity float64) color.RGBA {
	m := func(x uint8) uint8 { return uint8(opacity*float64(x) + 0.5) }
	return color.RGBA{m(c.R), m(c.G), m(c.B), m(255)}
}

// A sector is an arc between two rays.
type sector struct {
	centre geom.Point
	radius float64
	start  float64 // angle of the first ray
	sweep  float64 // to the second, −π … π
}

// newSector returns the arc of an Angle's points on the page. The nth arc of a
// panel lies further out, so that arcs side by side are told apart.
func newSector(points []geom.Point, pl plot, n int) sector {
	a, b := sub(points[1], points[0]), sub(points[2], points[0])
	r := arcRadius * min(pl.width, pl.height) * (1 + arcStep*float64(n))
	return sector{
		centre: points[0],
		radius: min(r, arcMost*hypot(a), arcMost*hypot(b)),
		start:  math.Atan2(a.Y, a.X),
		sweep:  math.Remainder(math.Atan2(b.Y, b.X)-math.Atan2(a.Y, a.X), 2*math.Pi),
	}
}

// newBow returns the arc of a Bow's points.
func newBow(points []geom.Point) sector {
	a, b := sub(points[1], points[0]), sub(points[2], points[0])
	start := math.Atan2(a.Y, a.X)
	return sector{points[0], hypot(a), start, math.Remainder(math.Atan2(b.Y, b.X)-start, 2*math.Pi)}
}

// at returns the point of the arc at a share of its sweep, further out by more.
func (a sector) at(share, more float64) geom.Point {
	return add(a.centre, polar(a.start+share*a.sweep, a.radius+more))
}

// path returns the arc as chords.
func (a sector) path() *canvas.Path { return line(a.points()...) }

// points returns places on the arc a degree or less apart: chords between them
// are true to 0.001 pt.
func (a sector) points() []geom.Point {
	n := max(1, int(math.Ceil(math.Abs(a.sweep)*180/math.Pi)))
	points := make([]geom.Point, n+1)
	for i := range points {
		points[i] = a.at(float64(i)/float64(n), 0)
	}
	return points
}
