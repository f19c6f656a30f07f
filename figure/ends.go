package figure

import (
	"slices"

	"heed/geom"
)

const (
	endSize = 7.6
	endEdge = 3.0
	endAxis = 12.0 // from the axis to the far side of the words
)

// ends writes what lies where the axes point: at the left and right edge in the
// middle, above and below the axis at its right end. Each moves along its edge
// to where it covers nothing; what it then takes is blocked for labels.
func (s setter) ends(p geom.Panel, pl plot, pr *placer) (items []Item, lost []geom.Text) {
	left, right := pl.origin.X+endEdge, pl.origin.X+pl.width-endEdge
	low, high := pl.origin.Y+endEdge, pl.origin.Y+pl.height-endEdge
	above, below := high, low // where the words end, and where they begin
	if axis := pl.at(geom.Point{}).Y; axis > low && axis < high {
		above, below = min(high, axis+endAxis), max(low, axis-endAxis)
	}
	put := func(t geom.Text, place func(b block, share, off float64) geom.Point) {
		b := s.set(t, endSize, "", -1)
		if b.empty() {
			return
		}
		for _, lines := range []bool{false, true} { // on a line, with a halo, only if need be
			for _, off := range []float64{0, 9, 18} {
				for k := range 19 {
					share := 0.05 * float64((k+1)/2)
					if k%2 == 1 {
						share = -share
					}
					c := place(b, share, off)
					if !pr.open(upright(c, b.width(), b.height()).grow(labelApart), lines) {
						continue
					}
					for _, it := range b.items(c, 0, haloWidth, s.theme.ground, nil) {
						it.Part = Name
						items = append(items, it)
					}
					pr.blocked = append(pr.blocked, upright(c, b.width(), b.height()))
					return
				}
			}
		}
		lost = append(lost, t)
	}
	up := func(share float64) float64 { return (low+high)/2 + share*(high-low) }
	put(p.Ends.Left, func(b block, share, off float64) geom.Point { return point(left+b.width()/2+off, up(share)) })
	put(p.Ends.Right, func(b block, share, off float64) geom.Point { return point(right-b.width()/2-off, up(share)) })
	along := func(b block, share float64) float64 {
		if share < 0 {
			share = 0.45 - share // only to the left
		}
		return right - b.width()/2 - share*(right-left)
	}
	put(p.Ends.Up, func(b block, share, off float64) geom.Point { return point(along(b, share), above+off-b.height()/2) })
	put(p.Ends.Down, func(b block, share, off float64) geom.Point { return point(along(b, share), below-off+b.height()/2) })
	return items, lost
}

// open tells whether a place lies in the plot and is free of all that is
// blocked, and of lines unless they are allowed.
func (pr *placer) open(place box, lines bool) bool {
	taken := func(o box) bool { return place.meets(o) }
	through := func(k segment) bool { return place.cut(k.a, k.b) > 0 }
	return place.within(pr.plot) && !slices.ContainsFunc(pr.blocked, taken) && (lines || !slices.ContainsFunc(pr.segments, through))
}
