package model_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/model"
)

// everyTiny calls f with each tiny model in testdata and the inputs of its
// recorded runs in float32.
func everyTiny(t *testing.T, f func(t *testing.T, m *model.Model[float32], in model.Inputs)) {
	folders, err := filepath.Glob("testdata/*/config.json")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, config := range folders {
		folder := filepath.Dir(config)
		m := open[float32](t, folder)
		for _, c := range golden.Cases(t, folder+"/golden") {
			if c.Float64 {
				continue
			}
			t.Run(filepath.Base(folder)+"/"+c.Name, func(t *testing.T) {
				in, err := model.ReadInputs(golden.File(t, c.Path))
				if err != nil {
					t.Fatal(err)
				}
				f(t, m, in)
			})
		}
	}
}

func runWith(t *testing.T, m *model.Model[float32], in model.Inputs, o model.Options[float32]) *model.Run[float32] {
	t.Helper()
	r, err := m.Run(context.Background(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// equal fails where two runs differ in a bit of a step that both kept.
func equal(t *testing.T, what string, got, want *model.Run[float32]) {
	t.Helper()
	for _, w := range want.Tensors() {
		g, ok := got.Tensor(w.Name)
		if !ok || !slices.Equal(g.Shape, w.Shape) {
			t.Fatalf("%s: %s is %v; want %v", what, w.Name, g.Shape, w.Shape)
		}
		for i := range w.Data {
			if g.Data[i] != w.Data[i] {
				t.Fatalf("%s: %s[%d] = %v; want %v", what, w.Name, i, g.Data[i], w.Data[i])
			}
		}
	}
}

// TestEditOfNothingChangesNothing also shows that the edit sees every step that
// the run plans, once, and in order.
func TestEditOfNothingChangesNothing(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		plain := runWith(t, m, in, model.Options[float32]{})
		var seen []string
		edited := runWith(t, m, in, model.Options[float32]{Edit: func(x model.Tensor[float32]) { seen = append(seen, x.Name) }})
		equal(t, "an edit of nothing", edited, plain)
		var want []string
		steps, err := m.Plan(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			want = append(want, s.Name)
		}
		slices.Sort(seen)
		slices.Sort(want)
		if !slices.Equal(seen, want) {
			t.Errorf("the edit saw %q; want %q", seen, want)
		}
	})
}

// TestEveryStepCanBeChanged changes one number of each step, and looks for the
// change in that step and in the end.
func TestEveryStepCanBeChanged(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if len(in.IDs) > 1 || len(in.IDs) == 1 && len(in.IDs[0]) > 8 {
			return // one short input of each model will do
		}
		plain := runWith(t, m, in, model.Options[float32]{})
		names := plain.Names()
		last := names[len(names)-1]
		for _, name := range names {
			if name == "pooler" {
				continue // nothing follows it
			}
			r := runWith(t, m, in, model.Options[float32]{Edit: func(x model.Tensor[float32]) {
				if x.Name == name {
					x.Data[0] += 3
					x.Data[len(x.Data)-1] += 3
				}
			}})
			was, _ := plain.Tensor(name)
			is, _ := r.Tensor(name)
			n := len(was.Data) - 1
			if is.Data[n] != was.Data[n]+3 {
				t.Errorf("%s[%d] is %v; want %v + 3", name, n, is.Data[n], was.Data[n])
			}
			before, _ := plain.Tensor(last)
			after, _ := r.Tensor(last)
			if slices.Equal(before.Data, after.Data) && name != strings.TrimSuffix(last, "logits")+"final_hidden" {
				t.Errorf("a change of %s changes nothing of %s", name, last)
			}
		}
	})
}

// TestNoHeadsIsTheBiasAlone knocks all heads of a layer out, and compares with
// attention whose output is what W_O adds to nothing.
func TestNoHeadsIsTheBiasAlone(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		_, stack := m.Config.Block(0)
		bias, err := m.Bias(0, 0)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]float32, stack.Width)
		for d := range bias.O {
			out[d] = float32(bias.O[d])
		}
		at := stack.Prefix + "L0."
		none := runWith(t, m, in, model.Options[float32]{Edit: func(x model.Tensor[float32]) {
			if x.Name == at+"head_out" {
				clear(x.Data)
			}
		}})
		alone := runWith(t, m, in, model.Options[float32]{Edit: func(x model.Tensor[float32]) {
			if x.Name == at+"attn_proj" {
				for i := range x.Data {
					x.Data[i] = out[i%len(out)]
				}
			}
		}})
		for _, name := range []string{stack.Prefix + "final_hidden", "logits"} {
			if want, ok := alone.Tensor(name); ok {
				got, _ := none.Tensor(name)
				if !slices.Equal(got.Data, want.Data) {
					t.Errorf("%s without heads differs from %s with the bias alone", name, name)
				}
			}
		}
	})
}

// TestStreamIsTheRun lets go of each layer when it is done. An encoder-decoder
// also runs texts that are as long on both sides: what is let go of the one would
// fit the other.
func TestStreamIsTheRun(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		streams(t, m, in)
		if m.Config.Decoder != nil {
			in.DecoderIDs, in.DecoderMask = in.IDs, nil
			streams(t, m, in)
		}
	})
}

func streams(t *testing.T, m *model.Model[float32], in model.Inputs) {
	t.Helper()
	plain := runWith(t, m, in, model.Options[float32]{})
	var names []string
	runWith(t, m, in, model.Options[float32]{Stream: func(x model.Tensor[float32]) error {
		names = append(names, x.Name)
		want, _ := plain.Tensor(x.Name)
		if !slices.Equal(x.Data, want.Data) {
			t.Errorf("%s streamed differs from the run's", x.Name)
		}
		return nil
	}})
	if !slices.Equal(names, plain.Names()) {
		t.Errorf("streamed %d steps in another order than the run's %d", len(names), len(plain.Names()))
	}
}

// TestMemoryCanBeUsedAgain runs through the memory of a run that is over, which
// holds other numbers.
func TestMemoryCanBeUsedAgain(t *testing.T) {
	var memory model.Memory[float32]
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		plain := runWith(t, m, in, model.Options[float32]{})
		for range 2 {
			r := runWith(t, m, in, model.Options[float32]{Memory: &memory})
			equal(t, "in used memory", r, plain)
			r.Release(&memory)
		}
		some := runWith(t, m, in, model.Options[float32]{Memory: &memory, Keep: func(name string) bool { return strings.HasSuffix(name, "weights") }})
		for _, name := range some.Names() {
			got, _ := some.Tensor(name)
			want, _ := plain.Tensor(name)
			if !slices.Equal(got.Data, want.Data) {
				t.Errorf("%s kept alone differs", name)
			}
		}
	})
}

// TestABatchIsItsTexts runs many texts at once, over several goroutines, and
// each alone.
func TestABatchIsItsTexts(t *testing.T) {
	m := open[float32](t, tiny)
	var in model.Inputs
	for b := range 40 {
		ids := make([]int, 33)
		for i := range ids {
			ids[i] = (7*b + 3*i) % 500
		}
		in.IDs = append(in.IDs, ids)
	}
	whole := runWith(t, m, in, model.Options[float32]{})
	for _, threads := range []int{1, 3} {
		equal(t, "threads", runWith(t, m, in, model.Options[float32]{Threads: threads}), whole)
	}
	for b, ids := range in.IDs {
		one := runWith(t, m, model.Inputs{IDs: [][]int{ids}}, model.Options[float32]{})
		for _, w := range one.Tensors() {
			g, _ := whole.Tensor(w.Name)
			if !slices.Equal(g.Data[b*len(w.Data):][:len(w.Data)], w.Data) {
				t.Fatalf("text %d: %s in the batch differs from the text alone", b, w.Name)
			}
		}
	}
}

// TestParts checks that a query's parts sum to the head's output.
func TestParts(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		r := runWith(t, m, in, model.Options[float32]{})
		_, stack := m.Config.Block(0)
		at := stack.Prefix + "L0."
		out, _ := r.Tensor(at + "head_out")
		query := out.Shape[2] - 1
		for head := range out.Shape[1] {
			parts, err := r.Parts(at, 0, head, query)
			if err != nil {
				t.Fatal(err)
			}
			sum := make([]float64, parts.Cols)
			for j := range parts.Rows {
				for d, x := range parts.Row(j) {
					sum[d] += float64(x)
				}
			}
			near(t, "parts", sum, wide(out.Data[(head*out.Shape[2]+query)*parts.Cols:][:parts.Cols]), 1e-5)
		}
	})
	r := runWith(t, open[float32](t, tiny), moneyBank(), model.Options[float32]{})
	for _, bad := range [][3]int{{1, 0, 0}, {0, 4, 0}, {0, 0, 7}, {-1, 0, 0}} {
		if _, err := r.Parts("L0.", bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("parts of %v: no error", bad)
		}
	}
	if _, err := r.Parts("L9.", 0, 0, 0); err == nil {
		t.Error("parts of a layer that is not there: no error")
	}
}
