package token_test

import (
	"strings"
	"testing"
	"time"

	"heed/token"
)

// smallBPE and smallUnigram are tokenizer.jsons that cases change by one
// replacement.
const (
	smallBPE = `{"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
 "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
 "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "", "end_of_word_suffix": "",
  "vocab": {"a": 0, "b": 1, "ab": 2, "abab": 3, "Ġ": 4},
  "merges": [["a", "b"], ["ab", "ab"]]}}`
	smallUnigram = `{"pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
 "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
 "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0], ["a", -2.5], ["▁a", -1], ["<0xC3>", -9], ["<0xA9>", -9]]}}`
)

func TestALyingModelIsOneLineWithPlaceAndCure(t *testing.T) {
	for _, tt := range []struct{ name, file, old, replacement, want string }{
		{"merge-of-unknown-piece", smallBPE, `["a", "b"]`, `["a", "c"]`, `tokenizer.json: model.merges: number 1 joins "a" and "c", but the vocabulary has no "c"; take it out, or add the piece`},
		{"merge-to-unknown-piece", smallBPE, `["a", "b"]`, `["b", "a"]`, `tokenizer.json: model.merges: number 1 joins "b" and "a", but the vocabulary has no "ba"; take it out, or add the piece`},
		{"merge-of-three", smallBPE, `["a", "b"]`, `["a", "b", "c"]`, `tokenizer.json:5:14: model.merges: a merge of 3 pieces; want two`},
		{"merge-of-one", smallBPE, `["a", "b"]`, `"ab"`, `tokenizer.json:5:14: model.merges: "ab" is no merge; want two pieces with one space between`},
		{"merge-of-numbers", smallBPE, `["a", "b"]`, `[1, 2]`, `tokenizer.json:5:15: got '1'; want a string; the file is not JSON, fetch it again`},
		{"merge-without-prefix", smallBPE, `"continuing_subword_prefix": ""`, `"continuing_subword_prefix": "##"`, `tokenizer.json: model.merges: number 1 joins "a" and "b"; want the second to begin with "##", the continuing_subword_prefix`},
		{"dropout", smallBPE, `"dropout": null`, `"dropout": 0.1`, `tokenizer.json: model.dropout: got 0.1; want null: heed drops no merges at random`},
		{"unk", smallBPE, `"unk_token": null`, `"unk_token": "<unk>"`, `tokenizer.json: model.unk_token: "<unk>" is not in model.vocab; name a piece that is, or add it`},
		{"vocab-of-unigram", smallBPE, `{"a": 0, "b": 1, "ab": 2, "abab": 3, "Ġ": 4}`, `[["a", 0]]`, `tokenizer.json: model.vocab: got a list; want an object of pieces and ids`},
		{"byte-levels", smallBPE, `{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},`, `{"type": "Sequence", "pretokenizers": [` + strings.Repeat(`{"type": "ByteLevel", "add_prefix_space": false}, `, 4) + `{"type": "ByteLevel", "add_prefix_space": false}]},`, `tokenizer.json: pre_tokenizer.pretokenizers[4]: number 5 of its kind; want at most 4: each may double the text`},
		{"regex", smallBPE, `{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},`, `{"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Isolated", "invert": false},`, `tokenizer.json: pre_tokenizer.pattern.Regex: "(a" is no regular expression that heed can read: error parsing regexp: missing closing ) in ` + "`(a`"},
		{"behaviour", smallBPE, `{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},`, `{"type": "Split", "pattern": {"String": "a"}, "behavior": "Dropped", "invert": false},`, `tokenizer.json: pre_tokenizer.behavior: "Dropped" is not known; known: Isolated, Removed, Contiguous, MergedWithPrevious, MergedWithNext`},

		{"score", smallUnigram, `-2.5`, `"x"`, `tokenizer.json:3:92: model.vocab: the score of "a" is "x"; want a number`},
		{"score-infinite", smallUnigram, `-2.5`, `-1e999`, `tokenizer.json:3:92: model.vocab: the score of "a" is -1e999; want a number`},
		{"no-score", smallUnigram, `["a", -2.5]`, `["a"]`, `tokenizer.json:3:92: model.vocab: got 1 values; want a piece and its score, ["a", -3.5]`},
		{"piece-twice", smallUnigram, `"▁a"`, `"a"`, `tokenizer.json: model.vocab: "a" stands twice, with ids 1 and 2; take one out`},
		{"unk-id", smallUnigram, `"unk_id": 0`, `"unk_id": 5`, `tokenizer.json: model.unk_id: got 5; want an id of the 5 pieces of model.vocab`},
		{"vocab-of-bpe", smallUnigram, `[["<unk>", 0], ["a", -2.5], ["▁a", -1], ["<0xC3>", -9], ["<0xA9>", -9]]`, `{"a": 0}`, `tokenizer.json: model.vocab: got an object; want a list of pieces and scores`},
		{"scheme", smallUnigram, `"first"`, `"last"`, `tokenizer.json: pre_tokenizer.prepend_scheme: got "last"; want "always", "first" or "never"`},
		{"replacement", smallUnigram, `"replacement": "▁"`, `"replacement": "▁▁"`, `tokenizer.json: pre_tokenizer.replacement: got "▁▁"; want one character`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := token.Parse(replaced(t, tt.file, tt.old, tt.replacement))
			if got := message(err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// replaced gives file with old, which must be in it, replaced once.
func replaced(t *testing.T, file, old, replacement string) []byte {
	t.Helper()
	if !strings.Contains(file, old) {
		t.Fatalf("%q is not in the file", old)
	}
	return []byte(strings.Replace(file, old, replacement, 1))
}

func TestMergesMayStandTwiceAndInCircles(t *testing.T) {
	for name, tt := range map[string]struct {
		old, replacement string
		want             []int // ids of "ababab"
	}{
		"as-strings":          {`["a", "b"], ["ab", "ab"]`, `"#version: 0.2", "a b", "ab ab"`, []int{3, 2}},
		"twice-the-later":     {`["a", "b"], ["ab", "ab"]`, `["a", "b"], ["ab", "ab"], ["a", "b"]`, []int{3, 2}},
		"longer-ones-first":   {`["a", "b"], ["ab", "ab"]`, `["ab", "ab"], ["a", "b"]`, []int{3, 2}},
		"none":                {`["a", "b"], ["ab", "ab"]`, ``, []int{0, 1, 0, 1, 0, 1}},
		"a-piece-with-itself": {`"Ġ": 4}`, `"Ġ": 4, "": 5}`, []int{3, 2}},
		"circle":              {`"Ġ": 4}, "merges": [["a", "b"], ["ab", "ab"]]`, `"Ġ": 4, "": 5}, "merges": [["a", ""], ["", "a"], ["", ""], ["a", "b"]]`, []int{2, 2, 2}},
	} {
		file := strings.Replace(smallBPE, "\"Ġ\": 4},\n  ", `"Ġ": 4}, `, 1)
		got := encodeWith(t, replaced(t, file, tt.old, tt.replacement), "ababab")
		check(t, name, "ids", got, tt.want)
	}
}

// TestAPatternThatBacktracksIsStopped: (a+)+b tries each way to cut a row of
// letters.
func TestAPatternThatBacktracksIsStopped(t *testing.T) {
	file := replaced(t, smallBPE, `{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},`,
		`{"type": "Split", "pattern": {"Regex": "(?:a|aa|aaa)+$"}, "behavior": "Isolated", "invert": false},`)
	tok, err := token.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err = tok.Encode(strings.Repeat("a", 100) + "b")
	const want = `text: the pattern "(?:a|aa|aaa)+$" of the tokenizer gave up after code point 0 of 101: it backtracks too much; shorten the text`
	if got := message(err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestANormalizerThatMakesAThousandOfEachIsStopped(t *testing.T) {
	many := `{"type": "Replace", "pattern": {"String": "a"}, "content": "` + strings.Repeat("a", 1000) + `"}`
	tok, err := token.Parse(replaced(t, smallBPE, `{"pre_tok`, `{"normalizer": `+many+`, "pre_tok`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = tok.Encode(strings.Repeat("a", 1000))
	const want = `text: the tokenizer's normalizer makes more than 129536 code points of 1000; shorten the text`
	if got := message(err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAWordWithoutAPieceIsAnError(t *testing.T) {
	for name, file := range map[string][]byte{
		"unigram":   replaced(t, smallUnigram, `"unk_id": 0`, `"unk_id": null`),
		"wordlevel": []byte(`{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "[UNK]"}}`),
	} {
		tok, err := token.Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = tok.Encode("é")
		if !strings.HasSuffix(message(err), "has no piece, and the tokenizer no unknown one; leave it out") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestBytesStandInForWhatHasNoPiece(t *testing.T) {
	with := replaced(t, smallUnigram, `"byte_fallback": false`, `"byte_fallback": true`)
	check(t, "aéa", "ids", encodeWith(t, with, "aéa"), []int{2, 3, 4, 1})
	check(t, "aéa", "ids without", encodeWith(t, []byte(smallUnigram), "aéa"), []int{2, 0, 1})
}
