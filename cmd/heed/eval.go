package main

import (
	"heed/evaluate"
	"heed/words"

	"github.com/spf13/cobra"
)

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

// measure opens the vectors, and measures them by each file.
func (f vectorFlags) measure(c *cobra.Command, o evaluate.VectorOptions, paths []string, by func(v *words.Vectors, path string) error) error {
	if o.Restrict < 0 {
		return usagef("--restrict %d: want how many words to use, or 0 for all", o.Restrict)
	}
	v, done, err := f.open(c)
	if err != nil {
		return err
	}
	defer done()
	for _, path := range paths {
		if err := by(v, path); err != nil {
			return err
		}
	}
	return nil
}

// addVectorOptions adds the flags that say how words are found.
func addVectorOptions(c *cobra.Command, o *evaluate.VectorOptions) {
	c.Flags().IntVar(&o.Restrict, "restrict", 300000, "use the first words of the vectors only, as many; 0: all")
	c.Flags().BoolVar(&o.Case, "case", false, "words that differ in case are different words")
}
