package engine

import (
	"fmt"

	"heed/attention"
	"heed/geom"
	"heed/trace"
)

// A Recording is what a page that works offline carries of a model: a walk that
// [Ask] can take on from q, k and v, and its plane.
type Recording struct {
	Heed    int                `json:"heed"`    // version of the form, 1
	Name    string             `json:"name"`    // of the model
	Changed trace.List[string] `json:"changed"` // heads in which the run was changed by hand before it was recorded, one for each change: "L0.H1"
	Changes trace.List[Change] `json:"changes"` // numbers that were set after q, k and v, and are set again in what was recorded
	Basis   geom.Plane         `json:"basis"`
	Walk    trace.Walk         `json:"walk"`
}

// Record makes a recording of a model's walk. Of the model's matrices it keeps
// W_O alone, with the first text: the head is the same in all. It is an error if
// the walk cannot be taken on; see [attention.Resume].
func Record(name string, w trace.Walk, plane geom.Plane) (Recording, error) {
	slim := w.WithoutMaps()
	slim.Source.Name = name // not the path by which it was found
	for n, t := range w.Traces {
		if _, err := attention.Resume(t, nil); err != nil {
			return Recording{}, trace.SaidError{Text: fmt.Sprintf("a page that works offline goes on from q, k and v, which it cannot here: %v", err),
				Saying: trace.Saying{Key: "notResumed"}}
		}
		if n == 0 && t.Maps != nil && !t.Maps.O.Absent() {
			slim.Traces[0].Maps = &trace.Maps{O: t.Maps.O}
		}
	}
	return Recording{Heed: trace.Version, Name: name, Basis: plane, Walk: slim}, nil
}
