package main

import "github.com/spf13/cobra"

// newEval is the parent of the verbs that measure, one a file.
func newEval() *cobra.Command {
	c := &cobra.Command{
		Use:     "eval",
		Short:   "Measure word vectors and models by data that people made",
		Long:    "Measure word vectors and models by data that people made.",
		Example: "  heed eval --help",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newEvalWSD(), newEvalSimilarity(), newEvalAnalogies())
	return c
}
