package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastPart is how many letters and digits a line has, at the least, that is
// dropped for being a part of a sentence: a shorter one ("in the spring") says
// nothing about where it comes from.
const leastPart = 20

// A dropped counts what was taken out of a text.
type dropped struct{ places, lines, letters int }

func (d dropped) String() string {
	return fmt.Sprintf("%d places where a sentence stood, %d lines that are a part of one; %d letters in all", d.places, d.lines, d.letters)
}

// without takes the sentences out of a text, both compared as letters and
// digits alone, in lower case. A sentence is cut out of its line, or of the
// lines that it runs through, by whole words; what stood before it and after
// it become lines of their own. A line of some length that is itself a part of
// a sentence is dropped. This is repeated until nothing is found, because what
// is left may join to one of the sentences.
func without(text string, sentences []string) (string, dropped) {
	var patterns []string
	for _, s := range sentences {
		if s, _ = letters(s); s != "" {
			patterns = append(patterns, s)
		}
	}
	slices.Sort(patterns)
	patterns = slices.Compact(patterns)
	var all dropped
	all.letters = countLetters(text)
	for {
		cut, places := cutSentences(text, patterns)
		kept, lines := dropParts(cut, patterns)
		all.places += places
		all.lines += lines
		text = kept
		if places+lines == 0 {
			all.letters -= countLetters(text)
			return text, all
		}
	}
}

// cutSentences cuts every pattern out of a text. Lines without a letter or
// digit go.
func cutSentences(text string, patterns []string) (kept string, places int) {
	stream, origin := letters(text)
	left := []byte(text)
	newPrefixes(patterns).find(stream, func(start, end int, _ string) {
		places++
		from, to := origin[start], origin[end-1]+1
		for from > 0 && !space(text[from-1]) {
			from--
		}
		for to < len(text) && !space(text[to]) {
			to++
		}
		for i := from; i < to; i++ {
			left[i] = '\n'
		}
	})
	var b strings.Builder
	for line := range strings.Lines(string(left)) {
		if line = strings.TrimSpace(line); countLetters(line) > 0 {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String(), places
}

// dropParts drops the lines that are a part of a sentence.
func dropParts(text string, sentences []string) (kept string, dropped int) {
	var lines []string
	for line := range strings.Lines(text) {
		if line, _ = letters(line); utf8.RuneCountInString(line) >= leastPart {
			lines = append(lines, line)
		}
	}
	parts := map[string]bool{}
	index := newPrefixes(lines)
	for _, s := range sentences {
		index.find(s, func(_, _ int, line string) { parts[line] = true })
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if s, _ := letters(line); parts[s] {
			dropped++
			continue
		}
		b.WriteString(line)
	}
	return b.String(), dropped
}

// letters gives the letters and digits of a text in lower case, and for each
// byte of them the byte of the text where its character starts.
func letters(text string) (stream string, origin []int) {
	var b strings.Builder
	b.Grow(len(text))
	origin = make([]int, 0, len(text))
	for at, r := range text {
		if !letter(r) {
			continue
		}
		n := b.Len()
		b.WriteRune(unicode.ToLower(r))
		for range b.Len() - n {
			origin = append(origin, at)
		}
	}
	return b.String(), origin
}

func countLetters(text string) int {
	n := 0
	for _, r := range text {
		if letter(r) {
			n++
		}
	}
	return n
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func space(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }

// prefixes finds many patterns in one reading: by the prefix, as long as the
// shortest pattern, that each starts with.
type prefixes struct {
	length   int
	patterns map[string][]string
}

func newPrefixes(patterns []string) prefixes {
	p := prefixes{patterns: map[string][]string{}}
	for i, pattern := range patterns {
		if i == 0 || len(pattern) < p.length {
			p.length = len(pattern)
		}
	}
	for _, pattern := range patterns {
		prefix := pattern[:p.length]
		p.patterns[prefix] = append(p.patterns[prefix], pattern)
	}
	return p
}

// find calls found for each place [start, end) of text where a pattern stands.
func (p prefixes) find(text string, found func(start, end int, pattern string)) {
	if len(p.patterns) == 0 {
		return
	}
	for i := 0; i+p.length <= len(text); i++ {
		for _, pattern := range p.patterns[text[i:i+p.length]] {
			if strings.HasPrefix(text[i:], pattern) {
				found(i, i+len(pattern), pattern)
			}
		}
	}
}
