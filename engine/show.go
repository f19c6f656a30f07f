package engine

import (
	"heed/geom"
	"heed/trace"
)

// Show answers with a walk that was made elsewhere: of a model, say. It has the
// form of [Ask]'s answer, without a lesson; a model's maps, which are large, are
// left out of it. anchor returns the vector of a word for the plane.
func Show(w trace.Walk, plane string, anchor func(word string) ([]float64, error)) []byte {
	answer, err := show(w, plane, anchor)
	if err != nil {
		return Refuse(err)
	}
	return encode(answer)
}

func show(w trace.Walk, spec string, anchor func(word string) ([]float64, error)) (a Answer, err error) {
	plane, err := geom.ChoosePlane(spec, w, anchor)
	if err != nil {
		return Answer{}, err
	}
	scene, err := geom.Stage(w, plane)
	if err != nil {
		return Answer{}, err
	}
	a = Answer{Heed: trace.Version, Walk: w.WithoutMaps(), Scene: scene, Maps: geom.Grids(w)}
	for c := range w.Traces {
		a.Steps = append(a.Steps, steps(w, c, nil))
	}
	return a, nil
}

// Refuse is the answer to a request that cannot be met.
func Refuse(why error) []byte { return encode(Refusal{trace.Version, why.Error()}) }
