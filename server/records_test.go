package server_test

import (
	"bufio"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"heed/server"
	"heed/training"
	ships "heed/training/shipped"
)

// drawn is a record that ships.
func drawn(t *testing.T) training.Training {
	t.Helper()
	r, err := ships.Of("learned-2d")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRecords(t *testing.T) {
	text, err := json.Marshal(drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	page := maps.Clone(page)
	page["records.json"] = &fstest.MapFile{Data: []byte(`[{"name":"learned-2d","at":"records/learned-2d.json","live":false}]`)}
	page["records/learned-2d.json.br"] = &fstest.MapFile{Data: packed(text)}
	mine := server.Record{Name: "mine", Data: text}
	s := newServer(t, server.Options{Page: page, Records: []server.Record{mine}, Live: server.NewLive()})
	want := `[{"name":"live","at":"api/v1/live","live":true},{"name":"mine","at":"api/v1/records/mine","live":false},` +
		`{"name":"learned-2d","at":"api/v1/records/learned-2d","live":false}]`
	for _, path := range []string{"/api/v1/records", "/records.json"} {
		if w := do(s, "GET", path, ""); strings.TrimSpace(w.Body.String()) != want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
	for _, name := range []string{"mine", "learned-2d"} {
		w := do(s, "GET", "/api/v1/records/"+name, "")
		if w.Code != http.StatusOK || w.Body.String() != string(text) {
			t.Errorf("%s: %d %.200s", name, w.Code, w.Body)
		}
		if err := valid(t, s, "api.json#/paths/~1api~1v1~1records~1{name}/get/responses/200/content/application~1json/schema", w.Body.Bytes()); err != nil {
			t.Error(err)
		}
	}
	for name, want := range map[string]string{"nope": `no record \"nope\"; /api/v1/records lists them`, "live": `no record \"live\"`} {
		if w := do(s, "GET", "/api/v1/records/"+name, ""); w.Code < 400 || !strings.Contains(w.Body.String(), want) || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	for name, file := range map[string]string{"records.json": "[", "records/learned-2d.json.br": "no brotli"} {
		bad := maps.Clone(page)
		bad[name] = &fstest.MapFile{Data: []byte(file)}
		if _, err := server.New(server.Options{Page: bad}); err == nil || !strings.Contains(err.Error(), "records") {
			t.Errorf("%s that holds %q: %v", name, file, err)
		}
	}
	quiet := newServer(t, server.Options{})
	for _, path := range []string{"/records.json", "/api/v1/live"} {
		if w := do(quiet, "GET", path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s without a page, and without a training: %d", path, w.Code)
		}
	}
	if w := do(s, "GET", "/api/v1/live", "", "Origin", "http://example.com"); w.Code != http.StatusForbidden {
		t.Errorf("another site's page looks on: %d", w.Code)
	}
}

// follow asks for a training's events, and returns a function that reads the
// next one.
func follow(t *testing.T, url, last string) (next func() (id, name string, data training.Training), closed func() bool) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Body.Close() })
	if kind := w.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatal(kind)
	}
	lines := bufio.NewScanner(w.Body)
	lines.Buffer(nil, 1<<20)
	next = func() (id, name string, data training.Training) {
		t.Helper()
		for lines.Scan() {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case field == "id":
				id = value
			case field == "event":
				name = value
			case field == "data":
				if err := json.Unmarshal([]byte(value), &data); err != nil {
					t.Fatal(err)
				}
			case field == "" && name != "":
				return id, name, data
			}
		}
		t.Fatal("the events end")
		return
	}
	return next, func() bool { return !lines.Scan() }
}

// TestLive follows a training: each snapshot once, from where the client was,
// and then its end.
func TestLive(t *testing.T) {
	live := server.NewLive()
	s := httptest.NewServer(newServer(t, server.Options{Live: live}))
	defer s.Close()
	defer http.DefaultClient.CloseIdleConnections()
	whole := drawn(t)
	upTo := func(n int) { live.Set(cut(whole, n)) }
	wants := func(id, name string, data training.Training) func(wantID string, from, n int) {
		return func(wantID string, from, n int) {
			t.Helper()
			if id != wantID || name != "snapshots" || data.From != from || len(data.Steps) != n || len(data.Tracks[0].At) != n {
				t.Fatalf("event %q %q from %d with %d steps, %d places; want %q from %d with %d", id, name, data.From, len(data.Steps), len(data.Tracks[0].At), wantID, from, n)
			}
		}
	}
	next, closed := follow(t, s.URL, "")
	select {
	case <-live.Followed():
	case <-time.After(10 * time.Second):
		t.Fatal("nobody follows")
	}
	upTo(2)
	wants(next())("2", 0, 2)
	upTo(5)
	wants(next())("5", 2, 3)
	again, _ := follow(t, s.URL, "3")
	wants(again())("5", 3, 2)
	live.End()
	for _, n := range []func() (string, string, training.Training){next, again} {
		if _, name, _ := n(); name != "end" {
			t.Errorf("the event %q; want the end", name)
		}
	}
	if !closed() {
		t.Error("more comes after the end")
	}
	late, _ := follow(t, s.URL, "")
	wants(late())("5", 0, 5)
	if _, name, _ := late(); name != "end" {
		t.Errorf("who comes late is told %q", name)
	}
}

// cut is a training as it was after n snapshots.
func cut(t training.Training, n int) training.Training {
	tracks := make([]training.Track, len(t.Tracks))
	for i, k := range t.Tracks {
		k.At = k.At[:n]
		tracks[i] = k
	}
	pairs := make([]training.Pair, len(t.Pairs))
	for i, p := range t.Pairs {
		for c := range p.Contexts {
			x := &p.Contexts[c]
			x.Towards, x.Other, x.Weight = x.Towards[:n], x.Other[:n], x.Weight[:n]
		}
		pairs[i] = p
	}
	t.Steps, t.Loss, t.HeldOut, t.Change, t.Tracks, t.Pairs = t.Steps[:n], t.Loss[:n], t.HeldOut[:n], t.Change[:n], tracks, pairs
	return t
}
