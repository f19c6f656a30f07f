package figure

import (
	"cmp"
	"math"
	"slices"

	"heed/geom"
)

// How places are judged. Costs have no unit; a point of distance costs 0.12.
const (
	labelApart = 1.8 // pt between two labels
	tipGuard   = 1.2 // pt around a head that no label covers
	edgeGuard  = 0.6 // pt to the plot's edge
	perPoint   = 0.12
	leaderFrom = 10.0 // pt from its mark: further out, a label has a leader line
	leaderCost = 2.5
	leaderLine = 0.3 // pt
	faceCost   = 0.6
	pathBase   = 5.0 // of crossing a path, and of each point of it under a label
	pathSlope  = 0.4
	otherCost  = 1.5 // of standing nearer to another tip
	rounds     = 3
)

// A candidate is one place for a label.
type candidate struct {
	block  *block // the label as it is set for this place
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
	candidates []candidate // of falling preference only in their cost
	chosen     int         // −1: none
}

// A placer finds places for the labels of one panel: it gives each the place
// that costs least among those that are free, one after the other, then lets
// each choose again while the others stay, or push one or two aside.
//
// The search is exact in what it forbids (labels never meet a label, a tip, a
// number or the plot's edge) and greedy in what it prefers.
type placer struct {
	plot     plot
	blocked  []box // heads and numbers
	tips     []geom.Point
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
		for i := range pr.requests {
			pr.push(i)
		}
	}
}

// cost is what request i's choice costs; no place at all costs most.
func (pr *placer) cost(i int) float64 {
	r := &pr.requests[i]
	if r.chosen < 0 {
		return 1000
	}
	return r.candidates[r.chosen].cost
}

// push lets request i take a better place that others hold, if those then find
// places that cost less than is gained.
func (pr *placer) push(i int) {
	const tries, most = 12, 2 // places to try, labels to move for one
	r := &pr.requests[i]
	for j := range min(tries, len(r.candidates)) {
		before := r.chosen
		if before >= 0 && coarse(r.candidates[j].cost) >= coarse(r.candidates[before].cost) {
			return
		}
		gain := pr.cost(i)
		var moved, old []int
		for k := range pr.requests {
			if k != i && pr.requests[k].chosen >= 0 && !apart(r.candidates[j], pr.chosen(k)) {
				moved, old = append(moved, k), append(old, pr.requests[k].chosen)
				gain += pr.cost(k)
			}
		}
		if len(moved) > most {
			continue
		}
		r.chosen = j
		for _, k := range moved {
			pr.requests[k].chosen = -1
		}
		for _, k := range moved {
			pr.requests[k].chosen = pr.choose(k)
			gain -= pr.cost(k)
		}
		if gain -= pr.cost(i); coarse(gain) > 0 {
			return
		}
		r.chosen = before
		for n, k := range moved {
			pr.requests[k].chosen = old[n]
		}
	}
}

// chosen is the place that request k holds.
func (pr *placer) chosen(k int) candidate {
	return pr.requests[k].candidates[pr.requests[k].chosen]
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
	for k := range pr.requests {
		if k != i && pr.requests[k].chosen >= 0 && !apart(c, pr.chosen(k)) {
			return false
		}
	}
	return true
}

// apart tells whether two places and their leaders keep off each other.
func apart(c, o candidate) bool {
	room := c.box.grow(labelApart)
	switch {
	case room.meets(o.box):
		return false
	case c.leader != nil && o.box.grow(labelApart).cut(c.anchor, *c.leader) > 0:
		return false
	case o.leader != nil && room.cut(o.anchor, *o.leader) > 0:
		return false
	}
	return c.leader == nil || o.leader == nil || !cross(c.anchor, *c.leader, o.anchor, *o.leader)
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

// crossings is what the lines and faces under a place cost, and a tip nearby
// that the label could be read for.
func (pr *placer) crossings(c candidate) float64 {
	total := 0.0
	room := c.box.grow(0.8)
	for _, s := range pr.segments {
		if cut := room.cut(s.a, s.b); cut > 0 {
			total += s.base + s.slope*cut
		}
		if c.leader != nil && cross(c.anchor, *c.leader, s.a, s.b) {
			total += s.base
		}
	}
	if c.leader == nil {
		own := hypot(sub(c.box.nearest(c.anchor), c.anchor))
		for _, p := range pr.tips {
			if p != c.anchor && hypot(sub(c.box.nearest(p), p)) < own {
				total += otherCost
				break
			}
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
