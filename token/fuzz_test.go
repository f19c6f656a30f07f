package token_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"heed/token"
)

// FuzzParse: no file makes Parse panic, and one that it accepts can be used.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"model":{"vocab":{"a":0},"unk_token":"a","continuing_subword_prefix":"","max_input_chars_per_word":1}}`))
	f.Add([]byte(`{"model":{"type":"Unigram","vocab":[["a",-1.5e3]]}}`))
	f.Add([]byte(`{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Strip","strip_left":true,"strip_right":true}]},` +
		`"pre_tokenizer":{"type":"Whitespace"},"post_processor":{"type":"RobertaProcessing","sep":["a",0],"cls":["a",0],"trim_offsets":true,"add_prefix_space":true},` +
		`"model":{"vocab":{"a":0},"unk_token":"a","continuing_subword_prefix":"","max_input_chars_per_word":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		tok, err := token.Parse(data)
		if err != nil {
			return
		}
		const text = "The bank's café, 漢字 \u0344\u0323 [CLS]a"
		if _, err := tok.Encode(text); err == nil { // else a word has no piece
			checkEncoding(t, tok, text)
		}
	})
}

// FuzzEncode: whatever the text, offsets lie in it and go forward, no letter
// is left out, ids are in the vocabulary, and words are numbered without gaps.
func FuzzEncode(f *testing.F) {
	var toks []*token.Tokenizer
	for _, g := range goldens[:2] {
		toks = append(toks, parseFile(f, g.tokenizer()))
	}
	for _, text := range []string{"money bank", "", " \u0085\u200b", "cafe\u0301 İ ﬁ 각", "[MASK][MASK] [mask]", "\xff", "漢字\U0010ffff", "\u0344\u0323\u0345"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, tok := range toks {
			if !utf8.ValidString(text) {
				if _, err := tok.Encode(text); err == nil {
					t.Fatalf("%q is not UTF-8; want an error", text)
				}
				continue
			}
			checkEncoding(t, tok, text)
			checkLetters(t, tok, text)
		}
	})
}

// checkLetters requires every letter to lie in a token; marks, spaces and
// control characters may be dropped.
func checkLetters(t *testing.T, tok *token.Tokenizer, text string) {
	t.Helper()
	end := 0 // of the tokens so far
	tokens := encode(t, tok.Encode, text)
	for i, r := range []rune(text) {
		for len(tokens) > 0 && tokens[0].Start <= i {
			end = max(end, tokens[0].End)
			tokens = tokens[1:]
		}
		if unicode.IsLetter(r) && i >= end {
			t.Fatalf("%q: no token covers the letter %q at %d", text, r, i)
		}
	}
}

func checkEncoding(t *testing.T, tok *token.Tokenizer, text string) {
	t.Helper()
	e := encode(t, tok.Encode, text)
	length := utf8.RuneCountInString(text)
	word, start := 0, 0
	for i, k := range e {
		if k.Start < start || k.End < k.Start || k.End > length {
			t.Fatalf("%q: token %d covers %d:%d, after %d, of %d code points", text, i, k.Start, k.End, start, length)
		}
		start = k.Start
		if _, ok := tok.Piece(k.ID); !ok {
			t.Fatalf("%q: token %d has id %d, which no piece has", text, i, k.ID)
		}
		if k.Word != word && k.Word != word+1 || i == 0 && k.Word != 0 {
			t.Fatalf("%q: token %d is of word %d, after word %d", text, i, k.Word, word)
		}
		word = k.Word
	}
	tok.DecodeSpecial(e.IDs())
	special := encode(t, tok.EncodeSpecial, text)
	bare := 0
	for _, k := range special {
		if !k.Special {
			bare++
		} else if k.Start != 0 || k.End != 0 || k.Sequence != -1 || k.Word != -1 {
			t.Fatalf("special token %+v; want no place in the text", k)
		}
	}
	if bare != len(e) {
		t.Fatalf("%q: %d tokens with the special ones around; want %d", text, bare, len(e))
	}
}
