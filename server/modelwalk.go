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

// A ModelRequest asks for a walk of texts through a model.
type ModelRequest struct {
	Heed   int      `json:"heed" enum:"1" doc:"version of the form"`
	Source string   `json:"source" doc:"one of /api/v1/models" example:"english"`
	Texts  []string `json:"texts,omitempty" maxItems:"8" maxLength:"2000" doc:"left out: the model's example" example:"[\"money bank\",\"river bank\"]"`
	Pairs  []string `json:"pairs,omitempty" maxItems:"8" maxLength:"2000" doc:"second texts of pairs"`
	Word   string   `json:"word,omitempty" maxLength:"200" doc:"under study; bank:2 is the second bank. Left out: the longest that all texts have"`
	Layer  *int     `json:"layer,omitempty" minimum:"0" doc:"left out: that of the head that moves the word most"`
	Head   *int     `json:"head,omitempty" minimum:"0" doc:"left out: the head that moves the word most"`
	Plane  string   `json:"plane,omitempty" maxLength:"200" doc:"identity, axes:I,J, pca or anchors:WORD,WORD; left out: identity in two dimensions, else pca. It is chosen by the run without changes"`

	Changes []ModelChange `json:"changes,omitempty" maxItems:"64" doc:"made to the runs; all that comes after them follows, later layers too"`
	Brief   bool          `json:"brief,omitempty" doc:"leave out the walk's tensors, and how numbers came to be"`
}

// A ModelChange is what a reader does by hand to the run of one text.
type ModelChange struct {
	Context int         `json:"context" minimum:"0" doc:"of the texts"`
	Layer   int         `json:"layer" minimum:"0" doc:"where the change is made"`
	Head    int         `json:"head" minimum:"0"`
	At      string      `json:"at" maxLength:"60" doc:"embed[1], of a tip; weights[1,0], of a number" example:"embed[1]"`
	To      *[2]float64 `json:"to,omitempty" doc:"where in the plane of that head's walk the tip goes; what the plane does not show stays"`
	Value   float64     `json:"value,omitempty" doc:"of a number"`
}

// A progress tells how many layers are done.
type progress struct {
	Done int `json:"done"`
	Of   int `json:"of"`
}

func (a *api) addModelWalk() {
	type input struct{ Body ModelRequest }
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
			if strings.Contains(c.Header("Accept"), "text/event-stream") {
				a.stream(c, in.Body)
				return
			}
			answer, status := a.walkModel(c.Context(), in.Body, nil)
			kind := "application/json"
			if status != http.StatusOK {
				kind = problemJSON
			}
			raw(status, kind, answer).Body(c)
		}}, nil
	})
}

// walkModel makes the answer, or an [engine.Refusal] and its status.
func (a *api) walkModel(ctx context.Context, r ModelRequest, told source.Progress) (answer []byte, status int) {
	shown, status, err := a.shownModel(ctx, r, told)
	if err != nil {
		return engine.Refuse(err), status
	}
	if answer = engine.Show(shown); refused(answer) {
		return answer, http.StatusUnprocessableEntity
	}
	return answer, http.StatusOK
}

// shownModel makes the walk, or an error and its status.
func (a *api) shownModel(ctx context.Context, r ModelRequest, told source.Progress) (engine.Shown, int, error) {
	shown, status, err := ofModel(ctx, a, r, told, modelWalk.shown)
	shown.Walk.Source.Heed = a.version
	return shown, status, err
}

// ofModel does something with a walk that is asked for; it gives that, or an error
// and its status.
func ofModel[T any](ctx context.Context, a *api, r ModelRequest, told source.Progress, does func(modelWalk, context.Context) (T, error)) (t T, status int, err error) {
	done, err := a.models.turn(ctx)
	if err != nil {
		return t, http.StatusServiceUnavailable, errors.New("too many models are running; ask again")
	}
	defer done()
	s, err := a.models.find(r.Source)
	if err != nil {
		return t, map[bool]int{true: http.StatusNotFound, false: http.StatusUnprocessableEntity}[errors.Is(err, errNoModel)], err
	}
	o := source.Options{Texts: r.Texts, Pairs: r.Pairs, Word: r.Word, Layer: source.Choose, Head: source.Choose, Progress: told}
	if r.Layer != nil {
		o.Layer = *r.Layer
	}
	if r.Head != nil {
		o.Head = *r.Head
	}
	m := modelWalk{source: s, options: o, request: r, bases: &a.models.bases}
	if len(r.Changes) > 0 {
		if m.model, err = a.models.asModel(s); err != nil {
			return t, http.StatusUnprocessableEntity, err
		}
		m.source = m.model
	}
	t, err = does(m, ctx)
	if ctx.Err() != nil {
		return t, http.StatusServiceUnavailable, errors.New("the model ran for too long; want shorter texts")
	}
	if err != nil {
		return t, http.StatusUnprocessableEntity, err
	}
	return t, http.StatusOK, nil
}

// stream answers with events.
//
// Source: WHATWG, HTML Living Standard, Server-sent events.
func (a *api) stream(c huma.Context, r ModelRequest) {
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
