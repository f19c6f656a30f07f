package geom

import (
	"slices"
	"strings"

	"heed/trace"
)

// HeadsIf draws the tiles of [Heads] of the changed runs, with each head's outputs
// before as pale arrows. A tile is the plane of the outputs before; numbers,
// grounds and the list are of after.
func HeadsIf(x trace.WhatIf[trace.Heads]) (Scene, error) {
	s, err := Heads(x.After)
	if err != nil {
		return Scene{}, err
	}
	main := when(s.Panels[0], 1)
	tiles := main.Tiles
	var all []Mark
	for k := range tiles.Tiles {
		before, after := x.Before.Heads[k], x.After.Heads[k]
		plane := HeadPlane(vectorsOf(before), before.Unit)
		var of []trace.Ref // the plane is that of the outputs before
		for n := range before.Projected {
			of = append(of, trace.Ref{Trace: n, Tensor: "before.heads.projected", Index: []int{k}})
		}
		if len(before.Projected) == 1 {
			of = append(of, trace.Ref{Tensor: "before.heads.unit", Index: []int{k}})
		}
		var marks []Mark
		for n, v := range slices.Backward(vectorsOf(before)) {
			marks = append(marks, Mark{Kind: Arrow, Role: Output, Context: n, Ghost: true, Points: []Point{origin, plane.At(v)}, Of: of, Kept: plane.KeptOf(v)})
		}
		for n, v := range slices.Backward(vectorsOf(after)) {
			own := append(slices.Clone(of), trace.Ref{Trace: n, Tensor: "after.heads.projected", Index: []int{k}})
			marks = append(marks, Mark{Kind: Arrow, Role: Output, Context: n, Points: []Point{origin, plane.At(v)}, Of: own, Kept: plane.KeptOf(v)})
		}
		tiles.Tiles[k].Marks = marks
		all = append(all, marks...)
	}
	tiles.Window = tileWindow(all)
	if err := tiles.Window.drawable(); err != nil {
		return Scene{}, err
	}
	main.Title = "numbers are of after; pale arrows are before, in whose plane each tile is drawn; one scale for all"
	main.Samples = headSamples(x.After, tiles.Window)
	s.Title += ", before and after"
	s.Caption = append(effectCaption(x.Effect), s.Caption...)
	rest := s.Panels[1:]
	s.Panels = []Panel{main}
	for _, p := range rest {
		s.Panels = append(s.Panels, when(p, 1))
	}
	return s, nil
}

// HeadIf draws the chains of [Head] before and after, in the plane of before's
// outputs.
func HeadIf(x trace.WhatIf[trace.Reading]) (Scene, error) {
	before, err := Head(x.Before)
	if err != nil {
		return Scene{}, err
	}
	after, err := headIn(x.After, before.Plane)
	if err != nil {
		return Scene{}, err
	}
	s := BeforeAfter(before, after, x.Effect)
	for _, p := range s.Panels {
		for i, m := range p.Marks {
			p.Marks[i].Of = ofPlaneBefore(m)
		}
	}
	return s, nil
}

// ofPlaneBefore are the entries behind a mark of a chain after: what its plane
// is made of is before's.
func ofPlaneBefore(m Mark) []trace.Ref {
	var list []trace.Ref
	for _, r := range m.Of {
		switch {
		case r.Tensor == "after.unit":
			r.Tensor = "before.unit"
		case r.Tensor == "after.output":
			if m.Role == Output && r.Trace == m.Context {
				list = append(list, r)
			}
			r.Tensor = "before.output"
		}
		list = append(list, r)
	}
	return list
}

// PlacePaths places the states of both paths in one plane; see [PlacePath].
func PlacePaths(x *trace.WhatIf[trace.Path], spec string) error {
	both := joined(*x)
	if err := PlacePath(&both, spec); err != nil {
		return err
	}
	n := len(x.Before.Texts)
	x.Before.Plane, x.Before.Anchors, x.Before.Texts = both.Plane, both.Anchors, both.Texts[:n]
	x.After.Plane, x.After.Anchors, x.After.Texts = both.Plane, both.Anchors, both.Texts[n:]
	return nil
}

// joined is one path of the texts before, and after.
func joined(x trace.WhatIf[trace.Path]) trace.Path {
	p := x.Before
	p.Texts = slices.Concat(x.Before.Texts, x.After.Texts)
	for i := len(x.Before.Texts); i < len(p.Texts); i++ {
		p.Texts[i].Changed = true
	}
	return p
}

// PathIf draws the ways before and after in one plane; those of after are dashed.
func PathIf(x trace.WhatIf[trace.Path]) (Scene, error) {
	s, err := Path(joined(x))
	if err != nil {
		return Scene{}, err
	}
	s.Title += ", before and after"
	s.Caption = append(effectCaption(x.Effect), s.Caption...)
	return s, nil
}

// AttentionIf draws the maps of [Attention] before and after, on one scale.
func AttentionIf(x trace.WhatIf[trace.Attention]) (Scene, error) {
	before, err := Attention(x.Before)
	if err != nil {
		return Scene{}, err
	}
	after, err := Attention(x.After)
	if err != nil {
		return Scene{}, err
	}
	return BeforeAfter(before, after, x.Effect), nil
}

// effectCaption says what was changed, and what that did.
func effectCaption(e trace.Effect) Text {
	w := &writer{}
	w.run("Changed: "+strings.Join(e.Changes, ", "), Heading)
	if e.From != "" {
		w.text(", from “%s”", e.From)
	}
	if e.Mean != nil {
		w.text(", the mean over %d tokens in place of 0", e.Mean.Tokens)
	}
	w.text(". ")
	for n, t := range e.Texts {
		last := t.States[len(t.States)-1]
		in := ""
		if len(e.Texts) > 1 {
			in = " in " + Letter(n)
		}
		w.text("“%s” as it leaves the last layer moved by %s%s", e.Word, Number(float64(last.Moved), 4), in)
		for _, to := range t.Towards {
			w.text(", %s towards %s", Signed(float64(to.Signed), 4), to.Token)
		}
		w.text(". ")
		if p := t.Prediction; p != nil {
			w.text("The prediction at token %d moved by %s nats%s. ", p.Position, Number(float64(p.KL), 4), in)
		}
	}
	if e.Pull != nil {
		w.text("All heads pull %s before and %s after. ", Signed(float64(e.Pull[0].All), 2), Signed(float64(e.Pull[1].All), 2))
	}
	w.notes(e.Notes)
	return w.out
}
