package main

import (
	"fmt"
	"io"

	"heed/geom"

	"github.com/spf13/cobra"
)

func newWordsSimilarity() *cobra.Command {
	var f vectorFlags
	c := &cobra.Command{
		Use:     "similarity A B",
		Short:   "Tell the cosine of two words' vectors",
		Long:    "Tell the cosine of two words' vectors: 1 where they point the same way, 0 at right angles, −1 opposite.",
		Example: "  heed words similarity money bank\n  heed words similarity money bank --words vec.bin --json",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			v, done, err := f.open(c)
			if err != nil {
				return err
			}
			defer done()
			found, err := v.Similar(args[0], args[1])
			if err != nil {
				return err
			}
			tellMade(c, v, args...)
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if f.json {
					return printJSON(out, found)
				}
				_, err := fmt.Fprintln(out, geom.Fixed(found.Cosine, 4))
				return err
			})
		},
	}
	f.add(c)
	return c
}
