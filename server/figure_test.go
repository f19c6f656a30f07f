package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"heed/figure"
	"heed/geom"
	"heed/lesson"
	"heed/server"
	"heed/source"
	"heed/trace"
)

// walked is a shipped lesson's walk by its own package, as heed walk has it.
func walked(t *testing.T, l shippedLesson, formula bool) trace.Walk {
	t.Helper()
	document, err := lesson.Document(l.Name, l.Document)
	if err != nil {
		t.Fatal(err)
	}
	read, err := lesson.Read(l.Name, document)
	if err != nil {
		t.Fatal(err)
	}
	w, err := read.Walk(lesson.Options{Formula: formula})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestFigure: each lesson is drawn as heed walk -o draws it, in each format and
// width; after a change it is drawn so changed.
func TestFigure(t *testing.T) {
	s := newServer(t, server.Options{})
	kinds := map[string]string{"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
	for i, l := range shipped(t, s) {
		w := walked(t, l, false)
		plane, err := geom.ChoosePlane("", w, nil)
		if err != nil {
			t.Fatal(err)
		}
		scene, err := geom.Build(w, plane)
		if err != nil {
			t.Fatal(err)
		}
		for format, kind := range kinds {
			if format != "svg" && i > 0 { // these take a second each
				continue
			}
			for query, width := range map[string]float64{"": 3.3, "&width=6.9": 6.9} {
				var want bytes.Buffer
				if err := figure.Write(&want, format, scene, figure.Options{Width: width}); err != nil {
					t.Fatal(err)
				}
				got := do(s, "POST", "/api/v1/figure?format="+format+query, fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s}`, l.Name, l.Document))
				if got.Code != 200 || got.Header().Get("Content-Type") != kind || !bytes.Equal(got.Body.Bytes(), want.Bytes()) {
					t.Errorf("%s, %s%s: %d %s, %d bytes; want %d", l.Name, format, query, got.Code, got.Header().Get("Content-Type"), got.Body.Len(), want.Len())
				}
			}
		}
		moved := do(s, "POST", "/api/v1/figure?format=svg", fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s,"changes":[{"do":"move","at":"embed[0]","to":[3,6.5]}]}`, l.Name, l.Document))
		still := do(s, "POST", "/api/v1/figure?format=svg", fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s}`, l.Name, l.Document))
		if moved.Code != 200 || bytes.Equal(moved.Body.Bytes(), still.Body.Bytes()) {
			t.Errorf("%s: after a change it is drawn as before: %d", l.Name, moved.Code)
		}
	}
	for query, says := range map[string]string{"?format=gif": "pdf", "?width=0": ">= 1", "?width=1e9": "<= 10"} {
		if got := do(s, "POST", "/api/v1/figure"+query, `{"heed":1,"lesson":{}}`); got.Code != 422 || !strings.Contains(got.Body.String(), says) {
			t.Errorf("%s: %d %s; want 422, %s", query, got.Code, got.Body, says)
		}
	}
}

// TestVerify measures what heed verify measures, of each lesson with its pins and
// without.
func TestVerify(t *testing.T) {
	s := newServer(t, server.Options{})
	for _, l := range shipped(t, s) {
		for _, formula := range []bool{false, true} {
			w := do(s, "POST", "/api/v1/verify", fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s,"formula":%v}`, l.Name, l.Document, formula))
			var got struct{ Checks json.RawMessage }
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
				t.Fatalf("%d %v %s", w.Code, err, w.Body)
			}
			want, err := json.Marshal(source.VerifyWalk(walked(t, l, formula)))
			if err != nil || string(got.Checks) != string(want) {
				t.Errorf("%s, formula %v: %v %s; want %s", l.Name, formula, err, got.Checks, want)
			}
		}
	}
}
