package geom

import (
	"math"
	"slices"

	"heed/trace"
)

// BeforeAfter puts two scenes of one kind together, the one of runs that nothing
// changed and the one of changed runs: panel beside panel, in windows and on
// scales that both share. Entries of the first are named with "before.", of the
// second with "after.".
func BeforeAfter(before, after Scene, e trace.Effect) Scene {
	s := Scene{Title: after.Title + ", before and after", Plane: before.Plane, Caption: append(effectCaption(e), after.Caption...)}
	for i := range min(len(before.Panels), len(after.Panels)) {
		oneScale(&before.Panels[i], &after.Panels[i])
	}
	for _, side := range []bool{false, true} {
		for k, one := range []Scene{before, after} {
			for _, p := range one.Panels {
				if p.Side == side {
					s.Panels = append(s.Panels, when(p, k))
				}
			}
		}
	}
	plain := 0
	for i := range s.Panels {
		s.Panels[i].Name = ""
		if !s.Panels[i].Side {
			s.Panels[i].Name = "(" + string(rune('a'+plain)) + ")"
			plain++
		}
	}
	for k, one := range []Scene{before, after} {
		for _, kept := range one.Kept {
			kept.Label = append(Text{{Text: whenNames[k] + ": ", Context: -1, Role: Other}}, kept.Label...)
			kept.Of = refsWhen(kept.Of, k)
			s.Kept = append(s.Kept, kept)
		}
	}
	return s
}

// Overlaid draws the scene of changed runs over that of runs that nothing changed,
// whose arrows stand back, pale and without labels, where after's are elsewhere.
// Both are in one plane.
func Overlaid(before, after Scene, e trace.Effect) Scene {
	s := after
	s.Title += ", before and after"
	s.Caption = append(effectCaption(e), after.Caption...)
	s.Panels = slices.Clone(after.Panels)
	for i := range s.Panels {
		p := when(s.Panels[i], 1)
		p.Title = s.Panels[i].Title
		if i < len(before.Panels) && p.Planar() && before.Panels[i].Planar() {
			p.Title += "; pale arrows are before the change"
			p.Window = union(p.Window, before.Panels[i].Window)
			p.Marks = append(ghosts(before.Panels[i].Marks, p.Marks), p.Marks...)
		}
		s.Panels[i] = p
	}
	return s
}

// ghosts are the arrows of before that after has nowhere.
func ghosts(before, after []Mark) []Mark {
	var list []Mark
	for _, m := range marksWhen(before, 0) {
		same := func(o Mark) bool { return o.Kind == m.Kind && slices.Equal(o.Points, m.Points) }
		if m.Kind != Arrow || m.Covered || slices.ContainsFunc(after, same) {
			continue
		}
		m.Ghost, m.Label = true, Label{}
		list = append(list, m)
	}
	return list
}

var whenNames = [2]string{"before", "after"}

// oneScale gives two panels one window and one scale.
func oneScale(a, b *Panel) {
	if a.Planar() && b.Planar() {
		w := union(a.Window, b.Window)
		a.Window, b.Window = w, w
	}
	if a.Map != nil && b.Map != nil {
		one, other := *a.Map, *b.Map
		one.Most = math.Max(one.Most, other.Most)
		other.Most = one.Most
		a.Map, b.Map = &one, &other
	}
	if a.Bars != nil && b.Bars != nil {
		one, other := *a.Bars, *b.Bars
		one.Most = math.Max(one.Most, other.Most)
		other.Most = one.Most
		a.Bars, b.Bars = &one, &other
	}
}

// when says of a panel, and of the entries behind it, whether it is of before, 0,
// or after, 1.
func when(p Panel, k int) Panel {
	title := capital(whenNames[k])
	if p.Title != "" {
		title += ": " + p.Title
	}
	p.Title = title
	p.Marks = marksWhen(p.Marks, k)
	if p.Inset != nil {
		inset := *p.Inset
		inset.Marks = marksWhen(inset.Marks, k)
		p.Inset = &inset
	}
	if p.Map != nil {
		m := *p.Map
		m.Of = refWhen(m.Of, k)
		p.Map = &m
	}
	if p.Links != nil {
		l := *p.Links
		l.Of = refWhen(l.Of, k)
		p.Links = &l
	}
	if p.Tiles != nil {
		t := *p.Tiles
		t.Tiles = slices.Clone(t.Tiles)
		for i, tile := range t.Tiles {
			tile.Marks, tile.Of = marksWhen(tile.Marks, k), refsWhen(tile.Of, k)
			if tile.Map != nil {
				m := *tile.Map
				m.Of = refWhen(m.Of, k)
				tile.Map = &m
			}
			t.Tiles[i] = tile
		}
		p.Tiles = &t
	}
	if p.Bars != nil {
		b := *p.Bars
		b.Rows = slices.Clone(b.Rows)
		for i := range b.Rows {
			b.Rows[i].Of = refsWhen(b.Rows[i].Of, k)
		}
		p.Bars = &b
	}
	if p.Chart != nil {
		c := *p.Chart
		c.Lines = slices.Clone(c.Lines)
		for i := range c.Lines {
			c.Lines[i].Of = refsWhen(c.Lines[i].Of, k)
		}
		p.Chart = &c
	}
	return p
}

func marksWhen(marks []Mark, k int) []Mark {
	list := slices.Clone(marks)
	for i := range list {
		list[i].Of, list[i].Label.Of = refsWhen(list[i].Of, k), refsWhen(list[i].Label.Of, k)
	}
	return list
}

func refsWhen(refs []trace.Ref, k int) []trace.Ref {
	list := slices.Clone(refs)
	for i := range list {
		list[i] = refWhen(list[i], k)
	}
	return list
}

func refWhen(r trace.Ref, k int) trace.Ref {
	r.Tensor = whenNames[k] + "." + r.Tensor
	return r
}
