package main

import (
	"fmt"

	"heed/geom"
	"heed/inspect"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// headFlags are the flags of heed head.
type headFlags struct {
	answerFlags
	changeFlags
	options inspect.HeadOptions
	towards string
}

func newHead() *cobra.Command {
	var f headFlags
	c := &cobra.Command{
		Use:   "head L.H TEXT [TEXT]",
		Short: "Show what one head adds to a word, token by token",
		Long: `Show what one head adds to a word: for each token that it reads the weight, and
the length of what its value gives after W_O; head to tail these arrows end at
the head's output. L.H is its layer and head, both from 0: L5.H7, or 5.7. Weight
is not effect: a token may take much of the weight and add next to nothing.
Targets are as for heed heads, which ranks all heads.`,
		Example: `  heed head L0.H3 "money bank" "river bank"
  heed head L1.H2 --source MODEL "she put the money in the bank" "she sat by the river bank" \
      --word bank --towards money,river
  heed head 1.2 --source MODEL "money bank" -o head.png
  heed head L1.H2 --source MODEL "money bank" "river bank" --without-token money`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if f.options.Layer, f.options.Head, err = parseHead(args[0]); err != nil {
				return err
			}
			f.options.Texts = args[1:]
			return head(c, f)
		},
	}
	f.answerFlags.add(c)
	f.changeFlags.add(c)
	flags := c.Flags()
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the longest that the texts share)")
	flags.StringArrayVar(&f.options.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT")
	flags.StringVarP(&f.towards, "towards", "t", "", "one target word, or two: money,river")
	flags.StringVar(&f.options.AnchorText, "anchor-text", inspect.AnchorText, "sentence for a target that stands in no text; WORD is where it goes")
	return c
}

func head(c *cobra.Command, f headFlags) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	if n := len(f.options.Texts); n < 1 || n > 2 {
		return usagef("%d texts; want one, or two to compare", n)
	}
	if err := checkAsked(c, f.options.Texts, f.options.Pairs); err != nil {
		return err
	}
	if f.options.Towards, err = wordsOf("--towards", f.towards, 2); err != nil {
		return err
	}
	m, told, done, err := f.open(c)
	if err != nil {
		return err
	}
	defer m.Close()
	f.options.Progress = told
	if f.asked() {
		x, err := asIf(f.changeFlags, m, done, func(w inspect.WhatIf) (trace.WhatIf[trace.Reading], error) {
			return inspect.HeadIf(c.Context(), m, f.options, w)
		})
		if err != nil {
			return err
		}
		x.Before.Source.Heed, x.After.Source.Heed = version, version
		a := changedAnswer(x, f.precision, func(r trace.Reading) string { return term.Head(r, term.Options{Precision: f.precision}) })
		a.scene = func() (geom.Scene, error) { return geom.HeadIf(x) }
		return f.give(c, formats, a)
	}
	r, err := inspect.Head(c.Context(), m, f.options)
	done()
	if err != nil {
		return err
	}
	r.Source.Heed = version
	return f.give(c, formats, answer{
		numbers: r,
		scene:   func() (geom.Scene, error) { return geom.Head(r) },
		table:   func() string { return term.Head(r, term.Options{Precision: f.precision}) },
	})
}

// parseHead reads a layer and head: "L5.H7", or "5.7".
func parseHead(s string) (layer, head int, err error) {
	for _, form := range []string{"L%d.H%d", "l%d.h%d", "%d.%d"} {
		var rest string
		if n, _ := fmt.Sscanf(s+" .", form+" %s", &layer, &head, &rest); n == 3 && rest == "." && layer >= 0 && head >= 0 {
			return layer, head, nil
		}
	}
	return 0, 0, usagef("%q is no head; want its layer and head, from 0, such as L5.H7", s)
}
