package figure

import (
	"strings"

	"heed/geom"
)

const (
	nameSize    = 8.2
	titleSize   = 7
	nameLine    = 11 // height, where a row of panels has names
	meaningLine = 8  // height, where the axes mean something
	headSize    = 8  // of the headings in the column at the side
)

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
