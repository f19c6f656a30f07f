package engine

import (
	"errors"

	"heed/geom"
	"heed/trace"
)

// Walk gives the walk that [Ask] answers a request with, and its plane, to one
// who draws or measures it in another way.
func Walk(request []byte) (trace.Walk, geom.Plane, error) {
	r, err := read(request)
	if err != nil {
		return trace.Walk{}, geom.Plane{}, err
	}
	if r.Walk != nil {
		return trace.Walk{}, geom.Plane{}, errors.New("this is for lessons; want a lesson")
	}
	l, _, err := changed(r)
	if err != nil {
		return trace.Walk{}, geom.Plane{}, err
	}
	return walked(r, l)
}
