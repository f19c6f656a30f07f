package token

import (
	"encoding/json"
	"hash/crc32"
	"os"
	"strings"
	"testing"
)

// TestEveryCodePointIsTreatedAsByTheLibrary runs each normalizer and
// pre-tokenizer over all of Unicode. testdata/unicode.json holds the library's
// results as one CRC-32 for each block of 4096 code points. Of the planes that
// are empty or private throughout, the first and last block stand for all.
func TestEveryCodePointIsTreatedAsByTheLibrary(t *testing.T) {
	data, err := os.ReadFile("testdata/unicode.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]uint32
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]rewrite{
		"BertNormalizer":       bertNormalizer{true, true, true, true}.rewrite,
		"clean_text":           bertNormalizer{clean: true}.rewrite,
		"handle_chinese_chars": bertNormalizer{chinese: true}.rewrite,
		"strip_accents":        bertNormalizer{stripAccents: true}.rewrite,
		"Lowercase":            lowercase,
		"NFC":                  normalForm{compose: true}.rewrite,
		"NFD":                  normalForm{}.rewrite,
		"NFKC":                 normalForm{compatibility: true, compose: true}.rewrite,
		"NFKD":                 normalForm{compatibility: true}.rewrite,
		"Strip":                strip{true, true}.rewrite,
		"StripAccents":         stripAccents,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareBlocks(t, want[name], func(c string) string {
				return n(mustRead(t, "a"+c+"b")).String() + "|" + n(mustRead(t, c+"\u0323")).String()
			})
		})
	}
	for name, p := range map[string]preTokenizer{
		"BertPreTokenizer": byClass(bertClass),
		"Whitespace":       byClass(wordClass),
		"WhitespaceSplit":  byClass(spaceClass),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareBlocks(t, want[name], func(c string) string {
				return strings.Join(wordsOf(t, p, "a"+c+"b"), "|")
			})
		})
	}
}

func compareBlocks(t *testing.T, want []uint32, line func(c string) string) {
	const block = 0x1000
	if len(want) != 0x110000/block {
		t.Fatalf("%d blocks recorded; want %d", len(want), 0x110000/block)
	}
	for i := range want {
		plane, nth := i/16, i%16
		if same := plane >= 4 && plane != 14; same && nth > 0 && nth < 15 {
			continue
		}
		var got uint32
		for c := rune(i * block); c < rune((i+1)*block); c++ {
			if c < 0xD800 || c > 0xDFFF {
				got = crc32.Update(got, crc32.IEEETable, []byte(line(string(c))+"\n"))
			}
		}
		if got != want[i] {
			t.Errorf("block U+%04X differs", i*block)
		}
	}
}

// wordsOf cuts s into words.
func wordsOf(t *testing.T, p preTokenizer, s string) []string {
	t.Helper()
	var words []string
	err := p.split(mustRead(t, s), func(w text) error {
		words = append(words, w.String())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func mustRead(t *testing.T, s string) text {
	t.Helper()
	read, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	return read
}
