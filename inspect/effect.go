package inspect

import (
	"context"
	"slices"

	"heed/attention"
	"heed/mat"
	"heed/source"
	"heed/trace"
)

// effect says what changes did to a word: its hidden states, targets, pull and
// prediction, before and after. The targets are measured in the runs that nothing
// changed.
func effect(ctx context.Context, m *source.Model, o HeadsOptions, w WhatIf, c *Changed) (trace.Effect, []target, error) {
	e := trace.Effect{Version: trace.Version, Changes: w.Asked(), From: w.From, Mean: c.Mean}
	keep := keeping(eachLayer(m, m.Net.ForMove), m.Net.ForHidden())
	plain := o.Options
	plain.Edit = nil
	before, err := runs(ctx, m, plain, keep)
	if err != nil {
		return e, nil, err
	}
	edited := plain
	edited.Edit = c.Edit
	after, err := runs(ctx, m, edited, keep)
	if err != nil {
		return e, nil, err
	}
	e.Word = before[0].Word
	if len(o.Towards) == 0 && len(before) <= 2 {
		o.Towards = apart(before, e.Word)
	}
	aims, err := targets(ctx, m, before, o.Towards, o.AnchorText, keep)
	if err != nil {
		return e, nil, err
	}
	for _, t := range aims {
		e.Targets = append(e.Targets, t.Target)
	}
	for n := range before {
		text, err := effectText(m, o.Options, before[n], after[n], aims)
		if err != nil {
			return e, nil, err
		}
		e.Texts = append(e.Texts, text)
	}
	if len(before) == 2 && len(aims) == 2 {
		pulls := [2]trace.Total{}
		for k, subjects := range [][]subject{before, after} {
			h := trace.Heads{}
			o.aims = aims
			if err := heads(ctx, m, o, &h, subjects, keep); err != nil {
				return e, nil, err
			}
			pulls[k] = *h.Pull
		}
		e.Pull = &pulls
	}
	e.Notes = c.Notes()
	return e, aims, nil
}

// effectText compares the two runs of one text.
func effectText(m *source.Model, o source.Options, before, after subject, aims []target) (trace.EffectText, error) {
	t := trace.EffectText{Passage: before.Passage.Passage}
	states := m.Net.ForHidden()
	for l, name := range states {
		a, b := mean(before.Run, name, before.Focus), mean(after.Run, name, after.Focus)
		t.States = append(t.States, trace.EffectState{Layer: l, Moved: mat.Number(mat.Distance(a, b)),
			Length: [2]mat.Number{mat.Number(mat.Norm(a)), mat.Number(mat.Norm(b))}, Cosine: mat.Number(mat.Cosine(a, b)), Before: a, After: b})
	}
	var to []attention.Target
	for _, aim := range aims {
		to = append(to, attention.Target{Token: aim.Word, Index: aim.Index[0], Context: aim.Text, Vector: aim.at(states[len(states)-1])})
	}
	last := t.States[len(t.States)-1]
	t.Towards = attention.Shift(last.Before, last.After, to).Towards
	if m.Net.Predicts() != nil {
		return t, nil
	}
	kind, positions := predicted(m, before, AttentionOptions{Options: o})
	var err error
	t.Prediction, err = swing(m, kind, positions[0], before, after)
	return t, err
}

// swing compares what is predicted at one token.
func swing(m *source.Model, kind string, position int, before, after subject) (*trace.Swing, error) {
	s := &trace.Swing{Kind: kind, Position: position, Token: before.Tokens[position].Text}
	var logits [2][]float32
	var logs [2][]float64
	for k, one := range []subject{before, after} {
		states, err := one.States(0, position)
		if err != nil {
			return nil, err
		}
		last := states
		last.Rows, last.Data = 1, states.Row(states.Rows-1)
		all, err := m.Net.Logits(last)
		if err != nil {
			return nil, err
		}
		logits[k], logs[k] = all.Row(0), logProbs(all.Row(0))
	}
	s.KL = mat.Number(divergence(logs[0], logs[1]))
	ids := ranked(logs[0], topOfPrediction)
	for _, id := range ranked(logs[1], topOfPrediction) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	was, is := candidates(m, logs[0], ids), candidates(m, logs[1], ids)
	for k, id := range ids {
		s.Words = append(s.Words, trace.SwingingWord{ID: id, Token: was[k].Token, Text: was[k].Text,
			Logit:       [2]mat.Number{mat.Number(logits[0][id]), mat.Number(logits[1][id])},
			Probability: [2]mat.Number{was[k].Probability, is[k].Probability},
			Rank:        [2]int{rankOf(logs[0], id), rankOf(logs[1], id)}})
	}
	return s, nil
}
