package token

import (
	"fmt"
	"slices"
	"strings"
)

// A Vocabulary is a tokenizer as the metadata of a GGUF file holds it, under
// the keys tokenizer.ggml.…; what the file lacks is zero.
type Vocabulary struct {
	Model  string    // model: "gpt2", "llama", "bert" or "t5"
	Pre    string    // pre: how gpt2 cuts words
	Tokens []string  // tokens, by id
	Scores []float32 // scores: of llama and t5
	Types  []int32   // token_type: 1 normal, 2 unknown, 3 control, 4 of the user, 5 unused, 6 a byte
	Merges []string  // merges: of gpt2

	BOS, EOS, Unknown, Separator, CLS *int // bos_token_id, eos_token_id, unknown_token_id, seperator_token_id, cls_token_id

	AddBOS, AddEOS    *bool  // add_bos_token, add_eos_token
	AddSpacePrefix    *bool  // add_space_prefix
	RemoveExtraSpaces bool   // remove_extra_whitespaces: of t5
	CharsMap          []byte // precompiled_charsmap: of t5
}

// FromVocabulary makes the tokenizer of a GGUF file. It gives the ids of the
// model's own tokenizer: as far as GGUF keeps what that needs, those of
// llama.cpp.
//
// Source: llama.cpp, llama-vocab.cpp.
func FromVocabulary(v Vocabulary) (*Tokenizer, error) {
	makers := map[string]func(*gguf) error{"bert": (*gguf).bert, "gpt2": (*gguf).gpt2, "llama": (*gguf).llama, "t5": (*gguf).t5}
	use, ok := makers[v.Model]
	if !ok {
		return nil, fmt.Errorf("tokenizer.ggml.model: %q is not known; known: bert, gpt2, llama, t5", v.Model)
	}
	g := &gguf{Vocabulary: v, Tokenizer: Tokenizer{normalizer: normalizers{}, split: preTokenizers{}, post: postProcessors{}}}
	g.place = "tokenizer.ggml.tokens"
	if err := g.readPieces(); err != nil {
		return nil, err
	}
	if err := use(g); err != nil {
		return nil, err
	}
	var err error
	g.added, err = newAdded(g.whole(), g.model.vocab(), g.normalizer)
	return &g.Tokenizer, err
}

// A gguf is a tokenizer in the making.
type gguf struct {
	Vocabulary
	pieceList
	Tokenizer
}

// readPieces puts the lists together.
func (g *gguf) readPieces() error {
	if len(g.Tokens) == 0 {
		return fmt.Errorf("tokenizer.ggml.tokens: there are none; want the vocabulary")
	}
	for _, list := range []struct {
		name string
		n    int
	}{{"scores", len(g.Scores)}, {"token_type", len(g.Types)}} {
		if list.n != 0 && list.n != len(g.Tokens) {
			return fmt.Errorf("tokenizer.ggml.%s: %d values for %d tokens; want one each", list.name, list.n, len(g.Tokens))
		}
	}
	g.pieces = make([]scoredPiece, len(g.Tokens))
	for id, text := range g.Tokens {
		if at := invalidUTF8(text); at >= 0 {
			return fmt.Errorf("tokenizer.ggml.tokens[%d]: byte %d of %q is not UTF-8; fetch the file again", id, at, text)
		}
		g.pieces[id] = scoredPiece{text: text, kind: normalPiece}
		if g.Scores != nil {
			g.pieces[id].score = g.Scores[id]
		}
		if g.Types != nil {
			g.pieces[id].kind = pieceKind(g.Types[id])
		}
	}
	return g.check()
}

// whole gives the pieces that are one token wherever they stand.
func (g *gguf) whole() []addedToken {
	var tokens []addedToken
	for id, p := range g.pieces {
		switch p.kind {
		case controlPiece, unknownPiece:
			tokens = append(tokens, addedToken{id: id, content: p.text, special: true})
		case userPiece:
			tokens = append(tokens, addedToken{id: id, content: p.text})
		}
	}
	return tokens
}

// special gives the token of an id that key names, as a place of a template.
func (g *gguf) special(key string, id *int) ([]specialToken, error) {
	if id == nil {
		return nil, fmt.Errorf("tokenizer.ggml.%s is missing, but the tokenizer adds that token", key)
	}
	if *id < 0 || *id >= len(g.pieces) {
		return nil, fmt.Errorf("tokenizer.ggml.%s: got %d; want an id of the %d tokens", key, *id, len(g.pieces))
	}
	return []specialToken{{g.pieces[*id].text, *id}}, nil
}

// unknownID gives the id of what has no piece, −1 without.
func (g *gguf) unknownID() (int32, error) {
	if g.Unknown == nil {
		return g.unknown(), nil
	}
	_, err := g.special("unknown_token_id", g.Unknown)
	return int32(*g.Unknown), err
}

// frame sets the template: beginning and end around each text, where the file
// says so or, where it is silent, where the kind of tokenizer does.
func (g *gguf) frame(addBOS, addEOS bool, typeOfB int) (err error) {
	var before, after []specialToken
	if isSet(g.AddBOS, addBOS) {
		if before, err = g.special("bos_token_id", g.BOS); err != nil {
			return err
		}
	}
	if isSet(g.AddEOS, addEOS) {
		if after, err = g.special("eos_token_id", g.EOS); err != nil {
			return err
		}
	}
	single := []place{{-1, before, 0}, {0, nil, 0}, {-1, after, 0}}
	g.post = template{single, append(slices.Clone(single),
		place{-1, before, typeOfB}, place{1, nil, typeOfB}, place{-1, after, typeOfB})}
	return nil
}

func isSet(stated *bool, otherwise bool) bool {
	if stated != nil {
		return *stated
	}
	return otherwise
}

// llama is SentencePiece's BPE without its normalizer.
func (g *gguf) llama() error {
	unknown, err := g.unknownID()
	if err != nil {
		return err
	}
	if unknown < 0 {
		return fmt.Errorf("tokenizer.ggml.unknown_token_id is missing, and no token is of type 2 (unknown)")
	}
	m, err := g.scored(unknown)
	if err != nil {
		return err
	}
	m.whole = newTrie() // such pieces are added tokens
	prefix := isSet(g.AddSpacePrefix, true)
	g.model, g.decoder = m, spaceDecoder(prefix)
	g.normalizer = rewrite(spacing{prefix: prefix, escape: true, user: newTrie()}.rewrite)
	return g.frame(true, false, 1)
}

// t5 is SentencePiece's Unigram with its normalizer.
func (g *gguf) t5() error {
	unknown, err := g.unknownID()
	if err != nil {
		return err
	}
	if unknown < 0 {
		return fmt.Errorf("tokenizer.ggml.unknown_token_id is missing, and no token is of type 2 (unknown)")
	}
	m, err := g.unigram(unknown)
	if err != nil {
		return err
	}
	chars, err := newCharsMap(g.CharsMap)
	if err != nil {
		return fmt.Errorf("tokenizer.ggml.precompiled_charsmap: %w", err)
	}
	prefix := isSet(g.AddSpacePrefix, true)
	g.model, g.decoder = m, spaceDecoder(prefix)
	g.normalizer = rewrite(spacing{chars: chars, prefix: prefix, escape: true, trim: g.RemoveExtraSpaces, user: newTrie()}.rewrite)
	return g.frame(false, true, 0)
}

// gpt2 is byte-level BPE; Pre says how words are cut.
func (g *gguf) gpt2() error {
	pre, err := preOf(g.Pre)
	if err != nil {
		return err
	}
	v, err := g.vocabulary()
	if err != nil {
		return err
	}
	merges := make([][2]string, len(g.Merges))
	for i, line := range g.Merges {
		if merges[i], err = mergeOf(line); err != nil {
			return fmt.Errorf("tokenizer.ggml.merges[%d]: %w", i, err)
		}
	}
	m := &bpe{vocabulary: v, unknown: -1, whole: pre.whole}
	if g.Unknown != nil {
		// No text needs it: every byte has a piece. It is only checked.
		if _, err := g.special("unknown_token_id", g.Unknown); err != nil {
			return err
		}
	}
	m.index(false)
	if err := m.learn(merges); err != nil {
		return fmt.Errorf("tokenizer.ggml.merges: %w", err)
	}
	g.model, g.decoder = m, byteLevelDecoder{}
	g.split = byteWords{words: pre.words}
	if pre.composed {
		g.normalizer = rewrite(normalForm{compose: true}.rewrite)
	}
	return g.frame(pre.bos, false, 1)
}

// bert is WordPiece. GGUF writes ▁ before pieces that begin a word, and
// nothing, instead of ##, before those that go on; and it does not say
// whether the model tells case: one without capitals in its pieces does not.
func (g *gguf) bert() error {
	cased := false
	for id, p := range g.pieces {
		if p.kind != normalPiece {
			continue
		}
		begins, ok := strings.CutPrefix(p.text, "▁")
		cased = cased || strings.ContainsFunc(p.text, func(r rune) bool { return toLower(r) != r })
		if g.pieces[id].text = begins; !ok {
			g.pieces[id].text = "##" + p.text
		}
	}
	v, err := g.vocabulary()
	if err != nil {
		return err
	}
	unknown, err := g.unknownID()
	if err == nil && unknown < 0 {
		err = fmt.Errorf("tokenizer.ggml.unknown_token_id is missing, and no token is of type 2 (unknown)")
	}
	if err != nil {
		return err
	}
	const maxChars = 100 // of a word, as BERT's own tokenizer has it
	g.model = &wordPiece{vocabulary: v, unknown: v.entries[unknown], prefix: "##", maxChars: maxChars}
	g.normalizer = rewrite(bertNormalizer{clean: true, chinese: true, stripAccents: !cased, lowercase: !cased}.rewrite)
	g.split = byClass(bertClass)
	g.decoder = eachPiece(wordPieceDecoder{"##", true}.piece)
	begin, end := g.CLS, g.Separator
	if begin == nil {
		begin = g.BOS
	}
	if end == nil {
		end = g.EOS
	}
	cls, err := g.special("cls_token_id", begin)
	if err != nil {
		return err
	}
	sep, err := g.special("seperator_token_id", end)
	if err != nil {
		return err
	}
	g.post = framing{cls: cls[0], sep: sep[0]}
	return nil
}
