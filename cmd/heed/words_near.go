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
	Version int              `json:"heed"`
	Words   []words.NearWord `json:"words"`
}

func near(c *cobra.Command, v *words.Vectors, list []string, n int, asJSON bool) error {
	found := nearWords{Version: trace.Version}
	for _, word := range list {
		one, err := v.Neighbours(word, n)
		if err != nil {
			return err
		}
		found.Words = append(found.Words, one)
	}
	tellMade(c, v, list...)
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

// printNeighbours prints a line for each. buffered tells of errors.
func printNeighbours(out io.Writer, list []words.Ranked) {
	for _, n := range list {
		fmt.Fprintf(out, "  %7s  %s\n", geom.Fixed(n.Cosine, 4), term.Clean(n.Word))
	}
}
