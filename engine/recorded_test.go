package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heed/attention"
	"heed/engine"
	"heed/geom"
	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// recordings are walks of english, and of a head of each tiny model of the tests, by
// name. Those models have no tokenizers, and read ids.
func recordings(t *testing.T) map[string]trace.Walk {
	t.Helper()
	folders, err := filepath.Glob("../model/testdata/*/config.json")
	if err != nil || len(folders) < 30 {
		t.Fatal(folders, err)
	}
	english, err := source.OpenEnglish()
	if err != nil {
		t.Fatal(err)
	}
	w, err := english.Walk(t.Context(), source.Options{Texts: []string{"money bank", "the river bank"}, Layer: 0, Head: 1})
	if err != nil {
		t.Fatal(err)
	}
	walks := map[string]trace.Walk{"english": w}
	for _, file := range folders {
		name := filepath.Base(filepath.Dir(file))
		m, err := source.OpenModel(filepath.Dir(file))
		if err != nil {
			t.Fatal(name, err)
		}
		in := model.Inputs{IDs: [][]int{{1, 5, 2, 7, 3}}}
		if m.Net.Config.Decoder != nil {
			in.DecoderIDs = in.IDs
		}
		run, err := m.Net.Run(t.Context(), in, model.Options[float32]{})
		if err != nil {
			if name != "vit-pooled" { // it reads images
				t.Error(name, err)
			}
			continue
		}
		tr, err := run.Trace(0, 0, 1)
		if err != nil {
			t.Fatal(name, err)
		}
		for i := range tr.Embed.Rows {
			tr.Tokens = append(tr.Tokens, trace.Token{Text: strconv.Itoa(in.IDs[0][i])})
		}
		tr.Text, tr.Word, tr.Focus, tr.Residual = "1 5 2 7 3", "2 7", []int{2, 3}, true
		attention.Finish(&tr, nil, true)
		walks[name] = trace.Walk{Version: trace.Version, Source: trace.Source{Name: name, Kind: "x", Precision: "float32"}, Traces: []trace.Trace{tr}}
		m.Close()
	}
	return walks
}

// taken asks for a recorded walk after changes.
func taken(t *testing.T, w trace.Walk, changes ...engine.Change) (a answered, refused string) {
	t.Helper()
	request, err := json.Marshal(map[string]any{"heed": 1, "name": "x", "walk": w, "changes": changes})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(engine.Ask(request), &a); err != nil {
		t.Fatal(err)
	}
	return a, a.Error
}

// answered is what these tests read of an answer.
type answered struct {
	Error string
	Walk  trace.Walk
	Scene struct{ Panels []any }
	Steps [][]any
}

// TestRecorded takes a walk of each model on. Unchanged it is as it was recorded;
// with a number set to what it is, within float32's rounding; with all weight on
// one token, that token's value through W_O is what the head gives.
func TestRecorded(t *testing.T) {
	done := 0
	for name, w := range recordings(t) {
		still, refused := taken(t, w)
		if name == "gemma2-caps" { // its cap follows the scores, and no bias does
			if !strings.Contains(refused, "as a cap does") {
				t.Errorf("%s: %q; want it refused", name, refused)
			}
			continue
		}
		if refused != "" {
			t.Errorf("%s: %s", name, refused)
			continue
		}
		done++
		want, err := json.Marshal(w.WithoutMaps())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(still.Walk); err != nil || string(got) != string(want) {
			t.Errorf("%s, unchanged, is another: %v", name, err)
		}
		first := w.Traces[0]
		i, tokens := first.Focus[0], len(first.Tokens)
		same, refused := taken(t, w, engine.Change{Do: "set", At: trace.At("q", i, 0), Value: first.Q.At(i, 0)})
		if refused != "" {
			t.Errorf("%s: %s", name, refused)
			continue
		}
		recorded := w.WithoutMaps().Traces[0].Tensors()
		for n, tensor := range same.Walk.Traces[0].Tensors() {
			if tensor.Name != recorded[n].Name || !slices.Equal(tensor.Shape, recorded[n].Shape) {
				t.Errorf("%s: there is %s %v; want %s %v", name, tensor.Name, tensor.Shape, recorded[n].Name, recorded[n].Shape)
				break
			}
			if off := mat.Off(tensor.Data, recorded[n].Data); tensor.Name != "masked" && !(off <= 1e-4) { // JSON has no −∞
				t.Errorf("%s: %s is %g off", name, tensor.Name, off)
			}
		}
		var changes []engine.Change
		for j := range tokens {
			changes = append(changes, engine.Change{Do: "set", At: trace.At("weights", i, j), Value: map[bool]float64{true: 1}[j == tokens-1]})
		}
		all, refused := taken(t, w, changes...)
		if refused != "" {
			t.Errorf("%s: %s", name, refused)
			continue
		}
		through := first.V.Row(tokens - 1)
		if !first.Maps.O.Absent() {
			through = mat.Mul(mat.Of(through), first.Maps.O).Row(0)
		}
		moved := mat.Sub(all.Walk.Traces[0].Y.Row(i), first.Y.Row(i))
		if off := mat.Off(moved, mat.Sub(through, first.Projected.Row(i))); !(off <= 1e-12) {
			t.Errorf("%s: with all weight on one token y is %g off", name, off)
		}
		if len(all.Walk.Traces[0].Pins) != tokens || len(all.Scene.Panels) == 0 || len(all.Steps[0]) != 7 {
			t.Errorf("%s: %d pins, %d panels", name, len(all.Walk.Traces[0].Pins), len(all.Scene.Panels))
		}
		back, _ := taken(t, w, changes[0], engine.Change{Do: "unpin", At: changes[0].At})
		if got, err := json.Marshal(back.Walk); err != nil || string(got) != string(want) {
			t.Errorf("%s: what was set and given back is another walk", name)
		}
	}
	if done < 30 {
		t.Errorf("%d models were taken on", done)
	}
}

// TestRecording: what is carried of a walk, read back from JSON, is taken on to the
// same walk as the whole, with a number set too; of the matrices it has W_O alone,
// once. Its e cannot be set.
func TestRecording(t *testing.T) {
	for name, w := range recordings(t) {
		plane, err := geom.ChoosePlane("", w, nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := engine.Record("mine", w, plane)
		if capped := name == "gemma2-caps"; capped || err != nil {
			var said trace.SaidError
			if !capped || !errors.As(err, &said) || said.Key != "notResumed" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var read struct{ Basis, Walk json.RawMessage }
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatal(err)
		}
		if maps := bytes.Count(read.Walk, []byte(`"maps":{"o":`)); maps != bytes.Count(read.Walk, []byte(`"maps"`)) || maps > 1 {
			t.Errorf("%s carries matrices %d times", name, maps)
		}
		w.Source.Name = "mine"
		i := w.Traces[len(w.Traces)-1].Focus[0]
		for _, changes := range [][]engine.Change{nil, {{Do: "set", Context: len(w.Traces) - 1, At: trace.At("q", i, 0), Value: 2}}} {
			want, refused := taken(t, w, changes...)
			if refused != "" {
				t.Fatal(name, refused)
			}
			set, err := json.Marshal(changes)
			if err != nil {
				t.Fatal(err)
			}
			answer := engine.Ask(fmt.Appendf(nil, `{"heed":1,"name":"mine","changes":%s,"basis":%s,"walk":%s}`, set, read.Basis, read.Walk))
			var got answered
			if err := json.Unmarshal(answer, &got); err != nil || got.Error != "" {
				t.Fatal(name, err, got.Error)
			}
			if a, b := inJSON(t, got.Walk), inJSON(t, want.Walk); a != b {
				t.Errorf("%s with %v is %.300s; want %.300s", name, changes, a, b)
			}
			if regexp.MustCompile(`"tensor":"embed","index":\[\d+,\d+\]\},"value":[^{}]*"edit":true`).Match(answer) {
				t.Errorf("%s: e can be set", name)
			}
		}
	}
}

// TestRecordingBasis: the plane is the one that is given, where it fits.
func TestRecordingBasis(t *testing.T) {
	w := recordings(t)["bert-a"]
	plane, err := geom.Axes(w.Traces[0].Embed.Cols, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Scene struct{ Plane geom.Plane }
		Error string
	}
	ask := func(p geom.Plane) {
		t.Helper()
		if err := json.Unmarshal(engine.Ask(fmt.Appendf(nil, `{"heed":1,"walk":%s,"basis":%s}`, inJSON(t, w), inJSON(t, p))), &a); err != nil {
			t.Fatal(err)
		}
	}
	ask(plane)
	if a.Error != "" || !slices.Equal(a.Scene.Plane.X, plane.X) || !slices.Equal(a.Scene.Plane.Y, plane.Y) {
		t.Errorf("%s: the plane is %v; want %v", a.Error, a.Scene.Plane, plane)
	}
	ask(geom.Plane{X: []float64{1, 0, 0}, Y: []float64{0, 1, 0}})
	if !strings.Contains(a.Error, "basis: want x and y of") {
		t.Errorf("a plane in 3 dimensions: %q", a.Error)
	}
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRecordedRefusals: what does not fit is told, and nothing panics.
func TestRecordedRefusals(t *testing.T) {
	w := recordings(t)["bert-a"]
	for says, change := range map[string]engine.Change{
		"cannot be set in a recorded head": {Do: "set", At: "embed[0,0]"},
		"want a number of q":               {Do: "set", At: "weights[0,99]"},
		"is not a place":                   {Do: "set", At: "["},
		"want set or unpin":                {Do: "move", At: "q[0]", To: &[2]float64{}},
		"contexts 0 …":                     {Do: "set", Context: 7, At: "q[0,0]"},
	} {
		if _, refused := taken(t, w, change); !strings.Contains(refused, says) {
			t.Errorf("%+v: %q; want %s", change, refused, says)
		}
	}
	for says, spoil := range map[string]func(*trace.Trace){
		"q was not recorded":      func(t *trace.Trace) { t.Q = mat.Matrix{} },
		"maps.o was not recorded": func(t *trace.Trace) { t.Maps = nil },
		"does more than":          func(t *trace.Trace) { t.Weights = mat.Filled(t.Weights.Rows, t.Weights.Cols, 0.3) },
		"no word under study":     func(t *trace.Trace) { t.Focus, t.Parts = nil, nil },
		"along":                   func(t *trace.Trace) { t.K = mat.New(1, 1) },
	} {
		bad := w
		bad.Traces = append([]trace.Trace{}, w.Traces...)
		spoil(&bad.Traces[0])
		if _, refused := taken(t, bad); !strings.Contains(refused, says) {
			t.Errorf("%q; want %s", refused, says)
		}
	}
	for _, request := range []string{`{"heed":1,"walk":null}`, `{"heed":1,"walk":{}}`, `{"heed":1,"walk":{"heed":1}}`, `{"heed":1,"walk":{"heed":1,"traces":[{}]}}`, `{"heed":1,"walk":{"heed":1},"lesson":{}}`} {
		if got := string(engine.Ask([]byte(request))); !strings.HasPrefix(got, `{"heed":1,"error":`) {
			t.Errorf("%s: %.200s", request, got)
		}
	}
}
