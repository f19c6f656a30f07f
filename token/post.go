package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A postProcessor puts the special tokens of the model around one text, or the
// two of a pair, if special is set; what it gives is joined. Each sequence's
// tokens carry its index as Type and Sequence; a postProcessor may set other
// types, and change what it is given.
type postProcessor interface {
	process(sequences []Encoding, special bool) []Encoding
}

// postProcessors act one after the other ("Sequence").
type postProcessors []postProcessor

func (ps postProcessors) process(sequences []Encoding, special bool) []Encoding {
	for _, p := range ps {
		sequences = p.process(sequences, special)
	}
	return sequences
}

// A special token as a post-processor writes it.
type specialToken struct {
	text string
	id   int
}

func (s specialToken) token(typ int) Token {
	return Token{Text: s.text, ID: s.id, Special: true, Type: typ, Sequence: -1, Word: -1}
}

// framing puts cls before the first text and sep behind each one
// ("BertProcessing": A B is [CLS] A [SEP] B [SEP]) or, as roberta, also
// before the second ("RobertaProcessing": <s> A </s> </s> B </s>, all of
// type 0).
type framing struct {
	cls, sep specialToken
	roberta  bool
	trimming trimming
}

func (p framing) process(sequences []Encoding, special bool) []Encoding {
	sequences = p.trimming.process(sequences, special)
	joined := make(Encoding, 0, size(sequences)+4)
	for i, s := range sequences {
		typ := i
		if p.roberta {
			typ = 0
			for k := range s {
				s[k].Type = 0
			}
		}
		switch {
		case !special:
			joined = append(joined, s...)
			continue
		case i == 0:
			joined = append(joined, p.cls.token(0))
		case p.roberta:
			joined = append(joined, p.sep.token(0))
		}
		joined = append(joined, s...)
		joined = append(joined, p.sep.token(typ))
	}
	return []Encoding{joined}
}

// size counts the tokens of all sequences.
func size(sequences []Encoding) int {
	n := 0
	for _, s := range sequences {
		n += len(s)
	}
	return n
}

// A trimming takes the white space at the edges of each token's text, also
// written Ġ, out of its offsets ("ByteLevel").
type trimming struct {
	on       bool
	prefixed bool // a space before the first word was put there by the tokenizer
}

func (p trimming) process(sequences []Encoding, _ bool) []Encoding {
	for _, s := range sequences {
		if p.on {
			p.trim(s)
		}
	}
	return sequences
}

func (p trimming) trim(s Encoding) {
	isSpace := func(r rune) bool { return unicode.IsSpace(r) || r == 'Ġ' }
	for i := range s {
		t := &s[i]
		chars := utf8.RuneCountInString(t.Text)
		left := chars - utf8.RuneCountInString(strings.TrimLeftFunc(t.Text, isSpace))
		right := chars - utf8.RuneCountInString(strings.TrimRightFunc(t.Text, isSpace))
		if left == 1 && p.prefixed && (i == 0 || t.Start == 0) {
			left = 0
		}
		t.Start = min(t.Start+left, t.End)
		if t.End >= right {
			t.End = max(t.End-right, t.Start)
		}
	}
}

// postProcessorKinds are the known post-processors; their special tokens must
// have ids that known accepts.
func postProcessorKinds(known func(id int) bool) kinds[postProcessor] {
	check := func(f *fields, name string, s specialToken) {
		if !known(s.id) {
			f.fail(name, "%q has id %d, which no piece has; want the id of a piece of model.vocab or added_tokens", s.text, s.id)
		}
	}
	frame := func(f *fields) framing {
		p := framing{cls: specialOf(f, "cls"), sep: specialOf(f, "sep")}
		check(f, "cls", p.cls)
		check(f, "sep", p.sep)
		return p
	}
	var ks kinds[postProcessor]
	ks = kinds[postProcessor]{
		{"BertProcessing", func(f *fields) postProcessor { return frame(f) }},
		{"ByteLevel", func(f *fields) postProcessor {
			prefixed, trim := byteLevelFlags(f)
			return trimming{trim, prefixed}
		}},
		{"RobertaProcessing", func(f *fields) postProcessor {
			p := frame(f)
			p.roberta = true
			p.trimming = trimming{f.bool("trim_offsets"), f.bool("add_prefix_space")}
			return p
		}},
		{"Sequence", func(f *fields) postProcessor {
			ps := postProcessors(ks.each(f, "processors"))
			adding := 0
			for _, p := range ps {
				if _, ok := p.(trimming); !ok {
					adding++
				}
			}
			if adding > 1 {
				f.fail("processors", "%d of them add special tokens; want one, beside ByteLevel", adding)
			}
			return ps
		}},
		{"TemplateProcessing", func(f *fields) postProcessor {
			special := map[string][]specialToken{}
			for _, m := range take[[]member](f, "special_tokens", "an object, {…}") {
				special[m.key] = specialsOf(f, "special_tokens."+m.key, m)
				for _, s := range special[m.key] {
					check(f, "special_tokens."+m.key, s)
				}
			}
			return template{
				single: templateOf(f, "single", 1, special),
				pair:   templateOf(f, "pair", 2, special),
			}
		}},
	}
	return ks
}

// specialOf takes out a field like ["[SEP]", 102].
func specialOf(f *fields, name string) specialToken {
	pair := f.list(name)
	if len(pair) != 2 {
		f.fail(name, "got %d values; want a token and its id", len(pair))
		return specialToken{}
	}
	text, ok := pair[0].data.(string)
	if !ok {
		f.fail(name, "got %s; want a string", pair[0])
	}
	return specialToken{text, f.asID(name, pair[1])}
}
