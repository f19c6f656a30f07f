package figure

import (
	"heed/geom"
)

const (
	captionSize    = 7
	captionLeading = 8.6
	// A line whose spaces would grow past this many times their width is left
	// ragged: it reads better.
	captionStretch = 3.5
)

// A token is what a line is not broken in: a word with its sub- and
// superscripts. Its pieces are placed from its start.
type token struct {
	pieces []piece
	width  float64
	space  bool // stands before it
	breaks bool // a new line must begin here
}

// tokens cuts text into tokens; one that is wider than a line falls into
// letters.
func (s setter) tokens(t geom.Text, size, width float64) []token {
	var list []token
	space, breaks := true, false
	for _, r := range t {
		if r.Style == geom.Break {
			space, breaks = true, true
			continue
		}
		face, scaled, rise := s.style(r, size)
		words, before, after := words(s.fonts.spell(face, r.Text))
		for i, word := range words {
			p := piece{text: word, face: face, size: scaled, colour: s.theme.token(r.Hue, r.Role, r.Context), y: rise}
			p.width = s.fonts.width(face, scaled, word)
			if space || before[i] || len(list) == 0 {
				list = append(list, token{space: true, breaks: breaks})
			}
			last := &list[len(list)-1]
			p.x = last.width
			last.pieces = append(last.pieces, p)
			last.width += p.width
			space, breaks = false, false
		}
		space = space || after
	}
	var cut []token
	for _, k := range list {
		if k.width <= width {
			cut = append(cut, k)
			continue
		}
		cut = append(cut, s.letters(k)...)
	}
	return cut
}

// letters returns a token's letters as tokens with no space between them.
func (s setter) letters(k token) []token {
	var list []token
	for _, p := range k.pieces {
		for _, r := range p.text {
			q := p
			q.x, q.text = 0, string(r)
			q.width = s.fonts.width(q.face, q.size, q.text)
			list = append(list, token{pieces: []piece{q}, width: q.width})
		}
	}
	list[0].space, list[0].breaks = k.space, k.breaks
	return list
}

// lines breaks tokens into lines that fit a width.
func lines(list []token, width, space float64) [][]token {
	var all [][]token
	used := 0.0
	for _, k := range list {
		more := k.width
		if k.space {
			more += space
		}
		if len(all) == 0 || k.breaks || used+more > width {
			all = append(all, nil)
			used, more = 0, k.width
		}
		all[len(all)-1] = append(all[len(all)-1], k)
		used += more
	}
	return all
}

// caption sets the Scene's caption, justified, with its top at y; bottom is
// where the last line ends.
func (s setter) caption(t geom.Text, x, y, width float64) (items []Item, bottom float64) {
	space := s.fonts.width(Regular, captionSize, " ")
	all := lines(s.tokens(t, captionSize, width), width, space)
	for i, list := range all {
		natural, gaps := 0.0, 0
		for j, k := range list {
			natural += k.width
			if j > 0 && k.space {
				natural += space
				gaps++
			}
		}
		gap := space
		last := i == len(all)-1 || all[i+1][0].breaks
		if wide := space + (width-natural)/float64(max(1, gaps)); !last && wide <= captionStretch*space {
			gap = wide
		}
		at := x
		base := y - captionLeading*float64(i) - 0.76*captionSize
		for j, k := range list {
			if j > 0 && k.space {
				at += gap
			}
			for _, p := range k.pieces {
				items = append(items, Item{
					Part: Caption, Text: p.text, Face: p.face, Size: p.size, Fill: p.colour,
					At: geom.Point{X: at + p.x, Y: base + p.y},
				})
			}
			at += k.width
		}
	}
	return items, y - captionLeading*float64(len(all))
}
