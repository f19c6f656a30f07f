// Package plain finds words in a text without a tokenizer's files: letters and
// digits, as they stand. It is all of package token that a lesson needs.
package plain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is a word of a text; Start and End count code points, End exclusive.
type Word struct {
	Text       string
	Start, End int
}

// Words splits a text into its words: the longest runs of letters, digits and
// marks, with apostrophes, hyphens and underscores between them. What stands
// between words is dropped.
func Words(text string) []Word {
	var words []Word
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !wordRune(runes[i]) {
			i++
			continue
		}
		start := i
		for i < len(runes) && (wordRune(runes[i]) || joins(runes, i)) {
			i++
		}
		words = append(words, Word{string(runes[start:i]), start, i})
	}
	return words
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// joins reports whether runes[i] holds a word together: it's, well-known.
func joins(runes []rune, i int) bool {
	return strings.ContainsRune("'’-_", runes[i]) && i+1 < len(runes) && wordRune(runes[i+1])
}

// SplitName takes the name of a word apart: "bank:2" is the second "bank" of
// its text, "bank" the first. A name whose ending is no count is a word.
func SplitName(name string) (word string, nth int) {
	if i := strings.LastIndexByte(name, ':'); i > 0 {
		if n, err := strconv.Atoi(name[i+1:]); err == nil && n > 0 {
			return name[:i], n
		}
	}
	return name, 1
}

// NotFound is the error for a word that a text does not have, or not as often
// as its name wants; found is how often it does.
func NotFound(text, name string, found int) error {
	word, nth := SplitName(name)
	switch {
	case strings.TrimSpace(word) == "":
		return fmt.Errorf("the word to look for is empty")
	case found == 0:
		return fmt.Errorf("%q is not in %q; its words are %s", word, text, list(Words(text)))
	}
	return fmt.Errorf("%q occurs %s in %q; want number %d", word, times(found), text, nth)
}

// Occurrences returns the code points [start, end) of every place where word
// stands in text as it is written, with no further letter, digit or mark on
// either side: "bank" in "river-bank", but not in "banks". Where there is none
// it returns every place where word stands in other cases.
func Occurrences(text, word string) [][2]int {
	exact := func(a, b string) bool { return a == b }
	for _, same := range []func(a, b string) bool{exact, strings.EqualFold} {
		if spans := matches([]rune(text), word, same); len(spans) > 0 {
			return spans
		}
	}
	return nil
}

func matches(text []rune, word string, same func(a, b string) bool) [][2]int {
	n := utf8.RuneCountInString(word)
	var spans [][2]int
	for i := 0; i+n <= len(text) && n > 0; i++ {
		startsWord := i == 0 || !wordRune(text[i-1]) || !wordRune(text[i])
		endsWord := i+n == len(text) || !wordRune(text[i+n]) || !wordRune(text[i+n-1])
		if startsWord && endsWord && same(string(text[i:i+n]), word) {
			spans = append(spans, [2]int{i, i + n})
			i += n - 1
		}
	}
	return spans
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// list names a text's words for a message, the first twelve of them.
func list(words []Word) string {
	if len(words) == 0 {
		return "none"
	}
	var names []string
	for i, w := range words {
		if i == 12 {
			names = append(names, "…")
			break
		}
		names = append(names, w.Text)
	}
	return strings.Join(names, ", ")
}
