package token

import (
	"fmt"
	"unicode/utf8"
)

// Parse reads a tokenizer.json. An error is one line that says where the file
// is wrong, what it should be, and what to do.
func Parse(tokenizerJSON []byte) (*Tokenizer, error) {
	r := &reader{src: string(tokenizerJSON)}
	if at := invalidUTF8(r.src); at >= 0 {
		return nil, r.errorf(at, "byte 0x%02x is not UTF-8; fetch the file again", r.src[at])
	}
	top := &fields{}
	var model modelSource
	err := r.uniqueKeys(func(key string) error {
		if key == "model" {
			var err error
			model, err = r.model()
			return err
		}
		v, err := r.value(maxDepth)
		top.left = append(top.left, member{key, v})
		return err
	})
	if err != nil {
		return nil, err
	}
	if r.peek(); r.at < len(r.src) {
		return nil, r.unexpected("nothing after the closing brace")
	}
	return assemble(top, model)
}

// invalidUTF8 gives the first byte of s that is not UTF-8, −1 if there is
// none.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for at, c := range s {
		if _, size := utf8.DecodeRuneInString(s[at:]); c == utf8.RuneError && size == 1 {
			return at
		}
	}
	return -1
}

// A modelSource is the model's object, its vocabulary apart: that is a
// thousand times as long as all the rest.
type modelSource struct {
	read    bool
	fields  *fields
	entries []entry // of the vocabulary, nil if it is no object
}

func (r *reader) model() (modelSource, error) {
	m := modelSource{read: true, fields: &fields{path: "model"}}
	err := r.uniqueKeys(func(key string) error {
		var err error
		if key == "vocab" && r.peek() == '{' {
			m.entries, err = r.entries("model.vocab")
			return err
		}
		v, err := r.value(maxDepth)
		m.fields.left = append(m.fields.left, member{key, v})
		return err
	})
	return m, err
}

// assemble makes the pipeline of its parts.
func assemble(top *fields, source modelSource) (*Tokenizer, error) {
	if v := top.optional("version"); v.data != nil && v.data != "1.0" {
		return nil, fmt.Errorf(`tokenizer.json: version: got %s; want "1.0"`, v)
	}
	// How a batch was cut and filled up is no property of a text's tokens.
	top.optional("truncation")
	top.optional("padding")

	m, err := makeModel(source)
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{model: m}
	if t.normalizer, err = normalizerKinds().make("normalizer", top.optional("normalizer")); err != nil {
		return nil, err
	}
	if t.split, err = preTokenizerKinds().make("pre_tokenizer", top.optional("pre_tokenizer")); err != nil {
		return nil, err
	}
	if t.decoder, err = decoderKinds().make("decoder", top.optional("decoder")); err != nil {
		return nil, err
	}
	t.setDefaults()
	if t.added, err = newAdded(top.optionalList("added_tokens"), m.vocab(), t.normalizer); err != nil {
		return nil, err
	}
	known := func(id int) bool { _, ok := t.Piece(id); return ok }
	if t.post, err = postProcessorKinds(known).make("post_processor", top.optional("post_processor")); err != nil {
		return nil, err
	}
	if t.post == nil {
		t.post = plainJoin{}
	}
	return t, top.done()
}

// setDefaults puts what does nothing where the file says null.
func (t *Tokenizer) setDefaults() {
	if t.normalizer == nil {
		t.normalizer = normalizers{}
	}
	if t.split == nil {
		t.split = preTokenizers{}
	}
	if t.decoder == nil {
		t.decoder = joinSpaces{}
	}
}

// makeModel makes the model. Files of 2020 leave out its type.
func makeModel(source modelSource) (model, error) {
	if !source.read {
		return nil, fmt.Errorf("tokenizer.json: model is missing; without it there is no vocabulary, fetch the file again")
	}
	f := source.fields
	if v := f.optional("type"); v.data != nil && v.data != "WordPiece" {
		return nil, fmt.Errorf("tokenizer.json: model: type %s is not known; known: WordPiece", v)
	}
	if source.entries == nil {
		f.fail("vocab", "got %s; want an object of pieces and ids", f.optional("vocab"))
		return nil, f.err
	}
	v, err := newVocabulary("model.vocab", source.entries)
	if err != nil {
		return nil, err
	}
	m := newWordPiece(f, v)
	return m, f.done()
}

func normalizerKinds() kinds[normalizer] {
	var ks kinds[normalizer]
	form := func(n normalForm) func(*fields) normalizer {
		return func(*fields) normalizer { return n }
	}
	ks = kinds[normalizer]{
		{"BertNormalizer", func(f *fields) normalizer {
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
		}},
		{"Lowercase", func(*fields) normalizer { return lowercase{} }},
		{"NFC", form(normalForm{compose: true})},
		{"NFD", form(normalForm{})},
		{"NFKC", form(normalForm{compatibility: true, compose: true})},
		{"NFKD", form(normalForm{compatibility: true})},
		{"Sequence", func(f *fields) normalizer { return normalizers(ks.each(f, "normalizers")) }},
		{"Strip", func(f *fields) normalizer { return strip{f.bool("strip_left"), f.bool("strip_right")} }},
		{"StripAccents", func(*fields) normalizer { return stripAccents{} }},
	}
	return ks
}

func preTokenizerKinds() kinds[preTokenizer] {
	var ks kinds[preTokenizer]
	class := func(c byClass) func(*fields) preTokenizer {
		return func(*fields) preTokenizer { return c }
	}
	ks = kinds[preTokenizer]{
		{"BertPreTokenizer", class(bertClass)},
		{"Sequence", func(f *fields) preTokenizer { return preTokenizers(ks.each(f, "pretokenizers")) }},
		{"Whitespace", class(wordClass)},
		{"WhitespaceSplit", class(spaceClass)},
	}
	return ks
}

func decoderKinds() kinds[decoder] {
	return kinds[decoder]{
		{"WordPiece", func(f *fields) decoder { return wordPieceDecoder{f.string("prefix"), f.bool("cleanup")} }},
	}
}
