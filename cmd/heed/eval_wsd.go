package main

import (
	"fmt"
	"io"

	"heed/english"
	"heed/evaluate"
	"heed/source"

	"github.com/spf13/cobra"
)

func newEvalWSD() *cobra.Command {
	var name string
	var asJSON bool
	c := &cobra.Command{
		Use:   "wsd DATA…",
		Short: "Measure how well a word's vectors tell its senses apart",
		Long: `Measure how well the vectors of a word, each in its sentence, tell its senses
apart: the share of occurrences whose nearest labelled neighbour has their
sense, and the macro-averaged F1 of the nearest centroid; of a model in each
hidden state, 0 being the embedding. Two baselines from static vectors of the
same vocabulary stand beside them: the mean of the ten words on each side, and
the sentence's weighted, centred mean (SIF). A contextual vector that does not
beat both has learned little from its context.

DATA is a word's folder as CoarseWSD has it (train.data.txt, train.gold.txt,
test.data.txt, test.gold.txt, classes_map.txt), a folder of such folders, or a
file like bank.tsv: corpus, document, label, index and sentence a line, parted
by tabs, where each occurrence is compared with all others. A sentence's words
are parted by spaces; the index of the one under study counts from 0.`,
		Example: `  heed eval wsd --source MODEL bank.tsv
  heed eval wsd --source MODEL bank.tsv --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			report, err := evalWSD(c, name, paths)
			if err != nil {
				return err
			}
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if asJSON {
					return printJSON(out, report)
				}
				return sensesTable(out, report)
			})
		},
	}
	flags := c.Flags()
	flags.StringVarP(&name, "source", "s", english.Name, "english, a .heed file or a folder with a model")
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	return c
}

func evalWSD(c *cobra.Command, name string, paths []string) (evaluate.SensesReport, error) {
	var data []evaluate.Senses
	for _, path := range paths {
		senses, err := source.Senses(path)
		if err != nil {
			return evaluate.SensesReport{}, err
		}
		data = append(data, senses...)
	}
	s, err := source.Open(name)
	if err != nil {
		return evaluate.SensesReport{}, err
	}
	defer s.Close()
	sensing, ok := s.(source.Sensing)
	if !ok {
		return evaluate.SensesReport{}, fmt.Errorf("%s has vectors for its own words alone; want --source english, a .heed file or a folder with a model", name)
	}
	told, done := progress(c, "sentences")
	defer done()
	return evaluate.MeasureSenses(c.Context(), data, sensing, sensing.Static(), told)
}
