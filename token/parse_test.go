package token_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"heed/token"
)

// small is a tokenizer.json that cases change by one replacement.
const small = `{
 "version": "1.0", "truncation": {"max_length": 2}, "padding": null,
 "added_tokens": [
  {"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}
 ],
 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
 "pre_tokenizer": {"type": "BertPreTokenizer"},
 "post_processor": {"type": "TemplateProcessing",
  "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
  "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
  "vocab": {"[UNK]": 0, "[CLS]": 1, "a": 2, "##b": 3}}
}`

// change gives small with old, which must be in it, replaced.
func change(t *testing.T, old, replacement string) []byte {
	t.Helper()
	if !strings.Contains(small, old) {
		t.Fatalf("%q is not in small", old)
	}
	return []byte(strings.Replace(small, old, replacement, 1))
}

func TestALyingFileIsOneLineWithPlaceAndCure(t *testing.T) {
	for _, tt := range []struct{ name, old, replacement, want string }{
		{"empty", small, "", `tokenizer.json:1:1: the file ends here; want an object, {…}; fetch it again, it is cut short`},
		{"cut-short", small[len(small)/2:], "", `tokenizer.json:9:37: the file ends here; want a value; fetch it again, it is cut short`},
		{"no-json", small, "<html>", `tokenizer.json:1:1: got '<'; want an object, {…}; the file is not JSON, fetch it again`},
		{"two-objects", small, small + "{}", `tokenizer.json:15:2: got '{'; want nothing after the closing brace; the file is not JSON, fetch it again`},
		{"not-utf8", `"a": 2`, "\"\xff\": 2", `tokenizer.json:14:38: byte 0xff is not UTF-8; fetch the file again`},
		{"raw-line-end-in-string", `"a": 2`, "\"a\n\": 2", `tokenizer.json:14:39: control character '\n' in a string; write it as \u000a`},
		{"half-a-surrogate-pair", `"a": 2`, `"\ud800": 2`, `tokenizer.json:14:38: bad escape in a string; want \n, \" … or \uXXXX, surrogates in pairs`},
		{"too-deep", `{"max_length": 2}`, strings.Repeat("[", 1000), `tokenizer.json:2:162: nested more than 128 deep; want a tokenizer, which needs far less`},
		{"bad-number", `"padding": null`, `"padding": -`, `tokenizer.json:2:65: got ','; want a digit; the file is not JSON, fetch it again`},
		{"same-key-twice", `"padding": null`, `"version": "1.0"`, `tokenizer.json:2:53: "version" stands twice in one object; take one out`},

		{"vocab-id-negative", `"a": 2`, `"a": -2`, `tokenizer.json:14:42: model.vocab["a"] is -2; want a whole number from 0 to 2147483647`},
		{"vocab-id-2^31", `"a": 2`, `"a": 2147483648`, `tokenizer.json:14:42: model.vocab["a"] is 2147483648; want a whole number from 0 to 2147483647`},
		{"vocab-id-fraction", `"a": 2`, `"a": 2.0`, `tokenizer.json:14:42: model.vocab["a"] is 2.0; want a whole number from 0 to 2147483647`},
		{"vocab-id-string", `"a": 2`, `"a": "2"`, `tokenizer.json:14:42: got '"'; want the id of "a", a whole number; the file is not JSON, fetch it again`},
		{"vocab-id-twice", `"a": 2`, `"a": 3`, `tokenizer.json: model.vocab: "a" and "##b" have the same id 3; give each its own`},
		{"vocab-piece-twice", `"a": 2`, `"##b": 2`, `tokenizer.json: model.vocab: "##b" stands twice, with ids 2 and 3; take one out`},
		{"vocab-list", `{"[UNK]": 0, "[CLS]": 1, "a": 2, "##b": 3}`, `[]`, `tokenizer.json: model.vocab: got a list; want an object of pieces and ids`},
		{"vocab-missing", `"vocab": {"[UNK]": 0, "[CLS]": 1, "a": 2, "##b": 3}`, `"dropout": 1`, `tokenizer.json: model.vocab: got null; want an object of pieces and ids`},
		{"unk-not-in-vocab", `"[UNK]": 0, `, ``, `tokenizer.json: model.unk_token: "[UNK]" is not in model.vocab; name a piece that is, or add it`},
		{"max-chars-negative", `100`, `-100`, `tokenizer.json: model.max_input_chars_per_word: got -100; want a whole number from 0 to 2147483647`},
		{"model-missing", `"model"`, `"modell"`, `tokenizer.json: model is missing; without it there is no vocabulary, fetch the file again`},

		{"model-type", `{"type": "WordPiece", "unk`, `{"type": "Character", "unk`, `tokenizer.json: model: type "Character" is not known; known: BPE, Unigram, WordLevel, WordPiece`},
		{"normalizer-type", `"BertNormalizer"`, `"Uppercase"`, `tokenizer.json: normalizer: type "Uppercase" is not known; known: BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents`},
		{"pre-tokenizer-type", `"BertPreTokenizer"`, `"Sentences"`, `tokenizer.json: pre_tokenizer: type "Sentences" is not known; known: BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit`},
		{"inner-type", `{"type": "BertPreTokenizer"}`, `{"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Sentences"}]}`, `tokenizer.json: pre_tokenizer.pretokenizers[1]: type "Sentences" is not known; known: BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit`},
		{"inner-null", `{"type": "BertPreTokenizer"}`, `{"type": "Sequence", "pretokenizers": [null]}`, `tokenizer.json: pre_tokenizer: pretokenizers[0] is null; take it out`},
		{"post-processor-type", `"TemplateProcessing"`, `"T5Processing"`, `tokenizer.json: post_processor: type "T5Processing" is not known; known: BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing`},
		{"decoder-type", `{"type": "WordPiece", "pre`, `{"type": "Lattice", "pre`, `tokenizer.json: decoder: type "Lattice" is not known; known: BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece`},
		{"no-type", `{"type": "BertPreTokenizer"}`, `{}`, `tokenizer.json: pre_tokenizer.type: got null; want a string`},
		{"version", `"1.0"`, `"2.0"`, `tokenizer.json: version: got "2.0"; want "1.0"`},

		{"unknown-field", `"clean_text": true`, `"clean_text": true, "uppercase": true`, `tokenizer.json: normalizer.uppercase: heed does not know this field, and it may change the numbers; take it out if it does not`},
		{"unknown-model-field", `"max_input`, `"dropout": 0.1, "max_input`, `tokenizer.json: model.dropout: heed does not know this field, and it may change the numbers; take it out if it does not`},
		{"unknown-top-field", `"padding"`, `"stuffing"`, `tokenizer.json: stuffing: heed does not know this field, and it may change the numbers; take it out if it does not`},
		{"field-missing", `"clean_text": true, `, ``, `tokenizer.json: normalizer.clean_text: got null; want true or false`},
		{"field-of-wrong-kind", `"strip_accents": null`, `"strip_accents": "yes"`, `tokenizer.json: normalizer.strip_accents: got "yes"; want true, false or null`},
		{"component-of-wrong-kind", `{"type": "BertPreTokenizer"}`, `"BertPreTokenizer"`, `tokenizer.json: pre_tokenizer: got "BertPreTokenizer"; want an object, {…}`},

		{"added-token-flag-missing", `"rstrip": false, `, ``, `tokenizer.json: added_tokens[0].rstrip: got null; want true or false`},
		{"added-tokens-no-list", `"added_tokens": [`, `"added_tokens": 1, "x": [`, `tokenizer.json: added_tokens: got 1; want a list, […]`},
		{"added-token-normalised-away", `"[CLS]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false`, `"\u200b", "single_word": false, "lstrip": false, "rstrip": false, "normalized": true`, `tokenizer.json: added_tokens[0]: the normalizer leaves nothing of "\u200b"; take it out or set normalized to false`},
		{"added-token-gets-a-taken-id", `"[CLS]": 1`, `"[BOS]": 4`, `tokenizer.json: added_tokens[0]: "[CLS]" gets id 4, after the 4 pieces of model.vocab, but that is the id of "[BOS]"; number the pieces without holes`},

		{"template-names-unknown-token", `{"SpecialToken": {"id": "[CLS]"`, `{"SpecialToken": {"id": "[SEP]"`, `tokenizer.json: post_processor.single[0].SpecialToken.id: "[SEP]" is not in special_tokens; add it there with its ids`},
		{"template-token-has-unknown-id", `"ids": [1]`, `"ids": [7]`, `tokenizer.json: post_processor.special_tokens.[CLS]: "[CLS]" has id 7, which no piece has; want the id of a piece of model.vocab or added_tokens`},
		{"template-token-counts", `"ids": [1]`, `"ids": [1, 1]`, `tokenizer.json: post_processor.special_tokens.[CLS].ids: 2 ids for 1 tokens; want one each`},
		{"template-token-name", `{"id": "[CLS]", "ids"`, `{"id": "[SEP]", "ids"`, `tokenizer.json: post_processor.special_tokens.[CLS].id: got "[SEP]"; want "[CLS]", the name it stands under`},
		{"template-single-names-B", `{"Sequence": {"id": "A", "type_id": 0}}],`, `{"Sequence": {"id": "B", "type_id": 0}}],`, `tokenizer.json: post_processor.single[1].Sequence.id: got "B"; want one of the template's sequences, A`},
		{"template-pair-lacks-B", `{"Sequence": {"id": "B", "type_id": 1}}`, `{"SpecialToken": {"id": "[CLS]", "type_id": 1}}`, `tokenizer.json: post_processor.pair: sequence B stands in it 0 times; want once`},
		{"template-place-of-neither-kind", `{"Sequence": {"id": "A", "type_id": 0}}],`, `{"Text": "A"}],`, `tokenizer.json: post_processor.single[1].Sequence: got null; want an object, {…}`},
		{"type-id-negative", `"B", "type_id": 1`, `"B", "type_id": -1`, `tokenizer.json: post_processor.pair[1].Sequence.type_id: got -1; want a whole number from 0 to 2147483647`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := token.Parse(change(t, tt.old, tt.replacement))
			if got := message(err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestWhatDoesNotChangeTheNumbersIsAccepted(t *testing.T) {
	want := encodeWith(t, []byte(small), "A ab")
	for name, change := range map[string][]byte{
		"model-without-type":        change(t, `{"type": "WordPiece", "unk`, `{"unk`),
		"no-version":                change(t, `"version": "1.0", `, ``),
		"pieces-in-any-order":       change(t, `"[UNK]": 0, "[CLS]": 1, "a": 2, "##b": 3`, `"##b": 3, "a": 2, "[UNK]": 0, "[CLS]": 1`),
		"escapes":                   change(t, `"a": 2`, `"\u0061": 2`),
		"padding-and-truncation":    change(t, `"padding": null`, `"padding": {"strategy": {"Fixed": 128}, "pad_id": 0}`),
		"empty-added-token-dropped": change(t, `"added_tokens": [`, `"added_tokens": [{"id": 9, "content": "", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": false},`),
	} {
		if got := encodeWith(t, change, "A ab"); !slices.Equal(got, want) {
			t.Errorf("%s: ids %v; want %v", name, got, want)
		}
	}
}

func encodeWith(t *testing.T, tokenizerJSON []byte, text string) []int {
	t.Helper()
	tok, err := token.Parse(tokenizerJSON)
	if err != nil {
		t.Fatal(err)
	}
	return encode(t, tok.EncodeSpecial, text).IDs()
}

func TestANewAddedTokenTakesTheNextIDAndSaysSo(t *testing.T) {
	tok, err := token.Parse(change(t, `"id": 1, "content": "[CLS]"`, `"id": 9, "content": "[NEW]"`))
	if err != nil {
		t.Fatal(err)
	}
	if id, ok := tok.ID("[NEW]"); id != 4 || !ok {
		t.Errorf(`ID("[NEW]") = %d, %v; want 4, after the four pieces of the vocabulary`, id, ok)
	}
	want := []string{`added_tokens[0]: "[NEW]" says id 9; its id in the vocabulary is 4`}
	if got := tok.Notes(); !slices.Equal(got, want) {
		t.Errorf("notes %q; want %q", got, want)
	}
	if n := tok.VocabSize(); n != 5 {
		t.Errorf("vocabulary of %d; want 5", n)
	}
}

// TestTheVocabularyIsThatOfPlainJSON reads every vocabulary with
// encoding/json as well.
func TestTheVocabularyIsThatOfPlainJSON(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			data := readFile(t, g.tokenizer())
			vocab := plainVocabulary(t, data)
			tok := parseFile(t, g.tokenizer())
			if got := tok.VocabSize(); got != len(vocab) {
				t.Errorf("%d pieces; want %d", got, len(vocab))
			}
			for _, piece := range slices.Sorted(maps.Keys(vocab)) {
				want := vocab[piece]
				if id, ok := tok.ID(piece); id != want || !ok {
					t.Errorf("ID(%q) = %d, %v; want %d", piece, id, ok, want)
				}
				if got, ok := tok.Piece(want); got != piece || !ok {
					t.Errorf("Piece(%d) = %q, %v; want %q", want, got, ok, piece)
				}
			}
			if piece, ok := tok.Piece(-1); ok {
				t.Errorf("Piece(-1) = %q; want none", piece)
			}
		})
	}
}

// plainVocabulary reads the pieces and ids of a tokenizer.json, added tokens
// too.
func plainVocabulary(t *testing.T, data []byte) map[string]int {
	t.Helper()
	var plain struct {
		Added []struct {
			ID      int
			Content string
		} `json:"added_tokens"`
		Model struct{ Vocab json.RawMessage }
	}
	if err := json.Unmarshal(data, &plain); err != nil {
		t.Fatal(err)
	}
	vocab := map[string]int{}
	if json.Unmarshal(plain.Model.Vocab, &vocab) != nil {
		var list [][2]any // Unigram's
		if err := json.Unmarshal(plain.Model.Vocab, &list); err != nil {
			t.Fatal(err)
		}
		for id, item := range list {
			vocab[item[0].(string)] = id
		}
	}
	for _, a := range plain.Added {
		vocab[a.Content] = a.ID
	}
	return vocab
}

func TestASpecialTokenMayStandForNone(t *testing.T) {
	got := encodeWith(t, change(t, `"ids": [1], "tokens": ["[CLS]"]`, `"ids": [], "tokens": []`), "a")
	if want := []int{2}; !slices.Equal(got, want) {
		t.Errorf("ids %v; want %v", got, want)
	}
}
