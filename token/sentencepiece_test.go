package token_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"heed/token"
)

// TestSentencePieceModelsAreReadAsByTheLibrary: the models differ in their
// algorithm and in every switch; see testdata/pieces.py.
func TestSentencePieceModelsAreReadAsByTheLibrary(t *testing.T) {
	var want map[string][]struct {
		Text   string
		IDs    []int
		Pieces []string
	}
	if err := json.Unmarshal(readFile(t, "testdata/sentencepiece.json"), &want); err != nil {
		t.Fatal(err)
	}
	for name, rows := range want {
		t.Run(name, func(t *testing.T) {
			tok := parseSentencePiece(t, "testdata/files/"+name+".model")
			for _, row := range rows {
				got := encode(t, tok.Encode, row.Text)
				check(t, row.Text, "ids", got.IDs(), row.IDs)
				check(t, row.Text, "pieces", column(got, func(k token.Token) string { return k.Text }), row.Pieces)
				checkEncoding(t, tok, row.Text)
			}
		})
	}
}

// TestASentencePieceModelIsItsTokenizerJSON: where both describe the same
// tokenizer.
func TestASentencePieceModelIsItsTokenizerJSON(t *testing.T) {
	for name, file := range map[string]string{
		"mistral-v1-spbpe":    "tokenizer.model",
		"tiny-unigram-albert": "spiece.model",
		"tiny-unigram-t5":     "spiece.model",
	} {
		t.Run(name, func(t *testing.T) {
			tok := parseSentencePiece(t, filepath.Join(shared, "files", name, file))
			for _, row := range readGolden(t, filepath.Join(shared, name+".json")).Rows {
				if name == "mistral-v1-spbpe" && !strings.Contains(row.Text, "<") || agreeOn(row.Text) {
					check(t, row.Text, "ids", encode(t, tok.Encode, row.Text).IDs(), row.IDs)
				}
			}
		})
	}
}

// agreeOn reports whether SentencePiece itself and a tokenizer.json made of its
// model agree on a text. It may hold no control piece, which only
// tokenizer.json looks for; no white space at its end, of which tokenizer.json
// leaves a ▁; and no row of marks on one letter, for which the library asks the
// character map another way.
func agreeOn(text string) bool {
	space := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("▁\u200b\ufeff", r) }
	return !strings.ContainsAny(text, "<[\u0301\u0351") && strings.TrimRightFunc(text, space) == text
}

func TestASentencePieceModelDecodes(t *testing.T) {
	tok := parseSentencePiece(t, "testdata/files/sp-bpe.model")
	const text = "The bank of the river: 漢字, 12  <x>"
	if got := tok.Decode(encode(t, tok.Encode, text).IDs()); got != text {
		t.Errorf("%q; want %q", got, text)
	}
	if id, ok := tok.ID("<s>"); !ok || tok.Decode([]int{id}) != "" {
		t.Errorf("<s> has id %d, %v, and decodes to %q; want none of it", id, ok, tok.Decode([]int{id}))
	}
}

func parseSentencePiece(t testing.TB, file string) *token.Tokenizer {
	t.Helper()
	tok, err := token.ParseSentencePiece(readFile(t, file))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return tok
}

func TestALyingModelSaysWhere(t *testing.T) {
	piece := func(text, rest string) string {
		inner := "\x0a" + string(rune(len(text))) + text + rest
		return "\x0a" + string(rune(len(inner))) + inner
	}
	unknown := piece("<unk>", "\x18\x02")
	for name, tt := range map[string]struct{ data, want string }{
		"empty":          {"", `sentencepiece: none of the 0 pieces is the unknown one; fetch the file again`},
		"cut-short":      {"\x0a\x7f<unk>", `sentencepiece: byte 1 of a message of 7: a length beyond the end; the file is no SentencePiece model or cut short, fetch it again`},
		"no-unknown":     {piece("a", ""), `sentencepiece: none of the 1 pieces is the unknown one; fetch the file again`},
		"twice":          {unknown + piece("a", "") + piece("a", ""), `sentencepiece: "a" stands twice, with ids 1 and 2; take one out`},
		"not-utf8":       {unknown + piece("\xff", ""), `sentencepiece: piece 1, "\xff", is not UTF-8; fetch the file again`},
		"score-nan":      {unknown + piece("a", "\x15\x00\x00\xc0\x7f"), `sentencepiece: piece 1, "a", has score NaN; want a number`},
		"type":           {unknown + piece("a", "\x18\x07"), `sentencepiece: piece 1, "a", is of type 7; want 1 to 6`},
		"words":          {unknown + "\x12\x02\x18\x03", `sentencepiece: model type 3 is not known; known: 1 (unigram), 2 (bpe)`},
		"unused-in-bpe":  {unknown + piece("a", "\x18\x05") + "\x12\x02\x18\x02", `sentencepiece: piece 1, "a", of a BPE model is unused; heed cannot cut it up again, train without a vocabulary threshold`},
		"charsmap-short": {unknown + "\x1a\x03\x12\x01a", `sentencepiece: precompiled_charsmap: it has 1 bytes; want at least 4; fetch the file again`},
		"charsmap-long":  {unknown + "\x1a\x06\x12\x04\x08\x00\x00\x00", `sentencepiece: precompiled_charsmap: its trie is said to take 8 bytes, of 0; want a multiple of 4 that fits; fetch the file again`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := token.ParseSentencePiece([]byte(tt.data))
			if got := message(err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
