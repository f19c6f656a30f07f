package token

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
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

// matchTimeout is how long one match may take: real patterns need
// microseconds, one that backtracks without end is stopped.
const matchTimeout = time.Second

// maxBacktracking bounds a match's working space, in numbers of 8 bytes.
const maxBacktracking = 1 << 24

// regex matches a regular expression with look-around, by backtracking.
type regex struct{ re *regexp2.Regexp }

func newRegex(expression string) (regex, error) {
	re, err := regexp2.Compile(spellOut(expression), regexp2.Unicode, regexp2.OptionMaxBacktrackingStackSize(maxBacktracking))
	if err != nil {
		return regex{}, err
	}
	re.MatchTimeout = matchTimeout
	return regex{re}, nil
}

// wordSet is \w of the library's expressions, as the inside of a set: what is
// alphabetic, marks, digits, and what joins words. regexp2's own lacks some.
const wordSet = `\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}`

// spellOut writes wordSet for \w and \W.
func spellOut(expression string) string {
	var b strings.Builder
	inSet := 0
	for i := 0; i < len(expression); i++ {
		c := expression[i]
		switch {
		case c == '\\' && i+1 < len(expression):
			i++
			switch next := expression[i]; {
			case next == 'w' && inSet > 0:
				b.WriteString(wordSet)
			case next == 'w':
				b.WriteString("[" + wordSet + "]")
			case next == 'W' && inSet == 0:
				b.WriteString("[^" + wordSet + "]")
			default:
				b.WriteByte(c)
				b.WriteByte(next)
			}
			continue
		case c == '[':
			inSet++
		case c == ']' && inSet > 0:
			inSet--
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (p regex) matches(t text, each func(from, to int) error) error {
	runes := make([]rune, len(t))
	for i, g := range t {
		runes[i] = g.r
	}
	var stopped error
	last := -1 // where the last match ended
	err := p.re.FindRunesMatches(runes, 0, func(m regexp2.MatchView) bool {
		from, n, _ := m.GroupRange(0)
		if n == 0 && from == last {
			return true // nothing right behind a match is no match
		}
		last = from + n
		stopped = each(from, last)
		return stopped == nil
	})
	if err != nil {
		return fmt.Errorf("text: the pattern %q of the tokenizer gave up after code point %d of %d: it backtracks too much; shorten the text",
			p.re, max(last, 0), len(t))
	}
	return stopped
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
