package main

import (
	"fmt"
	"io"

	"heed/evaluate"
	"heed/geom"
	"heed/source"
	"heed/term"
	"heed/trace"
	"heed/words"

	"github.com/spf13/cobra"
)

func newEvalAnalogies() *cobra.Command {
	var f vectorFlags
	var o evaluate.VectorOptions
	c := &cobra.Command{
		Use:   "analogies FILE…",
		Short: "Measure how many analogies word vectors solve",
		Long: `Answer questions "A is to B as C is to what?" by the word whose vector has the
largest cosine to b − a + c, all at length 1 and A, B and C left out, and tell
how many answers are right. FILE has Google's form: four words a line, and
before each kind of question a line ": name"; kinds whose name begins with
"gram" are syntactic. Questions with a word that has no vector do not count.

Words are found in any case, the first of the vectors' words that differ in
case only, unless --case is given.`,
		Example: `  heed eval analogies questions.txt
  heed eval analogies questions.txt --words vec.bin --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			found := analogyScores{Version: trace.Version, Restrict: o.Restrict}
			err := f.measure(c, o, paths, func(v *words.Vectors, path string) error {
				sections, err := source.Analogies(path)
				if err != nil {
					return err
				}
				report, err := evaluate.Analogies(c.Context(), v, sections, o)
				found.Sets = append(found.Sets, analogyScore{path, report})
				return err
			})
			if err != nil {
				return err
			}
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if f.json {
					return printJSON(out, found)
				}
				for _, set := range found.Sets {
					set.print(out)
				}
				return nil
			})
		},
	}
	f.add(c)
	addVectorOptions(c, &o)
	return c
}

// analogyScores is the JSON form of heed eval analogies.
type analogyScores struct {
	Version  int            `json:"heed"`
	Restrict int            `json:"restrict"`
	Sets     []analogyScore `json:"sets"`
}

type analogyScore struct {
	File string `json:"file"`
	evaluate.AnalogiesReport
}

func (s analogyScore) print(out io.Writer) {
	fmt.Fprintf(out, "%s\nright  of covered  of all\n", term.Clean(s.File))
	for _, section := range s.Sections {
		printAnalogyScore(out, section.Name, section.AnalogyScore)
	}
	if s.Syntactic.Questions > 0 && s.Semantic.Questions > 0 {
		printAnalogyScore(out, "semantic", s.Semantic)
		printAnalogyScore(out, "syntactic", s.Syntactic)
	}
	printAnalogyScore(out, "all", s.Total)
}

func printAnalogyScore(out io.Writer, name string, s evaluate.AnalogyScore) {
	share := "–"
	if s.Accuracy != nil {
		share = geom.Fixed(100**s.Accuracy, 1) + " %"
	}
	fmt.Fprintf(out, "%7s  %10d  %6d  %s\n", share, s.Covered, s.Questions, term.Clean(name))
}
