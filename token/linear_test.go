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
	for name, unit := range units() {
		t.Run(name, func(t *testing.T) {
			linear(t, unit, 4*m.vocabulary.longest, func(s string) int {
				search := &wordPieceSearch{model: m}
				cutAll(t, tok, s, search.cut)
				return search.steps
			})
		})
	}
}

// units are what long texts are made of.
func units() map[string]string {
	return map[string]string{
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
	}
}

// linear requires steps to count at most perByte steps for each byte of a
// megabyte of unit, and half as many for half of it.
func linear(t *testing.T, unit string, perByte int, steps func(s string) int) {
	t.Helper()
	const megabyte, slack = 1 << 20, 1 << 10 // a unit need not divide a megabyte
	of := func(bytes int) int { return steps(strings.Repeat(unit, bytes/len(unit))) }
	half, whole := of(megabyte/2), of(megabyte)
	if whole > 2*half+slack {
		t.Errorf("%d steps for half a text, %d for the whole; want twice as many", half, whole)
	}
	if limit := perByte * megabyte; whole > limit {
		t.Errorf("%d steps; want at most %d", whole, limit)
	}
}

// TestALongUnigramTextTakesStepsInProportion counts the edges of the trie that
// are followed.
func TestALongUnigramTextTakesStepsInProportion(t *testing.T) {
	entries := []entry{{"<unk>", 0}, {"a", 1}, {"aaaa", 2}, {"aaaaaaaa", 3}, {"▁the", 4}, {"▁", 5}, {"b", 6}}
	v, err := newVocabulary("test", entries)
	if err != nil {
		t.Fatal(err)
	}
	m := newUnigram(v, make([]float64, len(entries)), 0, func(int) bool { return true })
	tok := &Tokenizer{model: m, normalizer: normalizers{}, split: metaspace{mark: '▁'}}
	if tok.added, err = newAdded(nil, v, tok.normalizer); err != nil {
		t.Fatal(err)
	}
	for name, unit := range units() {
		t.Run(name, func(t *testing.T) {
			linear(t, unit, 9, func(s string) int {
				search := &unigramSearch{model: m}
				cutAll(t, tok, s, search.cut)
				return search.steps
			})
		})
	}
}

// TestALongWordIsMergedInProportion counts the steps of the queue that BPE
// keeps its merges in: n symbols put in at most 3n of them, each in log n steps
// down and log n up.
func TestALongWordIsMergedInProportion(t *testing.T) {
	entries := []entry{{"a", 0}, {"b", 1}, {"aa", 2}, {"aaaa", 3}, {"ab", 4}, {"abab", 5}, {"ba", 6}, {"aaaaaaaa", 7}}
	v, err := newVocabulary("test", entries)
	if err != nil {
		t.Fatal(err)
	}
	m := &bpe{vocabulary: v, unknown: -1}
	m.index(false)
	err = m.learn([][2]string{{"aaaa", "aaaa"}, {"aa", "aa"}, {"a", "a"}, {"ab", "ab"}, {"a", "b"}, {"b", "a"}})
	if err != nil {
		t.Fatal(err)
	}
	scores := pieceList{place: "test"}
	for i, e := range entries {
		scores.pieces = append(scores.pieces, scoredPiece{e.text, float32(i % 3), normalPiece})
	}
	byScore, err := scores.scored(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"a", "aab"} {
		t.Run(unit, func(t *testing.T) {
			merges := &bpeCutter{model: m, merger: merger{joiner: m}}
			mergedInProportion(t, unit, &merges.merger, merges.cut)
			scored := &scoredCutter{model: byScore}
			scored.joiner = scored
			mergedInProportion(t, unit, &scored.merger, scored.cut)
		})
	}
}

func mergedInProportion(t *testing.T, unit string, m *merger, cut cutter) {
	t.Helper()
	const megabyte, logarithm = 1 << 20, 20
	of := func(bytes int) int {
		m.steps = 0
		if err := cut(mustRead(t, strings.Repeat(unit, bytes/len(unit))), func(entry, int, int) {}); err != nil {
			t.Fatal(err)
		}
		return m.steps
	}
	half, whole := of(megabyte/2), of(megabyte)
	if whole > half*2*(logarithm+2)/logarithm {
		t.Errorf("%d steps for half a word, %d for the whole; want twice as many and a little", half, whole)
	}
	if limit := 3 * 2 * logarithm * megabyte; whole > limit {
		t.Errorf("%d steps; want at most %d", whole, limit)
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
