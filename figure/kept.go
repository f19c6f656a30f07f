package figure

import (
	"strconv"

	"heed/geom"
	"heed/trace"
)

const (
	// The plane loses something once a share is below this: 99.95 % and more
	// would be written 100 %.
	keptAll   = 0.9995
	keptRow   = 10.5
	keptSize  = 7
	keptSmall = 6.4
	barWidth  = 20
	barHeight = 2.2
	keptApart = 9 // between two bars' groups
)

// loses tells whether the plane shortens any arrow.
func loses(list []geom.Kept) bool {
	for _, k := range list {
		if k.Share < keptAll {
			return true
		}
	}
	return false
}

// kept draws the strip: for each kind of arrow how much of its length the
// plane keeps. Its top is at y; bottom is where it ends.
func (s setter) kept(list []geom.Kept, x, y, width float64) (items []Item, bottom float64) {
	at, base := x, y-7
	row := func(needs float64) {
		if at > x && at+needs > x+width {
			at, base = x, base-keptRow
		}
	}
	words := func(b block, part Part, of []trace.Ref) {
		for _, p := range b.pieces {
			items = append(items, Item{
				Part: part, Of: of, Text: p.text, Face: p.face, Size: p.size, Fill: p.colour,
				At: geom.Point{X: at + p.x - b.minX, Y: base + p.y},
			})
		}
		at += b.width()
	}
	title := s.grey("Length kept")
	words(title, Note, nil)
	at += keptApart
	for _, k := range list {
		label := s.set(k.Label, keptSize, "", k.Context)
		share := s.grey(percent(k.Share))
		gap := 2.6
		if label.empty() {
			label.minX, label.maxX, gap = 0, 0, 0
		}
		row(label.width() + gap + barWidth + 2.6 + share.width())
		words(label, Kept, k.Of)
		at += gap
		colour := s.theme.role(k.Role, k.Context)
		if k.Share < dimKept {
			colour = s.theme.warn
		}
		bar := func(length float64) Item {
			low, high := base+1.1, base+1.1+barHeight
			return Item{Part: Kept, Of: k.Of, Path: polygon(
				point(at, low), point(at+length, low), point(at+length, high), point(at, high))}
		}
		trough, full := bar(barWidth), bar(barWidth*min(max(k.Share, 0), 1))
		trough.Fill, full.Fill = s.theme.trough, colour
		items = append(items, trough)
		if k.Share > 0 {
			items = append(items, full)
		}
		at += barWidth + 2.6
		words(share, Kept, k.Of)
		at += keptApart
	}
	return items, base - 3.5
}

// grey sets a small remark.
func (s setter) grey(text string) block {
	b := s.set(geom.Text{{Text: text, Role: geom.Other, Context: -1}}, keptSmall, "", -1)
	for i := range b.pieces {
		b.pieces[i].colour = s.theme.ink2
	}
	return b
}

// percent writes a share: "87%", with a decimal where 100% would say too much.
func percent(share float64) string {
	digits := 0
	if share >= 0.995 && share < keptAll {
		digits = 1
	}
	return strconv.FormatFloat(100*share, 'f', digits, 64) + "%"
}
