package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"heed/english"
	"heed/source"
	"heed/term"
	"heed/words"

	"github.com/spf13/cobra"
)

// newWords is the parent of the verbs on static word vectors, one a file.
func newWords() *cobra.Command {
	c := &cobra.Command{
		Use:   "words",
		Short: "Look into static word vectors, and train them",
		Long: `Look into static word vectors: a vector for each word, whatever its sentence.
It is what attention starts from. Without --words they are those of english,
the small model that ships.`,
		Example: "  heed words near bank\n  heed words analogy man king woman",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		newWordsTrain(),
		newWordsNear(), newWordsAnalogy(), newWordsSimilarity(), newWordsShow(), newWordsConvert(), newWordsPlot(),
	)
	return c
}

// vectorFlags say which vectors to use, and how to print what is found.
type vectorFlags struct {
	words, format string
	json          bool
}

func (f *vectorFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.words, "words", "", "file of vectors: word2vec (binary or text), GloVe, fastText (.bin or .vec) (default: english, which ships)")
	flags.StringVar(&f.format, "format", "", "format of --words: word2vec, word2vec-text, vec, glove or fasttext (default: found out from its first bytes)")
	flags.BoolVar(&f.json, "json", false, "print the numbers as JSON")
}

// open opens the vectors, and says what of them was not taken as it stands.
func (f vectorFlags) open(c *cobra.Command) (*words.Vectors, func() error, error) {
	format, err := words.ParseFormat(f.format)
	if err != nil {
		return nil, nil, usagef("--format: %w", err)
	}
	v, done, err := source.OpenVectorsAs(f.words, format)
	if err != nil {
		return nil, nil, err
	}
	for _, note := range v.Notes() {
		fmt.Fprintf(c.ErrOrStderr(), "%s: %s\n", f.name(), term.Clean(note))
	}
	return v, done, nil
}

// name is what the vectors are called.
func (f vectorFlags) name() string {
	if f.words == "" {
		return english.Name
	}
	return filepath.Base(f.words)
}

// tellMade tells which of some words are not in the file, though they have vectors.
func tellMade(c *cobra.Command, v *words.Vectors, list ...string) {
	for _, word := range list {
		if _, known := v.Index(word); !known {
			fmt.Fprintf(c.ErrOrStderr(), "%q is not in the file; its vector is made of its n-grams\n", word)
		}
	}
}

// rankOf is the rank of a word from its place, from 1; nil where it has none.
func rankOf(index int) *int {
	if index < 0 {
		return nil
	}
	rank := index + 1
	return &rank
}

// printJSON prints what a verb found as one object.
func printJSON(out io.Writer, found any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(found)
}
