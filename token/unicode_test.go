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
	for name, n := range map[string]normalizer{
		"BertNormalizer":       bertNormalizer{true, true, true, true},
		"clean_text":           bertNormalizer{clean: true},
		"handle_chinese_chars": bertNormalizer{chinese: true},
		"strip_accents":        bertNormalizer{stripAccents: true},
		"Lowercase":            lowercase{},
		"NFC":                  normalForm{compose: true},
		"NFD":                  normalForm{},
		"NFKC":                 normalForm{compatibility: true, compose: true},
		"NFKD":                 normalForm{compatibility: true},
		"Strip":                strip{true, true},
		"StripAccents":         stripAccents{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareBlocks(t, want[name], func(c string) string {
				return n.normalize(mustRead(t, "a"+c+"b")).String() + "|" + n.normalize(mustRead(t, c+"\u0323")).String()
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
				var words []string
				p.split(mustRead(t, "a"+c+"b"), func(w text) { words = append(words, w.String()) })
				return strings.Join(words, "|")
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

func mustRead(t *testing.T, s string) text {
	t.Helper()
	read, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	return read
}
