package figure

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"heed/geom"
)

// panel draws one panel's frame, marks, labels and, where a corner is free, its
// inset; it returns whether it did that.
func (s setter) panel(d *Drawing, index int, p geom.Panel, pl plot) (inset bool) {
	frame, ticks, numbers := s.frame(p, pl)
	d.Items = append(d.Items, frame...)
	pr := placer{plot: pl, blocked: numbers}
	for _, it := range frame {
		if it.Part == Axis && it.Path != nil {
			c := it.Path.Coords()
			pr.segments = append(pr.segments, segment{point(c[0].X, c[0].Y), point(c[1].X, c[1].Y), 0.3, 0.02})
		}
	}
	axes := len(pr.segments)
	var corner area
	s.marks(d, index, false, p, &pr, func() []Item {
		if p.Inset != nil {
			if corner, inset = s.corner(*p.Inset, pl, pr.segments[axes:], pr.blocked); inset {
				height := s.insetHeight(*p.Inset, corner.width)
				pr.blocked = append(pr.blocked, upright(point(corner.x+corner.width/2, corner.top-height/2), corner.width, height))
			}
		}
		ends, lost := s.ends(p, pl, &pr)
		for _, t := range lost {
			d.Dropped = append(d.Dropped, Drop{index, false, -1, plain(t)})
		}
		return slices.Concat(ticks, ends)
	})
	if inset {
		s.inset(d, index, *p.Inset, corner)
	}
	return inset
}

// marks draws a panel's marks, then what between returns when all that they
// cover is known, then the labels.
func (s setter) marks(d *Drawing, index int, inset bool, p geom.Panel, pr *placer, between func() []Item) {
	pr.plot.path = slices.ContainsFunc(p.Marks, func(m geom.Mark) bool { return m.Kind == geom.Step })
	pl := pr.plot
	arcs := 0
	for i, m := range p.Marks {
		if m.Covered {
			continue
		}
		d.Items = append(d.Items, s.mark(m, pl, arcs)...)
		pr.obstacles(m, pl, arcs)
		r := request{mark: i}
		for k, b := range s.label(m, pl) {
			r.candidates = append(r.candidates, dearer(places(m, pl, b, arcs), float64(k)*flatCost)...)
		}
		if len(r.candidates) > 0 {
			pr.requests = append(pr.requests, r)
		}
		if m.Kind == geom.Angle {
			arcs++
		}
	}
	ticks := between()
	pr.run(func(mark int) int { return labelRank(p.Marks[mark]) })
	slices.SortFunc(pr.requests, func(a, b request) int { return a.mark - b.mark })
	var leaders, words []Item
	for _, r := range pr.requests {
		m := p.Marks[r.mark]
		of := slices.Concat(m.Of, m.Label.Of)
		if r.chosen < 0 {
			d.Dropped = append(d.Dropped, Drop{index, inset, r.mark, plain(m.Label.Text)})
			continue
		}
		c := r.candidates[r.chosen]
		if c.leader != nil {
			leaders = append(leaders, Item{
				Part: Label, Of: of, Path: line(c.anchor, *c.leader), Stroke: s.theme.ink3, Width: leaderLine,
			})
		}
		words = append(words, c.block.items(c.box.centre, c.turn, haloWidth, s.theme.ground, of)...)
		d.Labels = append(d.Labels, Box{index, inset, r.mark, c.box.corners()})
	}
	d.Items = slices.Concat(d.Items, ticks, leaders, words)
}

// longLabel is the share of the plot's width that a label takes which may be set
// in several lines.
const longLabel = 0.4

// fold returns t with line ends in place of the spaces that come next after
// every most letters or so.
func fold(t geom.Text, most int) geom.Text {
	var folded geom.Text
	line := 0
	for _, r := range t {
		for n, word := range strings.SplitAfter(r.Text, " ") {
			if n > 0 && line >= most-1 {
				folded = append(folded, geom.Run{Style: geom.Break})
				line = 0
			}
			part := r
			part.Text = word
			folded = append(folded, part)
			line += utf8.RuneCountInString(word)
		}
	}
	return folded
}

// flatCost is what setting a label of several lines in one line costs.
const flatCost = 0.4

// label sets a mark's label: as it is and, where it has several lines, also in
// one. A ghost's is paler, but not as pale as its arrow.
func (s setter) label(m geom.Mark, pl plot) []*block {
	flat := oneLine(m.Label.Text)
	texts := []geom.Text{m.Label.Text, flat}
	if slices.Equal(m.Label.Text, flat) {
		texts = texts[:1]
		if n := length(flat); pl.path && m.Kind == geom.Arrow || s.set(flat, labelSize(m, pl), m.Label.Badge, m.Context).width() > longLabel*pl.width {
			texts = append(texts, fold(flat, n/2), fold(flat, n/3))
		}
	}
	var blocks []*block
	for _, t := range texts {
		b := s.set(t, labelSize(m, pl), m.Label.Badge, m.Context)
		if b.empty() {
			continue
		}
		for i, p := range b.pieces {
			if m.Ghost && p.colour == s.theme.embed {
				b.pieces[i].colour = s.theme.ink3
			}
		}
		blocks = append(blocks, &b)
	}
	return blocks
}

// obstacles tells the placer what a mark covers.
func (pr *placer) obstacles(m geom.Mark, pl plot, arc int) {
	points := make([]geom.Point, len(m.Points))
	for i, p := range m.Points {
		points[i] = pl.at(p)
	}
	head := func(tail, p geom.Point) {
		pr.tips = append(pr.tips, p)
		size := min(headLeast, hypot(sub(p, tail)))
		angle := math.Atan2(p.Y-tail.Y, p.X-tail.X)
		b := turned(sub(p, polar(angle, size/2)), size, 2*headWidth*headLeast, angle*180/math.Pi)
		pr.blocked = append(pr.blocked, b.grow(tipGuard))
	}
	lines := func(base, slope float64, points ...geom.Point) {
		for i := range points[1:] {
			pr.segments = append(pr.segments, segment{points[i], points[i+1], base, slope})
		}
	}
	switch m.Kind {
	case geom.Arrow, geom.Displacement:
		head(points[0], points[1])
		if pl.path {
			lines(pathBase, pathSlope, points...)
		} else {
			lines(2.4, 0.25, points...)
		}
	case geom.Place:
		pr.tips = append(pr.tips, points[0])
		pr.blocked = append(pr.blocked, upright(points[0], 2*placeRing, 2*placeRing).grow(tipGuard))
	case geom.Dot:
		pr.tips = append(pr.tips, points[0])
		pr.blocked = append(pr.blocked, upright(points[0], 2*dotRadius, 2*dotRadius).grow(tipGuard))
	case geom.Side:
		lines(1.6, 0.1, points...)
	case geom.Step:
		lines(pathBase, pathSlope, points...)
	case geom.Bow:
		list := newBow(points).points()
		for i := 0; i+1 < len(list); i += 6 {
			lines(1, 0.1, list[i], list[min(i+6, len(list)-1)])
		}
	case geom.Dotted:
		lines(1.4, 0.08, points...)
	case geom.Angle:
		a := newSector(points, pl, arc)
		const chords = 12
		for i := range chords {
			lines(1, 0.2, a.at(float64(i)/chords, 0), a.at(float64(i+1)/chords, 0))
		}
	case geom.Face:
		if m.Role == geom.Other {
			lines(2.4, 0.1, append(slices.Clone(points), points[0])...)
		}
		pr.faces = append(pr.faces, points)
	}
}

func point(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }
