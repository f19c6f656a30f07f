package token

import (
	"fmt"
	"strings"
)

// template puts the sequences and special tokens where it says
// ("TemplateProcessing").
type template struct{ single, pair []place }

// A place of a template holds one: a sequence, or special tokens.
type place struct {
	sequence int // −1 for special tokens
	special  []specialToken
	typ      int
}

func (p template) process(sequences []Encoding, special bool) []Encoding {
	places := p.single
	if len(sequences) == 2 {
		places = p.pair
	}
	joined := make(Encoding, 0, size(sequences)+len(places))
	for _, here := range places {
		if here.sequence >= 0 {
			for _, t := range sequences[here.sequence] {
				t.Type = here.typ
				joined = append(joined, t)
			}
		} else if special {
			for _, s := range here.special {
				joined = append(joined, s.token(here.typ))
			}
		}
	}
	return []Encoding{joined}
}

// specialsOf reads {"id": "[CLS]", "ids": [101], "tokens": ["[CLS]"]}, the
// tokens that the name m.key stands for in a template.
func specialsOf(f *fields, name string, m member) []specialToken {
	in := fieldsOf(f.path+"."+name, m.value)
	if id := in.string("id"); id != m.key {
		in.fail("id", "got %q; want %q, the name it stands under", id, m.key)
	}
	ids, texts := in.list("ids"), in.list("tokens")
	if len(ids) != len(texts) {
		in.fail("ids", "%d ids for %d tokens; want one each", len(ids), len(texts))
	}
	var tokens []specialToken
	for i := range min(len(ids), len(texts)) {
		text, ok := texts[i].data.(string)
		if !ok {
			in.fail("tokens", "got %s; want a string", texts[i])
		}
		tokens = append(tokens, specialToken{text, in.asID("ids", ids[i])})
	}
	f.keep(in.done())
	return tokens
}

// templateOf reads a list of {"Sequence": {"id": "A", "type_id": 0}} and
// {"SpecialToken": {"id": "[CLS]", "type_id": 0}}. Each of the sequences must
// stand in it once.
func templateOf(f *fields, name string, sequences int, special map[string][]specialToken) []place {
	var places []place
	var seen [2]int
	for i, v := range f.list(name) {
		path := fmt.Sprintf("%s[%d]", name, i)
		outer := fieldsOf(f.path+"."+path, v)
		here := place{sequence: -1}
		if s := outer.optional("SpecialToken"); s.data != nil {
			in := fieldsOf(outer.path+".SpecialToken", s)
			id := in.string("id")
			tokens, ok := special[id]
			if !ok {
				in.fail("id", "%q is not in special_tokens; add it there with its ids", id)
			}
			here.special, here.typ = tokens, in.id("type_id")
			outer.keep(in.done())
		} else {
			in := fieldsOf(outer.path+".Sequence", outer.optional("Sequence"))
			id := in.string("id")
			here.sequence = strings.Index("AB", id)
			if len(id) != 1 || here.sequence < 0 || here.sequence >= sequences {
				in.fail("id", "got %q; want one of the template's sequences, %s", id, "AB"[:sequences])
			} else {
				seen[here.sequence]++
			}
			here.typ = in.id("type_id")
			outer.keep(in.done())
		}
		f.keep(outer.done())
		places = append(places, here)
	}
	for i, n := range seen[:sequences] {
		if n != 1 {
			f.fail(name, "sequence %c stands in it %d times; want once", 'A'+i, n)
		}
	}
	return places
}
