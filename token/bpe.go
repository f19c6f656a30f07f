package token

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// bpe cuts a word into its code points and joins neighbours, pair by pair, in
// the order in which training learned to join them.
type bpe struct {
	vocabulary *vocabulary
	merges     mergeTable
	short      [0x200]int32 // ids of single code points; −1 for none
	bytes      [256]int32   // ids of <0x00> … <0xFF>, which stand for what has no piece; −1 for none
	unknown    int32        // −1: what has no piece is dropped
	fuse       bool         // neighbouring unknowns are one
	whole      bool         // a word that is a piece stays whole, whatever the merges say
	prefix     string       // of pieces that do not begin a word
	suffix     string       // of those that end one
}

func (m *bpe) vocab() *vocabulary { return m.vocabulary }
func (m *bpe) kind() string       { return "BPE" }

// newBPE reads the fields of the model, but for vocabulary and merges.
func newBPE(f *fields, v *vocabulary, merges [][2]string) model {
	m := &bpe{
		vocabulary: v,
		fuse:       f.optionalBool("fuse_unk", false),
		whole:      f.optionalBool("ignore_merges", false),
		prefix:     f.optionalString("continuing_subword_prefix"),
		suffix:     f.optionalString("end_of_word_suffix"),
		unknown:    -1,
	}
	if v := f.optional("dropout"); v.data != nil && !isZero(v.data) {
		f.fail("dropout", "got %s; want null: heed drops no merges at random", v)
	}
	if unknown := f.optional("unk_token"); unknown.data != nil {
		s, ok := unknown.data.(string)
		if !ok {
			f.fail("unk_token", "got %s; want a string or null", unknown)
		}
		m.unknown = pieceOf(f, "unk_token", s, v).id
	}
	m.index(f.optionalBool("byte_fallback", false))
	if err := m.learn(merges); err != nil {
		f.fail("merges", "%v", err)
	}
	return m
}

func isZero(data any) bool {
	n, ok := data.(number)
	return ok && strings.Trim(string(n), "-0.") == ""
}

// index looks up the pieces of one code point, and of bytes with fallback.
func (m *bpe) index(fallback bool) {
	for r := range m.short {
		m.short[r] = m.id(string(rune(r)))
	}
	m.bytes = bytePieces(m.vocabulary, fallback)
}

// bytePieces gives the ids of the pieces that stand for bytes.
func bytePieces(v *vocabulary, wanted bool) (ids [256]int32) {
	for b := range ids {
		ids[b] = -1
		if id, ok := v.id(fmt.Sprintf("<0x%02X>", b)); ok && wanted {
			ids[b] = int32(id)
		}
	}
	return ids
}

// id gives the id of a piece, −1 for none.
func (m *bpe) id(piece string) int32 {
	if e, ok := find(m.vocabulary, hashOf(emptyHash, piece), piece); ok {
		return e.id
	}
	return -1
}

// learn enters the merges in their order.
func (m *bpe) learn(merges [][2]string) error {
	m.merges = newMergeTable(len(merges))
	lacks := func(i int, piece string) error {
		return fmt.Errorf("number %d joins %q and %q, but model.vocab has no %q; take it out, or add the piece", i+1, merges[i][0], merges[i][1], piece)
	}
	for i, pair := range merges {
		left, right := m.id(pair[0]), m.id(pair[1])
		rest, ok := strings.CutPrefix(pair[1], m.prefix)
		switch {
		case left < 0:
			return lacks(i, pair[0])
		case right < 0:
			return lacks(i, pair[1])
		case !ok:
			return fmt.Errorf("number %d joins %q and %q; want the second to begin with %q, the continuing_subword_prefix", i+1, pair[0], pair[1], m.prefix)
		}
		joined, ok := findJoined(m.vocabulary, pair[0], rest)
		if !ok {
			return lacks(i, pair[0]+rest)
		}
		m.merges.add(left, right, int32(i), joined.id)
	}
	return nil
}

func (m *bpe) join(left, right *symbol) (order uint32, id int32, ok bool) {
	s := m.merges.slot(left.id, right.id)
	return uint32(s.rank), s.id, s.id >= 0
}

func (m *bpe) cutter() cutter {
	c := bpeCutter{model: m, merger: merger{joiner: m}}
	return c.cut
}

// A bpeCutter holds the working space for one text.
type bpeCutter struct {
	model *bpe
	merger
	buf []byte
}

func (c *bpeCutter) cut(word text, emit func(p entry, from, to int)) error {
	if c.model.whole {
		c.buf = c.buf[:0]
		for _, g := range word {
			c.buf = utf8.AppendRune(c.buf, g.r)
		}
		if e, ok := find(c.model.vocabulary, hashOf(emptyHash, c.buf), c.buf); ok {
			emit(e, 0, len(word))
			return nil
		}
	}
	c.begin()
	c.symbolsOf(word)
	c.merge()
	c.each(word, func(id int32, from, to int) {
		piece, _ := c.model.vocabulary.piece(int(id))
		emit(entry{piece, id}, from, to)
	})
	return nil
}

// symbolsOf begins with a symbol for each code point. One without a piece is
// written as its bytes, where all of them have one, or is unknown; of unknown
// ones the last waits for a neighbour to fuse with.
func (c *bpeCutter) symbolsOf(word text) {
	m := c.model
	waiting := int32(0) // bytes of an unknown symbol
	flush := func() {
		if waiting > 0 {
			c.add(m.unknown, waiting)
			waiting = 0
		}
	}
	for i, g := range word {
		size := runeSize(g.r)
		id := c.single(g.r, i == 0, i == len(word)-1)
		switch {
		case id >= 0:
			flush()
			c.add(id, size)
		case c.addBytes():
		case m.unknown >= 0:
			if !m.fuse {
				flush()
			}
			waiting += size
		}
	}
	flush()
}

// single gives the id of a code point's piece, and leaves the piece in buf
// where it has none.
func (c *bpeCutter) single(r rune, first, last bool) int32 {
	m := c.model
	if r < rune(len(m.short)) && m.prefix == "" && m.suffix == "" && m.short[r] >= 0 {
		return m.short[r]
	}
	c.buf = c.buf[:0]
	if !first {
		c.buf = append(c.buf, m.prefix...)
	}
	c.buf = utf8.AppendRune(c.buf, r)
	if last {
		c.buf = append(c.buf, m.suffix...)
	}
	if e, ok := find(m.vocabulary, hashOf(emptyHash, c.buf), c.buf); ok {
		return e.id
	}
	return -1
}

// addBytes adds the bytes of buf, if each has a piece.
func (c *bpeCutter) addBytes() bool {
	for _, b := range c.buf {
		if c.model.bytes[b] < 0 {
			return false
		}
	}
	for _, b := range c.buf {
		c.add(c.model.bytes[b], 1)
	}
	return true
}
