package token

import (
	"fmt"
	"unicode/utf8"
)

// wordLevel knows whole words only.
type wordLevel struct {
	vocabulary *vocabulary
	unknown    entry
	hasUnknown bool
}

func (m *wordLevel) vocab() *vocabulary { return m.vocabulary }
func (m *wordLevel) kind() string       { return "WordLevel" }

func newWordLevel(f *fields, v *vocabulary) model {
	unknown := f.string("unk_token")
	m := &wordLevel{vocabulary: v}
	m.unknown, m.hasUnknown = find(v, hashOf(emptyHash, unknown), unknown)
	return m
}

func (m *wordLevel) cutter() cutter {
	var buf []byte
	return func(word text, emit func(p entry, from, to int)) error {
		buf = buf[:0]
		for _, g := range word {
			buf = utf8.AppendRune(buf, g.r)
		}
		e, ok := find(m.vocabulary, hashOf(emptyHash, buf), buf)
		if !ok {
			if !m.hasUnknown {
				return fmt.Errorf("text: %q has no piece, and the tokenizer no unknown one; leave it out", buf)
			}
			e = m.unknown
		}
		emit(e, 0, len(word))
		return nil
	}
}
