package figure

import (
	"math"

	"heed/geom"
)

// Sizes of labels, by what they stand at.
const (
	symbolSize = 8.6
	scaledSize = 7.8 // of weighted values, which are many
	numberSize = 7.2 // of displacements and angles
	stepSize   = 6.6 // of the places on a path
	shaftGap   = 2.4 // between a shaft and a label along it
	arcGap     = 2.2
	alongMost  = 60.0 // degrees
)

// labelSize returns the size that a mark's label is set in.
func labelSize(m geom.Mark, pl plot) float64 {
	switch {
	case pl.fine > 0:
		return stepSize
	case m.Kind == geom.Dot && pl.path:
		return stepSize
	case pl.path && m.Kind == geom.Arrow:
		return numberSize
	case m.Kind == geom.Displacement || m.Kind == geom.Angle || m.Kind == geom.Side || m.Kind == geom.Dotted:
		return numberSize
	case m.Role == geom.Value || m.Label.Along:
		return scaledSize
	}
	return symbolSize
}

// labelRank orders labels by how much they matter: the first has its choice.
func labelRank(m geom.Mark) int {
	switch {
	case m.Role == geom.Output && m.Kind == geom.Arrow:
		return 0
	case m.Kind == geom.Displacement || m.Kind == geom.Angle:
		return 1
	case m.Label.Along:
		return 3
	case m.Role == geom.Other:
		return 4
	}
	return 2
}

// A compass point is a direction to look for a place, with its price. The order
// is E, NE, SE, N, S, W, then what lies between.
type compass struct{ degrees, cost float64 }

func directions() []compass {
	return []compass{
		{0, 0}, {45, 0.4}, {-45, 0.6}, {90, 0.9}, {-90, 1.1}, {180, 1.4}, {135, 1.4}, {-135, 1.6},
		{22.5, 0.5}, {-22.5, 0.6}, {67.5, 0.9}, {-67.5, 1.1}, {112.5, 1.4}, {-112.5, 1.6}, {157.5, 1.6}, {-157.5, 1.7},
	}
}

// rings returns the distances from its mark at which a label may stand.
func rings() []float64 {
	return []float64{3, 4.5, 6.5, 9, 12, 15.5, 19.5, 24, 29, 35, 42, 50, 60, 72, 86, 104, 125}
}

// around returns places around a point, nearer ones first. towards leans the
// choice to a direction, by strength.
func around(p geom.Point, b *block, towards geom.Point, strength float64) []candidate {
	var list []candidate
	for _, gap := range rings() {
		for _, d := range directions() {
			u := polar(d.degrees*math.Pi/180, 1)
			// The box's centre runs on a square around p, not on a circle: its
			// near side or corner stays a gap away.
			x := min(max(math.Sqrt2*u.X, -1), 1)
			y := min(max(math.Sqrt2*u.Y, -1), 1)
			away := gap
			if math.Abs(x) > 0.9 && math.Abs(y) > 0.9 {
				away = gap * math.Sqrt2 / 2
			}
			c := geom.Point{X: p.X + x*(b.width()/2+away), Y: p.Y + y*(b.height()/2+away)}
			list = append(list, at(c, p, b, d.cost+perPoint*gap+strength*(1-dot(u, towards))))
		}
	}
	return list
}

// at returns an upright place, with a leader to p where it is far from it.
func at(c, p geom.Point, b *block, cost float64) candidate {
	k := candidate{block: b, box: upright(c, b.width(), b.height()), cost: cost, anchor: p}
	end := k.box.grow(0.5).nearest(p)
	if hypot(sub(end, p)) > leaderFrom {
		k.leader = &end
		k.cost += leaderCost
	}
	return k
}

// beside returns places along the segment from p to q on both sides, turned by
// some degrees. The middle is liked best.
func beside(p, q geom.Point, b *block, degrees float64) []candidate {
	var list []candidate
	along := sub(q, p)
	length := hypot(along)
	if length == 0 {
		return nil
	}
	normal := geom.Point{X: -along.Y / length, Y: along.X / length}
	if normal.Y < 0 {
		normal = times(normal, -1)
	}
	for ring, gap := range []float64{shaftGap, shaftGap + 3, shaftGap + 7} {
		for _, t := range []float64{0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2} {
			for _, side := range []float64{1, -1} {
				n := times(normal, side)
				k := candidate{block: b, box: turned(geom.Point{}, b.width(), b.height(), degrees), turn: degrees, anchor: between(p, q, t)}
				k.box.centre = add(k.anchor, times(n, gap+k.box.reach(n)))
				k.cost = 3*math.Abs(t-0.5) + float64(ring)
				if side < 0 {
					k.cost += 0.1
				}
				list = append(list, k)
			}
		}
	}
	return list
}

// outside returns places just outside an arc, its middle liked best.
func outside(a sector, b *block) []candidate {
	var list []candidate
	for _, gap := range rings() {
		for _, share := range []float64{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8} {
			p := a.at(share, 0)
			u := polar(a.start+share*a.sweep, 1)
			k := upright(geom.Point{}, b.width(), b.height())
			c := add(p, times(u, gap-3+arcGap+k.reach(u)))
			list = append(list, at(c, p, b, 2*math.Abs(share-0.5)+2*perPoint*gap))
		}
	}
	return list
}

// places returns where the label of a mark may stand.
func places(m geom.Mark, pl plot, b *block, arc int) []candidate {
	points := make([]geom.Point, len(m.Points))
	for i, p := range m.Points {
		points[i] = pl.at(p)
	}
	switch m.Kind {
	case geom.Angle:
		return outside(newSector(points, pl, arc), b)
	case geom.Place, geom.Dot:
		return around(points[0], b, geom.Point{}, 0)
	case geom.Face:
		centre := geom.Point{}
		for _, p := range points {
			centre = add(centre, times(p, 1/float64(len(points))))
		}
		return around(centre, b, geom.Point{}, 0)
	case geom.Side, geom.Dotted, geom.Displacement:
		middle := between(points[0], points[1], 0.5)
		return append(beside(points[0], points[1], b, 0), dearer(around(middle, b, geom.Point{}, 0), 2)...)
	}
	tail, tip := points[0], points[1]
	length := hypot(sub(tip, tail))
	towards := geom.Point{}
	if length > 0 {
		towards = times(sub(tip, tail), 1/length)
	}
	if m.Label.Along && length >= b.width()+2*headLeast {
		degrees := math.Atan2(towards.Y, towards.X) * 180 / math.Pi
		if degrees > 90 {
			degrees -= 180
		} else if degrees < -90 {
			degrees += 180
		}
		if math.Abs(degrees) > alongMost {
			degrees = 0
		}
		return append(beside(tail, tip, b, degrees), dearer(around(tip, b, towards, 0.5), 3)...)
	}
	if m.Role == geom.Output {
		// A's label keeps above its tip, B's below, so that two outputs side by
		// side do not meet.
		towards = geom.Point{Y: 1}
		if m.Context%2 == 1 {
			towards.Y = -1
		}
		return around(tip, b, towards, 1.1)
	}
	return around(tip, b, towards, 0.5)
}

// dearer adds to the cost of each candidate.
func dearer(list []candidate, more float64) []candidate {
	for i := range list {
		list[i].cost += more
	}
	return list
}
