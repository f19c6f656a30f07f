package main

import (
	"strings"

	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// headsFlags are the flags of heed heads.
type headsFlags struct {
	answerFlags
	changeFlags
	towardsFlags
	options inspect.HeadsOptions
	vectors bool
}

func newHeads() *cobra.Command {
	var f headsFlags
	c := &cobra.Command{
		Use:   "heads TEXT [TEXT]",
		Short: "Tell which head of a model moved a word, how far, and towards whom",
		Long: `Tell for each layer and head of a model what it adds to a word's vector, how
far that moves the word towards each target, and, of two texts, the head's pull:
how much further it pushes the word from the second target to the first in the
one text than in the other,

  pull = (output A − output B) · unit(target 1 − target 2)

all read at the layer of the head. Every layer is taken apart into heads, biases,
MLP and residual stream; the parts sum to what the model computed, and the error
of the sum is told. Where norms follow a sum, parts are taken through them as
Kobayashi et al. (2021) do.

Targets are words of the texts, measured where they stand; one that stands in
neither is run in a sentence of its own (--anchor-text). Without --towards they
are the longest words that tell the texts apart.`,
		Example: `  heed heads "money bank" "river bank"
  heed heads --source MODEL "she put the money in the bank" "she sat by the river bank" \
      --word bank --towards money,river
  heed heads --source MODEL "she put the money in the bank" --word bank --towards money
  heed heads --source MODEL "money bank" "river bank" -o heads.png -o heads.json
  heed heads "money bank" "river bank" --without L0.H6
  heed heads --source MODEL "money bank" "river bank" --without L1.attn --mean "a cat sat"`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			return heads(c, f)
		},
	}
	f.answerFlags.add(c)
	f.changeFlags.add(c)
	f.towardsFlags.add(c, &f.options)
	c.Flags().BoolVar(&f.vectors, "vectors", false, "put each head's vector into the JSON too")
	return c
}

func heads(c *cobra.Command, f headsFlags) error {
	formats, err := f.answerFlags.check()
	if err != nil {
		return err
	}
	if err := f.towardsFlags.check(c, &f.options); err != nil {
		return err
	}
	slim := trace.Heads.WithoutVectors
	if f.vectors {
		slim = whole
	}
	return reply(c, f.answerFlags, f.changeFlags, formats, question[trace.Heads]{
		told: &f.options.Progress,
		ask:  func(m *source.Model) (trace.Heads, error) { return inspect.Heads(c.Context(), m, f.options) },
		askIf: func(m *source.Model, w inspect.WhatIf) (trace.WhatIf[trace.Heads], error) {
			return inspect.HeadsIf(c.Context(), m, f.options, w)
		},
		origin:  func(h *trace.Heads) *trace.Origin { return &h.Source },
		slim:    slim,
		scene:   geom.Heads,
		sceneIf: geom.HeadsIf,
		table:   term.Heads,
	})
}

// wordsOf reads a list of words, at most so many.
func wordsOf(flag, list string, most int) ([]string, error) {
	if list == "" {
		return nil, nil
	}
	words := strings.Split(list, ",")
	for i, word := range words {
		if words[i] = strings.TrimSpace(word); words[i] == "" {
			return nil, usagef("%s %s: word %d is empty; want words such as money,river", flag, list, i+1)
		}
	}
	if len(words) == 2 && words[0] == words[1] {
		return nil, usagef("%s %s: the same word twice has no line between; want two that differ, or one", flag, list)
	}
	if len(words) > most {
		return nil, usagef("%s %s: %d words; want at most %d", flag, list, len(words), most)
	}
	return words, nil
}
