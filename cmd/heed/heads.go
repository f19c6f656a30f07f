package main

import (
	"strings"

	"heed/geom"
	"heed/inspect"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// headsFlags are the flags of heed heads.
type headsFlags struct {
	answerFlags
	changeFlags
	options inspect.HeadsOptions
	towards string
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
	flags := c.Flags()
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the longest that the texts share)")
	flags.StringArrayVar(&f.options.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT")
	flags.StringVarP(&f.towards, "towards", "t", "", "one target word, or two: money,river")
	flags.StringVar(&f.options.AnchorText, "anchor-text", inspect.AnchorText, "sentence for a target that stands in no text; WORD is where it goes")
	flags.BoolVar(&f.vectors, "vectors", false, "put each head's vector into the JSON too")
	return c
}

func heads(c *cobra.Command, f headsFlags) error {
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
		x, err := asIf(f.changeFlags, m, done, func(w inspect.WhatIf) (trace.WhatIf[trace.Heads], error) {
			return inspect.HeadsIf(c.Context(), m, f.options, w)
		})
		if err != nil {
			return err
		}
		return f.give(c, formats, headsChanged(x, f))
	}
	h, err := inspect.Heads(c.Context(), m, f.options)
	done()
	if err != nil {
		return err
	}
	h.Source.Heed = version
	numbers := h
	if !f.vectors {
		numbers = h.WithoutVectors()
	}
	return f.give(c, formats, answer{
		numbers: numbers,
		scene:   func() (geom.Scene, error) { return geom.Heads(h) },
		table:   func() string { return term.Heads(h, term.Options{Precision: f.precision}) },
	})
}

// headsChanged is the answer before and after changes.
func headsChanged(x trace.WhatIf[trace.Heads], f headsFlags) answer {
	x.Before.Source.Heed, x.After.Source.Heed = version, version
	a := changedAnswer(x, f.precision, func(h trace.Heads) string { return term.Heads(h, term.Options{Precision: f.precision}) })
	a.scene = func() (geom.Scene, error) { return geom.HeadsIf(x) }
	if !f.vectors {
		slim := x // the scene has vectors
		slim.Before, slim.After = x.Before.WithoutVectors(), x.After.WithoutVectors()
		a.numbers = fromHere(slim)
	}
	return a
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
