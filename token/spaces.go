package token

import "unicode/utf8"

// A spacing is SentencePiece's own normalizer: it maps characters, by the
// longest match, drops spaces that say nothing, and writes the others as ▁.
type spacing struct {
	chars  charsMap
	user   *trie // pieces of the user, which are left as they are
	prefix bool  // put a space before the first word
	suffix bool  // or, instead, one behind the last
	trim   bool  // drop spaces at the ends and all but one in a row
	escape bool  // write ▁ for a space
}

// Source: sentencepiece, normalizer.cc.
func (n spacing) rewrite(t text) text {
	mapped := n.mapAll(t)
	if n.trim {
		mapped = trimSpaces(mapped, n.escape)
	}
	if len(mapped) == 0 {
		return mapped
	}
	if n.prefix && n.suffix {
		last := mapped[len(mapped)-1]
		mapped = append(mapped, glyph{' ', last.start, last.end})
	} else if n.prefix {
		mapped = prepend(mapped, ' ')
	}
	for i, g := range mapped {
		if g.r == ' ' && n.escape {
			mapped[i].r = '▁'
		}
	}
	return mapped
}

// mapAll writes what the map says for the longest string that begins at each
// place.
func (n spacing) mapAll(t text) text {
	s := []byte(t.String())
	mapped := make(text, 0, len(t)+1)
	for at := 0; at < len(t); {
		if _, kept := n.user.longest(t[at:]); kept > 0 {
			mapped = append(mapped, t[at:at+kept]...)
			s = s[len(t[at:at+kept].String()):]
			at += kept
			continue
		}
		size, written := n.chars.longest(s)
		if size == 0 {
			mapped = append(mapped, t[at])
			s = s[runeSize(t[at].r):]
			at++
			continue
		}
		taken := max(utf8.RuneCount(s[:size]), 1)
		start, end := t[at].start, t[at+taken-1].end
		for _, r := range written {
			mapped = append(mapped, glyph{r, start, end})
		}
		s = s[size:]
		at += taken
	}
	return mapped
}

// trimSpaces drops the spaces at the ends and all but the first in a row. At
// the end, where SentencePiece has escaped them already, it takes a typed ▁
// for one.
func trimSpaces(t text, escape bool) text {
	kept := t[:0]
	for _, g := range t {
		if g.r == ' ' && (len(kept) == 0 || kept[len(kept)-1].r == ' ') {
			continue
		}
		kept = append(kept, g)
	}
	for len(kept) > 0 {
		if r := kept[len(kept)-1].r; r != ' ' && (r != '▁' || !escape) {
			break
		}
		kept = kept[:len(kept)-1]
	}
	return kept
}
