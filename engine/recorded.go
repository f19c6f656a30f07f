package engine

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/geom"
	"heed/trace"
)

// recorded answers with a walk that was recorded of a model, taken on from its q,
// k and v after the request's changes, which set numbers. The plane is the one of
// the walk as it was recorded, so that it stays while a number is dragged.
func recorded(r Request) (Answer, error) {
	w, err := trace.Parse(r.Walk)
	if err != nil {
		return Answer{}, err
	}
	if len(w.Traces) == 0 {
		return Answer{}, errors.New("the recorded walk has no texts")
	}
	for n, t := range w.Traces {
		if t.Maps == nil {
			w.Traces[n].Maps = w.Traces[0].Maps // the head is the same in all texts
		}
		if len(t.Focus) == 0 || t.Embed.Absent() || t.Embed.Cols != w.Traces[0].Embed.Cols {
			return Answer{}, fmt.Errorf("traces[%d] has no word under study, no vectors, or others than the first text's", n)
		}
	}
	plane, err := r.basis(w)
	if err != nil {
		return Answer{}, err
	}
	pins := make([][]trace.Pin, len(w.Traces))
	for i, c := range r.Changes {
		if err := c.record(pins); err != nil {
			return Answer{}, fmt.Errorf("change %d: %w", i+1, err)
		}
	}
	for n := range w.Traces {
		if r.Formula {
			pins[n] = nil
		}
		t, err := attention.Resume(w.Traces[n], pins[n])
		if err != nil {
			return Answer{}, fmt.Errorf("%s: %w", w.Traces[n].Text, err)
		}
		if len(pins[n]) > 0 {
			attention.Finish(&t, others(w, n), w.Traces[n].Share != nil)
		}
		w.Traces[n] = t
	}
	if slices.ContainsFunc(pins, func(p []trace.Pin) bool { return len(p) > 0 }) {
		w.Contrast = nil
		if !slices.ContainsFunc(w.Traces, func(t trace.Trace) bool { return !strings.EqualFold(t.Word, w.Traces[0].Word) }) {
			w.Contrast = attention.Contrasts(w.Traces)
		}
	}
	set := make([][]string, len(pins))
	for n := range pins {
		for _, p := range pins[n] {
			set[n] = append(set[n], p.At)
		}
	}
	a, err := Shown{Walk: w, Plane: plane, Set: set, Brief: r.Brief, resumed: true}.drawn(nil)
	if !r.Brief {
		a.Walk = w.WithoutMaps()
	}
	return a, err
}

// basis is the plane that is asked for: given, or chosen by the recorded walk.
func (r Request) basis(w trace.Walk) (geom.Plane, error) {
	dim := w.Traces[0].Embed.Cols
	switch {
	case r.Basis == nil:
		return geom.ChoosePlane(r.Plane, w, func(word string) ([]float64, error) {
			return nil, fmt.Errorf("a recorded walk has no vector of %q alone; want another plane", word)
		})
	case len(r.Basis.X) != dim || len(r.Basis.Y) != dim:
		return geom.Plane{}, fmt.Errorf("basis: want x and y of %d numbers, as the walk's vectors have", dim)
	}
	return *r.Basis, nil
}

// others are the words of other texts that a recorded trace has as targets; in
// most models it has none, for a word's vector is another in each text.
func others(w trace.Walk, n int) []attention.Target {
	if slices.ContainsFunc(w.Traces[n].Shift.Towards, func(t trace.Towards) bool { return t.Context != nil }) {
		return attention.Others(w.Traces, n)
	}
	return nil
}

// record takes note of a change to a recorded walk.
func (c Change) record(pins [][]trace.Pin) error {
	if c.Context < 0 || c.Context >= len(pins) {
		return fmt.Errorf("context %d: the walk has contexts 0 … %d", c.Context, len(pins)-1)
	}
	if math.IsNaN(c.Value) || math.IsInf(c.Value, 0) {
		return fmt.Errorf("%s is %v; want a finite number", c.At, c.Value)
	}
	others := slices.DeleteFunc(pins[c.Context], func(p trace.Pin) bool { return p.At == c.At })
	switch c.Do {
	case "set":
		pins[c.Context] = append(others, trace.Pin{At: c.At, Value: c.Value})
	case "unpin":
		pins[c.Context] = others
	default:
		return fmt.Errorf("do %q: of a recorded head want set or unpin", c.Do)
	}
	return nil
}
