package token

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A pattern finds its matches in a text, from left to right, none of them
// overlapping.
type pattern interface {
	matches(t text, each func(from, to int) error) error
}

// literal matches a string as it stands; an empty one matches nowhere.
type literal string

func (p literal) matches(t text, each func(from, to int) error) error {
	if p == "" {
		return nil
	}
	rest, at, n := t.String(), 0, utf8.RuneCountInString(string(p))
	for {
		i := strings.Index(rest, string(p))
		if i < 0 {
			return nil
		}
		at += utf8.RuneCountInString(rest[:i])
		if err := each(at, at+n); err != nil {
			return err
		}
		at, rest = at+n, rest[i+len(p):]
	}
}

// byRune matches each code point of a class.
type byRune func(rune) bool

func (is byRune) matches(t text, each func(from, to int) error) error {
	for i, g := range t {
		if !is(g.r) {
			continue
		}
		if err := each(i, i+1); err != nil {
			return err
		}
	}
	return nil
}

// patternOf takes out {"String": "…"} or {"Regex": "…"}. The regular
// expressions of published tokenizers are run by hand.
func patternOf(f *fields) pattern {
	in := fieldsOf(f.path+".pattern", f.optional("pattern"))
	defer func() { f.keep(in.done()) }()
	if v := in.optional("String"); v.data != nil {
		s, ok := v.data.(string)
		if !ok {
			in.fail("String", "got %s; want a string", v)
		}
		return literal(s)
	}
	expression := in.string("Regex")
	if s, ok := published(expression); ok {
		return s
	}
	re, err := newRegex(expression)
	if err != nil {
		in.fail("Regex", "%q is no regular expression that heed can read: %v", expression, err)
	}
	return re
}

// replace puts content in place of each match ("Replace"); it stands for the
// last code point of the match.
type replace struct {
	pattern pattern
	content []rune
}

func (n replace) normalize(t text) (text, error) {
	var result text
	done := 0
	err := n.pattern.matches(t, func(from, to int) error {
		result = append(result, t[done:from]...)
		if limit := maxGrown(len(t)); len(result)+len(n.content) > limit {
			return fmt.Errorf("text: the tokenizer's normalizer makes more than %d code points of %d; shorten the text", limit, len(t))
		}
		var place glyph
		if to > 0 {
			place = t[to-1]
		}
		for _, r := range n.content {
			result = append(result, glyph{r, place.start, place.end})
		}
		done = to
		return nil
	})
	if done == 0 && len(result) == 0 {
		return t, err
	}
	return append(result, t[done:]...), err
}

// decode replaces in every piece; one that the pattern gives up on stays as it
// is.
func (n replace) decode(pieces []string) []string {
	for i, p := range pieces {
		t, err := read(p)
		if err == nil {
			t, err = n.normalize(t)
		}
		if err == nil {
			pieces[i] = t.String()
		}
	}
	return pieces
}
