package figure

import (
	"cmp"
	"math"
	"slices"

	"heed/geom"
)

// How places are judged. Costs have no unit; a point of distance costs 0.12.
const (
	labelApart = 1.2 // pt between two labels
	tipGuard   = 1.8 // half the square around a tip that no label covers
	edgeGuard  = 0.6 // pt to the plot's edge
	perPoint   = 0.12
	leaderFrom = 9.0 // pt from its mark: further out, a label has a leader line
	leaderCost = 2.5
	leaderLine = 0.3 // pt
	faceCost   = 0.6
	rounds     = 3
)

// A candidate is one place for a label.
type candidate struct {
	box    box
	turn   float64
	cost   float64     // of the place itself: direction, distance
	anchor geom.Point  // where a leader would start
	leader *geom.Point // where it ends; nil: none
}

// A segment is a line on the page that labels should not cross: each crossing
// costs base, each point of its length within the label costs slope.
type segment struct {
	a, b        geom.Point
	base, slope float64
}

// A request is a label to be placed.
type request struct {
	mark       int
	block      block
	candidates []candidate // of falling preference only in their cost
	chosen     int         // −1: none
}

// A placer finds places for the labels of one panel: it gives each the place
// that costs least among those that are free, one after the other, then lets
// each choose again while the others stay.
//
// The search is exact in what it forbids (labels never meet a label, a tip, a
// number or the plot's edge) and greedy in what it prefers.
type placer struct {
	plot     plot
	blocked  []box     // tips and numbers
	segments []segment // shafts, sides, axes
	faces    [][]geom.Point
	requests []request
}

// run places all requests; those with no free place keep chosen −1.
func (pr *placer) run(rank func(mark int) int) {
	slices.SortStableFunc(pr.requests, func(a, b request) int {
		return cmp.Or(cmp.Compare(rank(a.mark), rank(b.mark)), cmp.Compare(a.mark, b.mark))
	})
	for i := range pr.requests {
		r := &pr.requests[i]
		r.chosen = -1
		// What does not depend on other labels is judged once.
		kept := r.candidates[:0]
		for _, c := range r.candidates {
			if pr.allowed(c) {
				c.cost += pr.crossings(c)
				kept = append(kept, c)
			}
		}
		r.candidates = kept
		slices.SortStableFunc(kept, func(a, b candidate) int { return cmp.Compare(coarse(a.cost), coarse(b.cost)) })
	}
	for range rounds {
		for i := range pr.requests {
			pr.requests[i].chosen = pr.choose(i)
		}
	}
}

// coarse rounds a cost, so that the last bit of a sum, which differs between
// machines, decides nothing.
func coarse(cost float64) int { return int(math.Round(cost * 1e6)) }

// choose returns the first candidate of request i that is free of the others'
// choices, −1 for none.
func (pr *placer) choose(i int) int {
	for j, c := range pr.requests[i].candidates {
		if pr.free(i, c) {
			return j
		}
	}
	return -1
}

// free tells whether a place of request i keeps off all chosen labels and
// their leaders.
func (pr *placer) free(i int, c candidate) bool {
	room := c.box.grow(labelApart)
	for k := range pr.requests {
		other := &pr.requests[k]
		if k == i || other.chosen < 0 {
			continue
		}
		o := other.candidates[other.chosen]
		if room.meets(o.box) {
			return false
		}
		if c.leader != nil && o.box.grow(labelApart).cut(c.anchor, *c.leader) > 0 {
			return false
		}
		if o.leader != nil && room.cut(o.anchor, *o.leader) > 0 {
			return false
		}
		if c.leader != nil && o.leader != nil && cross(c.anchor, *c.leader, o.anchor, *o.leader) {
			return false
		}
	}
	return true
}

// allowed tells whether a place is inside the plot and off tips and numbers.
func (pr *placer) allowed(c candidate) bool {
	if !c.box.grow(edgeGuard).within(pr.plot) {
		return false
	}
	for _, b := range pr.blocked {
		if c.box.grow(labelApart).meets(b) {
			return false
		}
		if c.leader != nil && b.cut(*c.leader, between(c.anchor, *c.leader, 0.3)) > 0 {
			return false
		}
	}
	return true
}

// crossings is what the lines and faces under a place cost.
func (pr *placer) crossings(c candidate) float64 {
	total := 0.0
	room := c.box.grow(0.8)
	for _, s := range pr.segments {
		if cut := room.cut(s.a, s.b); cut > 0 {
			total += s.base + s.slope*cut
		}
		if c.leader != nil && cross(c.anchor, *c.leader, s.a, s.b) {
			total += s.base / 2
		}
	}
	for _, f := range pr.faces {
		if contains(f, c.box.centre) {
			total += faceCost
		}
	}
	return total
}

// cross tells whether two segments cross at an inner point of both.
func cross(a, b, c, d geom.Point) bool {
	side := func(p, q, r geom.Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// contains tells whether p lies in a polygon, by counting the sides to its right.
func contains(polygon []geom.Point, p geom.Point) bool {
	in := false
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(p.Y-a.Y)*(b.X-a.X)/(b.Y-a.Y) {
			in = !in
		}
	}
	return in
}
