package model_test

import (
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/mat"
	"heed/model"
	"heed/tensor"
)

const tiny = "testdata/bert-a"

// run runs a model and keeps what the patterns match, or everything.
func run[F tensor.Float](t testing.TB, m *model.Model[F], in model.Inputs, patterns ...string) *model.Run[F] {
	t.Helper()
	var keep func(string) bool
	if len(patterns) > 0 {
		var err error
		if keep, err = m.Keep(model.Heed, patterns...); err != nil {
			t.Fatal(err)
		}
	}
	r, err := m.Run(context.Background(), in, model.Options[F]{Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// moneyBank is the text of the worked example, in the tiny model's ids.
func moneyBank() model.Inputs {
	return model.Inputs{IDs: [][]int{{2, 418, 171, 164, 165, 427, 3}}}
}

// batch is three texts, the first two padded.
func batch() model.Inputs {
	return model.Inputs{
		IDs:  [][]int{{2, 418, 427, 3, 0, 0}, {0, 2, 43, 438, 3, 0}, {2, 268, 427, 43, 173, 3}},
		Mask: [][]int{{1, 1, 1, 1, 0, 0}, {0, 1, 1, 1, 1, 0}, {1, 1, 1, 1, 1, 1}},
	}
}

func TestWeightsSumToOneAndPaddingGetsNone(t *testing.T) {
	check := func(t *testing.T, weights []float64, in model.Inputs, heads int) {
		n := len(in.IDs[0])
		for row := range slices.Chunk(weights, n) {
			sum := 0.0
			for _, w := range row {
				sum += w
			}
			if math.Abs(sum-1) > 1e-6 { // 1e-6: float32
				t.Errorf("a row sums to %g; want 1", sum)
			}
		}
		for i, w := range weights {
			text, key := i/(heads*n*n), i%n
			if in.Mask[text][key] == 0 && w != 0 {
				t.Errorf("text %d gives padding %d the weight %g; want exactly 0", text, key, w)
			}
		}
	}
	t.Run("float32", func(t *testing.T) {
		r := run(t, open[float32](t, tiny), batch(), "*.weights")
		for _, w := range r.Tensors() {
			check(t, wide(w.Data), batch(), 4)
		}
	})
	t.Run("float64", func(t *testing.T) {
		r := run(t, open[float64](t, tiny), batch(), "*.weights")
		for _, w := range r.Tensors() {
			check(t, w.Data, batch(), 4)
		}
	})
}

func wide(x []float32) []float64 {
	w := make([]float64, len(x))
	for i, v := range x {
		w[i] = float64(v)
	}
	return w
}

// texts returns the final vectors of each text's real tokens.
func texts(t *testing.T, m *model.Model[float32], in model.Inputs) [][]float64 {
	t.Helper()
	final, _ := run(t, m, in, "final_hidden").Tensor("final_hidden")
	var all [][]float64
	width := final.Shape[2]
	for b := range in.IDs {
		var text []float64
		for i := range in.IDs[b] {
			if in.Mask == nil || in.Mask[b][i] == 1 {
				start := (b*len(in.IDs[b]) + i) * width
				text = append(text, wide(final.Data[start:start+width])...)
			}
		}
		all = append(all, text)
	}
	return all
}

// near fails if two vectors differ by more than float32's rounding.
func near(t *testing.T, what string, got, want []float64, by float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers; want %d", what, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= by) {
			t.Fatalf("%s[%d] = %g; want %g ± %g", what, i, got[i], want[i], by)
		}
	}
}

func TestPaddingChangesNoRealToken(t *testing.T) {
	m := open[float32](t, tiny)
	in := batch()
	positions := [][]int{{0, 1, 2, 3, 0, 0}, {0, 0, 1, 2, 3, 0}, {0, 1, 2, 3, 4, 5}}
	in.Positions = positions
	padded := texts(t, m, in)
	for b, alone := range [][]int{{2, 418, 427, 3}, {2, 43, 438, 3}, {2, 268, 427, 43, 173, 3}} {
		near(t, "text", padded[b], texts(t, m, model.Inputs{IDs: [][]int{alone}})[0], 1e-5) // float32: few rows are summed in another order than many
	}
}

func TestPermutingTheBatchPermutesTheResult(t *testing.T) {
	m := open[float32](t, tiny)
	in := batch()
	straight := texts(t, m, in)
	slices.Reverse(in.IDs)
	slices.Reverse(in.Mask)
	turned := texts(t, m, in)
	slices.Reverse(turned)
	for b := range straight {
		near(t, "text", turned[b], straight[b], 0)
	}
}

func TestAbsentInputsMeanTheirDefaults(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	want := texts(t, m, in)[0]
	in.Mask, in.Types, in.Positions = [][]int{{1, 1, 1, 1, 1, 1, 1}}, [][]int{{0, 0, 0, 0, 0, 0, 0}}, [][]int{{0, 1, 2, 3, 4, 5, 6}}
	near(t, "text", texts(t, m, in)[0], want, 0)
	in.Types = [][]int{{0, 0, 0, 0, 0, 1, 1}}
	if slices.Equal(texts(t, m, in)[0], want) {
		t.Error("token types change nothing; want another result")
	}
}

func TestWorkersChangeNoByte(t *testing.T) {
	m := open[float32](t, tiny)
	ids := make([]int, 200)
	for i := range ids {
		ids[i] = i
	}
	in := model.Inputs{IDs: [][]int{ids, ids}}
	var first *model.Run[float32]
	for _, workers := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(workers)
		r := run(t, m, in)
		runtime.GOMAXPROCS(before)
		if first == nil {
			first = r
		}
		for i, want := range first.Tensors() {
			if !slices.Equal(r.Tensors()[i].Data, want.Data) {
				t.Fatalf("%s differs between 1 and %d workers", want.Name, workers)
			}
		}
	}
}

// TestKeep checks that any part of a run is the same as that part of the
// whole, whatever else is kept, and that nothing more is kept.
func TestKeep(t *testing.T) {
	m := open[float32](t, tiny)
	for _, in := range []model.Inputs{moneyBank(), batch()} {
		whole := run(t, m, in)
		for _, want := range whole.Tensors() {
			got := run(t, m, in, want.Name)
			if len(got.Tensors()) != 1 {
				t.Fatalf("%s: kept %d tensors; want 1", want.Name, len(got.Tensors()))
			}
			x, _ := got.Tensor(want.Name)
			if !slices.Equal(x.Data, want.Data) || !slices.Equal(x.Shape, want.Shape) {
				t.Errorf("%s kept alone differs from the whole run's", want.Name)
			}
		}
	}
	names := func(patterns ...string) (names []string) {
		for _, x := range run(t, m, moneyBank(), patterns...).Tensors() {
			names = append(names, x.Name)
		}
		return names
	}
	if got := names("L1.weights", "*.q"); !slices.Equal(got, []string{"L0.q", "L1.q", "L1.weights"}) {
		t.Errorf("kept %q", got)
	}
	if got := names("in.*", "*.mask"); got != nil {
		t.Errorf("kept %q; want nothing: no text is padded", got)
	}
	_, err := m.Keep(model.Heed, "L1.*", "L9.weights")
	if err == nil || !strings.Contains(err.Error(), `"L9.weights" matches no tensor`) || !strings.Contains(err.Error(), "resid_mid_prenorm") {
		t.Errorf("error %v; want one that names the pattern and the names", err)
	}
	if _, err := m.Keep(model.Heed, "L[1"); err == nil {
		t.Error("a broken pattern was taken")
	}
}

// TestEntriesAreTheGoldenFiles checks names: what a run holds is what the
// recorded run of the same inputs holds.
func TestEntriesAreTheGoldenFiles(t *testing.T) {
	m := open[float32](t, tiny)
	want := golden.File(t, tiny+"/golden/money_bank.f32.safetensors")
	in, err := model.ReadInputs(want)
	if err != nil {
		t.Fatal(err)
	}
	var got, recorded []string
	for _, e := range run(t, m, in).Entries() {
		got = append(got, e.Name)
	}
	for _, e := range want.Entries() {
		if !strings.HasPrefix(e.Name, "mod.") {
			recorded = append(recorded, e.Name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, recorded) {
		t.Errorf("a run holds %q; want %q", got, recorded)
	}
}

func TestMaskIsTheLeastFiniteNumber(t *testing.T) {
	r := run(t, open[float32](t, tiny), batch(), "L0.mask", "L0.scores_*")
	mask, _ := r.Tensor("L0.mask")
	if !slices.Equal(mask.Shape, []int{3, 1, 6, 6}) {
		t.Fatalf("mask has shape %v; want [3 1 6 6]", mask.Shape)
	}
	if got := mask.Data[:6]; !slices.Equal(got, []float32{0, 0, 0, 0, -math.MaxFloat32, -math.MaxFloat32}) {
		t.Errorf("mask of the first query is %v", got)
	}
	scaled, _ := r.Tensor("L0.scores_scaled")
	masked, _ := r.Tensor("L0.scores_masked")
	if scaled.Data[0] != masked.Data[0] || masked.Data[5] != -math.MaxFloat32 {
		t.Errorf("scores %v masked are %v", scaled.Data[:6], masked.Data[:6])
	}
}

// TestHeadsSumToTheLayer checks a Trace against the run: every head's share
// and the output bias together are what the layer adds.
func TestHeadsSumToTheLayer(t *testing.T) {
	m := open[float32](t, tiny)
	r := run(t, m, batch())
	for row, tokens := range []int{4, 4, 6} {
		for layer := range m.Config.Layers() {
			var sum mat.Matrix
			norms, err := r.HeadNorms(row, []int{1, 2})
			if err != nil {
				t.Fatal(err)
			}
			for head := range m.Config.Heads(layer) {
				tr, err := r.Trace(row, layer, head)
				if err != nil {
					t.Fatal(err)
				}
				if tr.Embed.Rows != tokens || tr.Weights.Rows != tokens || tr.Weights.Cols != tokens || !tr.Masked.Absent() {
					t.Fatalf("trace of %v tokens, weights %v, masked %v; want %d real ones and nothing added", tr.Embed.Rows, tr.Weights, tr.Masked, tokens)
				}
				if sum.Absent() {
					sum = tr.Embed.Clone()
					for i := range sum.Rows {
						mat.AddScaled(sum.Row(i), 1, tr.Bias.O)
					}
				}
				mat.AddScaled(sum.Data, 1, tr.Projected.Data)
				near(t, "head norm", []float64{norms[layer][head]}, []float64{mat.Norm(mat.MeanRows(tr.Projected, []int{1, 2}))}, 1e-12)
				if head == m.Config.Heads(layer)-1 {
					near(t, "y", sum.Data, tr.Y.Data, 1e-5)
				}
			}
		}
	}
}

// TestTraceIsItsFormula follows one head from the embeddings through the
// maps, in float64.
func TestTraceIsItsFormula(t *testing.T) {
	tr, err := run(t, open[float64](t, tiny), moneyBank()).Trace(0, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	plus := func(x mat.Matrix, bias []float64) []float64 {
		for i := range x.Rows {
			mat.AddScaled(x.Row(i), 1, bias)
		}
		return x.Data
	}
	near(t, "q", plus(mat.Mul(tr.Embed, tr.Maps.Q), tr.Bias.Q), tr.Q.Data, 1e-12)
	near(t, "k", plus(mat.Mul(tr.Embed, tr.Maps.K), tr.Bias.K), tr.K.Data, 1e-12)
	near(t, "v", plus(mat.Mul(tr.Embed, tr.Maps.V), tr.Bias.V), tr.V.Data, 1e-12)
	for i := range tr.Q.Rows {
		for j := range tr.K.Rows {
			score := mat.Dot(tr.Q.Row(i), tr.K.Row(j))
			near(t, "scores", []float64{tr.Scores.At(i, j)}, []float64{score}, 1e-12)
			near(t, "scaled", []float64{tr.Scaled.At(i, j)}, []float64{score / math.Sqrt(12)}, 1e-12)
		}
	}
	near(t, "output", mat.Mul(tr.Weights, tr.V).Data, tr.Output.Data, 1e-12)
	near(t, "projected", mat.Mul(tr.Output, tr.Maps.O).Data, tr.Projected.Data, 1e-12)
}

func TestTraceOfWhatIsNotThere(t *testing.T) {
	m := open[float32](t, tiny)
	r := run(t, m, moneyBank(), m.ForTrace(1)...)
	if _, err := r.Trace(0, 1, 3); err != nil {
		t.Errorf("ForTrace's tensors do not make a trace: %v", err)
	}
	for _, tt := range []struct {
		row, layer, head int
		want             string
	}{
		{0, 2, 0, "layer 2: the model has layers 0 to 1"},
		{0, -1, 0, "layer -1"},
		{0, 1, 4, "head 4: the model has heads 0 to 3"},
		{1, 1, 0, "text 1: the run has texts 0 to 0"},
		{0, 0, 0, `tensor "L0.resid_in": not kept`},
	} {
		if _, err := r.Trace(tt.row, tt.layer, tt.head); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Trace(%d, %d, %d): error %v; want %q", tt.row, tt.layer, tt.head, err, tt.want)
		}
	}
	for _, focus := range [][]int{nil, {7}, {-1}, {5}} { // the last is there, but layer 0's head_out is not
		if _, err := r.HeadNorms(0, focus); err == nil {
			t.Errorf("HeadNorms of %v: no error", focus)
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := open[float32](t, tiny).Run(ctx, moneyBank(), model.Options[float32]{}); err != context.Canceled {
		t.Errorf("error %v; want %v", err, context.Canceled)
	}
}
