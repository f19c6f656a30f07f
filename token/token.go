package token

import (
	"slices"
	"strings"
)

// A Tokenizer turns text into the tokens of one model and back. It never
// changes, so goroutines may share it.
type Tokenizer struct {
	added      *added
	normalizer normalizer
	split      preTokenizer
	model      model
	post       postProcessor
	decoder    decoder
}

// A Token is a piece of text as the model knows it.
type Token struct {
	Text string // the piece, as the vocabulary writes it: "##ing"
	ID   int
	// Start and End are the code points of its own text, end exclusive, that
	// the token stands for; 0, 0 for a special token.
	Start, End int
	Special    bool // put there for the model; false for one that was typed
	Type       int  // token type, the model's segment
	Sequence   int  // 0 or 1: which text of a pair; −1 for a special token
	Word       int  // which word of its text it is a piece of; −1 for a special token
}

// An Encoding is a text, or a pair of texts, as tokens in the model's order.
type Encoding []Token

// IDs gives the tokens' ids.
func (e Encoding) IDs() []int {
	ids := make([]int, len(e))
	for i, t := range e {
		ids[i] = t.ID
	}
	return ids
}

// Encode turns text into tokens, without the special tokens that the model
// expects around it. The error is for text that is not UTF-8 and says at
// which byte.
func (t *Tokenizer) Encode(text string) (Encoding, error) {
	return t.encode(false, text)
}

// EncodeSpecial is Encode with the special tokens: the model's input.
func (t *Tokenizer) EncodeSpecial(text string) (Encoding, error) {
	return t.encode(true, text)
}

// EncodePair turns two texts into tokens, without special tokens. Offsets
// count in each text by itself.
func (t *Tokenizer) EncodePair(a, b string) (Encoding, error) {
	return t.encode(false, a, b)
}

// EncodePairSpecial is EncodePair with the special tokens: the model's input.
func (t *Tokenizer) EncodePairSpecial(a, b string) (Encoding, error) {
	return t.encode(true, a, b)
}

// Decode turns ids back into text, leaving out special tokens, typed ones
// too. What the normalizer dropped is not brought back, and ids that the
// vocabulary lacks are passed over.
func (t *Tokenizer) Decode(ids []int) string {
	return t.decode(ids, func(piece string) bool { return !t.added.masked[piece] })
}

// DecodeSpecial is Decode that writes out special tokens too.
func (t *Tokenizer) DecodeSpecial(ids []int) string {
	return t.decode(ids, func(string) bool { return true })
}

// Kind names the model's algorithm: "WordPiece", "BPE", "Unigram", "WordLevel".
func (t *Tokenizer) Kind() string { return t.model.kind() }

// VocabSize counts the pieces that have an id, added tokens included.
func (t *Tokenizer) VocabSize() int {
	n := len(t.model.vocab().entries)
	for content := range t.added.ids {
		if _, ok := t.model.vocab().id(content); !ok {
			n++
		}
	}
	return n
}

// ID gives the id of a piece.
func (t *Tokenizer) ID(piece string) (id int, ok bool) {
	if id, ok = t.added.ids[piece]; ok {
		return id, true
	}
	return t.model.vocab().id(piece)
}

// Piece gives the piece that has an id; for an added token that is looked for
// in normalised text, its normalised form.
func (t *Tokenizer) Piece(id int) (piece string, ok bool) {
	if a, ok := t.added.byID[id]; ok {
		return t.added.form(a), true
	}
	return t.model.vocab().piece(id)
}

// Notes says, one remark each, where the tokenizer.json contradicts itself
// and which of its readings is used: the library's.
func (t *Tokenizer) Notes() []string { return t.added.notes }

func (t *Tokenizer) encode(special bool, texts ...string) (Encoding, error) {
	sequences := make([]Encoding, len(texts))
	for i, s := range texts {
		tokens, err := t.sequence(s)
		if err != nil {
			return nil, err
		}
		for k := range tokens {
			tokens[k].Type, tokens[k].Sequence = i, i
		}
		sequences[i] = tokens
	}
	joined := t.post.process(sequences, special)
	if len(joined) == 1 {
		return joined[0], nil
	}
	return slices.Concat(joined...), nil
}

// sequence turns one text into tokens.
func (t *Tokenizer) sequence(s string) (Encoding, error) {
	whole, err := read(s)
	if err != nil {
		return nil, err
	}
	tokens := make(Encoding, 0, len(whole)/4+1) // of English; others grow
	words := 0
	add := func(id int, piece string, stands text) {
		start, end := stands.span()
		tokens = append(tokens, Token{Text: piece, ID: id, Start: start, End: end, Word: words})
	}
	cut := t.model.cutter()
	parts, err := t.parts(whole)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if p.added {
			add(p.id, p.piece, p.text)
			words++
			continue
		}
		err := t.split.split(p.text, func(word text) error {
			err := cut(word, func(p entry, from, to int) { add(int(p.id), p.text, word[from:to]) })
			words++
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// parts cuts a text at its added tokens and normalises what is between.
func (t *Tokenizer) parts(whole text) ([]part, error) {
	var parts []part
	for _, p := range t.added.split(whole, t.added.raw) {
		if p.added {
			parts = append(parts, p)
			continue
		}
		normalised, err := t.normalizer.normalize(p.text)
		if err != nil {
			return nil, err
		}
		parts = append(parts, t.added.split(normalised, t.added.normed)...)
	}
	return parts, nil
}

// decode joins the pieces of ids that keep accepts.
func (t *Tokenizer) decode(ids []int, keep func(piece string) bool) string {
	var pieces []string
	for _, id := range ids {
		if piece, ok := t.Piece(id); ok && keep(piece) {
			pieces = append(pieces, piece)
		}
	}
	return strings.Join(t.decoder.decode(pieces), "")
}
