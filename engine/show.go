package engine

import (
	"errors"

	"heed/geom"
	"heed/trace"
)

// Show answers with a walk that was made elsewhere: of a model, say. It has the
// form of [Ask]'s answer, without a lesson; a model's maps, which are large, are
// left out of it. anchor returns the vector of a word for the plane.
func Show(w trace.Walk, plane string, anchor func(word string) ([]float64, error)) []byte {
	p, err := geom.ChoosePlane(plane, w, anchor)
	if err != nil {
		return Refuse(err)
	}
	a, err := drawn(w, p, nil)
	if err != nil {
		return Refuse(err)
	}
	a.Walk = w.WithoutMaps()
	return encode(a)
}

// Refuse is the answer to a request that cannot be met.
func Refuse(why error) []byte {
	r := Refusal{Heed: trace.Version, Error: why.Error()}
	var said trace.SaidError
	if errors.As(why, &said) {
		r.Says = &said.Saying
	}
	return encode(r)
}
