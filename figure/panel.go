package figure

import (
	"slices"

	"heed/geom"
)

// panel draws one panel's frame, marks and labels.
func (s setter) panel(d *Drawing, index int, p geom.Panel, pl plot) {
	frame, numbers := s.frame(p, pl)
	d.Items = append(d.Items, frame...)
	pr := placer{plot: pl, blocked: numbers}
	for _, it := range frame {
		if it.Part == Axis && it.Path != nil {
			c := it.Path.Coords()
			pr.segments = append(pr.segments, segment{point(c[0].X, c[0].Y), point(c[1].X, c[1].Y), 0.3, 0.02})
		}
	}
	arcs := 0
	for i, m := range p.Marks {
		if m.Covered {
			continue
		}
		d.Items = append(d.Items, s.mark(m, pl, arcs)...)
		pr.obstacles(m, pl, arcs)
		b := s.label(m)
		if !b.empty() {
			pr.requests = append(pr.requests, request{mark: i, block: b, candidates: places(m, pl, b, arcs)})
		}
		if m.Kind == geom.Angle {
			arcs++
		}
	}
	pr.run(func(mark int) int { return labelRank(p.Marks[mark]) })
	slices.SortFunc(pr.requests, func(a, b request) int { return a.mark - b.mark })
	var leaders, words []Item
	for _, r := range pr.requests {
		m := p.Marks[r.mark]
		of := slices.Concat(m.Of, m.Label.Of)
		if r.chosen < 0 {
			d.Dropped = append(d.Dropped, Drop{index, r.mark, plain(m.Label.Text)})
			continue
		}
		c := r.candidates[r.chosen]
		if c.leader != nil {
			leaders = append(leaders, Item{
				Part: Label, Of: of, Path: line(c.anchor, *c.leader), Stroke: s.theme.ink3, Width: leaderLine,
			})
		}
		words = append(words, r.block.items(c.box.centre, c.turn, haloWidth, s.theme.ground, of)...)
		d.Labels = append(d.Labels, Box{index, r.mark, c.box.corners()})
	}
	d.Items = slices.Concat(d.Items, leaders, words)
}

// label sets a mark's label; a ghost's is paler, but not as pale as its arrow.
func (s setter) label(m geom.Mark) block {
	b := s.set(m.Label.Text, labelSize(m), m.Label.Badge, m.Context)
	if m.Ghost {
		for i := range b.pieces {
			b.pieces[i].colour = s.theme.over(b.pieces[i].colour, wordsShare)
		}
	}
	return b
}

// obstacles tells the placer what a mark covers.
func (pr *placer) obstacles(m geom.Mark, pl plot, arc int) {
	points := make([]geom.Point, len(m.Points))
	for i, p := range m.Points {
		points[i] = pl.at(p)
	}
	tip := func(p geom.Point) {
		pr.blocked = append(pr.blocked, upright(p, 2*tipGuard, 2*tipGuard))
	}
	lines := func(base, slope float64, points ...geom.Point) {
		for i := range points[1:] {
			pr.segments = append(pr.segments, segment{points[i], points[i+1], base, slope})
		}
	}
	switch m.Kind {
	case geom.Arrow, geom.Displacement:
		tip(points[1])
		lines(1.6, 0.25, points...)
	case geom.Place:
		tip(points[0])
	case geom.Side:
		lines(0.8, 0.08, points...)
	case geom.Dotted:
		lines(0.6, 0.06, points...)
	case geom.Angle:
		a := newSector(points, pl, arc)
		const chords = 12
		for i := range chords {
			lines(1, 0.2, a.at(float64(i)/chords, 0), a.at(float64(i+1)/chords, 0))
		}
	case geom.Face:
		pr.faces = append(pr.faces, points)
	}
}

func point(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }
