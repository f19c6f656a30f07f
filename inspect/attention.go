package inspect

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"heed/attention"
	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// AttentionOptions say what [Attention] answers.
type AttentionOptions struct {
	source.Options          // Texts, Pairs, Word, Progress; Layer and Head, or source.Choose for all
	Method         string   // what maps show: "weights", "norms" or "rollout"; "" is weights
	Norms          bool     // work out norm-based weights, whatever maps show
	Targets        []string // words whose logits to take apart: " money"
}

// strongest is how many heads are named of each kind.
const strongest = 3

// AttentionMethods lists what maps can show.
func AttentionMethods() []string { return []string{"weights", "norms", "rollout"} }

// Attention answers what all heads attend to in each text: their weights,
// entropy, mean distance and kinds, rollout and norm-based weights; and, where
// the model has a head for logits, what it predicts, the logit lens and the parts
// of logits. The layers are those of the encoder, or of the only stack. A layer
// or head that the model lacks, a target that is not one token of its vocabulary,
// and targets for a model without a head are errors.
//
// Definitions: [attention.KindsOf], [attention.Entropy], [attention.Distance],
// [attention.Rollout], [attention.Mixture.Norms], [model.Model.Logits] and
// [model.Run.LogitParts].
func Attention(ctx context.Context, m *source.Model, o AttentionOptions) (trace.Attention, error) {
	o.Method = cmp.Or(o.Method, "weights")
	a := trace.Attention{Version: trace.Version, Method: o.Method}
	if !slices.Contains(AttentionMethods(), o.Method) {
		return a, fmt.Errorf("no method %q; want weights, norms or rollout", o.Method)
	}
	var err error
	if a.Layer, a.Head, err = asked(m, o.Layer, o.Head); err != nil {
		return a, err
	}
	o.Norms = o.Norms || o.Method == "norms"
	targets, err := logitTargets(m, o.Targets)
	if err != nil {
		return a, err
	}
	origin := originOf(m)
	subjects, err := runs(ctx, m, o.Options, keepFor(m))
	for n := 0; n < len(subjects) && err == nil; n++ {
		var t trace.AttentionText
		if t, err = attentionText(m, subjects[n], o, targets); err == nil {
			a.Texts = append(a.Texts, t)
		}
	}
	a.Source = origin()
	return a, err
}

// asked is the layer and the head that are asked for; nil for all.
func asked(m *source.Model, layer, head int) (l, h *int, err error) {
	c := m.Net.Config
	if layer != source.Choose {
		if layer < 0 || layer >= len(c.Blocks) {
			return nil, nil, fmt.Errorf("%s has layers 0 … %d; got %d", m.Name(), len(c.Blocks)-1, layer)
		}
		l = &layer
	}
	if head != source.Choose {
		if heads := c.Heads(max(layer, 0)); head < 0 || head >= heads {
			return nil, nil, fmt.Errorf("%s has heads 0 … %d in each layer; got %d", m.Name(), heads-1, head)
		}
		h = &head
	}
	return l, h, nil
}

// keepFor keeps what the answer reads of a run.
func keepFor(m *source.Model) func(name string) bool {
	names := eachLayer(m, m.Net.ForMixed)
	if m.Net.Predicts() == nil {
		names = append(names, m.Net.ForLogitParts()...)
	}
	return keeping(names)
}

// attentionText is the answer for one text.
func attentionText(m *source.Model, s subject, o AttentionOptions, targets []int) (trace.AttentionText, error) {
	t := trace.AttentionText{Passage: s.Passage.Passage, Word: s.Word}
	ids := make([]int, len(s.Encoding))
	for i, token := range s.Encoding {
		ids[i] = token.ID
		if token.Special {
			ids[i] = -1
		}
	}
	for layer := range m.Net.Config.Blocks {
		heads, err := s.Weights(0, layer)
		if err != nil {
			return t, err
		}
		t.Weights = append(t.Weights, heads)
		for head, w := range heads {
			t.Heads = append(t.Heads, summary(layer, head, w, ids, m.Net.Config.Blocks[layer].Attention.Causal))
		}
		if o.Norms {
			norms, err := normsOf(s, layer)
			if err != nil {
				return t, err
			}
			t.Norms = append(t.Norms, norms)
		}
	}
	t.Rollout = attention.Rollout(t.Weights)
	t.Strongest = strongestOf(t.Heads)
	if err := predict(m, s, o, targets, &t); err != nil {
		return t, err
	}
	t.Notes = attentionNotes(m, t)
	return t, nil
}

// summary sums one head up.
func summary(layer, head int, w mat.Matrix, ids []int, causal bool) trace.HeadAttention {
	k := attention.KindsOf(w, ids, causal)
	return trace.HeadAttention{Layer: layer, Head: head,
		Entropy: mat.Number(attention.Mean(attention.Entropy(w))), Distance: mat.Number(attention.Mean(attention.Distance(w))),
		Previous: mat.Number(k.Previous), First: mat.Number(k.First), Self: mat.Number(k.Self),
		Same: mat.Number(k.Same), Induction: mat.Number(k.Induction)}
}

// normsOf measures how one layer mixes a text.
func normsOf(s subject, layer int) (trace.AttentionNorms, error) {
	mixed, err := s.Mixed(0, layer)
	if err != nil {
		return trace.AttentionNorms{}, err
	}
	x := attention.Mixture{Weights: mixed.Weights, Values: mixed.Values, Stream: mixed.Stream}
	if mixed.After != nil {
		x.After = func(i int, part []float64) []float64 { return mixed.After[i].Part(part) }
	}
	if mixed.Sum != nil {
		x.Sum = func(i int, part []float64) []float64 { return mixed.Sum[i].Part(part) }
	}
	n := x.Norms()
	worst := 0.0
	for i := range mixed.Made.Rows {
		made := mixed.Made.Row(i)
		got, largest := mat.Add(n.Vectors.Row(i), mixed.Bias.Row(i)), 1.0
		for _, v := range made {
			largest = max(largest, math.Abs(v))
		}
		for c, v := range made {
			worst = max(worst, math.Abs(got[c]-v)/largest)
		}
	}
	return trace.AttentionNorms{Heads: n.Heads, Attn: n.Attn, Res: n.Res, ResLN: n.ResLN,
		MixAttn: n.MixAttn, MixRes: n.MixRes, MixResLN: n.MixResLN, SumsError: mat.Number(worst)}, nil
}

// strongestOf names the heads that are most of each kind; of equals the lowest
// layer, then head, comes first.
func strongestOf(heads []trace.HeadAttention) []trace.StrongestHead {
	var list []trace.StrongestHead
	for _, kind := range trace.Kinds() {
		ranked := slices.DeleteFunc(slices.Clone(heads), func(h trace.HeadAttention) bool { return math.IsNaN(float64(h.Kind(kind))) })
		slices.SortStableFunc(ranked, func(a, b trace.HeadAttention) int { return cmp.Compare(b.Kind(kind), a.Kind(kind)) })
		for _, h := range ranked[:min(strongest, len(ranked))] {
			list = append(list, trace.StrongestHead{Kind: kind, Layer: h.Layer, Head: h.Head, Value: h.Kind(kind)})
		}
	}
	return list
}

// attentionNotes tells what a reader should know of the answer.
func attentionNotes(m *source.Model, t trace.AttentionText) trace.List[trace.Note] {
	n := notes{}
	if m.Net.Config.Prefix != "" {
		n.add("heads", "this model is an encoder-decoder: the layers are its encoder's")
	}
	if causal(m) && len(t.Tokens) > 1 {
		first := 0.0
		for _, h := range t.Heads {
			first += float64(h.First) / float64(len(t.Heads))
		}
		n.add("heads", "this model reads from left to right: no token sees a later one, and the first sees only itself. The others give it %.0f%% of their attention, the mean of all heads: as an attention sink (Xiao et al. 2023) more for its place than for what it says", 100*first)
	}
	if len(t.Norms) > 0 {
		switch m.Net.Config.Blocks[0].Place {
		case model.Post:
			n.add("norms", "parts go through the norm that follows the sum with the deviation of the whole (Kobayashi et al. 2021)")
		case model.Sandwich:
			n.add("norms", "in this model a norm follows what attention adds, before it is added: attn_n stands before that norm, attnres_n after it, parts taken through it with the deviation of the whole. No norm follows the sum, so there is no attnresln_n")
		default:
			n.add("norms", "in this model no norm follows what attention and the stream sum to: attnres_n is of what the layer makes, and there is no attnresln_n (Kobayashi et al. 2021 define it for norms that follow, as in BERT)")
		}
	}
	if err := m.Net.Predicts(); err != nil {
		n.add("predictions", "no predictions, logit lens or parts of logits: %v", err)
	}
	if slices.ContainsFunc(t.Logits, func(p trace.LogitPartition) bool { return p.Gated }) {
		n.add("logits", "between the last layer and the words this model has a layer with an activation; each of its numbers is held at the factor that the activation made of it, as the norms' deviations are held")
	}
	return n.list
}
