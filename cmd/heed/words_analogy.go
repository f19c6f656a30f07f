package main

import (
	"fmt"
	"io"

	"heed/term"
	"heed/trace"
	"heed/words"

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
			answers, err := solve(c, v, [3]string(args), n)
			if err != nil {
				return err
			}
			found := analogyAnswers{trace.Version, args[0], args[1], args[2], neighbours(answers)}
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

// solve finds the n words that are to c as b is to a; asked is a, b, c.
func solve(c *cobra.Command, v *words.Vectors, asked [3]string, n int) ([]words.Neighbour, error) {
	var three [3][]float32
	var places [3]int
	var err error
	for i, word := range asked {
		if three[i], places[i], err = find(c, v, word); err != nil {
			return nil, err
		}
	}
	query, err := words.Offset(three[0], three[1], three[2])
	if err != nil {
		return nil, fmt.Errorf("%s:%s::%s: %w", asked[0], asked[1], asked[2], err)
	}
	return v.Near(query, n, places[:]...), nil
}

// analogyAnswers is the JSON form of heed words analogy: A is to B as C is to
// the answers, best first.
type analogyAnswers struct {
	Version int         `json:"heed"`
	A       string      `json:"a"`
	B       string      `json:"b"`
	C       string      `json:"c"`
	Answers []neighbour `json:"answers"`
}
