package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"heed/evaluate"
	"heed/model"
)

// A Sensing source has vectors for a word in any sentence, and static vectors
// of the same vocabulary to compare them with.
type Sensing interface {
	Source
	evaluate.Encoder
	Static() evaluate.Static
}

// Senses reads labelled occurrences of words: a word's folder as CoarseWSD has
// it, a folder of such folders, or a file like bank.tsv. The word is called as
// the folder, or the file without its ending.
func Senses(path string) ([]evaluate.Senses, error) {
	const want = "a word's folder as CoarseWSD has it, a folder of such, or a file like bank.tsv"
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		whole, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return evaluate.ReadSenses(os.DirFS(path), filepath.ToSlash(path), filepath.Base(whole))
	}
	f, err := openPlain(path, want)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name := filepath.Base(path)
	s, err := evaluate.ReadTagged(f, path, strings.TrimSuffix(name, filepath.Ext(name)))
	return []evaluate.Senses{s}, err
}

// Encode returns the mean over a word's tokens in each hidden state, [L+1 D]:
// that of the embedding, then of what leaves each layer.
func (m *Model) Encode(ctx context.Context, i evaluate.Instance) ([][]float32, error) {
	if m.readsImages() {
		return nil, fmt.Errorf("%s reads images, and no words", m.name)
	}
	encoding, err := m.encode(passage{text: i.Text})
	if err != nil {
		return nil, err
	}
	var rows []int
	for at, t := range encoding {
		if !t.Special && t.Start < i.End && t.End > i.Start {
			rows = append(rows, at)
		}
	}
	if rows == nil {
		return nil, fmt.Errorf("%q has no tokens of its own: the tokenizer drops it", i.Word)
	}
	hidden := m.Net.ForHidden()
	run, err := m.Net.Run(ctx, m.inputsOf(encoding), model.Options[float32]{Keep: func(name string) bool { return model.Match(hidden, name) }})
	if err != nil {
		return nil, err
	}
	states := make([][]float32, len(hidden))
	for l, name := range hidden {
		t, _ := run.Tensor(name)
		states[l] = meanOf(rows, m.config.Width, func(at int) []float32 { return t.Data[at*m.config.Width : (at+1)*m.config.Width] })
	}
	return states, nil
}

// meanOf is the mean of rows of a width.
func meanOf(rows []int, width int, row func(at int) []float32) []float32 {
	mean := make([]float32, width)
	for _, at := range rows {
		for d, x := range row(at) {
			mean[d] += x / float32(len(rows))
		}
	}
	return mean
}

// Static returns the model's word embeddings as static vectors: a word's is
// the mean of its pieces' rows, before types, positions and the norm. What
// the vocabulary cannot spell has the row of the unknown piece, as it has in
// the model.
//
// How often words occur is not in a model's files, but tokenizers list the
// pieces that they learned with the most frequent first: a word's frequency is
// estimated by Zipf's law from its rank, that of the last-listed of its pieces
// among the pieces that are words of two or more letters. What is listed before
// all of these, as BERT lists single characters and the unknown piece, counts
// as the most frequent, and so for next to nothing in a weighted mean.
func (m *Model) Static() evaluate.Static {
	s := embedded{m: m}
	if m.Tokenizer == nil {
		return s // without a word
	}
	s.rank = make([]int, m.Tokenizer.VocabSize())
	for id := range s.rank {
		s.rank[id] = s.words + 1
		if piece, ok := m.Tokenizer.Piece(id); ok && isWord(piece) {
			s.words++
		}
	}
	return s
}

// isWord reports whether a piece is a word of two or more letters. Ġ and ▁
// stand for the space before a word.
func isWord(piece string) bool {
	piece = strings.TrimLeft(piece, "Ġ▁")
	letters := strings.IndexFunc(piece, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	return letters && utf8.RuneCountInString(piece) >= 2
}

// embedded are a model's word embeddings as static vectors.
type embedded struct {
	m     *Model
	rank  []int // by id, from 1
	words int   // pieces that are words
}

func (s embedded) Vector(word string) []float32 {
	ids := s.ids(word)
	if len(ids) == 0 {
		return nil
	}
	return meanOf(ids, s.m.config.Embedding.Width, s.m.Net.WordVector)
}

func (s embedded) Frequency(word string) float64 {
	rank := 1
	for _, id := range s.ids(word) {
		rank = max(rank, s.rank[id])
	}
	return evaluate.Zipf(rank, max(s.words, rank))
}

// ids are the pieces of a word; none where one of them has no vector.
func (s embedded) ids(word string) []int {
	if s.m.Tokenizer == nil {
		return nil
	}
	pieces, err := s.m.Tokenizer.Encode(word)
	if err != nil {
		return nil
	}
	ids := pieces.IDs()
	for _, id := range ids {
		if id >= len(s.rank) || s.m.Net.WordVector(id) == nil {
			return nil
		}
	}
	return ids
}
