package engine

import (
	"errors"

	"heed/geom"
	"heed/trace"
)

// A Shown is a walk that was made elsewhere, of a model, say.
type Shown struct {
	Walk  trace.Walk
	Plane geom.Plane
	Set   [][]string // places of each context that a reader has set: rows, "embed[1]", and numbers, "weights[1,0]"
	Brief bool       // as in [Request]

	resumed bool // recorded, and taken on from q, k and v: e cannot be set
}

// Show answers with it, in the form of [Ask]'s answer, without a lesson; a
// model's maps, which are large, are left out of it.
func Show(s Shown) []byte {
	a, err := s.drawn(nil)
	if err != nil {
		return Refuse(err)
	}
	if !s.Brief {
		a.Walk = s.Walk.WithoutMaps()
	}
	return encode(a)
}

// drawn is the walk with what a page draws of it. Chosen are words whose vectors
// were put somewhere for the reader to move.
func (s Shown) drawn(chosen []string) (Answer, error) {
	scene, err := geom.Stage(s.Walk, s.Plane)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Heed: trace.Version, Walk: s.Walk, Scene: scene, Maps: geom.Grids(s.Walk)}
	for c, t := range s.Walk.Traces {
		of := stepper{w: s.Walk, t: t, c: c, chosen: chosen, brief: s.Brief, resumed: s.resumed}
		if c < len(s.Set) {
			of.set = s.Set[c]
		}
		a.Steps = append(a.Steps, of.steps())
	}
	if s.Brief {
		a.Walk = s.Walk.WithoutTensors()
	}
	return a, nil
}

// Refuse is the answer to a request that cannot be met.
func Refuse(why error) []byte {
	r := Refusal{Heed: trace.Version, Error: why.Error()}
	var said trace.SaidError
	if errors.As(why, &said) {
		r.Says = &said.Saying
	}
	w := writer{}
	w.Plain(r)
	w.Raw("\n")
	return w.Bytes
}
