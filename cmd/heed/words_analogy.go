package main

import (
	"fmt"
	"io"

	"heed/term"

	"github.com/spf13/cobra"
)

func newWordsAnalogy() *cobra.Command {
	var f vectorFlags
	var n int
	c := &cobra.Command{
		Use:   "analogy A B C",
		Short: "Find the word that is to C as B is to A",
		Long: `Find the words whose vectors have the largest cosine to b − a + c, each of the
three first brought to length 1. A, B and C are left out.`,
		Example: "  heed words analogy man king woman\n  heed words analogy man king woman -n 1 --words vec.bin --json",
		Args:    cobra.ExactArgs(3),
		RunE: func(c *cobra.Command, args []string) error {
			if n < 1 {
				return usagef("-n %d: want at least one answer", n)
			}
			v, done, err := f.open(c)
			if err != nil {
				return err
			}
			defer done()
			found, err := v.Solve(args[0], args[1], args[2], n)
			if err != nil {
				return err
			}
			tellMade(c, v, args...)
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if f.json {
					return printJSON(out, found)
				}
				fmt.Fprintf(out, "%s is to %s as %s is to\n", term.Clean(found.A), term.Clean(found.B), term.Clean(found.C))
				printNeighbours(out, found.Answers)
				return nil
			})
		},
	}
	f.add(c)
	c.Flags().IntVarP(&n, "number", "n", 10, "how many answers to list")
	return c
}
