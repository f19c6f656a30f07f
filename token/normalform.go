package token

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalForm is one of the Unicode normal forms: D by default, KD with
// compatibility, C and KC with compose.
//
// The decompositions are those of x/text, as far as Unicode 9 has them (table
// normalised). x/text itself would do for the characters, but not for where
// they came from; and it breaks up runs of more than 30 marks, which the
// library does not.
//
// Source: Unicode Standard Annex 15; Unicode 9.0, section 3.12 for Hangul.
type normalForm struct{ compatibility, compose bool }

// A change is one code point that a normal form writes. It reads, from the
// text before, 1−delta code points: none with delta 1 (it was added after
// another), one with 0, itself and n following with −n (they were joined).
// It stands for what the first of them stands for, an added one for what the
// code point before stands for.
type change struct {
	r     rune
	class uint8 // canonical combining class
	delta int
}

func (f normalForm) rewrite(t text) text {
	if !slices.ContainsFunc(t, func(g glyph) bool { return g.r >= firstChanged }) {
		return t
	}
	changes := f.decompose(t)
	if f.compose {
		changes = compose(changes)
	}
	return apply(changes, t)
}

// apply gives each change the place in the original text that it stands for.
func apply(changes []change, t text) text {
	result := make(text, len(changes))
	at := 0
	for i, c := range changes {
		from := at
		if c.delta > 0 {
			from--
		}
		result[i] = glyph{c.r, t[from].start, t[from].end}
		at += 1 - c.delta
	}
	return result
}

// firstChanged is the first code point that a normal form changes: U+00A0,
// which KD makes a space.
const firstChanged = 0xA0

// isNormalised reports whether r has a decomposition or a combining class.
func isNormalised(r rune) bool {
	return r >= firstChanged && unicode.Is(normalised, r)
}

// decompose writes out the full decomposition of each code point and puts
// the marks behind each base in the order of their classes.
func (f normalForm) decompose(t text) []change {
	form := norm.NFD
	if f.compatibility {
		form = norm.NFKD
	}
	changes := make([]change, 0, len(t)+len(t)/8)
	base := 0 // where the marks that follow the last class 0 begin
	add := func(r rune, delta int) {
		class := uint8(0)
		if isNormalised(r) {
			class = properties(r).CCC()
		}
		if class == 0 {
			order(changes[base:])
			base = len(changes) + 1
		}
		changes = append(changes, change{r, class, delta})
	}
	var one, all []byte // reused
	for _, g := range t {
		if !isNormalised(g.r) {
			add(g.r, 0)
			continue
		}
		one = utf8.AppendRune(one[:0], g.r)
		all = form.Append(all[:0], one...)
		for i, r := range string(all) {
			add(r, min(i, 1))
		}
	}
	order(changes[base:])
	return changes
}

func properties(r rune) norm.Properties {
	var buf [utf8.UTFMax]byte
	return norm.NFC.Properties(buf[:utf8.EncodeRune(buf[:], r)])
}

// order sorts marks by class, equal ones as they come. It counts instead of
// comparing, so that a text of nothing but marks takes linear time.
func order(marks []change) {
	byClass := func(a, b change) int { return int(a.class) - int(b.class) }
	if slices.IsSortedFunc(marks, byClass) {
		return
	}
	var next [256]int // where the next mark of a class goes
	for _, m := range marks {
		next[m.class]++
	}
	sum := 0
	for class, n := range next {
		next[class] = sum
		sum += n
	}
	for _, m := range slices.Clone(marks) {
		marks[next[m.class]] = m
		next[m.class]++
	}
}

// compose joins each mark with the base before it where Unicode has one code
// point for both and no mark of the same or a higher class stands between.
// It writes into changes.
func compose(changes []change) []change {
	out := changes[:0]
	base := -1 // index in out of the base that marks may join, −1 for none
	for _, c := range changes {
		if base < 0 {
			if c.class == 0 {
				base = len(out)
			}
			out = append(out, c)
			continue
		}
		blocked := false
		if last := out[len(out)-1]; len(out)-1 > base {
			blocked = last.class >= c.class
		}
		if !blocked {
			if r, ok := composePair(out[base].r, c.r); ok {
				out[base].r = r
				out[base].delta += c.delta - 1
				continue
			}
		}
		if c.class == 0 {
			base = len(out)
		}
		out = append(out, c)
	}
	return out
}

// composePair gives the one code point that a and b compose to. The marks come
// in order, so a pair that x/text makes one of is one by itself, and not for
// what it would reorder.
func composePair(a, b rune) (rune, bool) {
	if b < 0x300 || properties(b).BoundaryBefore() {
		return 0, false
	}
	pair := utf8.AppendRune(utf8.AppendRune(nil, a), b)
	joined := norm.NFC.Bytes(pair)
	r, size := utf8.DecodeRune(joined)
	return r, size == len(joined) && isNormalised(r)
}
