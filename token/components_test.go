package token_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"testing"

	"heed/token"
)

// TestEveryComponentActsAsInTheLibrary runs the pipelines of
// testdata/components.json, put together at random on bert-a's vocabulary, and
// of testdata/pipelines.json, on those of BPE and Unigram: every component,
// every flag of added tokens, pairs.
func TestEveryComponentActsAsInTheLibrary(t *testing.T) {
	for _, file := range []string{"testdata/components.json", "testdata/pipelines.json"} {
		var cases []pipeline
		if err := json.Unmarshal(readFile(t, file), &cases); err != nil {
			t.Fatal(err)
		}
		for i, c := range cases {
			tok := c.tokenizer(t)
			for _, row := range c.Rows {
				row.check(t, tok)
			}
			if t.Failed() {
				parts, err := json.Marshal(c.Parts)
				t.Fatalf("%s: pipeline %d on %q: %s %v", file, i, c.Base, parts, err)
			}
		}
	}
}

// A pipeline is a tokenizer.json with other parts, and what it made of texts.
type pipeline struct {
	Base  string         // whose tokenizer.json; bert-a's without
	Model map[string]any // fields that differ
	Parts map[string]any // top-level fields that differ
	Rows  []pipelineRow
}

type pipelineRow struct {
	A, B           string
	Bare           []token.Token // of the pair, without special tokens
	Special        []token.Token // of A
	Pair           []token.Token
	Decoded        string
	DecodedSpecial string `json:"decoded_special"`
}

func (row pipelineRow) check(t *testing.T, tok *token.Tokenizer) {
	t.Helper()
	pair := func(f func(a, b string) (token.Encoding, error)) token.Encoding {
		return encode(t, func(a string) (token.Encoding, error) { return f(a, row.B) }, row.A)
	}
	both := pair(tok.EncodePairSpecial)
	check(t, row.A, "pair without special tokens", pair(tok.EncodePair), row.Bare)
	check(t, row.A, "tokens", encode(t, tok.EncodeSpecial, row.A), row.Special)
	check(t, row.A, "pair", both, row.Pair)
	check(t, row.A, "decoded", []string{tok.Decode(both.IDs())}, []string{row.Decoded})
	check(t, row.A, "decoded with special tokens", []string{tok.DecodeSpecial(both.IDs())}, []string{row.DecodedSpecial})
}

// tokenizer parses the base's tokenizer.json with the parts replaced.
func (p pipeline) tokenizer(t *testing.T) *token.Tokenizer {
	t.Helper()
	base := cmp.Or(p.Base, "bert-a")
	var whole map[string]any
	if err := json.Unmarshal(readFile(t, "testdata/files/"+base+"/tokenizer.json"), &whole); err != nil {
		t.Fatal(err)
	}
	maps.Copy(whole, p.Parts)
	maps.Copy(whole["model"].(map[string]any), p.Model)
	data, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := token.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestKindNamesTheAlgorithm(t *testing.T) {
	for name, want := range map[string]string{"bert-a": "WordPiece", "tiny-bbpe-roberta": "BPE", "unigram": "Unigram"} {
		if kind := parseFile(t, goldenFile{"testdata", name}.tokenizer()).Kind(); kind != want {
			t.Errorf("%s: kind %q; want %s", name, kind, want)
		}
	}
}
