package model_test

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"heed/attention"
	"heed/internal/golden"
	"heed/mat"
	"heed/model"
	"heed/tensor"
)

// everyRun calls one of two functions with a run of everything, of each recorded
// input of each tiny model, in the precision that it was recorded in.
func everyRun(t *testing.T, narrow func(*testing.T, *model.Run[float32]), wide func(*testing.T, *model.Run[float64])) {
	folders, err := filepath.Glob("testdata/*/config.json")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, config := range folders {
		folder := filepath.Dir(config)
		for _, c := range golden.Cases(t, folder+"/golden") {
			t.Run(filepath.Base(folder)+"/"+c.Name, func(t *testing.T) {
				in, err := model.ReadInputs(golden.File(t, c.Path))
				if err != nil {
					t.Fatal(err)
				}
				if c.Float64 {
					wide(t, runOf(t, open[float64](t, folder), in))
				} else {
					narrow(t, runOf(t, open[float32](t, folder), in))
				}
			})
		}
	}
}

func runOf[F tensor.Float](t *testing.T, m *model.Model[F], in model.Inputs) *model.Run[F] {
	run, err := m.Run(context.Background(), in, model.Options[F]{})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestMixedVectorsSumToTheStream measures each layer's mixture of each family:
// the vectors that tokens give each other, and the biases, are what the model has
// after attention.
func TestMixedVectorsSumToTheStream(t *testing.T) {
	everyRun(t, func(t *testing.T, r *model.Run[float32]) { mixedSums(t, r, 1e-5) },
		func(t *testing.T, r *model.Run[float64]) { mixedSums(t, r, 1e-11) })
}

func mixedSums[F tensor.Float](t *testing.T, r *model.Run[F], within float64) {
	for layer := range r.Model.Config.Blocks {
		for text := range max(1, len(r.Inputs.IDs)) {
			m, err := r.Mixed(text, layer)
			if err != nil {
				t.Fatal(err)
			}
			x := attention.Mixture{Weights: m.Weights, Values: m.Values, Stream: m.Stream}
			if m.After != nil {
				x.After = func(i int, part []float64) []float64 { return m.After[i].Part(part) }
			}
			if m.Sum != nil {
				x.Sum = func(i int, part []float64) []float64 { return m.Sum[i].Part(part) }
			}
			n := x.Norms()
			if post := r.Model.Config.Blocks[layer].Place == model.Post; n.ResLN.Absent() == post {
				t.Fatalf("layer %d: attnresln_n is absent: %v, where a norm follows the sum: %v", layer, n.ResLN.Absent(), post)
			}
			for i := range m.Made.Rows {
				rowNear(t, mat.Add(n.Vectors.Row(i), m.Bias.Row(i)), m.Made.Row(i), within, "layer %d, text %d, token %d", layer, text, i)
			}
		}
	}
}

// rowNear requires two vectors to agree within a share of max(1, the second's
// largest).
func rowNear(t *testing.T, got, want []float64, within float64, format string, args ...any) {
	t.Helper()
	largest := 1.0
	for _, x := range want {
		largest = max(largest, math.Abs(x))
	}
	for c, x := range want {
		if !(math.Abs(got[c]-x) <= within*largest) {
			t.Fatalf(format+": number %d is %g; want %g", append(args, c, got[c], x)...)
		}
	}
}

// TestLastStateGivesTheLogits: read as if they left the last layer, the states
// that do leave it give the model's own logits, in each family that has a head.
func TestLastStateGivesTheLogits(t *testing.T) {
	read := 0
	everyRun(t, func(t *testing.T, r *model.Run[float32]) { read += lastLogits(t, r, 1e-5) },
		func(t *testing.T, r *model.Run[float64]) { read += lastLogits(t, r, 1e-11) })
	if read < 1000 {
		t.Errorf("%d rows of logits were compared; want more", read)
	}
}

func lastLogits[F tensor.Float](t *testing.T, r *model.Run[F], within float64) (compared int) {
	m := r.Model
	names := m.ForHidden()
	last, _ := r.Tensor(names[len(names)-1])
	states := tensor.Matrix[F]{Rows: len(last.Data) / m.Config.Width, Cols: m.Config.Width, Data: last.Data}
	got, err := m.Logits(states)
	want, ok := r.Tensor("logits")
	if ok != (err == nil) && m.Config.Decoder == nil {
		t.Fatalf("the run has logits: %v; but %v", ok, err)
	}
	if err != nil {
		return 0
	}
	every := 1
	if m.Config.Embedding.Image != nil {
		every = last.Shape[1] // the class token alone
	}
	cols := got.Cols
	for row := 0; row*cols < len(want.Data); row++ {
		rowNear(t, floats(got.Row(row*every)), floats(want.Data[row*cols:(row+1)*cols]), within, "row %d", row)
		compared++
	}
	return compared
}

func floats[F tensor.Float](x []F) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// TestLogitPartsSumToTheLogit takes logits of each family apart, of each token of
// the first text.
func TestLogitPartsSumToTheLogit(t *testing.T) {
	taken := 0
	everyRun(t, func(t *testing.T, r *model.Run[float32]) { taken += partsOfLogits(t, r, 1e-5) },
		func(t *testing.T, r *model.Run[float64]) { taken += partsOfLogits(t, r, 1e-11) })
	if taken < 1000 {
		t.Errorf("%d logits were taken apart; want more", taken)
	}
}

func partsOfLogits[F tensor.Float](t *testing.T, r *model.Run[F], within float64) (taken int) {
	m := r.Model
	logits, ok := r.Tensor("logits")
	if m.Predicts() != nil || !ok {
		return 0
	}
	outputs := logits.Shape[len(logits.Shape)-1]
	real := []int{0} // of images, the class token
	if len(logits.Shape) == 3 {
		real = nil
		for token := range logits.Shape[1] {
			if r.Inputs.Mask == nil || r.Inputs.Mask[0][token] == 1 {
				real = append(real, token)
			}
		}
	}
	for token, place := range real {
		row := floats(logits.Data[place*outputs : (place+1)*outputs])
		for _, id := range []int{0, 3, outputs - 1} {
			p, err := r.LogitParts(0, token, id)
			if err != nil {
				t.Fatal(err)
			}
			got := append([]float64(nil), row...)
			got[id] = m.Config.Head.Capped(p.Sum)
			rowNear(t, got, row, within, "token %d, id %d", token, id)
			taken++
		}
	}
	return taken
}

// TestPartsThatAreNotThere: what a run, or a model, lacks is told.
func TestPartsThatAreNotThere(t *testing.T) {
	m := open[float32](t, "testdata/bert-a")
	in := model.Inputs{IDs: [][]int{{2, 5, 6, 3}}}
	all := runOf(t, m, in)
	some, err := m.Run(context.Background(), in, model.Options[float32]{Keep: func(name string) bool { return name == "embed" }})
	if err != nil {
		t.Fatal(err)
	}
	for want, ask := range map[string]func() error{
		"layer 2: the model has layers 0 to 1":                         func() error { _, err := all.Mixed(0, 2); return err },
		"text 1: the run has texts 0 to 0":                             func() error { _, err := all.Weights(1, 0); return err },
		`tensor "L0.weights": not kept by the run; see ForMixed`:       func() error { _, err := some.Mixed(0, 0); return err },
		"id 500: the head has outputs 0 to 499":                        func() error { _, err := all.LogitParts(0, 0, 500); return err },
		"token 4: the text has tokens 0 to 3":                          func() error { _, err := all.LogitParts(0, 4, 0); return err },
		`tensor "L0.head_out": not kept by the run; see ForLogitParts`: func() error { _, err := some.LogitParts(0, 0, 0); return err },
		"states have 7 numbers; want 48, the model's width":            func() error { _, err := m.Logits(tensor.Zeros[float32](1, 7)); return err },
	} {
		if err := ask(); err == nil || err.Error() != want {
			t.Errorf("%v; want %s", err, want)
		}
	}
}
