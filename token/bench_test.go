package token_test

import (
	"strings"
	"testing"

	"heed/token"
)

func BenchmarkParse(b *testing.B) {
	for _, g := range goldens {
		b.Run(g.name, func(b *testing.B) {
			data := readFile(b, g.tokenizer())
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := token.Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFromVocabulary(b *testing.B) {
	v := metadata(b, "smollm2-bbpe")
	v.Model, v.Pre = "gpt2", "smollm"
	for b.Loop() {
		fromVocabulary(b, v)
	}
}

// BenchmarkEncodeEnglish is a kind of tokenizer each.
func BenchmarkEncodeEnglish(b *testing.B) {
	text := strings.Repeat("She put the money in the bank of the river. ", 2000)
	for _, g := range goldens {
		b.Run(g.name, func(b *testing.B) {
			tok := parseFile(b, g.tokenizer())
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tok.Encode(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	tok := parseFile(b, goldens[0].tokenizer())
	for name, text := range map[string]string{
		"words":    strings.Repeat("She put the money in the bank of the river. ", 500),
		"one-word": strings.Repeat("a", 22000),
		"accents":  strings.Repeat("Dvořák naïve café ", 1000),
		"chinese":  strings.Repeat("漢字", 4000),
		"short":    "money bank",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := tok.Encode(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
