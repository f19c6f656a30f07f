package main

import (
	"slices"
	"strings"

	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// attentionFlags are the flags of heed attention.
type attentionFlags struct {
	answerFlags
	changeFlags
	options inspect.AttentionOptions
	weights bool
}

func newAttention() *cobra.Command {
	var f attentionFlags
	c := &cobra.Command{
		Use:   "attention TEXT…",
		Short: "Show what all heads attend to, and what the model predicts",
		Long: `Show what all heads of a model attend to in each TEXT: heat maps of every head,
or, with --layer and --head, one map with its words, and the same as lines.

Of each head, means over the text's queries i, of weights w[i,j] on keys j:
  entropy    −Σ_j w ln w, in nats;  distance  Σ_j w |i−j|, in tokens
  previous   w on the token before;  first  on the first token (both from i = 1)
  self       on itself;  same  on the other tokens with the same id, not itself
  induction  on the tokens that came after an earlier token with the same id
The last two are – where nothing repeats; special tokens repeat nothing.

--method says what maps show: weights; norms, the length of weight · value after
W_O (Kobayashi et al. 2020), with the residual stream and the norm that follows it
in the mixing ratios and the JSON (Kobayashi et al. 2021); or rollout, the product of
0.5 · mean weights + 0.5 · I of all layers so far (Abnar and Zuidema 2020).

Of a model with a head for words it also tells the ten most probable: after the last
token, or --word, where it reads from left to right; else at each [MASK], or at the
word; and the logit lens, what the head would say if it read each layer
(nostalgebraist 2020). --towards-logit takes a word's logit apart into what embedding,
heads and MLPs write into the stream (direct logit attribution, Elhage et al. 2021), the
divisors of norms held. The word must be one token: " money" and "money" may differ.
Of a model that reads images a TEXT names a PNG or JPEG file.`,
		Example: `  heed attention --source MODEL "she put the money in the bank"
  heed attention --source MODEL "money bank" "river bank" -o heads.svg
  heed attention --source MODEL "money bank" --layer 1 --head 2 -o map.png
  heed attention --source MODEL "money bank" --method rollout --json
  heed attention --source MODEL "the [MASK] of the river" --towards-logit bank
  heed attention --source MODEL "money bank" --set 'L1.H2.weights[4,1]=0.2'`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			return showAttention(c, f)
		},
	}
	f.answerFlags.add(c)
	f.changeFlags.add(c)
	flags := c.Flags()
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the text's last, or one that the texts share)")
	flags.StringArrayVar(&f.options.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT …")
	flags.IntVar(&f.options.Layer, "layer", source.Choose, "layer, from 0 (default: all)")
	flags.IntVar(&f.options.Head, "head", source.Choose, "head, from 0 (default: all)")
	flags.StringVar(&f.options.Method, "method", "weights", "what maps show: weights, norms or rollout")
	flags.StringArrayVar(&f.options.Targets, "towards-logit", nil, `word of the vocabulary whose logit to take apart: " money"; may be given again`)
	flags.BoolVar(&f.weights, "weights", false, "put the weights of all heads into the JSON, not only of --layer and --head")
	return c
}

func showAttention(c *cobra.Command, f attentionFlags) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	switch o := f.options; {
	case len(o.Texts) == 0:
		return usagef("no text; give one, or several")
	case o.Layer < source.Choose:
		return usagef("--layer %d: layers count from 0", o.Layer)
	case o.Head < source.Choose:
		return usagef("--head %d: heads count from 0", o.Head)
	case !slices.Contains(inspect.AttentionMethods(), o.Method):
		return usagef("--method %s: want %s", o.Method, strings.Join(inspect.AttentionMethods(), ", "))
	case o.Method == "rollout" && o.Head != source.Choose:
		return usagef("--head %d: rollout is of the mean of all heads; want --layer alone, or another --method", o.Head)
	}
	if err := checkAsked(c, f.options.Texts, f.options.Pairs); err != nil {
		return err
	}
	f.options.Norms = f.json || slices.Contains(formats, "json")
	slim := trace.Attention.WithoutMaps
	if f.weights {
		slim = whole
	}
	return reply(c, f.answerFlags, f.changeFlags, formats, question[trace.Attention]{
		told: &f.options.Progress,
		ask:  func(m *source.Model) (trace.Attention, error) { return inspect.Attention(c.Context(), m, f.options) },
		askIf: func(m *source.Model, w inspect.WhatIf) (trace.WhatIf[trace.Attention], error) {
			return inspect.AttentionIf(c.Context(), m, f.options, w)
		},
		origin:  func(a *trace.Attention) *trace.Origin { return &a.Source },
		slim:    slim,
		scene:   geom.Attention,
		sceneIf: geom.AttentionIf,
		table:   term.Attention,
	})
}
