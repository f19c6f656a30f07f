package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"heed/model"
	"heed/source"

	"github.com/spf13/cobra"
)

func newVerify() *cobra.Command {
	var name, goldens string
	var asJSON, formula bool
	c := &cobra.Command{
		Use:   "verify [TEXT or IMAGE]",
		Short: "Check a model's or a lesson's numbers, and say how far they can be trusted",
		Long: `Run a text through a model, or an image's file where it reads images, keep every
tensor, and measure what must hold of them: rows of weights sum to 1, the parts
of a query sum to its head's output, heads and bias to what attention adds, the
parts of a layer to what leaves it; and how near float32 comes to the same run in
float64. --golden names a folder of recorded runs to compare with, safetensors
files with in.* tensors and what a run of them gives; the folder golden within
the model's is looked at in any case. Errors are relative to the largest number
of a row, or to 1 where that is larger. What is beyond its limit fails.

Of a lesson every computed number of its walk is measured against its formula,
the sums taken again in 300 bits; the error is relative to the sizes of a sum's
terms. Stated numbers are left out: heed walk tells where they disagree.`,
		Example: `  heed verify --source MODEL
  heed verify --source MODEL --golden RUNS --json "money bank"
  heed verify --source lesson:money-river`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			lesson := source.IsLesson(name)
			switch {
			case name == "":
				return usagef("--source is missing; name a folder with a model, a GGUF file, or a lesson")
			case lesson && (len(args) > 0 || goldens != ""):
				return usagef("a lesson has its own texts and no recorded runs; want --source and, perhaps, --formula")
			case !lesson && formula:
				return usagef("--formula is of lessons, and %s is none", name)
			}
			v, err := verify(c, name, goldens, args, formula)
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(c.OutOrStdout())
				e.SetIndent("", "  ")
				err = e.Encode(v)
			} else {
				err = printVerification(c.OutOrStdout(), v)
			}
			if err == nil && !v.OK() {
				err = errors.New("something is beyond its limit; see above")
			}
			return err
		},
	}
	flags := c.Flags()
	flags.StringVarP(&name, "source", "s", "", "folder with a model, GGUF file, name of a model in the Hugging Face cache, lesson:NAME or a lesson file")
	flags.StringVar(&goldens, "golden", "", "folder of recorded runs to compare with")
	flags.BoolVar(&formula, "formula", false, "measure a lesson's walk by the formula alone, without its pins")
	flags.BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func verify(c *cobra.Command, name, goldens string, args []string, formula bool) (source.Verification, error) {
	if source.IsLesson(name) {
		return source.VerifyLesson(c.Context(), name, formula)
	}
	m, err := source.OpenModel(name)
	if err != nil {
		return source.Verification{}, err
	}
	defer m.Close()
	told, done := progress(c, "runs")
	defer done()
	return m.Verify(c.Context(), strings.Join(args, ""), goldens, told)
}

func printVerification(out io.Writer, v source.Verification) error {
	_, err := fmt.Fprintf(out, "%s\nsha256 %s\n%q\n\n   error   limit\n", v.Source, v.SHA256, v.Inputs)
	line := func(c model.Check, note string) {
		if err != nil {
			return
		}
		mark := " "
		if !c.OK() {
			mark = "✗"
		}
		at := ""
		if c.At != "" {
			at = ", " + c.At
		}
		_, err = fmt.Fprintf(out, "%s%7.1e %7.0e  %s%s%s\n", mark, c.Error, c.Limit, c.Claim, note, at)
	}
	for _, c := range v.Checks {
		line(c, "")
	}
	for _, g := range v.Goldens {
		line(g.Check, " ("+g.Float+")")
	}
	return err
}
