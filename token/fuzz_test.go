package token_test

import (
	"strings"
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
	f.Add([]byte(smallBPE))
	f.Add([]byte(smallUnigram))
	f.Add([]byte(`{"normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"Prepend","prepend":"a"},{"type":"Replace","pattern":{"Regex":"(a+)+b|\\w"},"content":"aa"},{"type":"ByteLevel"},` +
		`{"type":"Precompiled","precompiled_charsmap":"CAAAAAAAAAAAAAAAYQA="}]},` +
		`"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"String":"a"},"behavior":"MergedWithNext","invert":true},{"type":"Digits","individual_digits":true},` +
		`{"type":"Punctuation"},{"type":"UnicodeScripts"},{"type":"FixedLength","length":3},{"type":"CharDelimiterSplit","delimiter":"b"},{"type":"ByteLevel","add_prefix_space":true}]},` +
		`"post_processor":{"type":"Sequence","processors":[{"type":"ByteLevel"}]},"decoder":{"type":"Sequence","decoders":[{"type":"CTC","pad_token":"a","word_delimiter_token":"|","cleanup":true},` +
		`{"type":"Strip","content":"a","start":1,"stop":1},{"type":"BPEDecoder","suffix":"a"},{"type":"ByteFallback"},{"type":"Fuse"}]},"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}}`))
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
	for _, name := range []string{"tiny-wordpiece-cased", "bert-a", "tiny-bbpe-roberta", "tiny-spbpe-llama", "unigram"} {
		toks = append(toks, parseFile(f, goldenFile{"testdata", name}.tokenizer()))
	}
	for _, name := range []string{"sp-bpe", "sp-unigram"} {
		toks = append(toks, parseSentencePiece(f, "testdata/files/"+name+".model"))
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
			checkWords(t, tok, text)
		}
	})
}

// checkWords requires words to be numbered without gaps: the tokenizers have a
// piece, or an unknown one, for each.
func checkWords(t *testing.T, tok *token.Tokenizer, text string) {
	t.Helper()
	word := 0
	for i, k := range encode(t, tok.Encode, text) {
		if k.Word != word && k.Word != word+1 || i == 0 && k.Word != 0 {
			t.Fatalf("%q: token %d is of word %d, after word %d", text, i, k.Word, word)
		}
		word = k.Word
	}
}

// FuzzParseSentencePiece: no file makes it panic, and one that it accepts can
// be used.
func FuzzParseSentencePiece(f *testing.F) {
	for _, name := range []string{"sp-bpe", "sp-unigram", "sp-suffix", "sp-plain"} {
		f.Add(readFile(f, "testdata/files/"+name+".model"))
	}
	f.Add([]byte("\x0a\x09\x0a\x05<unk>\x18\x02\x0a\x03\x0a\x01a\x1a\x10\x12\x0e\x08\x00\x00\x00\x00\x00\x00\x00\x61\x05\x00\x00b\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if tok, err := token.ParseSentencePiece(data); err == nil {
			checkEncoding(t, tok, "The bank's  café, 漢字 <x>a")
		}
	})
}

// FuzzFromVocabulary: no metadata makes it panic.
func FuzzFromVocabulary(f *testing.F) {
	f.Add("gpt2", "smollm", "<unk> a b ab", "\x02\x01\x01\x01", "a b", 0, []byte{})
	f.Add("llama", "", "<unk> <s> a ▁a <0x41>", "\x02\x03\x01\x01\x06", "", 1, []byte{})
	f.Add("t5", "", "<unk> </s> a ▁a", "\x02\x03\x01\x01", "", 1, []byte{4, 0, 0, 0, 0, 0, 0, 0, 97, 0})
	f.Add("bert", "", "[UNK] [CLS] ▁a b", "\x02\x03\x01\x01", "", 1, []byte{})
	f.Fuzz(func(t *testing.T, model, pre, tokens, types, merges string, id int, charsMap []byte) {
		v := token.Vocabulary{Model: model, Pre: pre, Tokens: strings.Split(tokens, " "), CharsMap: charsMap,
			BOS: &id, EOS: &id, CLS: &id, Separator: &id}
		for i := range v.Tokens {
			if i < len(types) {
				v.Types = append(v.Types, int32(types[i]))
			}
			v.Scores = append(v.Scores, float32(-i))
		}
		for merge := range strings.SplitSeq(merges, ",") {
			v.Merges = append(v.Merges, merge)
		}
		tok, err := token.FromVocabulary(v)
		if err != nil {
			return
		}
		const text = "The bank's  café, 漢字 <x>a"
		if _, err := tok.Encode(text); err == nil {
			checkEncoding(t, tok, text)
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
		if k.Word < word {
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
