package figure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"heed/geom"
	"heed/trace"
)

const (
	margin    = 7.2
	columnGap = 13
	rowGap    = 6
)

// Layout places a Scene on a page of o's width: the first panel across it, the
// others beneath, two a row where they fit, planes on one scale; panels of the
// Side in a column at the right where the page has 5 inches, else beneath too.
// Then come the strip of kept lengths where the plane loses any, and the
// caption. Units of x and of y are equally long.
//
// The same Scene gives the same Drawing, on every machine to the last rounding.
// A Scene without panels, a window without extent, a mark with the wrong number
// of points or a number that is not finite is an error.
func Layout(scene geom.Scene, o Options) (Drawing, error) {
	return layout(scene, o, setter{&fonts{}, paper()})
}

func layout(scene geom.Scene, o Options, s setter) (Drawing, error) {
	if err := o.check(); err != nil {
		return Drawing{}, err
	}
	if len(scene.Panels) == 0 {
		return Drawing{}, errors.New("the scene has no panel; want one at least")
	}
	scene.Panels = slices.Clone(scene.Panels)
	for i, p := range scene.Panels {
		if p.Inset == nil {
			continue
		}
		w, err := fit(*p.Inset)
		if err != nil {
			return Drawing{}, fmt.Errorf("inset of panel %s: %w", cmp.Or(p.Name, strconv.Itoa(i+1)), err)
		}
		in := *p.Inset
		in.Window, scene.Panels[i].Inset = w, &in
	}
	d := Drawing{Title: scene.Title, Width: 72 * o.width()}
	inner := d.Width - 2*margin
	y, err := s.columns(&d, scene, area{margin, -margin, inner})
	if err != nil {
		return Drawing{}, err
	}
	var items []Item
	if loses(scene.Kept) {
		items, y = s.kept(scene.Kept, margin, y-rowGap, inner)
		d.Items = append(d.Items, items...)
	}
	if len(d.Dropped) > 0 {
		items, y = s.left(scene, d.Dropped, y-rowGap/2, inner)
		d.Items = append(d.Items, items...)
	}
	if len(scene.Caption) > 0 {
		items, y = s.caption(scene.Caption, margin, y-rowGap, inner)
		d.Items = append(d.Items, items...)
	}
	d.raise(margin - y)
	return d, nil
}

// left says which labels found no place.
func (s setter) left(scene geom.Scene, dropped []Drop, y, width float64) ([]Item, float64) {
	t := geom.Text{{Text: "No room for the label of ", Role: geom.Other, Context: -1}}
	var of []trace.Ref
	for i, d := range dropped {
		p := scene.Panels[d.Panel]
		if d.Inset {
			p = *p.Inset
		}
		m := geom.Mark{Label: geom.Label{Text: geom.Text{{Text: d.Text, Role: geom.Other, Context: -1}}}}
		if d.Mark >= 0 {
			m = p.Marks[d.Mark]
		}
		if i > 0 {
			t = append(t, geom.Run{Text: ", ", Role: geom.Other, Context: -1})
		}
		for _, r := range m.Label.Text {
			if r.Style == geom.Break {
				r = geom.Run{Text: " ", Role: r.Role, Context: r.Context}
			}
			t = append(t, r)
		}
		of = append(of, slices.Concat(m.Of, m.Label.Of)...)
	}
	t = append(t, geom.Run{Text: ".", Role: geom.Other, Context: -1})
	items, bottom := s.caption(t, margin, y, width)
	for i := range items {
		items[i].Part, items[i].Of = Note, of
	}
	return items, bottom
}

// raise moves all of d up, from a page that hangs below 0 to one that stands
// on it, and gives d that height.
func (d *Drawing) raise(height float64) {
	up := func(p *geom.Point) { p.Y += height }
	for i := range d.Items {
		it := &d.Items[i]
		if it.Path != nil {
			it.Path = it.Path.Translate(0, height)
		}
		up(&it.At)
	}
	for i := range d.Labels {
		for j := range d.Labels[i].Corners {
			up(&d.Labels[i].Corners[j])
		}
	}
	d.Height = height
}
