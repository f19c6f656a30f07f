package main

import (
	"heed/inspect"

	"github.com/spf13/cobra"
)

// towardsFlags are the flags of the verbs that measure heads by targets.
type towardsFlags struct{ towards string }

func (f *towardsFlags) add(c *cobra.Command, o *inspect.HeadsOptions) {
	flags := c.Flags()
	flags.StringVarP(&o.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the longest that the texts share)")
	flags.StringArrayVar(&o.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT")
	flags.StringVarP(&f.towards, "towards", "t", "", "one target word, or two: money,river")
	flags.StringVar(&o.AnchorText, "anchor-text", inspect.AnchorText, "sentence for a target that stands in no text; WORD is where it goes")
}

// check refuses what makes no sense of any model, and reads the targets.
func (f towardsFlags) check(c *cobra.Command, o *inspect.HeadsOptions) (err error) {
	if n := len(o.Texts); n < 1 || n > 2 {
		return usagef("%d texts; want one, or two to compare", n)
	}
	if err := checkAsked(c, o.Texts, o.Pairs); err != nil {
		return err
	}
	o.Towards, err = wordsOf("--towards", f.towards, 2)
	return err
}
