package token

import "unicode"

// A preTokenizer cuts a text into words, none of them empty. A word may be
// overwritten once emit has returned.
type preTokenizer interface {
	split(t text, emit func(text) error) error
}

// preTokenizers cut one after the other ("Sequence").
type preTokenizers []preTokenizer

func (ps preTokenizers) split(t text, emit func(text) error) error {
	if len(ps) == 0 {
		return emit(t)
	}
	return ps[0].split(t, func(word text) error { return ps[1:].split(word, emit) })
}

// byClass cuts between code points of different classes and drops those that
// are space.
type byClass func(rune) class

// A class says how byClass treats a code point.
type class uint8

const (
	space  class = iota // dropped
	alone               // a word of its own
	inWord              // joined with its like
	other               // joined with its like
)

func (classOf byClass) split(t text, emit func(text) error) error {
	from, current := 0, space
	for i, g := range t {
		c := classOf(g.r)
		if c == current && c != alone {
			continue
		}
		if current != space {
			if err := emit(t[from:i]); err != nil {
				return err
			}
		}
		from, current = i, c
	}
	if current != space {
		return emit(t[from:])
	}
	return nil
}

// bertClass cuts at white space and sets each punctuation mark apart
// ("BertPreTokenizer").
func bertClass(r rune) class {
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.Is(punctuation, r):
		return alone
	}
	return inWord
}

// spaceClass cuts at white space ("WhitespaceSplit").
func spaceClass(r rune) class {
	if unicode.IsSpace(r) {
		return space
	}
	return inWord
}

// wordClass cuts \w+|[^\w\s]+ out of the text ("Whitespace").
func wordClass(r rune) class {
	switch {
	case unicode.IsSpace(r):
		return space
	case isWord(r):
		return inWord
	}
	return other
}
