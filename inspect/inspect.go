// Package inspect asks a model what it did to a word: which head moved it, with
// what, how far, and what if it hadn't. It turns runs of package model into the
// answers of package trace, exactly: what a layer adds is taken apart into
// heads, biases and MLP, and the sum is compared with what the run has.
package inspect

import (
	"context"
	"slices"

	"heed/model"
	"heed/source"
	"heed/trace"
)

// A subject is one text after its run.
type subject struct {
	source.Passage
	*model.Run[float32]
}

// runs reads the texts and runs each by itself, so that no text's numbers
// depend on another's length.
func runs(ctx context.Context, m *source.Model, o source.Options, keep func(name string) bool) ([]subject, error) {
	passages, err := m.Read(o)
	if err != nil {
		return nil, err
	}
	layers := len(m.Net.Config.Blocks)
	subjects := make([]subject, len(passages))
	for n, p := range passages {
		var edit func(model.Tensor[float32])
		if o.Edit != nil {
			edit = o.Edit(n)
		}
		run, err := m.Run(ctx, p, model.Options[float32]{Keep: keep, Edit: edit, AfterLayer: func(layer int) {
			if o.Progress != nil {
				o.Progress(n*layers+layer+1, len(passages)*layers)
			}
		}})
		if err != nil {
			return nil, err
		}
		subjects[n] = subject{p, run}
	}
	return subjects, nil
}

// originOf finds out where a model's numbers come from while these are worked
// out. It reads the weights' map, which the caller may close after the answer: so
// what it returns is to be called, and waits, before that.
func originOf(m *source.Model) func() trace.Origin {
	origin := make(chan trace.Origin, 1)
	go func() { origin <- m.Origin() }()
	return func() trace.Origin { return <-origin }
}

// keeping keeps the steps that are listed.
func keeping(lists ...[]string) func(name string) bool {
	steps := map[string]bool{}
	for _, name := range slices.Concat(lists...) {
		steps[name] = true
	}
	return func(name string) bool { return steps[name] }
}

// eachLayer lists steps of all layers of the encoder, or of the only stack.
func eachLayer(m *source.Model, of func(layer int) []string) []string {
	var names []string
	for layer := range m.Net.Config.Blocks {
		names = append(names, of(layer)...)
	}
	return names
}
