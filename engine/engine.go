// Package engine is what a page asks: one request in JSON, one answer in JSON,
// the same bytes whether it runs behind HTTP or in the browser. It holds no
// state; a page's state is the lesson that it sends.
package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"heed/geom"
	"heed/lesson"
	"heed/trace"
)

// maxRequest bounds a request. A lesson has at most 256 KiB, a recorded walk of
// GPT-2 some 2 MiB.
const maxRequest = 8 << 20

// maxChanges bounds the changes of one request, each of which walks the lesson.
const maxChanges = 64

// A Request asks for a lesson's walk, after some changes to the lesson.
type Request struct {
	Heed    int          `json:"heed"`            // version of the form, 1
	Name    string       `json:"name"`            // of the lesson: "lesson:money-bank"
	Lesson  *lesson.Node `json:"-"`               // the document itself
	Changes []Change     `json:"changes"`         // made to it in order
	Word    string       `json:"word,omitempty"`  // under study; "": the lesson's own
	Formula bool         `json:"formula"`         // leave every pin out
	Plane   string       `json:"plane,omitempty"` // as [geom.ChoosePlane] has it
	Brief   bool         `json:"brief,omitempty"` // leave out what no picture in motion shows; see [Answer]

	Walk  json.RawMessage `json:"walk,omitempty"`  // recorded of a model, with maps.o of its first text, in place of a lesson
	Basis *geom.Plane     `json:"basis,omitempty"` // of a recorded walk, in place of Plane
}

// An Answer is the lesson after its changes, its walk, and what a page draws of
// it. A brief one, of a change under way, has no lesson, no tensors in its walk,
// and does not say how its numbers came to be.
type Answer struct {
	Heed   int          `json:"heed"`
	Lesson *lesson.Node `json:"lesson"`
	Walk   trace.Walk   `json:"walk"`
	Scene  geom.Scene   `json:"scene"`
	Steps  [][]Step     `json:"steps"` // of each context, seven
	Maps   []geom.Grid  `json:"maps"`  // in two dimensions
}

// A Refusal is the answer to a request that cannot be met.
type Refusal struct {
	Heed  int           `json:"heed"`
	Error string        `json:"error"`
	Says  *trace.Saying `json:"says,omitempty"` // for readers of other languages, where a page can cause it
}

// Ask answers a request. What is wrong with it is an answer too, a [Refusal]:
// nothing that is sent makes Ask panic, or allocate on its word.
func Ask(request []byte) []byte {
	answer, err := ask(request)
	if err != nil {
		return Refuse(err)
	}
	return encode(answer)
}

func encode(a Answer) []byte {
	data, err := written(a)
	if err != nil {
		return Refuse(fmt.Errorf("the answer cannot be written: %w", err))
	}
	return data
}

func ask(request []byte) (a Answer, err error) {
	r, err := read(request)
	if err != nil {
		return Answer{}, err
	}
	if r.Walk != nil {
		return recorded(r)
	}
	l, document, err := changed(r)
	if err != nil {
		return Answer{}, err
	}
	walk, plane, err := walked(r, l)
	if err != nil {
		return Answer{}, err
	}
	if a, err = (Shown{Walk: walk, Plane: plane, Brief: r.Brief}).drawn(l.Chosen); err != nil {
		return Answer{}, err
	}
	if !r.Brief {
		a.Lesson = document
	}
	return a, nil
}

// changed is the lesson after the request's changes, and its document.
func changed(r Request) (*lesson.Lesson, *lesson.Node, error) {
	document := r.Lesson.Clone()
	l, err := lesson.Read(r.Name, document)
	if err != nil {
		return nil, nil, err
	}
	for i, c := range r.Changes {
		if document, err = c.make(r, l, document); err != nil {
			return nil, nil, fmt.Errorf("change %d: %w", i+1, err)
		}
		if l, err = lesson.Read(r.Name, document); err != nil {
			return nil, nil, fmt.Errorf("change %d: %w", i+1, err)
		}
	}
	return l, document, nil
}

// walked walks the lesson, and finds its plane.
func walked(r Request, l *lesson.Lesson) (trace.Walk, geom.Plane, error) {
	walk, err := l.Walk(lesson.Options{Word: r.Word, Formula: r.Formula})
	if err != nil {
		return walk, geom.Plane{}, err
	}
	all := l.Vectors()
	plane, err := geom.ChoosePlane(r.Plane, walk, func(word string) ([]float64, error) {
		if v, ok := all[word]; ok {
			return v, nil
		}
		return nil, fmt.Errorf("the lesson has no vector for %q", word)
	})
	return walk, plane, err
}

// read takes a request apart.
func read(request []byte) (Request, error) {
	if len(request) > maxRequest {
		return Request{}, fmt.Errorf("a request of %d bytes; want at most %d", len(request), maxRequest)
	}
	var r struct {
		Request
		Lesson json.RawMessage `json:"lesson"`
	}
	d := json.NewDecoder(bytes.NewReader(request))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Request{}, fmt.Errorf("the request is not what was wanted: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Request{}, errors.New("more after the request; want one")
	}
	switch {
	case r.Heed != trace.Version:
		return Request{}, fmt.Errorf("version %d of the request form; this heed reads %d", r.Heed, trace.Version)
	case len(r.Changes) > maxChanges:
		return Request{}, fmt.Errorf("%d changes in one request; want at most %d", len(r.Changes), maxChanges)
	case r.Walk != nil && len(r.Lesson) > 0:
		return Request{}, errors.New("a lesson and a recorded walk; want one of the two")
	case r.Walk != nil:
		return r.Request, nil
	case len(r.Lesson) == 0:
		return Request{}, errors.New("no lesson; want the document to walk")
	}
	document, err := lesson.Document(r.Name, r.Lesson)
	if err != nil {
		return Request{}, err
	}
	r.Request.Lesson = document
	return r.Request, nil
}
