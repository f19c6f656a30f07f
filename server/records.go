package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"heed/training"

	"github.com/danielgtaylor/huma/v2"
)

// A Record is a recorded training that may be looked at, by name: what is drawn of
// it, a [training.Training] as JSON.
type Record struct {
	Name string
	Data []byte
}

// records are the trainings that may be looked at.
type records struct {
	live *Live
	list []Record
}

// newRecords are the given records, then those of the page that have no given one's
// name.
func newRecords(o Options) (*records, error) {
	r := &records{live: o.Live, list: slices.Clone(o.Records)}
	shipped, err := recordsOf(o.Page)
	for _, s := range shipped {
		if r.find(s.Name) == nil {
			r.list = append(r.list, s)
		}
	}
	return r, err
}

// recordsOf reads those that the page's records.json lists.
func recordsOf(page fs.FS) ([]Record, error) {
	if page == nil {
		return nil, nil
	}
	text, err := fs.ReadFile(page, "records.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list []listed
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("the page's records.json: %w", err)
	}
	records := make([]Record, len(list))
	for i, l := range list {
		packed, err := fs.ReadFile(page, l.At+".br")
		if err != nil {
			return nil, err
		}
		data, err := unpack(packed)
		if err != nil {
			return nil, fmt.Errorf("the page's %s.br: %w", l.At, err)
		}
		records[i] = Record{l.Name, data}
	}
	return records, nil
}

func (r *records) find(name string) []byte {
	for _, one := range r.list {
		if one.Name == name {
			return one.Data
		}
	}
	return nil
}

// A listed record is one of the list of them.
type listed struct {
	Name string `json:"name"`
	At   string `json:"at" doc:"where it is, from the page" example:"api/v1/records/english"`
	Live bool   `json:"live" doc:"goes on; at is of its events"`
}

func (r *records) names() []listed {
	list := []listed{}
	if r.live != nil {
		list = append(list, listed{"live", "api/v1/live", true})
	}
	for _, o := range r.list {
		list = append(list, listed{o.Name, "api/v1/records/" + o.Name, false})
	}
	return list
}

// ServeHTTP answers with the list in the place of the page's own records.json,
// which knows those that ship.
func (r *records) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(r.names()); err != nil {
		panic(http.ErrAbortHandler) // the client is gone
	}
}

func (a *api) addRecords(r *records) {
	list := a.named(reflect.TypeFor[[]listed]())
	list.Nullable = false
	a.tell(huma.Operation{OperationID: "records", Path: "/api/v1/records",
		Summary: "The recorded trainings", Description: "Those that ship, and those that this server was given; first of all one that goes on."},
		list, func() (any, error) { return r.names(), nil })

	type input struct {
		Name string `path:"name" example:"learned-2d" doc:"one of /api/v1/records"`
	}
	schema := &huma.Schema{Type: huma.TypeObject, Required: []string{"heed", "name", "dim", "steps", "loss", "tracks", "pairs"}, Description: "the steps, and for each of them the loss, " +
		"the place in the plane of every vector drawn (tracks), and for each pair of phrases how far its word moved and the weight that it gives its neighbour"}
	huma.Register(a, huma.Operation{OperationID: "record", Method: http.MethodGet, Path: "/api/v1/records/{name}",
		Summary: "A recorded training, to draw", Description: "What the page's Training view draws of a record of heed learn.",
		Responses: map[string]*huma.Response{"200": {Description: "The training", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}},
	}, func(_ context.Context, in *input) (*huma.StreamResponse, error) {
		data := r.find(in.Name)
		if data == nil {
			return nil, huma.Error404NotFound(fmt.Sprintf("no record %q; /api/v1/records lists them", in.Name))
		}
		return raw(http.StatusOK, "application/json", data), nil
	})
	if r.live != nil {
		a.addLive(r.live)
	}
}

func encoded(t training.Training) []byte {
	data, err := json.Marshal(t)
	if err != nil {
		panic(fmt.Sprintf("a training of %d steps cannot be written: %v", len(t.Steps), err))
	}
	return data
}

// addLive adds the events of a training that goes on.
func (a *api) addLive(l *Live) {
	events := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString,
		Description: "Events: snapshots, with the training as /api/v1/records/{name} has it, but beginning with snapshot from; in the end, end"}}
	huma.Register(a, huma.Operation{OperationID: "live", Method: http.MethodGet, Path: "/api/v1/live",
		Summary: "A training that goes on", Description: "Tells of each new snapshot until the training ends. Who asks again, with Last-Event-ID, is told what is new since.",
		Responses: map[string]*huma.Response{"200": {Description: "Its events", Content: map[string]*huma.MediaType{"text/event-stream": events}}},
	}, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: l.stream}, nil
	})
}

// stream tells of all snapshots but those that the client had, and of those to come.
// The request may end before the training: the client then asks again.
func (l *Live) stream(c huma.Context) {
	had, err := strconv.Atoi(c.Header("Last-Event-ID"))
	if err != nil || had < 0 {
		had = 0
	}
	c.SetHeader("Content-Type", "text/event-stream")
	c.SetStatus(http.StatusOK)
	out := c.BodyWriter()
	fmt.Fprint(out, "retry: 500\n\n") // ms
	flush(out)
	l.follow()
	for {
		t, over, news := l.state()
		if n := len(t.Steps); n > had {
			fmt.Fprintf(out, "id: %d\n", n)
			event(out, "snapshots", encoded(t.Since(had)))
			had = n
		}
		if over {
			event(out, "end", []byte("{}"))
			return
		}
		select {
		case <-news:
		case <-c.Context().Done():
			return
		}
	}
}
