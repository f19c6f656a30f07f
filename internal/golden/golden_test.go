package golden_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/tensor"
)

// recorded makes a file of entries.
func recorded(t *testing.T, entries ...tensor.Entry) *tensor.File {
	t.Helper()
	var buffer bytes.Buffer
	if err := tensor.Write(&buffer, nil, entries); err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(buffer.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestDiff(t *testing.T) {
	f32 := tensor.Of[float32]
	mask := tensor.Of("in.attention_mask", []int{1, 2}, []int64{1, 0})
	x := f32("x", []int{1, 2, 2}, []float32{1, 100, 3, 4})
	weights := f32("L0.weights", []int{1, 1, 2, 2}, []float32{1, 0, .5, .5})
	nan := float32(math.NaN())
	tests := []struct {
		claim string
		got   []tensor.Entry
		want  []tensor.Entry
		diff  string
	}{
		{"the same is the same", []tensor.Entry{x, weights}, []tensor.Entry{weights, x}, ""},
		{"a difference within the row's largest is close", []tensor.Entry{f32("x", x.Shape, []float32{1.0009, 100, 3, 4})}, []tensor.Entry{x}, ""},
		{"a difference beyond it is named", []tensor.Entry{f32("x", x.Shape, []float32{1, 100, 3, 4.5})}, []tensor.Entry{x}, "x[0 1 1] = 4.5; want 4"},
		{"NaN is not close", []tensor.Entry{f32("x", x.Shape, []float32{1, 100, 3, nan})}, []tensor.Entry{x}, "x[0 1 1] = NaN"},
		{"another shape is named", []tensor.Entry{f32("x", []int{1, 4, 1}, []float32{1, 100, 3, 4})}, []tensor.Entry{x}, "x: shape [1 4 1]; want [1 2 2]"},
		{"the first in the order of computation is named", []tensor.Entry{
			f32("z", []int{1}, []float32{0}), f32("a", []int{1}, []float32{0}),
		}, []tensor.Entry{f32("a", []int{1}, []float32{1}), f32("z", []int{1}, []float32{1})}, "z[0] = 0; want 1"},
		{"a tensor that is not there is named", nil, []tensor.Entry{x}, "x: the run lacks it"},
		{"a module's output need not be there", nil, []tensor.Entry{f32("mod.bert", []int{1}, []float32{1}), f32("L0.scores_masked", []int{1}, []float32{1})}, ""},
		{"one head's weights are compared", []tensor.Entry{f32("L1.weights", []int{1, 2, 1, 2}, []float32{9, 9, .25, .75})}, []tensor.Entry{f32("L1.H1.weights", []int{1, 2}, []float32{.25, .75})}, ""},
		{"and named", []tensor.Entry{f32("L1.weights", []int{1, 2, 1, 2}, []float32{9, 9, .25, .75})}, []tensor.Entry{f32("L1.H1.weights", []int{1, 2}, []float32{.25, .5})}, "L1.H1.weights[0 1] = 0.75"},
		{"a padded row does not count", []tensor.Entry{f32("x", x.Shape, []float32{1, 100, nan, 9})}, []tensor.Entry{mask, x}, "in.attention_mask: the run lacks it"},
		{"a padded row does not count, the mask given", []tensor.Entry{mask, f32("x", x.Shape, []float32{1, 100, nan, 9})}, []tensor.Entry{mask, x}, ""},
		{"a weight on padding is not close", []tensor.Entry{mask, f32("L0.weights", weights.Shape, []float32{1, .25, 0, 0})}, []tensor.Entry{mask, weights}, "L0.weights[0 0 0 1] = 0.25; want exactly 0 on padding"},
		{"a score of padding does not count", []tensor.Entry{mask, f32("L0.scores_raw", weights.Shape, []float32{1, 7, 0, 0})}, []tensor.Entry{mask, f32("L0.scores_raw", weights.Shape, []float32{1, 8, 0, 0})}, ""},
		{"weights are close in absolute terms", []tensor.Entry{f32("L0.weights", weights.Shape, []float32{1, 1e-4, .5, .5})}, []tensor.Entry{weights}, "L0.weights[0 0 0 1] = 9.99"},
		{"other ids are named", []tensor.Entry{tensor.Of("in.attention_mask", []int{1, 2}, []int64{1, 1})}, []tensor.Entry{mask}, "in.attention_mask = [1 2] [1 1]"},
		{"the last positions of logits count", []tensor.Entry{f32("logits", []int{1, 2, 2}, []float32{9, 9, 3, 4})}, []tensor.Entry{f32("logits", []int{1, 1, 2}, []float32{3, 4})}, ""},
		{"and no others", []tensor.Entry{f32("logits", []int{1, 2, 2}, []float32{3, 4, 9, 9})}, []tensor.Entry{f32("logits", []int{1, 1, 2}, []float32{3, 4})}, "logits[0 0 0] = 9"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			got := golden.Diff(tt.got, recorded(t, tt.want...), golden.Tiny())
			if tt.diff == "" && got != "" || !strings.Contains(got, tt.diff) {
				t.Errorf("Diff = %q; want %q", got, tt.diff)
			}
		})
	}
}

func TestCasesTellPairsFromBatches(t *testing.T) {
	texts := map[string][][]string{}
	for _, c := range golden.Cases(t, "../../model/testdata/bert-a/golden") {
		texts[c.Name] = c.Texts
		if len(c.Texts) != len(c.Tokens) {
			t.Errorf("%s: %d texts for %d rows", c.Name, len(c.Texts), len(c.Tokens))
		}
		if c.Float64 != (c.Name == "money_bank.f64") || c.Cut != (c.Name == "long.f32") {
			t.Errorf("%s: float64 %t, cut %t", c.Name, c.Float64, c.Cut)
		}
	}
	if got := texts["money_bank.f32"]; len(got) != 1 || !slices.Equal(got[0], []string{"money bank"}) {
		t.Errorf("money_bank is %q", got)
	}
	if got := texts["pair.f32"]; len(got) != 1 || !slices.Equal(got[0], []string{"Which bank is near the river?", "The bank of the river is muddy."}) {
		t.Errorf("pair is %q", got)
	}
	if got := texts["batch_rightpad.f32"]; len(got) != 3 || !slices.Equal(got[0], []string{"money bank"}) {
		t.Errorf("batch is %q", got)
	}
}
