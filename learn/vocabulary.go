package learn

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"heed/token"
)

// A Vocabulary numbers words from 0. It holds them as one text, a word a line,
// and is searched as it stands: a sentence needs few words, and to make a
// table of all takes longer. [Vocabulary.Tabulate] makes one for long texts.
type Vocabulary struct {
	lines string // "\nthe\nof\n…\n"
	size  int
	table map[string]int
}

// NewVocabulary numbers words in their order; of one that occurs twice the
// first is found. An empty word, one with a line end in it, or no word at all
// is an error.
func NewVocabulary(words []string) (*Vocabulary, error) {
	if len(words) == 0 {
		return nil, errors.New("no words; want at least one")
	}
	for i, w := range words {
		if w == "" || strings.Contains(w, "\n") {
			return nil, fmt.Errorf("word %d is %q; want a word without a line end", i+1, w)
		}
	}
	return &Vocabulary{lines: "\n" + strings.Join(words, "\n") + "\n", size: len(words)}, nil
}

// Len is V, the number of words.
func (v *Vocabulary) Len() int { return v.size }

// Words lists the words in order.
func (v *Vocabulary) Words() []string {
	if v.size == 0 {
		return nil
	}
	return strings.Split(v.lines[1:len(v.lines)-1], "\n")
}

// ID returns a word's number, as it is written.
func (v *Vocabulary) ID(word string) (id int, ok bool) {
	if v.table != nil {
		id, ok = v.table[word]
		return id, ok
	}
	if word == "" || strings.Contains(word, "\n") {
		return 0, false
	}
	at := strings.Index(v.lines, "\n"+word+"\n")
	if at < 0 {
		return 0, false
	}
	return strings.Count(v.lines[:at], "\n"), true
}

// Tabulate makes a table of all words, some 10 ms for 40 000. It must not run
// beside other calls.
func (v *Vocabulary) Tabulate() {
	v.table = make(map[string]int, v.size)
	for id, word := range slices.Backward(v.Words()) {
		v.table[word] = id
	}
}

// A Token is a word of a text that the vocabulary has.
type Token struct {
	token.Word
	ID int
}

// Tokens splits a text into words of the vocabulary; unknown are those that it
// has not. Words are looked up as written, then in lower case. One that is not
// there as a whole is taken apart as newspapers' tokenizers do: "bank's" is "bank" and "'s",
// "don't" is "do" and "n't", "river-bank" is "river" and "bank".
func (v *Vocabulary) Tokens(text string) (known []Token, unknown []token.Word) {
	runes := []rune(text)
	for _, w := range token.Words(text) {
		if w.Start > 0 && apostrophe(runes[w.Start-1]) { // "'s", set apart by a tokenizer
			if id, ok := v.Lookup("'" + w.Text); ok && ending("'"+w.Text) {
				known = append(known, Token{token.Word{Text: "'" + w.Text, Start: w.Start - 1, End: w.End}, id})
				continue
			}
		}
		for _, part := range v.parts(w) {
			if id, ok := v.Lookup(part.Text); ok {
				known = append(known, Token{part, id})
			} else {
				unknown = append(unknown, part)
			}
		}
	}
	return known, unknown
}

// Lookup finds a word as it is written, or else in lower case, with straight
// apostrophes.
func (v *Vocabulary) Lookup(word string) (int, bool) {
	word = strings.ReplaceAll(word, "’", "'")
	if id, ok := v.ID(word); ok {
		return id, true
	}
	if lower := strings.ToLower(word); lower != word {
		return v.ID(lower)
	}
	return 0, false
}

// parts takes a word apart if the vocabulary has it not.
func (v *Vocabulary) parts(w token.Word) []token.Word {
	if _, ok := v.Lookup(w.Text); ok {
		return []token.Word{w}
	}
	runes := []rune(w.Text)
	for i := 1; i < len(runes); i++ {
		if !ending(string(runes[i:])) {
			continue
		}
		if _, ok := v.Lookup(string(runes[i:])); ok {
			front := token.Word{Text: string(runes[:i]), Start: w.Start, End: w.Start + i}
			return append(v.parts(front), token.Word{Text: string(runes[i:]), Start: w.Start + i, End: w.End})
		}
	}
	var parts []token.Word
	from := 0
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]) || unicode.IsMark(runes[i])) {
			continue
		}
		if i > from {
			parts = append(parts, token.Word{Text: string(runes[from:i]), Start: w.Start + from, End: w.Start + i})
		}
		from = i + 1
	}
	return parts
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// ending reports whether s is what English contracts at the end of a word.
func ending(s string) bool {
	switch strings.ReplaceAll(strings.ToLower(s), "’", "'") {
	case "'s", "'re", "'ve", "'ll", "'d", "'m", "n't":
		return true
	}
	return false
}
