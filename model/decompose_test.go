package model_test

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"heed/internal/golden"
	"heed/mat"
	"heed/model"
	"heed/tensor"
	"heed/trace"
)

// TestPartsSumToTheMove takes every layer's move of every real token apart, in
// each family and in both precisions.
func TestPartsSumToTheMove(t *testing.T) {
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
					partsSum(t, open[float64](t, folder), in, 1e-11)
				} else {
					partsSum(t, open[float32](t, folder), in, 1e-5)
				}
			})
		}
	}
}

func partsSum[F tensor.Float](t *testing.T, m *model.Model[F], in model.Inputs, within float64) {
	run, err := m.Run(context.Background(), in, model.Options[F]{})
	if err != nil {
		t.Fatal(err)
	}
	for layer := range m.Config.Blocks {
		for row := range max(len(in.IDs), 1) {
			for token := 0; ; token++ {
				move, err := run.Move(row, layer, []int{token})
				if err != nil {
					if token == 0 {
						t.Fatal(err)
					}
					break // past the text's end
				}
				s := move.Sums
				for _, x := range []mat.Number{s.Output, s.Projected, s.Y, s.Move} {
					if !(float64(x) <= within) {
						t.Fatalf("layer %d, text %d, token %d: %+v; want at most %g", layer, row, token, s, within)
					}
				}
				sameAsTheTrace(t, run, row, layer, token, move)
			}
		}
	}
}

// sameAsTheTrace compares the parts with what a Trace says of the same heads
// and, where no norm follows, with what leaves the layer.
func sameAsTheTrace[F tensor.Float](t *testing.T, run *model.Run[F], row, layer, token int, move model.Move) {
	place := run.Model.Config.Blocks[layer].Place
	for head := range move.Heads.Rows {
		got := move.Heads.Row(head)
		if place == model.Sandwich {
			continue // the trace has it before that norm
		}
		var tr trace.Trace
		tr, err := run.Trace(row, layer, head)
		if err != nil {
			t.Fatal(err)
		}
		if off := mat.Distance(got, tr.Projected.Row(token)); off > 1e-6*math.Max(1, mat.Norm(got)) {
			t.Fatalf("layer %d, head %d: parts differ from the trace by %g", layer, head, off)
		}
		if place != model.Post && mat.Distance(got, move.KeptHeads.Row(head)) != 0 {
			t.Fatalf("layer %d, head %d: a part changes on a way without norms", layer, head)
		}
	}
}

func TestMoveOfAWordIsTheMeanOfItsTokens(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		run := runWith(t, m, in, model.Options[float32]{})
		one, err := run.Move(0, 0, []int{0})
		if err != nil {
			t.Fatal(err)
		}
		two, err := run.Move(0, 0, []int{1})
		if err != nil {
			return // a text of one token
		}
		both, err := run.Move(0, 0, []int{0, 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range [][3][]float64{{one.Out, two.Out, both.Out}, {one.KeptHeads.Data, two.KeptHeads.Data, both.KeptHeads.Data}, {one.KeptMLP, two.KeptMLP, both.KeptMLP}} {
			if off := mat.Distance(mat.Scale(0.5, mat.Add(x[0], x[1])), x[2]); off > 1e-9 {
				t.Errorf("the mean of two tokens is off by %g", off)
			}
		}
	})
}

func TestMoveRefuses(t *testing.T) {
	m := open[float32](t, "testdata/bert-a")
	run := runWith(t, m, model.Inputs{IDs: [][]int{{1, 2, 3}}}, model.Options[float32]{Keep: func(name string) bool { return name != "L1.v" }})
	for _, tt := range []struct {
		row, layer int
		focus      []int
		want       string
	}{
		{0, 2, []int{0}, "layer 2: the model has layers 0 to 1"},
		{1, 0, []int{0}, "text 1: the run has texts 0 to 0"},
		{0, 0, []int{3}, "token 3: the text has tokens 0 to 2"},
		{0, 0, nil, "the word has no tokens; want at least one"},
		{0, 1, []int{0}, `tensor "L1.v": not kept by the run; see ForMove`},
	} {
		if _, err := run.Move(tt.row, tt.layer, tt.focus); err == nil || err.Error() != tt.want {
			t.Errorf("Move(%d, %d, %v): %v; want %s", tt.row, tt.layer, tt.focus, err, tt.want)
		}
	}
}
