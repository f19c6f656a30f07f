package figure

import (
	"slices"

	"heed/geom"
)

const (
	endSize = 7.6
	endEdge = 3.0
)

// ends writes what lies where the axes point: at the left and right edge in the
// middle, above and below the axis at its right end. Each moves along its edge
// to where it covers nothing; what it then takes is blocked for labels.
func (s setter) ends(p geom.Panel, pl plot, pr *placer) []Item {
	left, right := pl.origin.X+endEdge, pl.origin.X+pl.width-endEdge
	low, high := pl.origin.Y+endEdge, pl.origin.Y+pl.height-endEdge
	axis := min(max(pl.at(geom.Point{}).Y, low), high)
	var items []Item
	put := func(t geom.Text, place func(b block, share float64) geom.Point) {
		b := s.set(t, endSize, "", -1)
		if b.empty() {
			return
		}
		c, found := geom.Point{}, false
		for _, share := range []float64{0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.25, -0.25, 0.3, -0.3, 0.35, -0.35, 0.4, -0.4, 0.45, -0.45} {
			c = place(b, share)
			around := upright(c, b.width(), b.height()).grow(labelApart)
			taken := func(o box) bool { return around.meets(o) }
			through := func(k segment) bool { return around.cut(k.a, k.b) > 0 }
			if around.within(pl) && !slices.ContainsFunc(pr.blocked, taken) && !slices.ContainsFunc(pr.segments, through) {
				found = true
				break
			}
		}
		if !found {
			return // the scene's caption and the axes' meaning say it too
		}
		for _, it := range b.items(c, 0, haloWidth, s.theme.ground, nil) {
			it.Part = Name
			items = append(items, it)
		}
		pr.blocked = append(pr.blocked, upright(c, b.width(), b.height()))
	}
	middle := (low + high) / 2
	up := func(share float64) float64 { return middle + share*(high-low) }
	put(p.Ends.Left, func(b block, share float64) geom.Point { return point(left+b.width()/2, up(share)) })
	put(p.Ends.Right, func(b block, share float64) geom.Point { return point(right-b.width()/2, up(share)) })
	along := func(b block, share float64) float64 {
		if share < 0 {
			share = 0.45 - share // only to the left
		}
		return right - b.width()/2 - share*(right-left)
	}
	put(p.Ends.Up, func(b block, share float64) geom.Point { return point(along(b, share), axis+6+b.height()/2) })
	put(p.Ends.Down, func(b block, share float64) geom.Point { return point(along(b, share), axis-6-b.height()/2) })
	return items
}
