package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"heed/geom"
	"heed/term"
	"heed/trace"
	"heed/words"

	"github.com/spf13/cobra"
)

func newWordsShow() *cobra.Command {
	var f vectorFlags
	c := &cobra.Command{
		Use:   "show WORD…",
		Short: "Print the vector of a word, its length and its rank",
		Long: `Print the vector of a word, its length, and the word's rank: its place in the
file, from 1, which is mostly the order of frequency. The numbers are written
with as few digits as give the same float32.`,
		Example: `  heed words show bank
  heed words show bank --words vec.bin --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			v, done, err := f.open(c)
			if err != nil {
				return err
			}
			defer done()
			found := shownWords{Version: trace.Version, Count: v.Len(), Dim: v.Dim()}
			for _, word := range args {
				vector, index, err := v.Find(word)
				if err != nil {
					return err
				}
				tellMade(c, v, word)
				found.Words = append(found.Words, shownWord{word, rankOf(index), words.Norm(vector), vector})
			}
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if f.json {
					return printJSON(out, found)
				}
				for _, w := range found.Words {
					w.print(out, found.Count)
				}
				return nil
			})
		},
	}
	f.add(c)
	return c
}

// shownWords is the JSON form of heed words show.
type shownWords struct {
	Version int         `json:"heed"`
	Count   int         `json:"count"` // of words in the file
	Dim     int         `json:"dim"`
	Words   []shownWord `json:"words"`
}

type shownWord struct {
	Word   string    `json:"word"`
	Rank   *int      `json:"rank"` // null: made of the word's n-grams
	Norm   float64   `json:"norm"`
	Vector []float32 `json:"vector"`
}

func (w shownWord) print(out io.Writer, count int) {
	rank := "made of its n-grams"
	if w.Rank != nil {
		rank = fmt.Sprintf("word %d of %d", *w.Rank, count)
	}
	fmt.Fprintf(out, "%s  %s, %d numbers, length %s\n", term.Clean(w.Word), rank, len(w.Vector), geom.Fixed(w.Norm, 4))
	line := ""
	for _, x := range w.Vector {
		number := strconv.FormatFloat(float64(x), 'g', -1, 32)
		if len(line)+len(number)+1 > term.Width-2 {
			fmt.Fprintf(out, " %s\n", line)
			line = ""
		}
		line += " " + strings.ReplaceAll(number, "-", "−")
	}
	fmt.Fprintf(out, " %s\n", line)
}
