package figure

import (
	"embed"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/font"
	"golang.org/x/text/unicode/norm"
)

// STIX Two Text under the SIL Open Font License; fonts/make.sh remakes them.
//
//go:embed fonts/*.woff
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
		data, err := unpacked[f]()
		if err == nil {
			fs.loaded[f], err = canvas.LoadFont(slices.Clone(data), 0, f.file().style)
		}
		if err != nil {
			panic(fmt.Sprintf("figure: embedded font %s: %v", f.file().file, err))
		}
	}
	return fs.loaded[f]
}

// unpacked are the faces as TrueType, each unpacked when first asked for, which
// takes longer than to parse it.
var unpacked = func() (faces [BoldItalic + 1]func() ([]byte, error)) {
	for f := range faces {
		faces[f] = sync.OnceValues(func() ([]byte, error) {
			data, err := fontFiles.ReadFile("fonts/STIXTwoText-" + Face(f).file().file + ".woff")
			if err != nil {
				return nil, err
			}
			return font.ToSFNT(data)
		})
	}
	return faces
}()

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

// starts returns where the glyphs of s start, from the first, if the font moves
// any of them closer or further; else nil. The fonts in an SVG carry no
// kerning, so that it has to say where such glyphs stand.
func (fs *fonts) starts(f Face, size float64, s string) []float64 {
	font, glyphs := fs.get(f), fs.at(f, size, color.Black).Glyphs(s)
	if len(glyphs) != len([]rune(s)) {
		return nil // glyphs were composed: they are not one a character
	}
	x, kerned := 0.0, false
	var list []float64
	for _, g := range glyphs {
		list = append(list, x)
		x += size * float64(g.XAdvance) / float64(font.Head.UnitsPerEm)
		kerned = kerned || g.XAdvance != int32(font.GlyphAdvance(g.ID))
	}
	if !kerned {
		return nil
	}
	return list
}
