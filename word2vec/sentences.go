package word2vec

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"heed/corpus"
)

// longest is the most words of a sentence: what follows is another, as in
// gensim.
const longest = 10_000

// sentences are the lines of a corpus, split into words at white space.
type sentences struct {
	lines *corpus.Reader
	lower bool
	rest  []byte // what is not yet split of the present line, or piece of one

	text []byte // the words of the sentence, one byte between them
	ends []int  // where each ends in text
}

func newSentences(c *corpus.Corpus, lower bool) *sentences {
	return &sentences{lines: c.Read(), lower: lower}
}

// next reads the next sentence that has a word; false is the end, or an error
// of the lines.
func (s *sentences) next() bool {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for {
		if s.split(); len(s.ends) == longest {
			return true
		}
		if s.lines.Ends() && len(s.ends) > 0 {
			return true
		}
		if !s.lines.Next() {
			return false
		}
		s.rest = s.lines.Line()
	}
}

// word returns word i of the sentence; it is good until next is called.
func (s *sentences) word(i int) []byte { return s.text[s.start(i):s.ends[i]] }

// pair returns word i and the one before it, one space between them.
func (s *sentences) pair(i int) []byte { return s.text[s.start(i-1):s.ends[i]] }

func (s *sentences) start(i int) int {
	if i == 0 {
		return 0
	}
	return s.ends[i-1] + 1
}

// split moves words from the rest of the line into the sentence.
func (s *sentences) split() {
	line := s.rest
	for len(s.ends) < longest {
		start := 0
		for start < len(line) {
			size := space(line[start:])
			if size == 0 {
				break
			}
			start += size
		}
		if start == len(line) {
			line = nil
			break
		}
		end := start + 1
		for end < len(line) && (plain(line[end]) || space(line[end:]) == 0) {
			end++
		}
		word := line[start:end]
		if s.lower {
			word = bytes.ToLower(word)
		}
		if len(s.ends) > 0 {
			s.text = append(s.text, ' ')
		}
		s.text = append(s.text, word...)
		s.ends = append(s.ends, len(s.text))
		line = line[end:]
	}
	s.rest = line
}

// space returns how many bytes of white space text begins with: 0 where it
// begins with none. White space is Unicode's, and the four separators of
// ASCII, as in Python's str.split.
func space(text []byte) int {
	switch c := text[0]; {
	case plain(c):
		return 0
	case c <= ' ':
		if c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c {
			return 1
		}
		return 0
	case c != 0xc2 && (c < 0xe1 || c > 0xe3): // no white space starts so
		return 0
	}
	r, size := utf8.DecodeRune(text)
	if unicode.IsSpace(r) {
		return size
	}
	return 0
}

// plain is whether no white space starts with the byte: true of most.
func plain(c byte) bool { return c > ' ' && c < 0xc2 }
