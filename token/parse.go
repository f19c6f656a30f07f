package token

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Parse reads a tokenizer.json. An error is one line that says where the file
// is wrong, what it should be, and what to do. A string is kept, bytes are
// copied first.
func Parse[Text string | []byte](tokenizerJSON Text) (*Tokenizer, error) {
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
	entries []entry     // of the vocabulary, nil if it is none
	scores  []float64   // of the entries of a list, which Unigram has
	merges  [][2]string // of BPE
}

func (r *reader) model() (modelSource, error) {
	m := modelSource{read: true, fields: &fields{path: "model"}}
	err := r.uniqueKeys(func(key string) error {
		var err error
		switch c := r.peek(); {
		case key == "vocab" && c == '{':
			m.entries, err = r.entries("model.vocab")
			return err
		case key == "vocab" && c == '[':
			m.entries, m.scores, err = r.scored("model.vocab")
			return err
		case key == "merges" && c == '[':
			m.merges, err = r.merges("model.merges")
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
	tokens, err := addedTokensOf(top.optionalList("added_tokens"))
	if err != nil {
		return nil, err
	}
	if t.added, err = newAdded(tokens, m.vocab(), t.normalizer); err != nil {
		return nil, err
	}
	known := func(id int) bool { _, ok := t.Piece(id); return ok }
	if t.post, err = postProcessorKinds(known).make("post_processor", top.optional("post_processor")); err != nil {
		return nil, err
	}
	if t.post == nil {
		t.post = postProcessors{}
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
		t.decoder = eachPiece(joinSpaces)
	}
}

// makeModel makes the model. Files of 2020 leave out its type.
func makeModel(source modelSource) (model, error) {
	if !source.read {
		return nil, fmt.Errorf("tokenizer.json: model is missing; without it there is no vocabulary, fetch the file again")
	}
	f := source.fields
	kind, err := source.kind()
	if err != nil {
		return nil, err
	}
	if err := source.checkVocabulary(kind); err != nil {
		return nil, err
	}
	v, err := newVocabulary("tokenizer.json: model.vocab", source.entries)
	if err != nil {
		return nil, err
	}
	var m model
	switch kind {
	case "BPE":
		m = newBPE(f, v, source.merges)
	case "Unigram":
		m = unigramOf(f, v, source.scores)
	case "WordLevel":
		m = newWordLevel(f, v)
	case "WordPiece":
		m = newWordPiece(f, v)
	}
	return m, f.done()
}

// kind gives the type of the model. Files of 2020 leave it out: then it is
// known by its fields.
func (m modelSource) kind() (string, error) {
	known := []string{"BPE", "Unigram", "WordLevel", "WordPiece"}
	v := m.fields.optional("type")
	kind, ok := v.data.(string)
	switch {
	case slices.Contains(known, kind):
		return kind, nil
	case ok || v.data != nil:
		return "", fmt.Errorf("tokenizer.json: model: type %s is not known; known: %s", v, strings.Join(known, ", "))
	case m.merges != nil:
		return "BPE", nil
	case m.scores != nil:
		return "Unigram", nil
	}
	return "WordPiece", nil
}

// checkVocabulary refuses a vocabulary of the wrong form.
func (m modelSource) checkVocabulary(kind string) error {
	want, got := "an object of pieces and ids", "an object"
	if kind == "Unigram" {
		want = "a list of pieces and scores"
	}
	if m.scores != nil {
		got = "a list"
	}
	if m.entries == nil {
		got = m.fields.optional("vocab").String()
	} else if (kind == "Unigram") == (m.scores != nil) {
		return nil
	}
	m.fields.fail("vocab", "got %s; want %s", got, want)
	return m.fields.err
}
