package token

import "unicode/utf8"

// A model cuts words into pieces of its vocabulary.
type model interface {
	cutter() cutter
	vocab() *vocabulary
	kind() string
}

// A cutter cuts a word, never empty, into pieces and calls emit for each in
// order with the code points [from, to) of the word that it covers; together
// they cover the word. It is made anew for each text, which it may keep its
// working space for. The error is for a word that the model has no piece for.
type cutter func(word text, emit func(p entry, from, to int)) error

// wordPiece takes the longest piece that begins the word, then the longest
// that goes on, until the word is used up. A word that cannot be used up in
// this way, or that is too long, is one unknown piece.
//
// Source: Wu et al., Google's Neural Machine Translation System (2016),
// section 4.1; the greedy search is BERT's.
type wordPiece struct {
	vocabulary *vocabulary
	unknown    entry
	prefix     string // of pieces that do not begin a word
	maxChars   int    // of a word
}

func (m *wordPiece) vocab() *vocabulary { return m.vocabulary }
func (m *wordPiece) kind() string       { return "WordPiece" }

func newWordPiece(f *fields, v *vocabulary) model {
	m := &wordPiece{
		vocabulary: v,
		prefix:     f.string("continuing_subword_prefix"),
		maxChars:   f.id("max_input_chars_per_word"),
	}
	m.unknown = pieceOf(f, "unk_token", f.string("unk_token"), v)
	return m
}

// pieceOf gives the entry of a piece that the field name must find in the
// vocabulary.
func pieceOf(f *fields, name, text string, v *vocabulary) entry {
	e, ok := find(v, hashOf(emptyHash, text), text)
	if !ok {
		f.fail(name, "%q is not in model.vocab; name a piece that is, or add it", text)
	}
	return e
}

func (m *wordPiece) cutter() cutter {
	search := wordPieceSearch{model: m}
	return search.cut
}

// A wordPieceSearch holds the working space for one text.
type wordPieceSearch struct {
	model  *wordPiece
	pieces []found
	buf    []byte
	hashes []hash
	steps  int // bytes hashed and pieces looked up so far
}

// A found is a piece that a word was cut into; it ends before code point to.
type found struct {
	entry
	to int
}

func (s *wordPieceSearch) cut(word text, emit func(p entry, from, to int)) error {
	if !s.split(word) {
		emit(s.model.unknown, 0, len(word))
		return nil
	}
	from := 0
	for _, p := range s.pieces {
		emit(p.entry, from, p.to)
		from = p.to
	}
	return nil
}

// split finds the pieces of a word, or none if it is unknown. It takes at
// most twice as many steps for each code point of the word as the vocabulary's
// longest piece has bytes.
func (s *wordPieceSearch) split(word text) bool {
	s.pieces = s.pieces[:0]
	if len(word) > s.model.maxChars {
		return false
	}
	for from := 0; from < len(word); {
		s.hashBeginnings(word[from:], from > 0)
		piece, n := s.longest()
		if n == 0 {
			return false
		}
		from += n
		s.pieces = append(s.pieces, found{piece, from})
	}
	return true
}

// hashBeginnings puts into hashes the hash of each beginning of rest that
// could be a piece, and into buf the longest, with the prefix if rest goes on
// with a word.
func (s *wordPieceSearch) hashBeginnings(rest text, goesOn bool) {
	s.buf, s.hashes = s.buf[:0], s.hashes[:0]
	if goesOn {
		s.buf = append(s.buf, s.model.prefix...)
	}
	h := hashOf(emptyHash, s.buf)
	for _, g := range rest {
		before := len(s.buf)
		longer := utf8.AppendRune(s.buf, g.r)
		if len(longer) > s.model.vocabulary.longest {
			break
		}
		s.buf = longer
		h = hashOf(h, s.buf[before:])
		s.hashes = append(s.hashes, h)
	}
	s.steps += len(s.buf) + len(s.hashes)
}

// longest gives the longest beginning that is a piece, and how many code
// points it covers: 0 if there is none.
func (s *wordPieceSearch) longest() (entry, int) {
	b := s.buf
	for n := len(s.hashes); n > 0; n-- {
		if e, ok := find(s.model.vocabulary, s.hashes[n-1], b); ok {
			return e, n
		}
		_, size := utf8.DecodeLastRune(b)
		b = b[:len(b)-size]
	}
	return entry{}, 0
}
