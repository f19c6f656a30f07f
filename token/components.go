package token

import (
	"unicode"
	"unicode/utf8"
)

func normalizerKinds() kinds[normalizer] {
	var ks kinds[normalizer]
	same := func(n rewrite) func(*fields) normalizer {
		return func(*fields) normalizer { return n }
	}
	ks = kinds[normalizer]{
		{"BertNormalizer", func(f *fields) normalizer { return rewrite(bertNormalizerOf(f).rewrite) }},
		{"ByteLevel", same(byteLevel)},
		{"Lowercase", same(lowercase)},
		{"NFC", same(normalForm{compose: true}.rewrite)},
		{"NFD", same(normalForm{}.rewrite)},
		{"NFKC", same(normalForm{compatibility: true, compose: true}.rewrite)},
		{"NFKD", same(normalForm{compatibility: true}.rewrite)},
		{"Nmt", same(nmt)},
		{"Precompiled", func(f *fields) normalizer { return rewrite(charsMapOf(f).rewrite) }},
		{"Prepend", func(f *fields) normalizer {
			prefix := []rune(f.string("prepend"))
			if n := len(prefix); n == 0 || n > maxWritten {
				f.fail("prepend", "it has %d characters; want 1 to %d", n, maxWritten)
			}
			return rewrite(func(t text) text { return prepend(t, prefix...) })
		}},
		{"Replace", func(f *fields) normalizer { return replaceOf(f) }},
		{"Sequence", func(f *fields) normalizer { return normalizers(ks.each(f, "normalizers")) }},
		{"Strip", func(f *fields) normalizer {
			return rewrite(strip{f.bool("strip_left"), f.bool("strip_right")}.rewrite)
		}},
		{"StripAccents", same(stripAccents)},
	}
	return ks
}

func bertNormalizerOf(f *fields) bertNormalizer {
	n := bertNormalizer{
		clean:     f.bool("clean_text"),
		chinese:   f.bool("handle_chinese_chars"),
		lowercase: f.bool("lowercase"),
	}
	n.stripAccents = n.lowercase
	if v := f.optional("strip_accents"); v.data != nil {
		stated, ok := v.data.(bool)
		if !ok {
			f.fail("strip_accents", "got %s; want true, false or null", v)
		}
		n.stripAccents = stated
	}
	return n
}

func replaceOf(f *fields) replace {
	return replace{patternOf(f), []rune(f.string("content"))}
}

func preTokenizerKinds() kinds[preTokenizer] {
	var ks kinds[preTokenizer]
	class := func(c byClass) func(*fields) preTokenizer {
		return func(*fields) preTokenizer { return c }
	}
	const maxByteLevels = 4
	byteLevels := 0
	ks = kinds[preTokenizer]{
		{"BertPreTokenizer", class(bertClass)},
		{"ByteLevel", func(f *fields) preTokenizer {
			if byteLevels++; byteLevels > maxByteLevels {
				f.fail("", "number %d of its kind; want at most %d: each may double the text", byteLevels, maxByteLevels)
			}
			f.optional("trim_offsets") // is of the post-processor
			p := byteWords{prefix: f.bool("add_prefix_space"), words: preTokenizers{}}
			if f.optionalBool("use_regex", true) {
				p.words = splitAt{pattern: scanner(scanGPT2), join: apart}
			}
			return p
		}},
		{"CharDelimiterSplit", func(f *fields) preTokenizer {
			delimiter := f.rune("delimiter")
			return splitAt{pattern: byRune(func(r rune) bool { return r == delimiter }), join: apart, removed: true}
		}},
		{"Digits", func(f *fields) preTokenizer {
			behaviour := "Contiguous"
			if f.bool("individual_digits") {
				behaviour = "Isolated"
			}
			return splitAt{pattern: byRune(func(r rune) bool { return unicode.Is(numeric, r) })}.behaviourOf(f, behaviour)
		}},
		{"FixedLength", func(f *fields) preTokenizer {
			n := 5
			if v := f.optional("length"); v.data != nil {
				n = f.asID("length", v)
			}
			if n == 0 && f.err == nil {
				f.fail("length", "got 0; want at least 1")
			}
			return fixedLength(n)
		}},
		{"Metaspace", func(f *fields) preTokenizer { return metaspaceOf(f) }},
		{"Punctuation", func(f *fields) preTokenizer {
			s := splitAt{pattern: byRune(func(r rune) bool { return unicode.Is(punctuation, r) })}
			if v := f.optional("behavior"); v.data != nil {
				f.left = append(f.left, member{"behavior", v})
				return s.behaviourOf(f, f.string("behavior"))
			}
			return s.behaviourOf(f, "Isolated")
		}},
		{"Sequence", func(f *fields) preTokenizer { return preTokenizers(ks.each(f, "pretokenizers")) }},
		{"Split", func(f *fields) preTokenizer {
			s := splitAt{pattern: patternOf(f), invert: f.bool("invert")}
			return s.behaviourOf(f, f.string("behavior"))
		}},
		{"UnicodeScripts", func(*fields) preTokenizer { return byScript{} }},
		{"Whitespace", class(wordClass)},
		{"WhitespaceSplit", class(spaceClass)},
	}
	return ks
}

func decoderKinds() kinds[decoder] {
	var ks kinds[decoder]
	ks = kinds[decoder]{
		{"BPEDecoder", func(f *fields) decoder { return eachPiece(suffixDecoder(f.string("suffix")).piece) }},
		{"ByteFallback", func(*fields) decoder { return byteFallback{} }},
		{"ByteLevel", func(f *fields) decoder {
			byteLevelFlags(f)
			return byteLevelDecoder{}
		}},
		{"CTC", func(f *fields) decoder {
			return ctc{f.string("pad_token"), f.string("word_delimiter_token"), f.bool("cleanup")}
		}},
		{"Fuse", func(*fields) decoder { return fuse{} }},
		{"Metaspace", func(f *fields) decoder { return metaspaceOf(f) }},
		{"Replace", func(f *fields) decoder { return replaceOf(f) }},
		{"Sequence", func(f *fields) decoder { return decoders(ks.each(f, "decoders")) }},
		{"Strip", func(f *fields) decoder {
			return eachPiece(stripDecoder{string(f.rune("content")), f.id("start"), f.id("stop")}.piece)
		}},
		{"WordPiece", func(f *fields) decoder {
			return eachPiece(wordPieceDecoder{f.string("prefix"), f.bool("cleanup")}.piece)
		}},
	}
	return ks
}

// byteLevelFlags takes out the fields that ByteLevel has wherever it stands.
func byteLevelFlags(f *fields) (prefixed, trim bool) {
	f.optionalBool("use_regex", true) // is of the pre-tokenizer
	return f.optionalBool("add_prefix_space", true), f.optionalBool("trim_offsets", true)
}

// rune takes out a string of one code point.
func (f *fields) rune(name string) rune {
	s := f.string(name)
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || size < len(s) {
		f.fail(name, "got %q; want one character", s)
	}
	return r
}
