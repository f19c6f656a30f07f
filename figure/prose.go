package figure

import (
	"strings"

	"heed/geom"
)

const (
	proseSize    = 7.2
	proseLeading = 1.3   // of the size
	proseApart   = 3.4   // between paragraphs
	proseMost    = 430.0 // pt: longer lines are hard to read
)

// prose draws full sentences, flush left.
func (s setter) prose(t geom.Text, a area) (items []Item, bottom float64) {
	a.width = min(a.width, proseMost)
	return s.paragraph(t, Caption, proseSize, a)
}

// paragraph sets text in lines that end where the next word has no room.
func (s setter) paragraph(t geom.Text, part Part, size float64, a area) (items []Item, bottom float64) {
	space := s.fonts.width(Regular, size, " ")
	y := a.top
	for i, list := range lines(s.tokens(t, size, a.width), a.width, space) {
		if i > 0 && list[0].breaks {
			y -= proseApart
		}
		x, base := a.x, y-0.9*size
		y -= proseLeading * size
		for j, k := range list {
			if j > 0 && k.space {
				x += space
			}
			for _, p := range k.pieces {
				items = append(items, Item{Part: part, Text: p.text, Face: p.face, Size: p.size, Fill: p.colour, At: point(x+p.x, base+p.y)})
			}
			x += k.width
		}
	}
	return items, y
}

// heading writes the name and title of a panel that is no plane: small ones
// above it, or in the column at the side bold ones.
func (s setter) heading(p geom.Panel, a area) (items []Item, bottom float64) {
	if p.Name == "" && p.Title == "" {
		return nil, a.top
	}
	if !p.Side {
		return s.name(p, a)
	}
	title := strings.TrimSpace(p.Name + " " + p.Title)
	items, bottom = s.paragraph(geom.Text{{Text: title, Style: geom.Heading, Role: geom.Other, Context: -1}}, Name, headSize, a)
	return items, bottom - 1.6
}
