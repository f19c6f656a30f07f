package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"heed/attention"
	"heed/english"
	"heed/learn"
	"heed/mat"
	"heed/token"
	"heed/trace"
)

// maxWords bounds the words of one text in a learned model's walk, for every
// stage of every head is kept: 512 take some 100 MB.
const maxWords = 512

// A Learned is a model that heed learn made, or the one that ships.
type Learned struct {
	Model *learn.Model

	name      string
	sha256    func() string
	close     func() error
	tabulated sync.Once
}

// OpenEnglish opens the model that ships.
func OpenEnglish() (*Learned, error) {
	m, err := learn.Parse(english.File)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", english.Name, err)
	}
	return &Learned{Model: m, name: english.Name, close: func() error { return nil },
		sha256: func() string {
			sum := sha256.Sum256(english.File)
			return hex.EncodeToString(sum[:])
		}}, nil
}

// OpenLearned opens a file that heed learn wrote, by memory map.
func OpenLearned(path string) (*Learned, error) {
	file, err := mapFile(path, "a model that heed learn wrote")
	if err != nil {
		return nil, err
	}
	m, err := learn.Parse(file.data)
	if err != nil {
		file.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &Learned{Model: m, name: path, close: file.close,
		sha256: func() string { return hashFile(path, file.data) }}, nil
}

// Close gives the model's file back.
func (l *Learned) Close() error { return l.close() }

// Walk takes texts through one head of the model. Words that it has not are
// left out, and a note of the trace names them.
func (l *Learned) Walk(_ context.Context, o Options) (trace.Walk, error) {
	switch {
	case o.Formula:
		return trace.Walk{}, fmt.Errorf("%s is a model, where nothing is pinned; formula is for lessons", l.name)
	case len(o.Pairs) > 0:
		return trace.Walk{}, fmt.Errorf("%s knows no pairs of texts", l.name)
	case o.Layer > 0:
		return trace.Walk{}, fmt.Errorf("%s has one layer, 0; got %d", l.name, o.Layer)
	case o.Head >= l.Model.Heads():
		return trace.Walk{}, fmt.Errorf("%s has heads 0 … %d; got %d", l.name, l.Model.Heads()-1, o.Head)
	}
	passages, err := passagesOf(o)
	if err != nil {
		return trace.Walk{}, err
	}
	words, err := studied(passages, o.Word, l.reads)
	if err != nil {
		return trace.Walk{}, err
	}
	heads := make([][]trace.Trace, len(passages)) // [texts][H]
	for i, p := range passages {
		if heads[i], err = l.heads(p.text, words[i]); err != nil {
			return trace.Walk{}, err
		}
	}
	source := trace.Source{Name: l.name, SHA256: l.sha256(), Kind: "learned", Tokenizer: "words", Head: o.Head, Precision: "float64"}
	if o.Head == Choose {
		source.Head, source.Chosen = strongestHead(heads, words[0])
	}
	w := trace.Walk{Version: trace.Version, Source: source}
	for _, h := range heads {
		w.Traces = append(w.Traces, h[source.Head])
	}
	for a := range w.Traces {
		attention.Finish(&w.Traces[a], attention.Others(w.Traces, a), true)
	}
	w.Contrast = contrast(w.Traces)
	return w, nil
}

// reads is whether the model has a vector for the word, or for a part of it.
func (l *Learned) reads(word string) bool {
	known, _ := l.Model.Vocabulary.Tokens(word)
	return len(known) > 0
}

// heads takes one text through every head.
func (l *Learned) heads(text, word string) ([]trace.Trace, error) {
	known, unknown := l.Model.Vocabulary.Tokens(text)
	switch {
	case len(known) == 0:
		return nil, fmt.Errorf("%s has none of the words of %q; it has %d words", l.name, clip(text), l.Model.Vocabulary.Len())
	case len(known) > maxWords:
		return nil, fmt.Errorf("%q has %d words; want at most %d", clip(text), len(known), maxWords)
	}
	ids := make([]int, len(known))
	tokens := make([]trace.Token, len(known))
	for i, k := range known {
		ids[i], tokens[i] = k.ID, trace.Token{Text: k.Text, Start: k.Start, End: k.End}
	}
	focus, err := focusOf(&trace.Trace{Text: text, Tokens: tokens}, word)
	if err != nil {
		return nil, l.unknownWord(err, word, unknown)
	}
	heads := l.Model.Walk(ids)
	for h := range heads {
		t := &heads[h]
		t.Text, t.Tokens, t.Focus = text, tokens, focus
		t.Word, _ = token.SplitName(word)
		if len(unknown) > 0 {
			t.Notes = append(t.Notes, trace.Note{At: "embed", Text: l.leftOut(text),
				Says: &trace.Saying{Key: "leftOut", Words: trace.Words{"model": l.name, "words": quoted(unknown)}}})
		}
	}
	return heads, nil
}

// An UnknownWord is a word that a model has no vector for.
type UnknownWord struct{ Model, Word string }

func (u UnknownWord) Error() string {
	return fmt.Sprintf("%s has no vector for %q", u.Model, u.Word)
}

// unknownWord is the error for a word under study without a vector.
func (l *Learned) unknownWord(err error, word string, unknown []token.Word) error {
	name, _ := token.SplitName(word)
	for _, u := range unknown {
		if strings.EqualFold(u.Text, name) {
			return fmt.Errorf("%w; study another word with --word", UnknownWord{l.name, name})
		}
	}
	return err
}

func quoted(words []token.Word) string {
	names := make([]string, 0, len(words))
	for _, w := range words {
		if name := "“" + w.Text + "”"; len(names) == 0 || !strings.Contains(strings.Join(names, " "), name) {
			names = append(names, name)
		}
	}
	if len(names) > 8 {
		return strings.Join(names[:8], ", ") + fmt.Sprintf(" and %d more", len(names)-8)
	}
	return strings.Join(names, ", ")
}

// strongestHead is the head with the largest mean, over the texts, of
// ‖projected‖ at the word; ties go to the lowest.
func strongestHead(texts [][]trace.Trace, word string) (head int, why string) {
	best := -1.0
	for h := range texts[0] {
		mean := 0.0
		for _, heads := range texts {
			t := heads[h]
			mean += mat.Norm(mat.MeanRows(t.Projected, t.Focus)) / float64(len(texts))
		}
		if mean > best {
			best, head = mean, h
		}
	}
	return head, chosenAs(0, head, word, "of all heads", best, len(texts))
}

// Anchor returns e of a word, which is the same in every text.
func (l *Learned) Anchor(_ context.Context, _ trace.Walk, word string) ([]float64, string, error) {
	known, _ := l.Model.Vocabulary.Tokens(word)
	if len(known) != 1 {
		return nil, "", fmt.Errorf("%s has no vector for %q", l.name, word)
	}
	return l.Model.Embed(known[0].ID), "in " + l.name, nil
}
