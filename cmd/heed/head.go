package main

import (
	"fmt"

	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// headFlags are the flags of heed head.
type headFlags struct {
	answerFlags
	changeFlags
	towardsFlags
	options inspect.HeadOptions
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
	f.towardsFlags.add(c, &f.options.HeadsOptions)
	return c
}

func head(c *cobra.Command, f headFlags) error {
	formats, err := f.answerFlags.check()
	if err != nil {
		return err
	}
	if err := f.towardsFlags.check(c, &f.options.HeadsOptions); err != nil {
		return err
	}
	return reply(c, f.answerFlags, f.changeFlags, formats, question[trace.Reading]{
		told: &f.options.Progress,
		ask:  func(m *source.Model) (trace.Reading, error) { return inspect.Head(c.Context(), m, f.options) },
		askIf: func(m *source.Model, w inspect.WhatIf) (trace.WhatIf[trace.Reading], error) {
			return inspect.HeadIf(c.Context(), m, f.options, w)
		},
		origin:  func(r *trace.Reading) *trace.Origin { return &r.Source },
		slim:    whole[trace.Reading],
		scene:   geom.Head,
		sceneIf: geom.HeadIf,
		table:   term.Head,
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
