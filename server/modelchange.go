package server

import (
	"context"
	"fmt"
	"slices"

	"heed/engine"
	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/trace"
)

// A modelWalk is a walk that is asked for, and the source to make it; model is
// that source where its runs are to be changed, else nil.
type modelWalk struct {
	source  source.Source
	model   *source.Model
	options source.Options
	request ModelRequest
	bases   *bases // of those with changes
}

// shown makes the walk, after its changes. The plane is that of the walk without
// them, so that it stands still while something is moved.
func (m modelWalk) shown(ctx context.Context) (engine.Shown, error) {
	r := m.request
	walk, plane, err := m.walk(ctx, m.options)
	if err != nil || len(r.Changes) == 0 {
		return engine.Shown{Walk: walk, Plane: plane, Brief: r.Brief}, err
	}
	chosen := walk.Source
	m.options.Layer, m.options.Head = chosen.Layer, chosen.Head
	planes := map[[2]int]geom.Plane{{chosen.Layer, chosen.Head}: plane} // of layers' heads
	moves := make([]inspect.Move, len(r.Changes))
	set := make([][]string, len(walk.Traces))
	for i, c := range r.Changes {
		moves[i] = inspect.Move{Text: c.Context, Layer: c.Layer, Head: c.Head, At: c.At, Value: c.Value}
		if c.To != nil {
			at := [2]int{c.Layer, c.Head}
			if _, known := planes[at]; !known {
				o := m.options
				o.Layer, o.Head = c.Layer, c.Head
				if _, planes[at], err = m.walk(ctx, o); err != nil {
					return engine.Shown{}, fmt.Errorf("change %d: %w", i+1, err)
				}
			}
			moves[i].To, moves[i].X, moves[i].Y = *c.To, planes[at].X, planes[at].Y
		}
		here := c.Layer == chosen.Layer && c.Head == chosen.Head
		if c.Context < len(set) && (here || c.Layer == chosen.Layer && stageOf(c.At) == "embed") {
			set[c.Context] = append(set[c.Context], places(walk.Traces[c.Context], c.At)...)
		}
	}
	if m.options.Edit, err = inspect.Moves(m.model, walk, moves); err != nil {
		return engine.Shown{}, err
	}
	if !slices.ContainsFunc(moves, func(m inspect.Move) bool { return m.Layer < chosen.Layer }) {
		m.options.From = &walk
	}
	changed, err := m.source.Walk(ctx, m.options)
	changed.Source.Chosen = chosen.Chosen
	return engine.Shown{Walk: changed, Plane: plane, Set: set, Brief: r.Brief}, err
}

// walk makes a walk without changes, and finds its plane.
func (m modelWalk) walk(ctx context.Context, o source.Options) (trace.Walk, geom.Plane, error) {
	if len(m.request.Changes) == 0 {
		return m.planed(ctx, o)
	}
	key := baseKey(m.request, o.Layer, o.Head)
	if b, is := m.bases.find(key); is {
		return b.walk, b.plane, nil
	}
	w, plane, err := m.planed(ctx, o)
	if err == nil {
		m.bases.keep(key, w, plane)
	}
	return w, plane, err
}

func (m modelWalk) planed(ctx context.Context, o source.Options) (trace.Walk, geom.Plane, error) {
	w, err := m.source.Walk(ctx, o)
	if err != nil {
		return w, geom.Plane{}, err
	}
	plane, err := geom.ChoosePlane(m.request.Plane, w, func(word string) ([]float64, error) {
		v, _, err := m.source.Anchor(ctx, w, word)
		return v, err
	})
	return w, plane, err
}

func stageOf(at string) string {
	stage, _, _ := trace.ParseAt(at)
	return stage
}

// places are those that a change sets: of the word under study all its rows.
func places(t trace.Trace, at string) []string {
	stage, index, err := trace.ParseAt(at)
	if err != nil || len(index) != 1 || !slices.Contains(t.Focus, index[0]) || stage == "k" || stage == "v" {
		return []string{at}
	}
	var all []string
	for _, i := range t.Focus {
		all = append(all, trace.At(stage, i))
	}
	return all
}
