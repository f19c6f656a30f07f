package source

import (
	"context"
	"fmt"

	"heed/model"
	"heed/token"
	"heed/trace"
)

// A Passage is a text, or a pair of texts, as a model reads it.
type Passage struct {
	trace.Passage
	Word     string         // under study: "bank", "bank:2"
	LeftOut  string         // says which words the model does not have; "" where it has all
	Encoding token.Encoding // the tokens with their ids
	Inputs   model.Inputs   // a batch of one
}

// Name is what the model is called: its folder, or its name in the hub.
func (m *Model) Name() string { return m.name }

// Origin says where numbers of the model come from. It reads the whole file of
// weights, for its hash.
func (m *Model) Origin() trace.Origin {
	return trace.Origin{Name: m.name, SHA256: m.hash(), Kind: m.config.Family, Tokenizer: m.tokenizerKind(), Precision: "float32"}
}

// Read turns texts into what the model runs, each with the word under study:
// the one asked for, else as [Model.Walk] chooses.
func (m *Model) Read(o Options) ([]Passage, error) {
	passages, err := passagesOf(o)
	if err != nil {
		return nil, err
	}
	words, err := m.studied(passages, o.Word)
	if err != nil {
		return nil, err
	}
	read := make([]Passage, len(passages))
	for i, p := range passages {
		in, encoding, err := m.read(p)
		if err != nil {
			return nil, err
		}
		read[i] = Passage{Encoding: encoding, Inputs: in,
			Passage: trace.Passage{Text: p.text, Pair: p.pair, Tokens: ran{passage: p, encoding: encoding}.tokens()}}
		if read[i].Focus, err = read[i].Find(words[i]); err != nil {
			return nil, m.unknownWord(err, words[i], p.text)
		}
		if m.learned != nil {
			read[i].LeftOut = m.learned.leftOut(p.text)
		}
		read[i].Word, _ = token.SplitName(words[i])
	}
	return read, nil
}

// unknownWord says of a word that was not found that the model does not have it.
func (m *Model) unknownWord(err error, word, text string) error {
	if m.learned == nil {
		return err
	}
	_, unknown := m.learned.Model.Vocabulary.Tokens(text)
	return m.learned.unknownWord(err, word, unknown)
}

// Find returns the tokens of a word of the passage: "bank", "bank:2", "[CLS]".
func (p Passage) Find(word string) ([]int, error) {
	return focusOf(&trace.Trace{Text: p.Text, Pair: p.Pair, Tokens: p.Tokens}, word)
}

// Run runs the passage, and says of an error in which text it is.
func (m *Model) Run(ctx context.Context, p Passage, o model.Options[float32]) (*model.Run[float32], error) {
	run, err := m.Net.Run(ctx, p.Inputs, o)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", clip(p.Text), err)
	}
	return run, nil
}
