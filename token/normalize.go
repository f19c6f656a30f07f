package token

import (
	"fmt"
	"unicode"
)

// A normalizer rewrites a text, keeping for each new code point where it came
// from. It owns the text it is given and may return it changed.
type normalizer interface {
	normalize(text) (text, error)
}

// normalizers run one after the other ("Sequence").
type normalizers []normalizer

func (ns normalizers) normalize(t text) (text, error) {
	for _, n := range ns {
		before := len(t)
		var err error
		if t, err = n.normalize(t); err != nil {
			return nil, err
		}
		if limit := maxGrown(before); len(t) > limit {
			return nil, fmt.Errorf("text: the tokenizer's normalizer makes more than %d code points of %d; shorten the text", limit, before)
		}
	}
	return t, nil
}

// maxGrown is how many code points one step may make of n: plenty, but a
// tokenizer that doubles a text a hundred times is stopped.
func maxGrown(n int) int { return max(n, min(64*n+1<<16, 1<<25)) }

// A rewrite is a normalizer that any text suits.
type rewrite func(text) text

func (f rewrite) normalize(t text) (text, error) { return f(t), nil }

// bertNormalizer is the text cleaning of BERT; its switches act in the order
// of its fields.
type bertNormalizer struct {
	clean        bool // drop control characters, make every space U+0020
	chinese      bool // put spaces around ideographs
	stripAccents bool // decompose, drop nonspacing marks
	lowercase    bool
}

func (n bertNormalizer) rewrite(t text) text {
	if n.clean {
		t = t.keep(func(r rune) bool { return !unicode.Is(dropped, r) })
		for i, g := range t {
			if unicode.IsSpace(g.r) {
				t[i].r = ' '
			}
		}
	}
	if n.chinese {
		t = spaceIdeographs(t)
	}
	if n.stripAccents {
		t = normalForm{}.rewrite(t)
		t = t.keep(func(r rune) bool { return !unicode.Is(nonspacing, r) })
	}
	if n.lowercase {
		t = lowercase(t)
	}
	return t
}

// spaceIdeographs puts a space before and after each ideograph; the spaces
// stand for the ideograph's own code point.
func spaceIdeographs(t text) text {
	n := 0
	for _, g := range t {
		if isIdeograph(g.r) {
			n++
		}
	}
	if n == 0 {
		return t
	}
	spaced := make(text, 0, len(t)+2*n)
	for _, g := range t {
		if !isIdeograph(g.r) {
			spaced = append(spaced, g)
			continue
		}
		space := glyph{' ', g.start, g.end}
		spaced = append(spaced, space, g, space)
	}
	return spaced
}

// isIdeograph reports whether r lies in a block that BERT calls Chinese. The
// gap at U+2B820…U+2B91F is the library's: extension E begins at U+2B820.
func isIdeograph(r rune) bool {
	switch {
	case r < 0x3400:
		return false
	case 0x4E00 <= r && r <= 0x9FFF, 0x3400 <= r && r <= 0x4DBF,
		0x20000 <= r && r <= 0x2A6DF, 0x2A700 <= r && r <= 0x2B73F,
		0x2B740 <= r && r <= 0x2B81F, 0x2B920 <= r && r <= 0x2CEAF,
		0xF900 <= r && r <= 0xFAFF, 0x2F800 <= r && r <= 0x2FA1F:
		return true
	}
	return false
}

// lowercase maps each code point by itself: a final Σ becomes σ, and İ becomes
// two code points, i and U+0307.
func lowercase(t text) text {
	dotted := 0
	for i, g := range t {
		if g.r == 'İ' {
			dotted++
		}
		t[i].r = toLower(g.r)
	}
	if dotted == 0 {
		return t
	}
	long := make(text, 0, len(t)+dotted)
	for _, g := range t {
		if g.r != 'İ' {
			long = append(long, g)
			continue
		}
		long = append(long, glyph{'i', g.start, g.end}, glyph{'\u0307', g.start, g.end})
	}
	return long
}

// nmt is the cleaning of a corpus for translation ("Nmt"): it drops control
// characters and makes other spaces plain.
func nmt(t text) text {
	t = t.keep(func(r rune) bool {
		switch {
		case 1 <= r && r <= 8, r == 0x0B, 0x0E <= r && r <= 0x1F, r == 0x7F, r == 0x8F, r == 0x9F:
			return false
		}
		return true
	})
	for i, g := range t {
		switch r := g.r; {
		case r == '\t', r == '\n', r == '\f', r == '\r', r == 0x1680, 0x200B <= r && r <= 0x200F,
			r == 0x2028, r == 0x2029, r == 0x2581, r == 0xFEFF, r == 0xFFFD:
			t[i].r = ' '
		}
	}
	return t
}

// toLower is unicode.ToLower brought to Unicode 17, the version of the
// library's Rust, but for İ, which no single code point can answer.
func toLower(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == 'İ':
		return r
	case r == 0x1C89, r == 0xA7CC, r == 0xA7CE, r == 0xA7D2, r == 0xA7D4, r == 0xA7DA:
		return r + 1
	case r == 0xA7CB:
		return 0x0264
	case r == 0xA7DC:
		return 0x019B
	case 0x10D50 <= r && r <= 0x10D65:
		return r + 0x20
	case 0x16EA0 <= r && r <= 0x16EB8:
		return r + 0x1B
	}
	return unicode.ToLower(r)
}

// strip takes the white space off the ends.
type strip struct{ left, right bool }

func (s strip) rewrite(t text) text {
	for s.left && len(t) > 0 && unicode.IsSpace(t[0].r) {
		t = t[1:]
	}
	for s.right && len(t) > 0 && unicode.IsSpace(t[len(t)-1].r) {
		t = t[:len(t)-1]
	}
	return t
}

// stripAccents drops every mark; a decomposition must come before it.
func stripAccents(t text) text {
	return t.keep(func(r rune) bool { return !unicode.Is(combining, r) })
}
