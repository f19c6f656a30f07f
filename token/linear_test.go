package token

import (
	"os"
	"strings"
	"testing"
)

// TestALongTextTakesStepsInProportion counts, over 1 MB texts of one line, the
// bytes hashed and pieces looked up. Only this search and that for added
// tokens, which is bounded by the longest of them, go over the same code
// points more than once.
func TestALongTextTakesStepsInProportion(t *testing.T) {
	data, err := os.ReadFile("testdata/files/bert-a/tokenizer.json")
	if err != nil {
		t.Fatal(err)
	}
	tok, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	m := tok.model.(*wordPiece)
	m.maxChars = maxID // or a long word would be unknown at once
	for name, unit := range map[string]string{
		"one-letter":      "a",
		"longest-piece":   "the",
		"words":           "the bank ",
		"space":           " ",
		"punctuation":     "!",
		"ideograph":       "漢",
		"mark":            "\u0301",
		"marks-unordered": "\u0301\u0323",
		"hangul":          "각",
		"mask":            "[MASK]",
		"half-a-mask":     "[MAS",
	} {
		t.Run(name, func(t *testing.T) {
			steps := func(bytes int) int {
				s := &wordPieceSearch{model: m}
				cutAll(t, tok, strings.Repeat(unit, bytes/len(unit)), s.cut)
				return s.steps
			}
			const megabyte, slack = 1 << 20, 1 << 10 // a unit need not divide a megabyte
			half, whole := steps(megabyte/2), steps(megabyte)
			if whole > 2*half+slack {
				t.Errorf("%d steps for half a text, %d for the whole; want twice as many", half, whole)
			}
			if limit := 4 * m.vocabulary.longest * megabyte; whole > limit {
				t.Errorf("%d steps; want at most %d", whole, limit)
			}
		})
	}
}

// cutAll cuts a text into words, and each word with cut.
func cutAll(t *testing.T, tok *Tokenizer, s string, cut cutter) {
	t.Helper()
	parts, err := tok.parts(mustRead(t, s))
	for _, p := range parts {
		if err == nil {
			err = tok.split.split(p.text, func(word text) error { return cut(word, func(entry, int, int) {}) })
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestSpacesTakenAlongAreWalkedOnce: each of the spaces is a token that takes
// the rest along, and their texts are parts of one string.
func TestSpacesTakenAlongAreWalkedOnce(t *testing.T) {
	a := &added{byID: map[int]addedToken{7: {id: 7, content: " ", rstrip: true}}}
	tr := newTrie()
	tr.add(" ", 7)
	const n = 1 << 18
	parts := a.split(mustRead(t, strings.Repeat(" ", n)), tr)
	if len(parts) != n || len(parts[0].piece) != n || len(parts[n-1].piece) != 1 {
		t.Errorf("%d parts; want %d, each a space shorter", len(parts), n)
	}
}
