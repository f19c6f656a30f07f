package inspect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// HeadsOptions say which heads' answer is wanted. The zero value, with texts,
// chooses word and targets.
type HeadsOptions struct {
	source.Options          // Texts, Pairs, Word, Progress: one text or two
	Towards        []string // one word or two; none: those that tell the texts apart
	AnchorText     string   // the sentence of a target that no text has; "" is AnchorText

	aims []target // of runs that nothing changed, where Edit changes these; nil: these runs' own
}

// Heads says for every head of a model what it adds to a word's vector in each
// text, how far that moves it towards each target t,
//
//	towards = projected·(t−e)/‖t−e‖
//
// and, where there are two texts A and B and two targets, its pull:
//
//	pull = (projected_A − projected_B)·(t1−t2)/‖t1−t2‖
//
// e and the targets are what the residual stream holds as it enters the layer;
// all are lengths in its own units. Each layer is taken apart too, and the sums
// are compared with the run; see [model.Move]. The layers are those of the
// encoder, or of the only stack.
func Heads(ctx context.Context, m *source.Model, o HeadsOptions) (trace.Heads, error) {
	h, _, err := ask(ctx, m, o)
	return h, err
}

// ask is Heads, with the runs that it was read from.
func ask(ctx context.Context, m *source.Model, o HeadsOptions) (trace.Heads, []subject, error) {
	if n := len(o.Texts); n > 2 {
		return trace.Heads{}, nil, fmt.Errorf("%d texts; want one, or two to compare", n)
	}
	if n := len(o.Towards); n > 2 {
		return trace.Heads{}, nil, fmt.Errorf("%d targets; want one, or two to measure the pull between", n)
	}
	origin := originOf(m)
	keep := keeping(eachLayer(m, m.Net.ForMove))
	h := trace.Heads{Version: trace.Version}
	subjects, err := runs(ctx, m, o.Options, keep)
	if err == nil {
		err = heads(ctx, m, o, &h, subjects, keep)
	}
	h.Source = origin()
	return h, subjects, err
}

// heads fills the answer from the runs.
func heads(ctx context.Context, m *source.Model, o HeadsOptions, h *trace.Heads, subjects []subject, keep func(string) bool) error {
	h.Word = subjects[0].Word
	for _, s := range subjects {
		h.Texts = append(h.Texts, s.Passage.Passage)
	}
	chosen := len(o.Towards) == 0
	if chosen {
		o.Towards = apart(subjects, h.Word)
	}
	if len(o.Towards) == 0 {
		return errors.New("nothing to measure by: the texts have no words that tell them apart; name targets with --towards")
	}
	aims := o.aims
	if aims == nil {
		var err error
		if aims, err = targets(ctx, m, subjects, o.Towards, o.AnchorText, keep); err != nil {
			return err
		}
	}
	for _, t := range aims {
		h.Targets = append(h.Targets, t.Target)
	}
	for layer := range m.Net.Config.Blocks {
		if err := headsOf(h, layer, subjects, aims); err != nil {
			return err
		}
	}
	rank(h)
	h.Notes = headNotes(m, subjects, *h, chosen)
	return nil
}

// headsOf adds one layer's heads to the answer.
func headsOf(h *trace.Heads, layer int, subjects []subject, aims []target) error {
	step := subjects[0].Model.ForMove(layer)[0] // resid_in
	var moves []model.Move
	for _, s := range subjects {
		move, err := s.Move(0, layer, s.Focus)
		if err != nil {
			return err
		}
		move.Sums.Hidden = mat.Number(hiddenError(s, layer, move))
		moves = append(moves, move)
	}
	h.Layers = append(h.Layers, layerOf(layer, moves))
	h.Sums = h.Sums.Max(h.Layers[layer].Sums)
	var ways [][][]float64 // of each text and target: (t−e)/‖t−e‖
	for _, move := range moves {
		var to [][]float64
		for _, t := range aims {
			to = append(to, unitOf(mat.Sub(t.at(step), move.In)))
		}
		ways = append(ways, to)
	}
	unit := ways[0][0]
	if len(aims) == 2 {
		unit = unitOf(mat.Sub(aims[0].at(step), aims[1].at(step)))
	}
	for head := range moves[0].Heads.Rows {
		one := trace.HeadMove{Layer: layer, Head: head, Unit: unit}
		for n, move := range moves {
			added := move.Heads.Row(head)
			one.Length = append(one.Length, mat.Number(mat.Norm(added)))
			one.Kept = append(one.Kept, mat.Number(mat.Norm(move.KeptHeads.Row(head))))
			one.Projected = append(one.Projected, added)
			var towards []mat.Number
			for k := range aims {
				towards = append(towards, mat.Number(mat.Dot(added, ways[n][k])))
			}
			one.Towards = append(one.Towards, towards)
			if len(aims) == 2 {
				one.Along = append(one.Along, mat.Number(mat.Dot(added, unit)))
			}
		}
		if len(moves) == 2 && len(aims) == 2 {
			pull := one.Along[0] - one.Along[1]
			one.Pull = &pull
		}
		h.Heads = append(h.Heads, one)
	}
	return nil
}

// layerOf is what a layer added up, in lengths.
func layerOf(layer int, moves []model.Move) trace.Layer {
	l := trace.Layer{Layer: layer}
	for _, m := range moves {
		for _, x := range []struct {
			to   *[]mat.Number
			part []float64
		}{{&l.Move, mat.Sub(m.Out, m.In)}, {&l.In, m.KeptIn}, {&l.Heads, mat.SumRows(m.KeptHeads)}, {&l.Bias, m.KeptBias}, {&l.MLP, m.KeptMLP}, {&l.Norms, m.KeptNorms}} {
			*x.to = append(*x.to, mat.Number(mat.Norm(x.part)))
		}
		l.Sums = l.Sums.Max(m.Sums)
	}
	return l
}

// hiddenError compares what enters a layer and its move with the next hidden
// state, which the next layer reads.
func hiddenError(s subject, layer int, m model.Move) float64 {
	if layer+1 == len(s.Model.Config.Blocks) {
		return 0 // what leaves the last layer is the last hidden state
	}
	next := mean(s.Run, s.Model.ForMove(layer + 1)[0], s.Focus)
	return mat.Off(mat.Add(m.In, mat.Sub(m.Out, m.In)), next)
}

// rank numbers the heads by pull, or by the way towards the first target, in
// the first text, where there is none; of equals the lowest layer, then head,
// comes first.
func rank(h *trace.Heads) {
	order := make([]int, len(h.Heads))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(h.Heads[b].Strength(), h.Heads[a].Strength()) })
	for place, i := range order {
		h.Heads[i].Rank = place + 1
	}
	if h.Heads[0].Pull == nil {
		return
	}
	h.Pull = &trace.Total{}
	for _, one := range h.Heads {
		switch pull := *one.Pull; {
		case pull > 0:
			h.Pull.With += pull
		case pull < 0:
			h.Pull.Back += pull
		}
	}
	h.Pull.All = h.Pull.With + h.Pull.Back
}

// headNotes tells what a reader should know of the answer.
func headNotes(m *source.Model, subjects []subject, h trace.Heads, chosen bool) trace.List[trace.Note] {
	notes := notes{}
	for i, s := range subjects {
		notes.text(m, s, i, h.Word)
	}
	if chosen {
		var words []string
		for _, t := range h.Targets {
			words = append(words, t.Word)
		}
		how := "the longest of the other words"
		if len(words) == 2 {
			how = "the longest words that tell the texts apart"
		}
		notes.add("towards", "measured by %s: %s", strings.Join(words, " and "), how)
	}
	notes.targets(h.Targets)
	for k, t := range h.Targets {
		if causal(m) && t.Index[0] == 0 {
			notes.add(trace.At("towards", k), "“%s” is %s", t.Word, sinkSays)
		}
	}
	switch m.Net.Config.Blocks[0].Place { // all layers of a model are alike in this
	case model.Post:
		notes.add("kept", "a norm follows the sum in this model: kept is the length of what of a head's part leaves the layer, each part taken through the norms with the deviation of the whole (Kobayashi et al. 2021)")
	case model.Sandwich:
		notes.add("projected", "this model normalises what all heads make before adding it: a head's part is taken through that norm with the deviation of the whole (Kobayashi et al. 2021)")
	}
	return notes.list
}
