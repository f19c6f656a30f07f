package figure

import (
	"strings"

	"heed/geom"
)

const (
	proseSize    = 7.2
	proseLeading = 9.4
	proseMost    = 430.0 // pt: longer lines are hard to read
)

// prose draws full sentences, flush left.
func (s setter) prose(t geom.Text, a area) (items []Item, bottom float64) {
	a.width = min(a.width, proseMost)
	return s.paragraph(t, Caption, a)
}

// paragraph sets text in lines that end where the next word has no room.
func (s setter) paragraph(t geom.Text, part Part, a area) (items []Item, bottom float64) {
	space := s.fonts.width(Regular, proseSize, " ")
	all := lines(s.tokens(t, proseSize, a.width), a.width, space)
	for i, list := range all {
		x, base := a.x, a.top-proseLeading*float64(i)-0.9*proseSize
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
	return items, a.top - proseLeading*float64(len(all))
}

// heading writes the name and title of a panel that is no plane: a small line
// above it, or in the column at the side bold ones as many as it takes.
func (s setter) heading(p geom.Panel, a area) (items []Item, bottom float64) {
	if p.Name == "" && p.Title == "" {
		return nil, a.top
	}
	if !p.Side {
		return s.name(p, plot{origin: point(a.x, a.top-nameLine), width: a.width}), a.top - nameLine
	}
	title := strings.TrimSpace(p.Name + " " + p.Title)
	items, bottom = s.paragraph(geom.Text{{Text: title, Style: geom.Heading, Role: geom.Other, Context: -1}}, Name, a)
	return items, bottom - 1.6
}
