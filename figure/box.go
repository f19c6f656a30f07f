package figure

import (
	"math"

	"heed/geom"
)

// A box is a rectangle that may be turned: the place of a label.
type box struct {
	centre       geom.Point
	halfW, halfH float64
	along        geom.Point // unit vector of its width
}

// upright returns a box with level sides.
func upright(c geom.Point, width, height float64) box {
	return box{c, width / 2, height / 2, geom.Point{X: 1}}
}

// turned returns a box whose width runs along an angle in degrees.
func turned(c geom.Point, width, height, degrees float64) box {
	return box{c, width / 2, height / 2, polar(degrees*math.Pi/180, 1)}
}

// across returns the unit vector of b's height.
func (b box) across() geom.Point { return geom.Point{X: -b.along.Y, Y: b.along.X} }

// grow returns b with a margin on all sides.
func (b box) grow(margin float64) box {
	b.halfW += margin
	b.halfH += margin
	return b
}

// reach returns half of b's extent along a unit vector u.
func (b box) reach(u geom.Point) float64 {
	return b.halfW*math.Abs(dot(b.along, u)) + b.halfH*math.Abs(dot(b.across(), u))
}

// corners returns b's corners, anticlockwise.
func (b box) corners() [4]geom.Point {
	w, h := times(b.along, b.halfW), times(b.across(), b.halfH)
	return [4]geom.Point{
		sub(sub(b.centre, w), h), sub(add(b.centre, w), h),
		add(add(b.centre, w), h), add(sub(b.centre, w), h),
	}
}

// meets tells whether b and c overlap. Two rectangles are apart exactly if one
// of their four directions separates them.
func (b box) meets(c box) bool {
	d := sub(c.centre, b.centre)
	for _, u := range [4]geom.Point{b.along, b.across(), c.along, c.across()} {
		if math.Abs(dot(d, u)) >= b.reach(u)+c.reach(u) {
			return false
		}
	}
	return true
}

// cut returns how much of the segment from p to q lies in b.
func (b box) cut(p, q geom.Point) float64 {
	from, to := 0.0, 1.0
	a, d := sub(p, b.centre), sub(q, p)
	for _, side := range [2]struct {
		u    geom.Point
		half float64
	}{{b.along, b.halfW}, {b.across(), b.halfH}} {
		start, slope := dot(a, side.u), dot(d, side.u)
		if math.Abs(slope) < 1e-12 {
			if math.Abs(start) >= side.half {
				return 0
			}
			continue
		}
		t0, t1 := (-side.half-start)/slope, (side.half-start)/slope
		from, to = max(from, min(t0, t1)), min(to, max(t0, t1))
	}
	return max(0, to-from) * hypot(d)
}

// nearest returns the point of b closest to p.
func (b box) nearest(p geom.Point) geom.Point {
	d := sub(p, b.centre)
	x := min(max(dot(d, b.along), -b.halfW), b.halfW)
	y := min(max(dot(d, b.across()), -b.halfH), b.halfH)
	return add(b.centre, add(times(b.along, x), times(b.across(), y)))
}

// within tells whether b lies in a plot.
func (b box) within(pl plot) bool {
	for _, c := range b.corners() {
		if !pl.inside(c) {
			return false
		}
	}
	return true
}
