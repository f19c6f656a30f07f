package main

import (
	"fmt"
	"io"

	"heed/geom"
	"heed/term"
	"heed/trace"
	"heed/words"

	"github.com/spf13/cobra"
)

func newWordsNear() *cobra.Command {
	var f vectorFlags
	var n int
	c := &cobra.Command{
		Use:   "near WORD…",
		Short: "List the words whose vectors point most nearly the same way",
		Long: `List the words whose vectors have the largest cosine to each WORD's, nearest
first. WORD itself is left out.`,
		Example: `  heed words near bank
  heed words near bank river -n 3 --words vec.bin --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if n < 1 {
				return usagef("-n %d: want at least one neighbour", n)
			}
			v, done, err := f.open(c)
			if err != nil {
				return err
			}
			defer done()
			return near(c, v, args, n, f.json)
		},
	}
	f.add(c)
	c.Flags().IntVarP(&n, "number", "n", 10, "how many neighbours to list")
	return c
}

// nearWords is the JSON form of heed words near.
type nearWords struct {
	Version int        `json:"heed"`
	Words   []nearWord `json:"words"`
}

type nearWord struct {
	Word       string      `json:"word"`
	Neighbours []neighbour `json:"neighbours"`
}

// A neighbour's rank counts from 1, in the order of the file.
type neighbour struct {
	Word   string  `json:"word"`
	Cosine float64 `json:"cosine"`
	Rank   int     `json:"rank"`
}

func near(c *cobra.Command, v *words.Vectors, list []string, n int, asJSON bool) error {
	found := nearWords{Version: trace.Version}
	for _, word := range list {
		vector, index, err := find(c, v, word)
		if err != nil {
			return err
		}
		if words.Norm(vector) == 0 {
			return fmt.Errorf("the vector of %q is 0: it has no direction, and so no neighbours", word)
		}
		found.Words = append(found.Words, nearWord{word, neighbours(v.Near(vector, n, index))})
	}
	return buffered(c.OutOrStdout(), func(out io.Writer) error {
		if asJSON {
			return printJSON(out, found)
		}
		for _, w := range found.Words {
			fmt.Fprintf(out, "%s\n", term.Clean(w.Word))
			printNeighbours(out, w.Neighbours)
		}
		return nil
	})
}

func neighbours(list []words.Neighbour) []neighbour {
	out := make([]neighbour, len(list))
	for i, n := range list {
		out[i] = neighbour{n.Word, n.Cosine, n.Index + 1}
	}
	return out
}

// printNeighbours prints a line for each. buffered tells of errors.
func printNeighbours(out io.Writer, list []neighbour) {
	for _, n := range list {
		fmt.Fprintf(out, "  %7s  %s\n", geom.Fixed(n.Cosine, 4), term.Clean(n.Word))
	}
}
