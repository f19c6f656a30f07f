package token

import (
	"strings"
	"unicode/utf8"
)

// byteRune writes a byte as a code point that can be seen: itself where that
// is a letter or a mark, else the next of those from U+0100 on, so that a
// space is Ġ.
//
// Source: Radford et al., Language Models are Unsupervised Multitask Learners
// (2019); the table is that of GPT-2's encoder.
func byteRune(b byte) rune {
	switch {
	case b <= 0x20:
		return 0x100 + rune(b)
	case b < 0x7F:
		return rune(b)
	case b <= 0xA0:
		return 0x121 + rune(b-0x7F)
	case b == 0xAD:
		return 0x143
	}
	return rune(b)
}

// runeByte is byteRune's inverse.
func runeByte(r rune) (byte, bool) {
	switch {
	case 0x100 <= r && r <= 0x120:
		return byte(r - 0x100), true
	case 0x121 <= r && r <= 0x142:
		return byte(r - 0x121 + 0x7F), true
	case r == 0x143:
		return 0xAD, true
	}
	return byte(r), r < 0x100 && byteRune(byte(r)) == r
}

// byteLevel writes a text as its bytes, each as a code point ("ByteLevel").
func byteLevel(t text) text { return appendBytes(nil, t) }

func appendBytes(to, t text) text {
	var buf [utf8.UTFMax]byte
	for _, g := range t {
		for _, b := range buf[:utf8.EncodeRune(buf[:], g.r)] {
			to = append(to, glyph{byteRune(b), g.start, g.end})
		}
	}
	return to
}

// byteWords cuts words and writes each as its bytes.
type byteWords struct {
	prefix bool // put a space before a text that has none
	words  preTokenizer
}

func (p byteWords) split(t text, emit func(text) error) error {
	if p.prefix && t[0].r != ' ' {
		t = prepend(t, ' ')
	}
	var buf text // of one word after the other
	return p.words.split(t, func(word text) error {
		buf = appendBytes(buf[:0], word)
		return emit(buf)
	})
}

// prepend puts code points before a text, which stand for its first.
func prepend(t text, runes ...rune) text {
	if len(t) == 0 {
		return t
	}
	result := make(text, 0, len(t)+len(runes))
	for _, r := range runes {
		result = append(result, glyph{r, t[0].start, t[0].end})
	}
	return append(result, t...)
}

// byteLevelDecoder reads the bytes of all pieces as UTF-8; a piece with other
// code points stands as it is.
type byteLevelDecoder struct{}

func (byteLevelDecoder) decode(pieces []string) []string {
	var all []byte
	for _, p := range pieces {
		start := len(all)
		for _, r := range p {
			b, ok := runeByte(r)
			if !ok {
				all = append(all[:start], p...)
				break
			}
			all = append(all, b)
		}
	}
	return []string{lossy(all)}
}

// lossy reads bytes as UTF-8, with U+FFFD for each longest beginning of a code
// point that is cut short, and each other byte that is none.
//
// Source: The Unicode Standard, section 3.9, U+FFFD Substitution of Maximal
// Subparts.
func lossy(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var s strings.Builder
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			for size < len(b) && size < utf8.UTFMax && !utf8.FullRune(b[:size]) {
				size++
			}
			// b[:size] is now decided; the last byte is the one that does not fit,
			// unless the text ends before.
			if size > 1 && utf8.FullRune(b[:size]) {
				size--
			}
		}
		s.WriteRune(r)
		b = b[size:]
	}
	return s.String()
}
