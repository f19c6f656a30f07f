package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"heed/engine"
	"heed/source"

	"github.com/danielgtaylor/huma/v2"
)

// A modelRequest asks for a walk of texts through a model.
type modelRequest struct {
	Heed   int      `json:"heed" enum:"1" doc:"version of the form"`
	Source string   `json:"source" doc:"one of /api/v1/models" example:"english"`
	Texts  []string `json:"texts,omitempty" maxItems:"8" maxLength:"2000" doc:"left out: the model's example" example:"[\"money bank\",\"river bank\"]"`
	Pairs  []string `json:"pairs,omitempty" maxItems:"8" maxLength:"2000" doc:"second texts of pairs"`
	Word   string   `json:"word,omitempty" maxLength:"200" doc:"under study; bank:2 is the second bank. Left out: the longest that all texts have"`
	Layer  *int     `json:"layer,omitempty" minimum:"0" doc:"left out: that of the head that moves the word most"`
	Head   *int     `json:"head,omitempty" minimum:"0" doc:"left out: the head that moves the word most"`
	Plane  string   `json:"plane,omitempty" maxLength:"200" doc:"identity, axes:I,J, pca or anchors:WORD,WORD; left out: identity in two dimensions, else pca"`
}

// A progress tells how many layers are done.
type progress struct {
	Done int `json:"done"`
	Of   int `json:"of"`
}

func (a *api) addModelWalk() {
	type input struct {
		Accept string `header:"Accept" hidden:"true"`
		Body   modelRequest
	}
	responses := answers()
	responses["200"].Content["text/event-stream"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString,
		Description: "Events: progress, with {done, of} layers; then answer, or refusal, with what would else be the body"}}
	huma.Register(a, huma.Operation{OperationID: "walk-model", Method: http.MethodPost, Path: "/api/v1/models/walk",
		Summary: "Walk texts through one head of a model",
		Description: "The answer has the form of /api/v1/walk's. Who accepts text/event-stream is told of the progress. " +
			"Few models run at once; others wait, and one that the client gives up is stopped.",
		Responses:       responses,
		BodyReadTimeout: -1, MaxBodyBytes: -1,
	}, func(_ context.Context, in *input) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(c huma.Context) {
			if strings.Contains(in.Accept, "text/event-stream") {
				a.stream(c, in.Body)
				return
			}
			answer, status := a.walkModel(c.Context(), in.Body, nil)
			kind := "application/json"
			if status != http.StatusOK {
				kind = problemJSON
			}
			c.SetHeader("Content-Type", kind)
			c.SetStatus(status)
			c.BodyWriter().Write(answer) // a client that is gone needs none
		}}, nil
	})
}

// walkModel makes the answer, or an [engine.Refusal] and its status.
func (a *api) walkModel(ctx context.Context, r modelRequest, told source.Progress) (answer []byte, status int) {
	done, err := a.models.turn(ctx)
	if err != nil {
		return engine.Refuse(errors.New("too many models are running; ask again")), http.StatusServiceUnavailable
	}
	defer done()
	s, err := a.models.find(r.Source)
	if err != nil {
		return engine.Refuse(err), map[bool]int{true: http.StatusNotFound, false: http.StatusUnprocessableEntity}[errors.Is(err, errNoModel)]
	}
	o := source.Options{Texts: r.Texts, Pairs: r.Pairs, Word: r.Word, Layer: source.Choose, Head: source.Choose, Progress: told}
	if r.Layer != nil {
		o.Layer = *r.Layer
	}
	if r.Head != nil {
		o.Head = *r.Head
	}
	w, err := s.Walk(ctx, o)
	if ctx.Err() != nil {
		return engine.Refuse(errors.New("the model ran for too long; want shorter texts")), http.StatusServiceUnavailable
	}
	if err != nil {
		return engine.Refuse(err), http.StatusUnprocessableEntity
	}
	w.Source.Heed = a.version
	answer = engine.Show(w, r.Plane, func(word string) ([]float64, error) {
		v, _, err := s.Anchor(ctx, w, word)
		return v, err
	})
	if refused(answer) {
		return answer, http.StatusUnprocessableEntity
	}
	return answer, http.StatusOK
}

// stream answers with events.
//
// Source: WHATWG, HTML Living Standard, Server-sent events.
func (a *api) stream(c huma.Context, r modelRequest) {
	c.SetHeader("Content-Type", "text/event-stream")
	c.SetStatus(http.StatusOK)
	out := c.BodyWriter()
	answer, status := a.walkModel(c.Context(), r, func(done, of int) {
		data, err := json.Marshal(progress{done, of})
		if err != nil {
			panic(err) // it has two numbers
		}
		event(out, "progress", data)
	})
	event(out, map[bool]string{true: "answer", false: "refusal"}[status == http.StatusOK], bytes.TrimSuffix(answer, []byte("\n")))
}

// event sends one event, whose data has no line break.
func event(out io.Writer, name string, data []byte) {
	fmt.Fprintf(out, "event: %s\ndata: %s\n\n", name, data)
	flush(out)
}

// flush sends what was written.
func flush(out io.Writer) {
	if f, is := out.(http.Flusher); is {
		f.Flush()
	}
}
