package trace_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/mat"
	"heed/trace"
)

// full is a walk with everything that a walk can hold: two texts, a focus of
// two tokens, masks, unknowns, maps wider and narrower than the embedding.
func full() trace.Walk {
	nan, low := math.NaN(), math.Inf(-1)
	one, zero := 1, 0
	a := trace.Trace{
		Text: "money bank", Pair: "b", Word: "bank", Focus: []int{1, 2},
		Tokens: []trace.Token{{Text: "money", End: 5}, {Text: "ba", Start: 6, End: 8}, {Text: "[SEP]", Special: true, Sequence: &zero}},
		Embed:  mat.Of([]float64{2, 7}, []float64{9, 3}, []float64{.1, -1e300}),
		Q:      mat.Of([]float64{1}, []float64{2}, []float64{nan}),
		K:      mat.Of([]float64{4}, []float64{5}, []float64{6}),
		V:      mat.Of([]float64{1, 2, 3}, []float64{4, 5, 6}, []float64{7, 8, 9}),
		Scores: mat.Of([]float64{4, 5, 6}, []float64{8, 10, 12}, []float64{nan, nan, nan}),
		Scaled: mat.Of([]float64{4, 5, 6}, []float64{8, 10, 12}, []float64{nan, nan, nan}),
		Masked: mat.Of([]float64{4, 5, low}, []float64{8, low, 12}, []float64{nan, nan, nan}),
		Weights: mat.Of([]float64{.25, .75, 0}, []float64{1. / 3, 0, 2. / 3},
			[]float64{nan, nan, nan}),
		Parts: []mat.Matrix{mat.Of([]float64{1. / 3, 2. / 3, 1}, []float64{0, 0, 0}, []float64{14. / 3, 16. / 3, 6}),
			mat.Filled(3, 3, nan)},
		Output:    mat.Of([]float64{3.25, 4.25, 5.25}, []float64{5, 6, 7}, []float64{nan, nan, nan}),
		Projected: mat.Of([]float64{1, 2}, []float64{3, 4}, []float64{nan, nan}),
		Y:         mat.Of([]float64{3, 9}, []float64{12, 7}, []float64{nan, nan}),
		Residual:  true,
		Maps:      &trace.Maps{Q: mat.New(2, 1), K: mat.New(2, 1), V: mat.New(2, 3), O: mat.New(3, 2), Solved: true},
		Bias:      &trace.Bias{Q: mat.Vector{1}, K: mat.Vector{nan}, V: mat.Vector{1, 2, 3}, O: mat.Vector{0, 1}},
		Pins:      []trace.Pin{{At: "weights[1,0]", Value: .2, Borrowed: true}},
		Checks: []trace.Check{{At: "weights[1,0]", Stated: .2, Formula: 1. / 3, Needs: "x", Or: "y",
			Ways: []trace.Saying{{Key: "needs", Numbers: trace.Numbers{"is": 1}, Places: trace.Words{"of": "q[0]"}}, {Key: "or"}}}},
		Notes: []trace.Note{{At: "y[0]", Text: "note", Says: &trace.Saying{Key: "note", Words: trace.Words{"word": "bank"}}}, {Text: "all"}},
	}
	b := trace.Trace{Text: "river bank", Word: "bank", Focus: []int{1}, Tokens: []trace.Token{{Text: "river"}, {Text: "bank"}},
		Embed: mat.Of([]float64{4, -3}, []float64{9, 3})}
	a.Shift = trace.Shift{From: mat.Vector{9, 3}, To: mat.Vector{12, 7}, Length: 5, Towards: []trace.Towards{
		{Token: "money", Signed: 1, Distance: [2]mat.Number{2, 3}, Cosine: [2]mat.Number{.5, mat.Number(nan)}, Target: a.Embed.Row(0)},
		{Token: "river", Context: &one, Signed: mat.Number(nan), Target: b.Embed.Row(0)},
	}}
	a.Share = &trace.Shift{From: mat.Vector{9, 3}, To: mat.Vector{12, 8}, Length: 6, Towards: slices.Clone(a.Shift.Towards)}
	return trace.Walk{Version: 1,
		Source:   trace.Source{Name: "n", SHA256: "s", Kind: "bert", Title: "t", Tokenizer: "WordPiece", Layer: 1, Head: 2, Chosen: "c", Precision: "float32", Formula: true, Heed: "0"},
		Traces:   []trace.Trace{a, b},
		Contrast: []trace.Contrast{{A: 0, B: 1, Token: "money", Index: 0, Value: .25}}}
}

func ExampleParse() {
	w, err := trace.Parse([]byte(`{"heed": 1, "traces": [{"text": "money bank", "word": "bank", "focus": [1],
		"tokens": [{"text": "money", "start": 0, "end": 5}, {"text": "bank", "start": 6, "end": 10}],
		"embed": [[2, 7], [9, 3]], "weights": [[null, null], [0.2, 0.8]]}]}`))
	fmt.Println(w.Traces[0].Weights.Row(1), err)
	_, err = trace.Parse([]byte(`{"heed": 1, "traces": [{"tokens": [{}, {}], "weights": [[0.2, 0.8]]}]}`))
	fmt.Println(err)
	// Output:
	// [0.2 0.8] <nil>
	// traces[0]: weights is [1 2]; want 2 along T
}

func ExampleDiff() {
	want := trace.Trace{Scaled: mat.Of([]float64{7.09, 22.69})}
	got := trace.Trace{Scaled: mat.Of([]float64{7.0711, 22.6274})}
	fmt.Println(trace.Diff(got, want, 1e-4))
	// Output: scaled[0,0] = 7.0711; want 7.09
}

func ExampleAt() {
	at := trace.At("weights", 1, 0)
	tensor, index, err := trace.ParseAt(at)
	fmt.Println(at, tensor, index, err)
	fmt.Println(trace.Ref{Trace: 1, Tensor: "weights", Index: []int{1, 0}})
	// Output:
	// weights[1,0] weights [1 0] <nil>
	// 1:weights[1,0]
}

func TestParseAtIsTheInverseOfAt(t *testing.T) {
	for _, index := range [][]int{nil, {0}, {1, 0}, {12, 345, 6}} {
		tensor, got, err := trace.ParseAt(trace.At("maps.q", index...))
		if tensor != "maps.q" || !slices.Equal(got, index) || err != nil {
			t.Errorf("%v read back as %q %v, %v", index, tensor, got, err)
		}
	}
	for in, want := range map[string]string{
		"":                         `"" is not a place; want something like weights[1,0]`,
		"[1]":                      `"[1]" is not a place; want something like weights[1,0]`,
		"weights[1":                `"weights[1" is not a place; want something like weights[1,0]`,
		"weights]":                 `"weights]" is not a place; want something like weights[1,0]`,
		"wei]ghts":                 `"wei]ghts" is not a place; want something like weights[1,0]`,
		"weights[]":                `"weights[]": "" is not an index; want 0, 1, 2 …`,
		"weights[1,-1]":            `"weights[1,-1]": "-1" is not an index; want 0, 1, 2 …`,
		"weights[1][0]":            `"weights[1][0]": "1][0" is not an index; want 0, 1, 2 …`,
		"weights[1e1]":             `"weights[1e1]": "1e1" is not an index; want 0, 1, 2 …`,
		"w[999999999999999999999]": `"w[999999999999999999999]": "999999999999999999999" is not an index; want 0, 1, 2 …`,
	} {
		if _, _, err := trace.ParseAt(in); err == nil || err.Error() != want {
			t.Errorf("%q: %v; want %s", in, err, want)
		}
	}
}

func TestJSONReadsBackAsItself(t *testing.T) {
	want := full()
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := trace.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for n := range want.Traces {
		if d := trace.Diff(got.Traces[n], want.Traces[n], 0); d != "" {
			t.Errorf("traces[%d]: %s", n, d)
		}
	}
	for n, target := range want.Traces[0].Shift.Towards {
		if g := got.Traces[0].Shift.Towards[n].Target; !slices.Equal(g, target.Target) {
			t.Errorf("target %d is %v; want %v", n, g, target.Target)
		}
		if g := got.Traces[0].Share.Towards[n].Target; !slices.Equal(g, target.Target) {
			t.Errorf("share's target %d is %v; want %v", n, g, target.Target)
		}
	}
	again, err := json.Marshal(got)
	if err != nil || string(again) != string(data) {
		t.Errorf("written again %s, %v; want %s", again, err, data)
	}
	// NaN is never equal to itself: compare what has none.
	for _, w := range []*trace.Walk{&got, &want} {
		w.Traces = []trace.Trace{{Tokens: w.Traces[0].Tokens, Pins: w.Traces[0].Pins, Checks: w.Traces[0].Checks,
			Notes: w.Traces[0].Notes, Masked: mat.Of(w.Traces[0].Masked.Row(1)), Embed: w.Traces[1].Embed}}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v; want %+v", got, want)
	}
}

func TestJSONKeysAreTheGlossary(t *testing.T) {
	data, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	var w struct{ Traces []map[string]any }
	if err := json.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	for _, key := range strings.Fields("text focus tokens embed q k v scores scaled masked weights parts output projected y maps bias shift share pins checks") {
		if _, ok := w.Traces[0][key]; !ok {
			t.Errorf("no key %q", key)
		}
	}
	if masked := w.Traces[0]["masked"].([]any)[0].([]any)[2]; masked != nil {
		t.Errorf("a masked score is %v; want null", masked)
	}
	if _, ok := w.Traces[1]["masked"]; ok {
		t.Error("masked is there where nothing was added")
	}
}

// TestParseErrors changes one thing of a good walk and wants it told.
func TestParseErrors(t *testing.T) {
	two := 2
	tests := []struct {
		want   string
		change func(w *trace.Walk)
	}{
		{`"heed" is 2; want the version of the form, 1 … 1`, func(w *trace.Walk) { w.Version = 2 }},
		{`"heed" is 0; want the version of the form, 1 … 1`, func(w *trace.Walk) { w.Version = 0 }},
		{"traces[0]: focus is [1 3]; want ascending tokens of 3", func(w *trace.Walk) { w.Traces[0].Focus[1] = 3 }},
		{"traces[0]: focus is [1 1]; want ascending tokens of 3", func(w *trace.Walk) { w.Traces[0].Focus[1] = 1 }},
		{"traces[0]: focus is [-1 2]; want ascending tokens of 3", func(w *trace.Walk) { w.Traces[0].Focus[0] = -1 }},
		{"traces[0]: parts has 1 matrices; want one for each of the focus's 2 tokens", func(w *trace.Walk) { w.Traces[0].Parts = w.Traces[0].Parts[:1] }},
		{"traces[0]: parts[2] is [2 3]; want 3 along T", func(w *trace.Walk) { w.Traces[0].Parts[1] = mat.New(2, 3) }},
		{"traces[1]: embed is [1 2]; want 2 along T", func(w *trace.Walk) { w.Traces[1].Embed = mat.New(1, 2) }},
		{"traces[0]: k is [3 2]; want 1 along K", func(w *trace.Walk) { w.Traces[0].K = mat.New(3, 2) }},
		{"traces[0]: weights is [3 2]; want 3 along T", func(w *trace.Walk) { w.Traces[0].Weights = mat.New(3, 2) }},
		{"traces[0]: output is [3 2]; want 3 along W", func(w *trace.Walk) { w.Traces[0].Output = mat.New(3, 2) }},
		{"traces[0]: y is [3 3]; want 2 along D", func(w *trace.Walk) { w.Traces[0].Y = mat.New(3, 3) }},
		{"traces[0]: shift.to is [1]; want 2 along D", func(w *trace.Walk) { w.Traces[0].Shift.To = mat.Vector{1} }},
		{"traces[0]: share.from is [1]; want 2 along D", func(w *trace.Walk) { w.Traces[0].Share.From = mat.Vector{1} }},
		{"traces[0]: maps.o is [2 2]; want 3 along W", func(w *trace.Walk) { w.Traces[0].Maps.O = mat.New(2, 2) }},
		{"traces[0]: bias.q is [2]; want 1 along K", func(w *trace.Walk) { w.Traces[0].Bias.Q = mat.Vector{1, 2} }},
		{"traces[0]: towards[1]: context 2; want one of 2 traces", func(w *trace.Walk) { w.Traces[0].Shift.Towards[1].Context = &two }},
		{"traces[0]: towards[1]: token 2; want one of 2", func(w *trace.Walk) { w.Traces[0].Share.Towards[1].Index = 2 }},
		{"traces[0]: weights[1,3] is beyond weights, which has shape [3 3]", func(w *trace.Walk) { w.Traces[0].Pins[0].At = "weights[1,3]" }},
		{"traces[0]: weights[1] is no number of weights, which has shape [3 3]", func(w *trace.Walk) { w.Traces[0].Checks[0].At = "weights[1]" }},
		{"traces[0]: wieghts[1,0] is no number of wieghts, which has shape []", func(w *trace.Walk) { w.Traces[0].Pins[0].At = "wieghts[1,0]" }},
		{"traces[0]: nothing is no number of nothing, which has shape []", func(w *trace.Walk) { w.Traces[0].Pins[0].At = "nothing" }},
		{`traces[0]: "[1,0]" is not a place; want something like weights[1,0]`, func(w *trace.Walk) { w.Traces[0].Pins[0].At = "[1,0]" }},
		{"contrast[0]: traces 0 and 2; want two of 2", func(w *trace.Walk) { w.Contrast[0].B = 2 }},
		{"contrast[0]: token 3; want one of 3", func(w *trace.Walk) { w.Contrast[0].Index = 3 }},
	}
	for _, tt := range tests {
		w := full()
		tt.change(&w)
		data, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := trace.Parse(data); err == nil || err.Error() != tt.want {
			t.Errorf("%v; want %s", err, tt.want)
		}
	}
	if _, err := trace.Parse([]byte(`{"heed": 1,`)); err == nil || !strings.HasPrefix(err.Error(), "not a walk: ") {
		t.Errorf("%v; want not a walk", err)
	}
}

func FuzzParse(f *testing.F) {
	data, err := json.Marshal(full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"heed":1,"traces":[{"tokens":[{}],"focus":[0],"masked":[[null]],"scaled":[[1]],"shift":{"towards":[{"context":0}]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := trace.Parse(data)
		if err != nil {
			return
		}
		once, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		back, err := trace.Parse(once)
		if err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if twice, err := json.Marshal(back); err != nil || string(twice) != string(once) {
			t.Fatalf("%s, %v; want %s", twice, err, once)
		}
	})
}

func TestDiffNamesTheFirstNumberThatDiffers(t *testing.T) {
	tests := []struct {
		want   string
		change func(t *trace.Trace)
	}{
		{"", func(*trace.Trace) {}},
		{"", func(t *trace.Trace) { t.Scaled.Row(1)[2] += 1e-10 }},
		{"", func(t *trace.Trace) { t.Embed.Row(2)[1] *= 1 + 1e-10 }},
		{"", func(t *trace.Trace) { t.Text = "other" }},
		{"scaled[1,2] = 12.5; want 12", func(t *trace.Trace) { t.Scaled.Row(1)[2] = 12.5; t.Y.Row(0)[0] = 0 }},
		{"masked[1,1] = 0; want -Inf", func(t *trace.Trace) { t.Masked.Row(1)[1] = 0 }},
		{"q[2,0] = 0; want NaN", func(t *trace.Trace) { t.Q.Row(2)[0] = 0 }},
		{"q[0,0] = NaN; want 1", func(t *trace.Trace) { t.Q.Row(0)[0] = math.NaN() }},
		{"parts[2,0,1] = 0; want NaN", func(t *trace.Trace) { t.Parts[1].Row(0)[1] = 0 }},
		{"focus is [0 2]; want [1 2]", func(t *trace.Trace) { t.Focus = []int{0, 2} }},
		{"masked is absent; want [3 3]", func(t *trace.Trace) { t.Masked = mat.Matrix{} }},
		{"v is [3 2]; want [3 3]", func(t *trace.Trace) { t.V = mat.New(3, 2) }},
		{"shift.length = 6; want 5", func(t *trace.Trace) { t.Shift.Length = 6 }},
		{"shift.towards.cosine[1,1] = 1; want 0", func(t *trace.Trace) { t.Shift.Towards[1].Cosine[1] = 1 }},
		{"share.from is absent; want [2]", func(t *trace.Trace) { t.Share = nil }},
		{"maps.q is absent; want [2 1]", func(t *trace.Trace) { t.Maps = nil }},
		{"bias.o[1] = 2; want 1", func(t *trace.Trace) { t.Bias.O[1] = 2 }},
	}
	for _, tt := range tests {
		got := full().Traces[0]
		tt.change(&got)
		if d := trace.Diff(got, full().Traces[0], 1e-9); d != tt.want {
			t.Errorf("%q; want %q", d, tt.want)
		}
	}
}

func TestSoftmaxInputIsMaskedWhereThereIsOne(t *testing.T) {
	w := full().Traces[0]
	if x := w.SoftmaxInput().At(0, 2); !math.IsInf(x, -1) {
		t.Errorf("%v; want the masked score", x)
	}
	w.Masked = mat.Matrix{}
	if x := w.SoftmaxInput().At(0, 2); x != 6 {
		t.Errorf("%v; want the scaled score", x)
	}
}

func TestWithoutMapsLeavesTheWalkAsItWas(t *testing.T) {
	w := full()
	bare := w.WithoutMaps()
	if bare.Traces[0].Maps != nil || bare.Traces[0].Bias != nil || w.Traces[0].Maps == nil {
		t.Error("the maps are kept, or gone from the walk itself")
	}
}
