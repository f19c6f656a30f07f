package token

import (
	"fmt"
	"strings"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// matchTimeout is how long one match may take: real patterns need
// microseconds, one that backtracks without end is stopped.
const matchTimeout = time.Second

// maxBacktracking bounds a match's working space, in numbers of 8 bytes.
const maxBacktracking = 1 << 24

// regex matches a regular expression with look-around, by backtracking.
type regex struct{ re *regexp2.Regexp }

func newRegex(expression string) (regex, error) {
	spelled, err := spellOut(expression)
	if err != nil {
		return regex{}, err
	}
	// ^ and $ are of each line in the library's syntax, Ruby's.
	re, err := regexp2.Compile(spelled, regexp2.Unicode|regexp2.Multiline, regexp2.OptionMaxBacktrackingStackSize(maxBacktracking))
	if err != nil {
		return regex{}, err
	}
	re.MatchTimeout = matchTimeout
	return regex{re}, nil
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

// wordSet is \w of the library's expressions, as the inside of a set: what is
// alphabetic, marks, digits, and what joins words. regexp2's own lacks some.
const wordSet = `\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}`

// loneSet is \w outside of a set, where it is also ², ³, ¹, ¼, ½ and ¾.
const loneSet = wordSet + `\u00B2\u00B3\u00B9\u00BC-\u00BE`

// spellOut writes what the library's syntax, Oniguruma's, means in regexp2's
// where the two differ: \w, and sets in sets. What it cannot write is an
// error, lest it match something else.
func spellOut(expression string) (string, error) {
	var b strings.Builder
	depth := 0 // of sets
	for i := 0; i < len(expression); i++ {
		rest := expression[i:]
		switch {
		case rest[0] == '\\' && len(rest) > 1:
			if depth > 0 && rest[1] == 'W' {
				return "", fmt.Errorf(`heed does not know \W in a set`)
			}
			b.WriteString(spellEscape(rest[:2], depth > 0))
			i++
			continue
		case depth == 0 && strings.HasPrefix(rest, "(?") && strings.ContainsRune(rest[2:2+len(rest[2:])-len(strings.TrimLeft(rest[2:], "imsx-"))], 'm'):
			return "", fmt.Errorf("heed does not know the option m")
		case depth > 0 && (strings.HasPrefix(rest, "&&") || strings.HasPrefix(rest, "[^") || strings.HasPrefix(rest, "[:")):
			return "", fmt.Errorf("heed does not know %q in a set", rest[:2])
		case rest[0] == '[':
			if depth++; depth > 1 {
				continue // what is in the inner set is in the outer one
			}
		case rest[0] == ']' && depth > 0:
			if depth--; depth > 0 {
				continue
			}
		}
		b.WriteByte(rest[0])
	}
	return b.String(), nil
}

// spellEscape writes one escape, which may stand in a set.
func spellEscape(escape string, inSet bool) string {
	switch {
	case escape == `\w` && inSet:
		return wordSet
	case inSet:
		return escape
	case escape == `\w`:
		return "[" + loneSet + "]"
	case escape == `\W`:
		return "[^" + loneSet + "]"
	case escape == `\b`:
		return "(?:(?<=[" + loneSet + "])(?![" + loneSet + "])|(?<![" + loneSet + "])(?=[" + loneSet + "]))"
	case escape == `\B`:
		return "(?:(?<=[" + loneSet + "])(?=[" + loneSet + "])|(?<![" + loneSet + "])(?![" + loneSet + "]))"
	}
	return escape
}
