package figure

import (
	"embed"
	"fmt"
	"image/color"
	"strings"
	"unicode"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/font"
	"golang.org/x/text/unicode/norm"
)

// STIX Two Text under the SIL Open Font License; fonts/make.sh remakes them.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// A Face is one of the four fonts that a figure is set in.
type Face int

const (
	Regular    Face = iota // words and numbers
	Italic                 // symbols
	Bold                   // headings, badges
	BoldItalic             // y
)

// fontFace is a Face's file and the style it is announced under.
type fontFace struct {
	file  string
	style canvas.FontStyle
}

// file returns where f lies.
func (f Face) file() fontFace {
	switch f {
	case Italic:
		return fontFace{"italic", canvas.FontItalic}
	case Bold:
		return fontFace{"bold", canvas.FontBold}
	case BoldItalic:
		return fontFace{"semibold-italic", canvas.FontSemiBold | canvas.FontItalic}
	}
	return fontFace{"regular", canvas.FontRegular}
}

// fonts holds the faces that one drawing needs, parsed when first asked for:
// about a millisecond each. Every Layout and every file written has its own,
// because subsetting a font changes it and shaping text is not safe to share
// between goroutines.
type fonts struct {
	loaded [BoldItalic + 1]*canvas.Font
}

// get returns the font of a face. The files are embedded and tested, so one
// that does not load is a broken build and panics.
func (fs *fonts) get(f Face) *canvas.Font {
	if fs.loaded[f] == nil {
		file := f.file()
		data, err := fontFiles.ReadFile("fonts/STIXTwoText-" + file.file + ".ttf")
		if err == nil {
			fs.loaded[f], err = canvas.LoadFont(data, 0, file.style)
		}
		if err != nil {
			panic(fmt.Sprintf("figure: embedded font %s: %v", file.file, err))
		}
	}
	return fs.loaded[f]
}

// at returns the font of a face at a size. Hinting is off: a figure looks the
// same at every resolution.
func (fs *fonts) at(f Face, size float64, c color.Color) *canvas.FontFace {
	face := fs.get(f).Face(size, c)
	face.Hinting = font.NoHinting
	return face
}

// width returns how far s advances.
func (fs *fonts) width(f Face, size float64, s string) float64 {
	return fs.at(f, size, color.Black).TextWidth(s) / mmPerPt
}

// outline returns the glyphs of s as a path that starts at the origin.
func (fs *fonts) outline(f Face, size float64, s string) *canvas.Path {
	path, _, err := fs.at(f, size, color.Black).ToPath(s)
	if err != nil {
		panic(fmt.Sprintf("figure: outline of %q: %v", s, err)) // only a broken font
	}
	return path.Scale(1/mmPerPt, 1/mmPerPt)
}

// spell returns s as f can set it: composed (NFC), and each stretch of
// characters that the font lacks by its code points, "[U+9280 U+884C]". A
// figure in a script that the font does not have is then ugly but says what it
// leaves out.
func (fs *fonts) spell(f Face, s string) string {
	var b strings.Builder
	lacking := false
	for _, r := range norm.NFC.String(s) {
		has := unicode.IsSpace(r) || fs.get(f).GlyphIndex(r) != 0
		switch {
		case has && lacking:
			b.WriteByte(']')
		case !has && lacking:
			b.WriteByte(' ')
		case !has:
			b.WriteByte('[')
		}
		if has {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "%U", r)
		}
		lacking = !has
	}
	if lacking {
		b.WriteByte(']')
	}
	return b.String()
}

// unkerned cuts s where the font moves a glyph closer or further, so that each
// piece is as wide as its glyphs. The fonts in an SVG carry no kerning; setting
// the pieces one by one keeps it.
func (fs *fonts) unkerned(f Face, size float64, s string) []string {
	glyphs := fs.at(f, size, color.Black).Glyphs(s)
	runes := []rune(s)
	if len(glyphs) != len(runes) {
		return []string{s} // a mark was composed: no place to cut
	}
	var pieces []string
	start := 0
	for i, g := range glyphs {
		if i == len(glyphs)-1 || g.XAdvance != int32(fs.get(f).GlyphAdvance(g.ID)) {
			pieces = append(pieces, string(runes[start:i+1]))
			start = i + 1
		}
	}
	return pieces
}
