package token

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A glyph is one code point of a normalised text and the code points
// [start, end) of the original text that it stands for.
type glyph struct {
	r          rune
	start, end int32
}

// A text is what normalizers rewrite and pre-tokenizers cut. Cutting is
// slicing, so however often a text is cut, nothing is copied.
type text []glyph

// read makes the text of s, each code point standing for itself.
func read(s string) (text, error) {
	t := make(text, 0, len(s))
	for at, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[at:]); size == 1 {
				return nil, fmt.Errorf("text: byte %d is 0x%02x, which is not UTF-8; save the text as UTF-8", at, s[at])
			}
		}
		n := int32(len(t))
		t = append(t, glyph{r, n, n + 1})
	}
	return t, nil
}

// String gives the normalised characters.
func (t text) String() string {
	var b strings.Builder
	b.Grow(len(t))
	for _, g := range t {
		b.WriteRune(g.r)
	}
	return b.String()
}

// span gives the code points of the original text that t covers.
func (t text) span() (start, end int) {
	return int(t[0].start), int(t[len(t)-1].end)
}

// keep returns t without the code points for which keep is false, in place.
func (t text) keep(keep func(rune) bool) text {
	kept := t[:0]
	for _, g := range t {
		if keep(g.r) {
			kept = append(kept, g)
		}
	}
	return kept
}
