package main

import (
	"slices"
	"strings"

	"heed/geom"
	"heed/inspect"
	"heed/term"

	"github.com/spf13/cobra"
)

// scanFlags are the flags of heed patch-scan.
type scanFlags struct {
	answerFlags
	options inspect.ScanOptions
	towards string
	logits  []string
	share   bool
}

func newPatchScan() *cobra.Command {
	var f scanFlags
	c := &cobra.Command{
		Use:   "patch-scan TEXT --from TEXT2",
		Short: "Try every head at every token with its output taken from another text",
		Long: `Run a text once more for every head of a model and every token, with that head's
output at that token taken from the run of another text, one at a time, and draw
the map of what each does to the word: how far its last hidden state moves along
the line from the second target to the first, unit(t1 − t2), the targets as they
leave the last layer in the runs without a patch. The texts must have as many
tokens as each other.

Of a model with a head --towards-logit measures logits in place of the word's
vector: at the text's last token, or the word's where one is named, of a model
that reads from left to right; else at the text's mask, or at the word.

--what attn, mlp or resid patches all of a layer's attention, its MLP, or the
residual stream that enters it (Meng et al. 2022). --share draws each effect as
its share of the way between the two texts' runs; the table has both.`,
		Example: `  heed patch-scan "she sat by the river bank" --from "she sat by the cash bank" \
      --source MODEL --word bank --towards cash,river
  heed patch-scan "the river bank" --from "the cash bank" --source MODEL --what resid -o scan.png
  heed patch-scan "the river bank" --from "the cash bank" --source MODEL --share --json`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			return patchScan(c, f)
		},
	}
	f.add(c)
	flags := c.Flags()
	flags.StringVar(&f.options.From, "from", "", "text that is patched from")
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the longest that the texts share)")
	flags.StringVarP(&f.towards, "towards", "t", "", "one target word, or two: money,river (default: the longest words that tell the texts apart)")
	flags.StringArrayVar(&f.logits, "towards-logit", nil, "word of the vocabulary whose logit is measured instead: \" money\"; given twice, the first less the second")
	flags.StringVar(&f.options.AnchorText, "anchor-text", inspect.AnchorText, "sentence for a target that stands in no text; WORD is where it goes")
	flags.StringVar(&f.options.What, "what", inspect.ScanHeads, "what is patched: heads, attn, mlp or resid")
	flags.BoolVar(&f.share, "share", false, "draw the share of the way between the two runs")
	return c
}

func patchScan(c *cobra.Command, f scanFlags) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	switch n := len(f.options.Texts); {
	case n != 1:
		return usagef("%d texts; want one, and the one to patch from with --from", n)
	case f.options.From == "":
		return usagef("--from is missing; name the text to patch from")
	case !slices.Contains(inspect.ScanKinds(), f.options.What):
		return usagef("--what %s: want %s", f.options.What, strings.Join(inspect.ScanKinds(), ", "))
	}
	if err := checkAsked(c, f.options.Texts, nil); err != nil {
		return err
	}
	if f.options.Towards, err = wordsOf("--towards", f.towards, 2); err != nil {
		return err
	}
	if f.options.TowardsLogit = f.logits; len(f.logits) > 2 || len(f.logits) > 0 && f.towards != "" {
		return usagef("want --towards, or --towards-logit once or twice")
	}
	m, _, _, err := f.open(c)
	if err != nil {
		return err
	}
	defer m.Close()
	told, done := progress(c, "patches")
	f.options.Progress = told
	s, err := inspect.PatchScan(c.Context(), m, f.options)
	done()
	if err != nil {
		return err
	}
	s.Source.Heed = version
	return f.give(c, formats, answer{
		numbers: s,
		scene:   func() (geom.Scene, error) { return geom.Scan(s, f.share) },
		table:   func() string { return term.Scan(s, term.Options{Precision: f.precision}) },
	})
}
