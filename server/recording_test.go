package server_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/engine"
	"heed/mat"
	"heed/server"
	"heed/source"
	"heed/trace"
)

// TestRecording: a recording taken on by the engine has the numbers of the walk
// that the server shows, within float32's rounding, whatever was changed in the run:
// a number of this head after q, k and v is set again in what was recorded, and what
// was changed before is in it.
func TestRecording(t *testing.T) {
	models, err := source.In("../model/testdata")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, server.Options{Models: models, Version: "v9"})
	for _, name := range []string{"english", "bert-a"} {
		for says, tt := range map[string]struct {
			changes, changed string
			later            int
		}{
			"as it is":              {"", "[]", 0},
			"a tip":                 {`{"context":0,"layer":0,"head":1,"at":"embed[1]","to":[0.5,1]}`, `["L0.H1"]`, 0},
			"a weight":              {`{"context":1,"layer":0,"head":1,"at":"weights[1,0]","value":0.25}`, "[]", 1},
			"a number of q":         {`{"context":0,"layer":0,"head":1,"at":"q[1,0]","value":2}`, `["L0.H1"]`, 0},
			"a score of another":    {`{"context":0,"layer":0,"head":0,"at":"scores[1,0]","value":2}`, `["L0.H0"]`, 0},
			"q, then scaled, and e": {`{"context":0,"layer":0,"head":1,"at":"q[1,0]","value":2},{"context":0,"layer":0,"head":1,"at":"scaled[1,1]","value":-1},{"context":1,"layer":0,"head":0,"at":"embed[0]","to":[1,0]}`, `["L0.H1","L0.H0"]`, 1},
		} {
			says = name + ", " + says
			request := fmt.Sprintf(`{"heed":1,"source":%q,"texts":["money bank","river bank"],"word":"bank","layer":0,"head":1,"changes":[%s]}`, name, tt.changes)
			var shown, on struct {
				Error string
				Walk  trace.Walk
				Scene struct{ Plane struct{ X []float64 } }
			}
			var r struct {
				Name, Error                   string
				Changed, Changes, Basis, Walk json.RawMessage
			}
			read := func(data []byte, into any) {
				t.Helper()
				if err := json.Unmarshal(data, into); err != nil {
					t.Fatal(says, err)
				}
			}
			read(do(s, "POST", "/api/v1/models/walk", request).Body.Bytes(), &shown)
			read(do(s, "POST", "/api/v1/models/recording", request).Body.Bytes(), &r)
			var later []engine.Change
			read(r.Changes, &later)
			if r.Name != name || string(r.Changed) != tt.changed || len(later) != tt.later {
				t.Errorf("%s: %s, changed %s, %d later", says, r.Name, r.Changed, len(later))
			}
			read(engine.Ask(fmt.Appendf(nil, `{"heed":1,"changes":%s,"basis":%s,"walk":%s}`, r.Changes, r.Basis, r.Walk)), &on)
			if shown.Error+r.Error+on.Error != "" || len(on.Walk.Traces) != 2 || on.Walk.Source.Heed != "v9" {
				t.Fatal(says, shown.Error, r.Error, on.Error)
			}
			if !slices.Equal(shown.Scene.Plane.X, on.Scene.Plane.X) {
				t.Errorf("%s: the plane is another", says)
			}
			for n, want := range shown.Walk.Traces {
				got := on.Walk.Traces[n].Tensors()
				for i, tensor := range want.Tensors() {
					if off := mat.Off(got[i].Data, tensor.Data); got[i].Name != tensor.Name || tensor.Name != "masked" && !(off <= 1e-5) {
						t.Errorf("%s: %s of text %d is %g off", says, tensor.Name, n, off)
					}
				}
			}
		}
	}
}

// TestRecordingRefused: a head that caps its scores cannot go on without its model.
func TestRecordingRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "caps")
	if err := os.CopyFS(dir, os.DirFS("../model/testdata/gemma2-caps")); err != nil {
		t.Fatal(err)
	}
	tokenizer := `{"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"money":5,"river":2,"bank":7}}}`
	if err := os.WriteFile(filepath.Join(dir, "tokenizer.json"), []byte(tokenizer), 0o666); err != nil {
		t.Fatal(err)
	}
	models, err := source.In(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, server.Options{Models: models})
	request := `{"heed":1,"source":"caps","texts":["money bank"]}`
	if w := do(s, "POST", "/api/v1/models/walk", request); w.Code != 200 {
		t.Fatal(w.Body)
	}
	w := do(s, "POST", "/api/v1/models/recording", request)
	if body := w.Body.String(); w.Code != 422 || !strings.Contains(body, "a page that works offline goes on from q, k and v, which it cannot here") || !strings.Contains(body, `"key":"notResumed"`) {
		t.Errorf("%d %s", w.Code, body)
	}
}
