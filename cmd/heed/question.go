package main

import (
	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// A question is what a verb asks of a model, of its runs as they are and as they
// are changed, and how the answer is shown.
type question[T any] struct {
	told    *source.Progress // where the question has it
	ask     func(*source.Model) (T, error)
	askIf   func(*source.Model, inspect.WhatIf) (trace.WhatIf[T], error)
	origin  func(*T) *trace.Origin
	slim    func(T) T // what JSON has of it
	scene   func(T) (geom.Scene, error)
	sceneIf func(trace.WhatIf[T]) (geom.Scene, error)
	table   func(T, term.Options) string
}

// whole is an answer of which JSON has all.
func whole[T any](x T) T { return x }

// reply opens the model, asks, and gives the answer in the forms that the flags ask
// for.
func reply[T any](c *cobra.Command, f answerFlags, changes changeFlags, formats []string, q question[T]) error {
	m, told, done, err := f.open(c)
	if err != nil {
		return err
	}
	defer m.Close()
	*q.told = told
	table := func(x T) string { return q.table(x, term.Options{Precision: f.precision}) }
	if changes.asked() {
		x, err := asIf(changes, m, done, func(w inspect.WhatIf) (trace.WhatIf[T], error) { return q.askIf(m, w) })
		if err != nil {
			return err
		}
		q.origin(&x.Before).Heed, q.origin(&x.After).Heed = version, version
		a := changedAnswer(x, f.precision, q.slim, table)
		a.scene = func() (geom.Scene, error) { return q.sceneIf(x) }
		return f.give(c, formats, a)
	}
	x, err := q.ask(m)
	done()
	if err != nil {
		return err
	}
	q.origin(&x).Heed = version
	return f.give(c, formats, answer{
		numbers: q.slim(x),
		scene:   func() (geom.Scene, error) { return q.scene(x) },
		table:   func() string { return table(x) },
	})
}
