package source

import (
	"fmt"
	"slices"
	"strings"

	"heed/model"
	"heed/token"
	"heed/trace"
)

// encode turns a passage into tokens, special tokens among them.
func (m *Model) encode(p passage) (token.Encoding, error) {
	switch {
	case m.untold != nil:
		return nil, m.untold
	case m.learned != nil:
		return m.learned.encodeWords(p)
	}
	if p.paired {
		return m.Tokenizer.EncodePairSpecial(p.text, p.pair)
	}
	return m.Tokenizer.EncodeSpecial(p.text)
}

// inputsOf is one text's input to the model, a batch of one with nothing
// masked. Token types are given to models that have any.
func (m *Model) inputsOf(e token.Encoding) model.Inputs {
	ids, mask, types := make([]int, len(e)), make([]int, len(e)), make([]int, len(e))
	for i, t := range e {
		ids[i], mask[i], types[i] = t.ID, 1, t.Type
	}
	in := model.Inputs{IDs: [][]int{ids}, Mask: [][]int{mask}}
	if m.config.Embedding.Types > 1 {
		in.Types = [][]int{types}
	}
	return in
}

// tokens are the run's tokens as a trace has them.
func (r ran) tokens() []trace.Token {
	tokens := make([]trace.Token, len(r.encoding))
	for i, t := range r.encoding {
		tokens[i] = trace.Token{Text: t.Text, Start: t.Start, End: t.End, Special: t.Special}
		if r.paired && !t.Special {
			tokens[i].Sequence = &t.Sequence
		}
	}
	return tokens
}

// focusOf are the tokens of a word by name: those that share a character with
// it. Occurrences are counted through the text and on through its pair. A name
// that the text lacks may be that of a token without a place in it: [CLS],
// [SEP]:2, a patch r3c5.
func focusOf(t *trace.Trace, name string) ([]int, error) {
	word, nth := token.SplitName(name)
	first, second := token.Occurrences(t.Text, word), token.Occurrences(t.Pair, word)
	spans := slices.Concat(first, second)
	if patches := !slices.ContainsFunc(t.Tokens, func(k trace.Token) bool { return k.Start < k.End }); patches {
		spans = nil // the text is the name of a file
		if rows := placeless(t, word); nth > len(rows) {
			return nil, fmt.Errorf("%q is no patch of %q; want its row and column, such as r0c0, or [CLS]", name, clip(t.Text))
		}
	}
	if rows := placeless(t, word); len(spans) == 0 && nth <= len(rows) {
		return rows[nth-1 : nth], nil
	}
	if nth > len(spans) {
		return nil, token.NotFound(strings.TrimSpace(t.Text+" "+t.Pair), name, len(spans))
	}
	span, sequence := spans[nth-1], 0
	if nth > len(first) {
		sequence = 1
	}
	var rows []int
	for i, k := range t.Tokens {
		if !k.Special && sequenceOf(k) == sequence && k.Start < span[1] && k.End > span[0] {
			rows = append(rows, i)
		}
	}
	if rows == nil {
		return nil, fmt.Errorf("%q has no tokens of its own in %q: the tokenizer drops it", name, clip(t.Text))
	}
	return rows, nil
}

// placeless are the tokens of that name which stand for no part of the text.
func placeless(t *trace.Trace, name string) []int {
	var rows []int
	for i, k := range t.Tokens {
		if k.Start == k.End && k.Text == name {
			rows = append(rows, i)
		}
	}
	return rows
}

func sequenceOf(t trace.Token) int {
	if t.Sequence == nil {
		return 0
	}
	return *t.Sequence
}
