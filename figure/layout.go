package figure

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/geom"
	"heed/trace"
)

const (
	margin      = 7.2
	columnGap   = 13
	rowGap      = 6
	nameSize    = 8.2
	titleSize   = 7
	nameLine    = 11 // height, where a row of panels has names
	meaningLine = 8  // height, where the axes mean something
	tallMost    = 1.1
	tallLimit   = 5.2 * 72 // of one panel
	flatMost    = 0.3
)

// Layout places a Scene on a page of o's width: the first panel across it, the
// others two a row beneath on one scale, then the strip of kept lengths where
// the plane loses any, and the caption. Units of x and of y are equally long.
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
	d := Drawing{Title: scene.Title, Width: 72 * o.width()}
	meaning := s.meaning(scene.Plane)
	below := 0.0
	if !meaning.empty() {
		below = meaningLine
	}
	plots, err := arrange(scene.Panels, d.Width, below)
	if err != nil {
		return Drawing{}, err
	}
	y := 0.0
	for i, p := range scene.Panels {
		if p.Name != "" || p.Title != "" {
			d.Items = append(d.Items, s.name(p, plots[i])...)
		}
		s.panel(&d, i, p, plots[i])
		y = min(y, plots[i].origin.Y)
	}
	if first := plots[0]; !meaning.empty() {
		at := geom.Point{X: first.origin.X + first.width - meaning.width()/2, Y: first.origin.Y - 5}
		for _, it := range meaning.items(at, 0, 0, s.theme.ground, nil) {
			if it.Fill.A > 0 {
				it.Part = Axis
				d.Items = append(d.Items, it)
			}
		}
		y = min(y, first.origin.Y-below)
	}
	inner := d.Width - 2*margin
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

// arrange returns the panels' plots, the page's top at 0. Beneath the first is
// room for what the axes mean.
func arrange(panels []geom.Panel, width, below float64) ([]plot, error) {
	if len(panels) == 0 {
		return nil, errors.New("the scene has no panel; want one at least")
	}
	plots := make([]plot, len(panels))
	inner := width - 2*margin
	half := (inner - columnGap) / 2
	shared := math.Inf(1) // scale of the panels that stand two a row
	for i, p := range panels {
		w, err := fit(p)
		if err != nil {
			return nil, fmt.Errorf("panel %s: %w", cmp.Or(p.Name, strconv.Itoa(i+1)), err)
		}
		plots[i] = plot{window: w, width: inner}
		shares := i > 0 && (i%2 == 0 || i+1 < len(panels)) // the row with another
		if shares {
			plots[i].width = half
		}
		most := min(tallMost*plots[i].width, tallLimit)
		plots[i].scale = min(plots[i].width/(w.MaxX-w.MinX), most/(w.MaxY-w.MinY))
		if shares {
			shared = min(shared, plots[i].scale)
		}
	}
	y := row(plots[:1], panels[:1], shared, -margin)
	y -= below
	for first := 1; first < len(plots); first += 2 {
		last := min(first+2, len(plots))
		y = row(plots[first:last], panels[first:last], shared, y)
	}
	return plots, nil
}

// row places panels side by side below y, all as tall as the tallest, and
// returns where they end.
func row(plots []plot, panels []geom.Panel, shared, y float64) float64 {
	height := 0.0
	for i := range plots {
		pl := &plots[i]
		if len(plots) > 1 {
			pl.scale = shared
		}
		height = max(height, flatMost*pl.width, pl.scale*(pl.window.MaxY-pl.window.MinY))
	}
	if slices.ContainsFunc(panels, func(p geom.Panel) bool { return p.Name != "" || p.Title != "" }) {
		y -= nameLine
	}
	for i := range plots {
		pl := &plots[i]
		pl.height = height
		pl.window = widen(pl.window, pl.width/pl.scale, pl.height/pl.scale)
		pl.origin = geom.Point{X: margin + float64(i)*(pl.width+columnGap), Y: y - height}
	}
	return y - height - rowGap
}

// meaning sets what the plane's directions stand for: "→ money to river".
func (s setter) meaning(p geom.Plane) block {
	var words []string
	if p.AxisX != "" {
		words = append(words, "→\u00a0"+p.AxisX)
	}
	if p.AxisY != "" {
		words = append(words, "↑\u00a0"+p.AxisY)
	}
	return s.grey(strings.Join(words, ", "))
}

// name writes a panel's name and title above it; a title ends at the last word
// that fits.
func (s setter) name(p geom.Panel, pl plot) []Item {
	ink := func(text string) geom.Text { return geom.Text{{Text: text, Role: geom.Other, Context: -1}} }
	y := pl.origin.Y + pl.height + 3.4
	b := s.set(ink(p.Name), nameSize, "", -1)
	x := pl.origin.X
	var items []Item
	put := func(b block) {
		for _, q := range b.pieces {
			items = append(items, Item{
				Part: Name, Text: q.text, Face: q.face, Size: q.size, Fill: q.colour, At: geom.Point{X: x + q.x, Y: y},
			})
		}
	}
	put(b)
	if !b.empty() {
		x += b.maxX + 4
	}
	title := p.Title
	for list := strings.Fields(title); len(list) > 0; list = list[:len(list)-1] {
		t := strings.Join(list, " ")
		if t != strings.Join(strings.Fields(title), " ") {
			t += " …"
		}
		if b := s.set(ink(t), titleSize, "", -1); x+b.width() <= pl.origin.X+pl.width {
			for i := range b.pieces {
				b.pieces[i].colour = s.theme.ink2
			}
			put(b)
			break
		}
	}
	return items
}

// left says which labels found no place.
func (s setter) left(scene geom.Scene, dropped []Drop, y, width float64) ([]Item, float64) {
	t := geom.Text{{Text: "No room for the label of ", Role: geom.Other, Context: -1}}
	var of []trace.Ref
	for i, d := range dropped {
		m := scene.Panels[d.Panel].Marks[d.Mark]
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
