package attention_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

var update = flag.Bool("update", false, "rewrite testdata/*.json; then read the diff")

// example is e of money and bank, of docs/article.md.
func example() mat.Matrix { return mat.Of([]float64{2, 7}, []float64{9, 3}) }

// solved are the maps of the example: its scores of bank are 10 and 32.
func solved() trace.Maps {
	return trace.Maps{Q: mat.Of([]float64{194. / 513, 0}, []float64{0, 26. / 171}), K: mat.Identity(2), V: mat.Identity(2)}
}

func stated(pins ...any) (list []trace.Pin) {
	for n := 0; n < len(pins); n += 2 {
		list = append(list, trace.Pin{At: pins[n].(string), Value: pins[n+1].(float64)})
	}
	return list
}

// TestWalk holds every number of a walk against a recorded trace, which was
// read by eye, and where the row says so worked by hand.
func TestWalk(t *testing.T) {
	// e·Q = [3], [3]; e·K = [2], [6]; e·V = (1,2,2), (3,0,6): K = 1, D = 2, W = 3.
	narrow := trace.Maps{
		Q: mat.Of([]float64{1}, []float64{1}),
		K: mat.Of([]float64{2}, []float64{0}),
		V: mat.Of([]float64{1, 0, 2}, []float64{0, 1, 0}),
		O: mat.Of([]float64{1, 0}, []float64{0, 1}, []float64{1, 1}),
	}
	small := mat.Of([]float64{1, 2}, []float64{3, 0})
	two := mat.Identity(2)
	tests := []struct {
		name  string // also testdata/NAME.json, with - for each space
		embed mat.Matrix
		head  attention.Head
	}{
		{"the formula gives bank nearly all the weight", example(), attention.Head{Maps: solved()}},
		{"stated numbers flow on", example(), attention.Head{Maps: solved(), Pins: stated("scores[1,0]", 10., "scores[1,1]", 32.,
			"scaled[1,0]", 7.09, "scaled[1,1]", 22.69, "weights[1,0]", .2, "weights[1,1]", .8)}},
		{"a pin at every stage", example(), attention.Head{Maps: solved(), Pins: stated("q[0,1]", 1., "k[1,0]", 8., "v[0,0]", 3.,
			"scores[0,0]", 1., "scaled[0,1]", 2., "weights[0,0]", .25, "output[1,1]", -1.)}},
		{"maps may be narrow and wide", small, attention.Head{Maps: narrow}},
		{"biases are added after each map", small, attention.Head{Maps: narrow, ExcludeSelf: true, Residual: true,
			Bias: trace.Bias{Q: []float64{1}, K: []float64{1}, V: []float64{1, 0, 0}, O: []float64{.5, -.5}}}},
		{"a score bias is added after scaling", example(), attention.Head{Maps: solved(), ScoreBias: []float64{15, 0}}},
		{"self excluded leaves all weight to the other", example(), attention.Head{Maps: solved(), ExcludeSelf: true}},
		{"a residual adds e", example(), attention.Head{Maps: solved(), Residual: true}},
		{"a word alone keeps its vector", mat.Of([]float64{9, 3}), attention.Head{Maps: solved(), ExcludeSelf: true}},
		{"huge scores do not overflow", mat.Of([]float64{1e4, 0}, []float64{0, 1}), attention.Head{Maps: trace.Maps{Q: two, K: two, V: two}}},
		{"no question weighs equally", example(), attention.Head{Maps: trace.Maps{Q: mat.New(2, 2), K: two, V: two}}},
		{"what nothing gives is unknown", example(), attention.Head{Maps: trace.Maps{V: two}, Pins: stated("weights[1,0]", .2, "weights[1,1]", .8)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := attention.Walk(tt.embed, tt.head)
			got.Word, got.Tokens = "last", make([]trace.Token, got.Embed.Rows)
			got.Focus = []int{got.Embed.Rows - 1}
			attention.Finish(&got, nil, tt.head.Residual)
			want := golden(t, tt.name, got)
			// Fused multiply-add differs between machines: 1e-12, not ==.
			if d := trace.Diff(got, want, 1e-12); d != "" {
				t.Error(d)
			}
			if g, w := told(got), told(want); g != w {
				t.Errorf("told\n%s\nwant\n%s", g, w)
			}
		})
	}
}

// told is what a trace says in words.
func told(t trace.Trace) string {
	var lines []string
	for _, c := range t.Checks {
		lines = append(lines, c.At+" needs "+c.Needs+" or "+c.Or)
	}
	for _, n := range t.Notes {
		lines = append(lines, n.At+" "+n.Text)
	}
	return strings.Join(lines, "\n")
}

// golden returns the recorded trace, recording got first under -update.
func golden(t *testing.T, name string, got trace.Trace) trace.Trace {
	t.Helper()
	file := "testdata/" + strings.ReplaceAll(name, " ", "-") + ".json"
	if *update {
		data, err := json.MarshalIndent(trace.Walk{Version: trace.Version, Traces: []trace.Trace{got}}, "", "\t")
		if err == nil {
			err = os.WriteFile(file, append(data, '\n'), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (new case? run go test -update)", err)
	}
	w, err := trace.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return w.Traces[0]
}

// TestWalkByHand holds walks against numbers worked on paper.
func TestWalkByHand(t *testing.T) {
	narrow := trace.Maps{
		Q: mat.Of([]float64{1}, []float64{1}),
		K: mat.Of([]float64{2}, []float64{0}),
		V: mat.Of([]float64{1, 0, 2}, []float64{0, 1, 0}),
		O: mat.Of([]float64{1, 0}, []float64{0, 1}, []float64{1, 1}),
	}
	small := mat.Of([]float64{1, 2}, []float64{3, 0})
	got := attention.Walk(small, attention.Head{Maps: narrow, ExcludeSelf: true, Residual: true,
		Bias: trace.Bias{Q: []float64{1}, K: []float64{1}, V: []float64{1, 0, 0}, O: []float64{.5, -.5}}})
	want := trace.Trace{
		Embed:     small,
		Q:         mat.Of([]float64{4}, []float64{4}),
		K:         mat.Of([]float64{3}, []float64{7}),
		V:         mat.Of([]float64{2, 2, 2}, []float64{4, 0, 6}),
		Scores:    mat.Of([]float64{12, 28}, []float64{12, 28}),
		Scaled:    mat.Of([]float64{12, 28}, []float64{12, 28}), // √K = 1
		Masked:    mat.Of([]float64{inf(-1), 28}, []float64{12, inf(-1)}),
		Weights:   mat.Of([]float64{0, 1}, []float64{1, 0}),
		Output:    mat.Of([]float64{4, 0, 6}, []float64{2, 2, 2}),
		Projected: mat.Of([]float64{10, 6}, []float64{4, 4}),
		Y:         mat.Of([]float64{11.5, 7.5}, []float64{7.5, 3.5}),
		Maps:      got.Maps, Bias: got.Bias,
	}
	if d := trace.Diff(got, want, 0); d != "" {
		t.Error(d)
	}

	// A score bias goes on after scaling: q_i·k_j is [9 18; 18 36] here, /√4.
	one := mat.Of([]float64{3, 0, 0, 0}, []float64{6, 0, 0, 0})
	id := mat.Identity(4)
	got = attention.Walk(one, attention.Head{Maps: trace.Maps{Q: id, K: id, V: id}, ScoreBias: []float64{4.5, 0}})
	if d := trace.Diff(trace.Trace{Scores: got.Scores, Scaled: got.Scaled, Masked: got.Masked}, trace.Trace{
		Scores: mat.Of([]float64{9, 18}, []float64{18, 36}),
		Scaled: mat.Of([]float64{4.5, 9}, []float64{9, 18}),
		Masked: mat.Of([]float64{9, 9}, []float64{13.5, 18}),
	}, 0); d != "" {
		t.Error(d)
	}
	if w := got.Weights.At(0, 0); w != 0.5 {
		t.Errorf("weights[0,0] = %v; want 0.5", w)
	}
}
