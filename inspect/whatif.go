package inspect

import (
	"context"

	"heed/mat"
	"heed/source"
	"heed/trace"
)

// exact is how far sums may be off where nothing was edited but what follows from
// its parts.
const exact = 1e-3

// Effect says what changes to the runs of texts did to a word: its hidden states,
// its way towards targets, the pull of all heads, and what the model predicts; see
// [trace.Effect].
func Effect(ctx context.Context, m *source.Model, o HeadsOptions, w WhatIf) (trace.Effect, error) {
	changed, err := w.Prepare(ctx, m, o.Options)
	if err != nil {
		return trace.Effect{}, err
	}
	e, _, err := effect(ctx, m, o, w, changed)
	e.Source = m.Origin()
	return e, err
}

// HeadsIf is [Heads] of the runs as the model makes them, and of the runs as they
// are changed, with what the changes did. Both are measured by the same targets:
// those of the runs that nothing changed.
func HeadsIf(ctx context.Context, m *source.Model, o HeadsOptions, w WhatIf) (trace.WhatIf[trace.Heads], error) {
	return whatIf(ctx, m, o, w, func(o HeadsOptions) (trace.Heads, error) {
		h, err := Heads(ctx, m, o)
		if o.Edit != nil && err == nil && !(h.Sums.Worst() <= exact) {
			h.Notes = append(h.Notes, offNote(h.Sums.Worst()))
		}
		return h, err
	})
}

// HeadIf is [Head] before and after changes; see [HeadsIf].
func HeadIf(ctx context.Context, m *source.Model, o HeadOptions, w WhatIf) (trace.WhatIf[trace.Reading], error) {
	return whatIf(ctx, m, o.HeadsOptions, w, func(heads HeadsOptions) (trace.Reading, error) {
		o.HeadsOptions = heads
		r, err := Head(ctx, m, o)
		if o.Edit != nil && err == nil && !(r.Error <= exact) {
			r.Notes = append(r.Notes, offNote(r.Error))
		}
		return r, err
	})
}

// PathIf is [Path] before and after changes. The anchors, in sentences of their
// own, are not changed.
func PathIf(ctx context.Context, m *source.Model, o PathOptions, w WhatIf) (trace.WhatIf[trace.Path], error) {
	asked := HeadsOptions{Options: o.Options, AnchorText: o.AnchorText}
	if len(o.Between) > 0 {
		asked.Towards = o.Between
	}
	return whatIf(ctx, m, asked, w, func(heads HeadsOptions) (trace.Path, error) {
		o.Options = heads.Options
		return Path(ctx, m, o)
	})
}

// AttentionIf is [Attention] before and after changes.
func AttentionIf(ctx context.Context, m *source.Model, o AttentionOptions, w WhatIf) (trace.WhatIf[trace.Attention], error) {
	return whatIf(ctx, m, HeadsOptions{Options: o.Options}, w, func(heads HeadsOptions) (trace.Attention, error) {
		o.Options = heads.Options
		return Attention(ctx, m, o)
	})
}

// WalkIf is [source.Model.Walk] before and after changes, of the same head: the
// one that is chosen before.
func WalkIf(ctx context.Context, m *source.Model, o source.Options, w WhatIf) (trace.WhatIf[trace.Walk], error) {
	return whatIf(ctx, m, HeadsOptions{Options: o}, w, func(heads HeadsOptions) (trace.Walk, error) {
		o.Edit, o.Progress = heads.Edit, heads.Progress
		walk, err := m.Walk(ctx, o)
		o.Layer, o.Head = walk.Source.Layer, walk.Source.Head
		return walk, err
	})
}

// whatIf asks a question before and after changes, and what they did.
func whatIf[T any](ctx context.Context, m *source.Model, o HeadsOptions, w WhatIf, ask func(HeadsOptions) (T, error)) (x trace.WhatIf[T], err error) {
	x.Version = trace.Version
	changed, err := w.Prepare(ctx, m, o.Options)
	if err != nil {
		return x, err
	}
	if x.Before, err = ask(o); err != nil {
		return x, err
	}
	if x.Effect, o.aims, err = effect(ctx, m, o, w, changed); err != nil {
		return x, err
	}
	x.Source = m.Origin()
	x.Effect.Source = x.Source
	o.Edit = changed.Edit
	x.After, err = ask(o)
	return x, err
}

// offNote tells why parts no longer sum to what they make.
func offNote(off mat.Number) trace.Note {
	notes := notes{}
	notes.add("sums", "a changed number is not what its parts make: where it stands, the parts' sum is off by up to %.3g of the largest number", float64(off))
	return notes.list[0]
}
