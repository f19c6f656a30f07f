package main

import (
	"fmt"

	"heed/english"
	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"

	"github.com/spf13/cobra"
)

// compareFlags are the flags of heed compare.
type compareFlags struct {
	answerFlags
	sources []string
	options inspect.CompareOptions
	towards string
}

func newCompare() *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare TEXT [TEXT]",
		Short: "Put the same questions to two models, or two texts, side by side",
		Long: `Put the same questions to two models (--source twice), or to two texts of one
model, and set the answers side by side: which heads move the word and how far,
how many make half of it, where the word starts and ends between two anchors.
Lengths are in each model's own units: of two models compare shares and cosines.
Targets and anchors are as for heed heads and heed path.`,
		Example: `  heed compare --source MODEL --source english "she put the money in the bank" \
      "she sat by the river bank" --word bank --towards money,river
  heed compare "money bank" "river bank" -o compare.svg`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			return compare(c, f)
		},
	}
	f.addForms(c)
	flags := c.Flags()
	flags.StringArrayVarP(&f.sources, "source", "s", nil, "english, a folder with a model, a GGUF file, or a model's name in the Hugging Face cache; twice to compare two (default english)")
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study (default: the longest that the texts share)")
	flags.StringVarP(&f.towards, "towards", "t", "", "one target word, or two: money,river")
	flags.StringVar(&f.options.AnchorText, "anchor-text", inspect.AnchorText, "sentence of the anchors; WORD is where one goes")
	return c
}

// countOf is a number of things: "1 text", "3 texts".
func countOf(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func compare(c *cobra.Command, f compareFlags) error {
	if len(f.sources) == 0 {
		f.sources = []string{english.Name}
	}
	if n := len(f.sources); n > 2 {
		return usagef("--source is given %d times; want one model, or two", n)
	}
	f.source = f.sources[0]
	formats, err := f.check()
	if err != nil {
		return err
	}
	switch n := len(f.options.Texts); {
	case len(f.sources) == 1 && n != 2:
		return usagef("%s, and one model; want two texts, or two models with --source twice, to compare", countOf(n, "text"))
	case n < 1 || n > 2:
		return usagef("%s, and two models; want one text or two", countOf(n, "text"))
	case n == 1 && f.towards == "":
		return usagef("one text, and no words to measure by; want one target or two with --towards")
	}
	if err := checkAsked(c, f.options.Texts, nil); err != nil {
		return err
	}
	if f.options.Towards, err = wordsOf("--towards", f.towards, 2); err != nil {
		return err
	}
	var models []*source.Model
	for _, name := range f.sources {
		m, err := source.OpenModel(name)
		if err != nil {
			return err
		}
		defer m.Close()
		models = append(models, m)
	}
	told, done := progress(c, "layers")
	f.options.Progress = told
	found, err := inspect.Compare(c.Context(), models, f.options)
	done()
	if err != nil {
		return err
	}
	for k := range found.Columns {
		column := &found.Columns[k]
		column.Heads.Source.Heed, column.Path.Source.Heed = version, version
		if len(column.Path.Anchors) == 2 {
			if err := geom.PlacePath(&column.Path, "anchors"); err != nil {
				return err
			}
		}
	}
	return f.give(c, formats, answer{
		numbers: found,
		scene:   func() (geom.Scene, error) { return geom.Compare(found) },
		table:   func() string { return term.Compare(found, term.Options{Precision: f.precision}) },
	})
}
