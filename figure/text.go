package figure

import (
	"image/color"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"heed/geom"
	"heed/trace"
)

// How runs are set, in shares of the size of the text they stand in.
const (
	subScale = 0.72
	subDrop  = 0.24
	supRise  = 0.36
	yScale   = 1.1 // y is the one to look at

	badgeLeast = 6.0 // pt, its letter
)

// A piece is a word in one style, placed from the start of its block.
type piece struct {
	text   string
	face   Face
	size   float64
	colour color.RGBA
	x, y   float64
	width  float64
}

// A disc is a badge: a context's letter in its colour.
type disc struct {
	x, y, radius float64
	colour       color.RGBA
}

// A block is text set in lines, with the box that its ink fills.
type block struct {
	pieces                 []piece
	discs                  []disc
	minX, minY, maxX, maxY float64
}

// A setter sets Text.
type setter struct {
	fonts *fonts
	theme theme
}

// style returns how a run is set at a size.
func (s setter) style(r geom.Run, size float64) (face Face, scaled, rise float64) {
	switch r.Style {
	case geom.Symbol:
		return Italic, size, 0
	case geom.Strong:
		return BoldItalic, size * yScale, 0
	case geom.Heading:
		return Bold, size, 0
	case geom.Sub:
		return Regular, size * subScale, -subDrop * size
	case geom.Sup:
		return Regular, size * subScale, supRise * size
	}
	return Regular, size, 0
}

// words cuts a run into words, each with the space that stands before it: 1
// where the run has spaces there, else 0. after tells whether it ends in space.
func words(text string) (list []string, before []bool, after bool) {
	space := false
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			list = append(list, b.String())
			b.Reset()
		}
	}
	for _, r := range text {
		fixed := r == '\u00a0' || r == '\u202f' // a space, but no place to break
		if unicode.IsSpace(r) && !fixed {
			flush()
			space = true
			continue
		}
		if b.Len() == 0 {
			before = append(before, space)
			space = false
		}
		if fixed {
			r = ' '
		}
		b.WriteRune(r)
	}
	flush()
	return list, before, space
}

// set sets a label: lines at each Break, flush left, and the badge after the
// last word.
func (s setter) set(t geom.Text, size float64, badge string, context int) block {
	b := block{minX: math.Inf(1), minY: math.Inf(1), maxX: math.Inf(-1), maxY: math.Inf(-1)}
	x, y := 0.0, 0.0
	for _, r := range t {
		if r.Style == geom.Break {
			x, y = 0, y-1.2*size
			continue
		}
		face, scaled, rise := s.style(r, size)
		space := s.fonts.width(face, scaled, " ")
		list, before, after := words(s.fonts.spell(face, r.Text))
		for i, word := range list {
			if before[i] {
				x += space
			}
			p := piece{text: word, face: face, size: scaled, colour: s.theme.token(r.Hue, r.Role, r.Context), x: x, y: y + rise}
			p.width = s.fonts.width(face, scaled, word)
			b.add(p, s.fonts)
			x += p.width
		}
		if after {
			x += space
		}
	}
	if badge != "" {
		b.badge(x+0.2*size, y, 0.46*size, badge, s, context)
	}
	return b
}

// add appends p and grows the box by its ink.
func (b *block) add(p piece, fs *fonts) {
	b.pieces = append(b.pieces, p)
	ink := fs.outline(p.face, p.size, p.text).Bounds()
	b.grow(p.x+ink.X0, p.y+ink.Y0, p.x+ink.X1, p.y+ink.Y1)
}

func (b *block) grow(x0, y0, x1, y1 float64) {
	b.minX, b.maxX = min(b.minX, x0), max(b.maxX, x1)
	b.minY, b.maxY = min(b.minY, y0), max(b.maxY, y1)
}

// badge appends a disc with a letter in it.
func (b *block) badge(x, y, radius float64, letter string, s setter, context int) {
	d := disc{x: x + radius, y: y + 0.5*radius, radius: radius, colour: s.theme.context(context)}
	b.discs = append(b.discs, d)
	b.grow(d.x-radius, d.y-radius, d.x+radius, d.y+radius)
	size := max(badgeLeast, 1.4*radius)
	text := s.fonts.spell(Bold, letter)
	width := s.fonts.width(Bold, size, text)
	b.pieces = append(b.pieces, piece{
		text: text, face: Bold, size: size, colour: s.theme.ground,
		x: d.x - width/2, y: d.y - 0.33*size, width: width,
	})
}

// level draws b on a line, flush left at x with its baseline at y.
func (b block) level(x, y float64, part Part, of []trace.Ref) []Item {
	var items []Item
	for _, d := range b.discs {
		items = append(items, Item{Part: part, Of: of, Path: circle(geom.Point{X: x + d.x, Y: y + d.y}, d.radius), Fill: d.colour})
	}
	for _, p := range b.pieces {
		items = append(items, Item{
			Part: part, Of: of, Text: p.text, Face: p.face, Size: p.size, Fill: p.colour, At: geom.Point{X: x + p.x, Y: y + p.y},
		})
	}
	return items
}

// advance is how far b's last word reaches from its start; 0 where it is empty.
func (b block) advance() float64 {
	end := 0.0
	for _, p := range b.pieces {
		end = max(end, p.x+p.width)
	}
	return end
}

// paint gives all of b one colour.
func (b block) paint(c color.RGBA) block {
	for i := range b.pieces {
		b.pieces[i].colour = c
	}
	return b
}

// short sets a text on one line that is at most width wide: of a longer one it
// leaves out letters at the end and says so with "…".
func (s setter) short(t geom.Text, size, width float64) block {
	t = oneLine(t)
	b := s.set(t, size, "", -1)
	if b.advance() <= width {
		return b
	}
	cut := func(n int) block { return s.set(append(first(t, n), ellipsis(t)), size, "", -1) }
	n := sort.Search(length(t), func(n int) bool { return cut(n).advance() > width })
	return cut(max(1, n-1))
}

// oneLine returns t with spaces for its line ends.
func oneLine(t geom.Text) geom.Text {
	t = slices.Clone(t)
	for i, r := range t {
		if r.Style == geom.Break {
			t[i].Style, t[i].Text = geom.Upright, " "
		}
	}
	return t
}

// length counts a text's letters.
func length(t geom.Text) int {
	n := 0
	for _, r := range t {
		n += utf8.RuneCountInString(r.Text)
	}
	return n
}

// first returns the first n letters of a text.
func first(t geom.Text, n int) geom.Text {
	var cut geom.Text
	for _, r := range t {
		letters := []rune(r.Text)
		if n < len(letters) {
			r.Text = strings.TrimRight(string(letters[:n]), " ")
			return append(cut, r)
		}
		n -= len(letters)
		cut = append(cut, r)
	}
	return cut
}

// ellipsis is "…" as the end of t is set.
func ellipsis(t geom.Text) geom.Run {
	r := t[len(t)-1]
	r.Text = "…"
	return r
}

// empty tells whether there is nothing to draw.
func (b block) empty() bool { return len(b.pieces) == 0 }

func (b block) width() float64  { return b.maxX - b.minX }
func (b block) height() float64 { return b.maxY - b.minY }

// items draws b with the centre of its box at c, turned about it, for a label.
// A halo in the ground's colour goes first, so that lines end short of the ink.
func (b block) items(c geom.Point, turn, halo float64, ground color.RGBA, of []trace.Ref) []Item {
	sin, cos := math.Sincos(turn * math.Pi / 180)
	at := func(x, y float64) geom.Point {
		x, y = x-(b.minX+b.maxX)/2, y-(b.minY+b.maxY)/2
		return geom.Point{X: c.X + cos*x - sin*y, Y: c.Y + sin*x + cos*y}
	}
	var halos, inks []Item
	for _, d := range b.discs {
		inks = append(inks, Item{Part: Label, Of: of, Path: circle(at(d.x, d.y), d.radius), Fill: d.colour})
	}
	for _, p := range b.pieces {
		word := Item{Part: Label, Of: of, Text: p.text, Face: p.face, Size: p.size, At: at(p.x, p.y), Turn: turn}
		back := word
		back.Stroke, back.Width = ground, halo
		halos = append(halos, back)
		word.Fill = p.colour
		inks = append(inks, word)
	}
	return append(halos, inks...)
}

// plain returns t as one string, for messages.
func plain(t geom.Text) string {
	var b strings.Builder
	for _, r := range t {
		if r.Style == geom.Sub {
			b.WriteByte('_')
		}
		b.WriteString(r.Text)
		if r.Style == geom.Break {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
