package token

import (
	"math"
	"unicode/utf8"
)

// scored is SentencePiece's BPE: it joins those neighbours first whose joined
// text is the piece with the best score, and needs no list of merges.
//
// Source: Kudo, Richardson, SentencePiece (2018), section 3.2.
type scored struct {
	vocabulary *vocabulary
	pieces     []scoredPiece
	bytes      [256]int32 // of the pieces that stand for bytes; −1 for none
	unknown    int32
	whole      *trie // pieces of the user, which are never cut nor joined
}

func (m *scored) vocab() *vocabulary { return m.vocabulary }
func (m *scored) kind() string       { return "BPE" }

func (m *scored) cutter() cutter {
	c := &scoredCutter{model: m}
	c.joiner = c
	return c.cut
}

// A scoredCutter holds the working space for one text.
type scoredCutter struct {
	model *scored
	merger
	buf []byte // the word
}

// noPiece is the id of a code point that is no piece.
const noPiece = -1

func (c *scoredCutter) cut(word text, emit func(p entry, from, to int)) error {
	c.begin()
	c.buf = c.buf[:0]
	for at := 0; at < len(word); {
		id, n := c.model.whole.longest(word[at:])
		start := len(c.buf)
		for _, g := range word[at : at+max(n, 1)] {
			c.buf = utf8.AppendRune(c.buf, g.r)
		}
		if n == 0 {
			id, n = int(c.search(start, len(c.buf))), 1
		}
		c.add(int32(id), int32(len(c.buf)-start))
		at += n
	}
	c.merge()
	c.emitAll(word, emit)
	return nil
}

// search gives the id of the piece at buf[from:to] that words may be made of.
func (c *scoredCutter) search(from, to int) int32 {
	s := c.buf[from:to]
	if len(s) > c.model.vocabulary.longest {
		return noPiece
	}
	e, ok := find(c.model.vocabulary, hashOf(emptyHash, s), s)
	if !ok || !c.model.pieces[e.id].kind.inWords() {
		return noPiece
	}
	return e.id
}

func (c *scoredCutter) join(left, right *symbol) (order uint32, id int32, ok bool) {
	pieces := c.model.pieces
	for _, s := range [...]*symbol{left, right} {
		if s.id >= 0 && pieces[s.id].kind == userPiece {
			return 0, 0, false
		}
	}
	id = c.search(int(left.at), int(right.at+right.size))
	if id < 0 {
		return 0, 0, false
	}
	return descending(pieces[id].score), id, true
}

// descending gives numbers that are the smaller, the larger x is.
func descending(x float32) uint32 {
	bits := math.Float32bits(x + 0) // −0 is 0
	if bits>>31 == 1 {
		return bits
	}
	return bits ^ 0x7FFFFFFF
}

// emitAll writes the symbols as pieces: those that are none as their bytes or,
// neighbours together, as unknown.
func (c *scoredCutter) emitAll(word text, emit func(p entry, from, to int)) {
	m := c.model
	waiting := [2]int{} // unknown code points
	flush := func() {
		if from, to := waiting[0], waiting[1]; from < to {
			emit(entry{word[from:to].String(), m.unknown}, from, to)
		}
		waiting = [2]int{}
	}
	c.each(word, func(id int32, from, to int) {
		if id >= 0 {
			flush()
			emit(m.vocabulary.entries[id], from, to)
			return
		}
		if bytes := word[from:to].String(); allHave(&m.bytes, bytes) {
			flush()
			for i := range len(bytes) {
				emit(m.vocabulary.entries[m.bytes[bytes[i]]], from, to)
			}
			return
		}
		if waiting[1] != from {
			flush()
			waiting[0] = from
		}
		waiting[1] = to
	})
	flush()
}

// allHave reports whether each byte of s has an id.
func allHave(ids *[256]int32, s string) bool {
	for i := range len(s) {
		if ids[s[i]] < 0 {
			return false
		}
	}
	return true
}
