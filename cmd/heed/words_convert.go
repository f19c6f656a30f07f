package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"heed/words"

	"github.com/spf13/cobra"
)

func newWordsConvert() *cobra.Command {
	var f vectorFlags
	var output, to string
	c := &cobra.Command{
		Use:   "convert -o OUT",
		Short: "Write vectors in another format",
		Long: `Write vectors in another format: word2vec (binary), word2vec-text (which is
also fastText's .vec), or glove (lines without a header). Binary numbers are
the same bits; in text they have as few digits as give the same float32. Of
fastText's .bin the vectors of its words are written, made with their n-grams.`,
		Example: `  heed words convert --words vec.bin -o vec.txt
  heed words convert --words vec.bin -o glove.txt --to glove`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			format, err := outputFormat(output, to)
			if err != nil {
				return err
			}
			v, done, err := f.open(c)
			if err != nil {
				return err
			}
			defer done()
			return writeOutput(c, output, func(out io.Writer) error { return v.Write(out, format) })
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "", "file to write: .bin, .txt or .vec; - is standard output")
	c.Flags().StringVar(&to, "to", "", "format to write, where the name does not tell: word2vec, word2vec-text, vec, glove")
	f.add(c)
	return c
}

// outputFormat is the format that --to names, else the one that a file's name
// mostly has.
func outputFormat(output, to string) (words.Format, error) {
	if output == "" {
		return words.Sniff, usagef("-o is missing; name the file to write")
	}
	if to != "" {
		format, err := words.ParseFormat(to)
		if err == nil && format == words.FastText {
			err = fmt.Errorf("cannot write fasttext files, which hold more than vectors; want one of %s", words.Formats())
		}
		if err != nil {
			return format, usagef("--to: %w", err)
		}
		return format, nil
	}
	switch strings.ToLower(filepath.Ext(output)) {
	case ".bin":
		return words.Word2vec, nil
	case ".txt", ".vec":
		return words.Text, nil
	}
	return words.Sniff, usagef("-o %s: its name does not tell a format; give --to, one of %s", output, words.Formats())
}
