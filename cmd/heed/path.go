package main

import (
	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// pathFlags are the flags of heed path.
type pathFlags struct {
	answerFlags
	changeFlags
	options inspect.PathOptions
	between string
	plane   string
}

func newPath() *cobra.Command {
	var f pathFlags
	c := &cobra.Command{
		Use:   "path TEXT…",
		Short: "Follow a word through the hidden states of a model",
		Long: `Follow a word through the hidden states of a model, a line a text, 0 being the
embedding's. Each state is drawn as its direction, at length 1, in the plane
between two anchor words: x runs from the first to the second, y along both. The
anchors stand in a neutral sentence of their own, "This is about WORD.", and are
measured again at every layer, for contexts are compared with contexts. How much
of its length 1 the plane keeps is told for each. --plane pca or axes:I,J takes
another plane, the same at all layers. A word of several pieces is their mean.`,
		Example: `  heed path "money bank" "river bank"
  heed path --source MODEL "money bank" "river bank" --word bank --between money,river
  heed path --source MODEL "money bank" "she put the money in the bank" "river bank" \
      "they walked along the river bank" --word bank --between money,river -o path.png
  heed path --source MODEL "money bank" "river bank" --plane pca --json
  heed path --source MODEL "money bank" "river bank" --word bank --between money,river \
      --patch 'L1.resid_in[2]' --from "the cash bank" -o path.png`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			return path(c, f)
		},
	}
	f.answerFlags.add(c)
	f.changeFlags.add(c)
	flags := c.Flags()
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the longest that the texts share)")
	flags.StringArrayVar(&f.options.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT …")
	flags.StringVarP(&f.between, "between", "b", "", "two anchors: money,river (default: the longest words that tell two texts apart)")
	flags.StringVar(&f.options.AnchorText, "anchor-text", inspect.AnchorText, "sentence of the anchors; WORD is where one goes")
	flags.StringVar(&f.plane, "plane", "anchors", "anchors, pca or axes:I,J")
	return c
}

func path(c *cobra.Command, f pathFlags) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	if len(f.options.Texts) == 0 {
		return usagef("no texts; want one or more")
	}
	if err := checkAsked(c, f.options.Texts, f.options.Pairs); err != nil {
		return err
	}
	if err := geom.CheckPathPlane(f.plane); err != nil {
		return usageError{err}
	}
	if f.options.Between, err = wordsOf("--between", f.between, 2); err != nil {
		return err
	}
	if len(f.options.Between) == 1 {
		return usagef("--between %s: one word; want two, such as money,river", f.between)
	}
	f.options.Free = f.plane != "anchors"
	return reply(c, f.answerFlags, f.changeFlags, formats, question[trace.Path]{
		told: &f.options.Progress,
		ask: func(m *source.Model) (trace.Path, error) {
			p, err := inspect.Path(c.Context(), m, f.options)
			if err == nil {
				err = geom.PlacePath(&p, f.plane)
			}
			return p, err
		},
		askIf: func(m *source.Model, w inspect.WhatIf) (trace.WhatIf[trace.Path], error) {
			x, err := inspect.PathIf(c.Context(), m, f.options, w)
			if err == nil {
				err = geom.PlacePaths(&x, f.plane)
			}
			return x, err
		},
		origin:  func(p *trace.Path) *trace.Origin { return &p.Source },
		slim:    whole[trace.Path],
		scene:   geom.Path,
		sceneIf: geom.PathIf,
		table:   term.Path,
	})
}
