package token

import "unicode/utf8"

// A model cuts a word, never empty, into pieces of its vocabulary.
type model interface {
	// cut calls emit for each piece in order: the code points [from, to) of
	// word. Together they cover the word.
	cut(word text, emit func(id int, piece string, from, to int))
	vocab() *vocabulary
	kind() string
}

// wordPiece takes the longest piece that begins the word, then the longest
// that goes on, until the word is used up. A word that cannot be used up in
// this way, or that is too long, is one unknown piece.
//
// Source: Wu et al., Google's Neural Machine Translation System (2016),
// section 4.1; the greedy search is BERT's.
type wordPiece struct {
	vocabulary *vocabulary
	unknown    string
	unknownID  int
	prefix     string // of pieces that do not begin a word
	maxChars   int    // of a word
}

func (m *wordPiece) vocab() *vocabulary { return m.vocabulary }
func (m *wordPiece) kind() string       { return "WordPiece" }

func newWordPiece(f *fields, v *vocabulary) model {
	m := &wordPiece{
		vocabulary: v,
		unknown:    f.string("unk_token"),
		prefix:     f.string("continuing_subword_prefix"),
		maxChars:   f.id("max_input_chars_per_word"),
	}
	var ok bool
	if m.unknownID, ok = v.id(m.unknown); !ok {
		f.fail("unk_token", "%q is not in model.vocab; name a piece that is, or add it", m.unknown)
	}
	return m
}

func (m *wordPiece) cut(word text, emit func(id int, piece string, from, to int)) {
	pieces, _ := m.split(word)
	if pieces == nil {
		emit(m.unknownID, m.unknown, 0, len(word))
	}
	from := 0
	for _, p := range pieces {
		emit(int(p.id), p.text, from, p.to)
		from = p.to
	}
}

// A found is a piece that a word was cut into; it ends before code point to.
type found struct {
	entry
	to int
}

// split gives the pieces of a word, nil if it is unknown, and how many bytes
// were hashed and pieces looked up: at most twice the longest piece for each
// code point of the word.
func (m *wordPiece) split(word text) (pieces []found, steps int) {
	if len(word) > m.maxChars {
		return nil, 0
	}
	buf := make([]byte, 0, 2*len(m.prefix)+2*len(word))
	var hashes []hash // of the candidates, each one code point longer
	for from := 0; from < len(word); {
		buf, hashes = buf[:0], hashes[:0]
		if from > 0 {
			buf = append(buf, m.prefix...)
		}
		h := emptyHash.addBytes(buf)
		for _, g := range word[from:] {
			before := len(buf)
			if buf = utf8.AppendRune(buf, g.r); len(buf) > m.vocabulary.longest {
				buf = buf[:before]
				break
			}
			h = h.addBytes(buf[before:])
			hashes = append(hashes, h)
		}
		steps += len(buf) + len(hashes)
		piece, n := m.longest(string(buf), hashes)
		if n == 0 {
			return nil, steps
		}
		from += n
		pieces = append(pieces, found{piece, from})
	}
	return pieces, steps
}

// longest gives the longest beginning of s that is a piece, and how many of
// its code points the piece covers: 0 if there is none. hashes are those of
// its beginnings.
func (m *wordPiece) longest(s string, hashes []hash) (entry, int) {
	for n := len(hashes); n > 0; n-- {
		if e, ok := m.vocabulary.find(hashes[n-1], s); ok {
			return e, n
		}
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return entry{}, 0
}
