package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"heed/engine"
	"heed/geom"
	"heed/trace"

	"github.com/danielgtaylor/huma/v2"
)

// addRecording is what a page that works offline carries of a model.
func (a *api) addRecording() {
	type input struct{ Body ModelRequest }
	object := func(says string) *huma.Schema { return &huma.Schema{Type: huma.TypeObject, Description: says} }
	text := &huma.Schema{Type: huma.TypeString}
	responses := answers()
	responses["200"] = &huma.Response{Description: "The recording", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"heed", "name", "changed", "changes", "basis", "walk"}, Properties: map[string]*huma.Schema{
			"heed":    {Type: huma.TypeInteger, Description: "version of the form, 1"},
			"name":    {Type: huma.TypeString, Description: "of the model"},
			"changed": {Type: huma.TypeArray, Items: text, Description: "heads in which the run was changed before it was recorded, one for each change: L0.H1"},
			"changes": {Type: huma.TypeArray, Items: object("a change, as /api/v1/walk takes it"), Description: "numbers of this head that were set after q, k and v, and are left out of the walk"},
			"basis":   object("the walk's plane"),
			"walk":    object("the walk, with W_O in its first text"),
		}}}}}
	huma.Register(a, huma.Operation{OperationID: "record-model", Method: http.MethodPost, Path: "/api/v1/models/recording",
		Summary: "Record a model's walk",
		Description: "Takes what /api/v1/models/walk takes, and gives what /api/v1/walk goes on from without the model: walk, basis and changes. " +
			"A head that does more to its scores than scale, mask and softmax is refused.",
		Responses: responses, BodyReadTimeout: -1, MaxBodyBytes: -1,
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		recording, status, err := ofModel(ctx, a, in.Body, nil, modelWalk.recording)
		if err != nil {
			return raw(status, problemJSON, engine.Refuse(err)), nil
		}
		recording.Walk.Source.Heed = a.version
		data, err := json.Marshal(recording)
		if err != nil {
			return answered(engine.Refuse(err)), nil
		}
		return raw(http.StatusOK, "application/json", data), nil
	})
}

// Carried is a walk without changes as a page that works offline carries it, the
// same bytes that the API gives; see [engine.Record].
func Carried(name string, w trace.Walk, plane geom.Plane) ([]byte, error) {
	r, err := engine.Record(name, w, plane)
	if err != nil {
		return nil, err
	}
	return json.Marshal(r) // which escapes < and >, as a document needs
}

// recording is the walk after the changes, but for numbers that were set in its
// own head after q, k and v: recorded, they would not follow from those. They are
// set again in what is recorded.
func (m modelWalk) recording(ctx context.Context) (engine.Recording, error) {
	changes := m.request.Changes
	m.request.Brief, m.request.Changes = false, nil
	shown, err := m.shown(ctx)
	if err != nil {
		return engine.Recording{}, err
	}
	source := shown.Walk.Source
	var changed []string
	var later []engine.Change
	for _, c := range changes {
		if c.To == nil && c.Layer == source.Layer && c.Head == source.Head && slices.Contains([]string{"scores", "scaled", "weights"}, stageOf(c.At)) {
			later = append(later, engine.Change{Do: "set", Context: c.Context, At: c.At, Value: c.Value})
			continue
		}
		m.request.Changes = append(m.request.Changes, c)
		changed = append(changed, fmt.Sprintf("L%d.H%d", c.Layer, c.Head))
	}
	if len(changed) > 0 {
		m.options.Layer, m.options.Head = source.Layer, source.Head
		if shown, err = m.shown(ctx); err != nil {
			return engine.Recording{}, err
		}
		shown.Walk.Source.Chosen = source.Chosen
	}
	r, err := engine.Record(m.request.Source, shown.Walk, shown.Plane)
	r.Changed, r.Changes = changed, later
	return r, err
}
