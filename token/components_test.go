package token_test

import (
	"encoding/json"
	"maps"
	"testing"

	"heed/token"
)

// TestEveryComponentActsAsInTheLibrary runs the pipelines of
// testdata/components.json, put together at random on bert-a's vocabulary:
// every component, every flag of added tokens, pairs.
func TestEveryComponentActsAsInTheLibrary(t *testing.T) {
	var cases []struct {
		Parts map[string]any
		Rows  []struct {
			A, B           string
			Bare           []token.Token // of the pair, without special tokens
			Special        []token.Token // of A
			Pair           []token.Token
			Decoded        string
			DecodedSpecial string `json:"decoded_special"`
		}
	}
	if err := json.Unmarshal(readFile(t, "testdata/components.json"), &cases); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		tok := patched(t, c.Parts)
		for _, row := range c.Rows {
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
		if t.Failed() {
			parts, err := json.Marshal(c.Parts)
			t.Fatalf("pipeline %d: %s %v", i, parts, err)
		}
	}
}

// patched parses bert-a's tokenizer.json with some parts replaced.
func patched(t *testing.T, parts map[string]any) *token.Tokenizer {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(readFile(t, "testdata/files/bert-a/tokenizer.json"), &whole); err != nil {
		t.Fatal(err)
	}
	maps.Copy(whole, parts)
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
	if kind := parseFile(t, goldens[0].tokenizer()).Kind(); kind != "WordPiece" {
		t.Errorf("kind %q; want WordPiece", kind)
	}
}
