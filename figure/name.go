package figure

import (
	"strings"

	"heed/geom"
)

const (
	nameSize    = 8.2
	titleSize   = 7
	titleLine   = 8.6
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

// name writes a panel's name and title at the top of an area, the title in as
// many lines as it takes; bottom is where the panel begins.
func (s setter) name(p geom.Panel, a area) (items []Item, bottom float64) {
	b := s.set(geom.Text{{Text: p.Name, Role: geom.Other, Context: -1}}, nameSize, "", -1)
	x, base := a.x, a.top-nameLine+3.4
	items = b.level(x, base, Name, nil)
	if !b.empty() {
		x += b.maxX + 4
	}
	line := ""
	put := func() {
		b := s.short(geom.Text{{Text: line, Role: geom.Aside, Context: -1}}, titleSize, a.x+a.width-x)
		items = append(items, b.level(x, base, Name, nil)...)
	}
	for _, word := range strings.Fields(p.Title) {
		more := strings.TrimSpace(line + " " + word)
		if line != "" && x+s.fonts.width(Regular, titleSize, more) > a.x+a.width {
			put()
			base -= titleLine
			more = word
		}
		line = more
	}
	put()
	return items, base - 3.4
}
