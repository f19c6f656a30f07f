package main

import (
	"fmt"
	"io"
	"strings"

	"heed/evaluate"
	"heed/geom"
	"heed/source"
	"heed/term"
	"heed/trace"
	"heed/words"

	"github.com/spf13/cobra"
)

func newEvalSimilarity() *cobra.Command {
	var f vectorFlags
	var o evaluate.VectorOptions
	c := &cobra.Command{
		Use:   "similarity FILE…",
		Short: "Measure how well cosines of word vectors agree with people",
		Long: `Rank pairs of words by the cosine of their vectors, and by how alike people
found them, and tell how well the two agree: Spearman's ρ, 1 where the ranks are
the same, over the pairs whose words both have a vector. FILE has a line for
each pair: two words and a score, parted by tabs, commas or spaces.

Words are found in any case, the first of the vectors' words that differ in
case only, unless --case is given.`,
		Example: `  heed eval similarity pairs.tsv
  heed eval similarity pairs.tsv --words vec.bin --json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			found := similarityScores{Version: trace.Version, Restrict: o.Restrict}
			err := f.measure(c, o, paths, func(v *words.Vectors, path string) error {
				pairs, err := source.Pairs(path)
				if err != nil {
					return err
				}
				score, err := evaluate.Similarity(v, pairs, o)
				if err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
				found.Sets = append(found.Sets, similarityScore{path, score})
				return nil
			})
			if err != nil {
				return err
			}
			return buffered(c.OutOrStdout(), func(out io.Writer) error {
				if f.json {
					return printJSON(out, found)
				}
				found.print(out)
				return nil
			})
		},
	}
	f.add(c)
	addVectorOptions(c, &o)
	return c
}

// similarityScores is the JSON form of heed eval similarity.
type similarityScores struct {
	Version  int               `json:"heed"`
	Restrict int               `json:"restrict"`
	Sets     []similarityScore `json:"sets"`
}

type similarityScore struct {
	File string `json:"file"`
	evaluate.SimilarityScore
}

func (s similarityScores) print(out io.Writer) {
	fmt.Fprintln(out, "Spearman’s ρ  pairs covered")
	for _, set := range s.Sets {
		fmt.Fprintf(out, "%12s  %13s  %s\n", geom.Fixed(set.Rho, 4), fmt.Sprintf("%d of %d", set.Covered, set.Pairs), term.Clean(set.File))
		if n := len(set.Unknown); n > 0 {
			fmt.Fprintf(out, "%27s  not covered: %s\n", "", term.Clean(firstOf(set.Unknown, 8)))
		}
		if set.Cased > 0 {
			fmt.Fprintf(out, "%27s  in another case: %d\n", "", set.Cased)
		}
	}
}

// firstOf lists the first words, and how many more there are.
func firstOf(list []string, most int) string {
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
