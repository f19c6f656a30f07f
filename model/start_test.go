package model_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"heed/model"
)

// TestAStartedRunIsTheRun begins at every layer, with an edit of nothing and
// without, and compares every step that follows with the whole run's to the bit.
func TestAStartedRunIsTheRun(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		plain := runWith(t, m, in, model.Options[float32]{})
		for layer := range m.Config.Blocks {
			at := strings.TrimSuffix(m.ForTrace(layer)[0], "resid_in")
			stream, _ := plain.Tensor(at + "resid_in")
			given := slices.Clone(stream.Data)
			start := &model.Start[float32]{Layer: layer, Stream: given}
			var edited []string
			for what, edit := range map[string]func(model.Tensor[float32]){
				"started":            nil,
				"started and edited": func(x model.Tensor[float32]) { edited = append(edited, x.Name) },
			} {
				r := runWith(t, m, in, model.Options[float32]{Start: start, Edit: edit})
				following := plain.Names()[slices.Index(plain.Names(), at+"resid_in"):]
				if !slices.Equal(r.Names(), following) {
					t.Fatalf("%s at layer %d kept %q; want %q", what, layer, r.Names(), following)
				}
				for _, got := range r.Tensors() {
					want, _ := plain.Tensor(got.Name)
					if !slices.Equal(got.Data, want.Data) {
						t.Fatalf("%s at layer %d: %s differs from the whole run's", what, layer, got.Name)
					}
				}
				if len(r.Tensors()) != len(following) {
					t.Errorf("%s at layer %d gives %d of %d steps", what, layer, len(r.Tensors()), len(following))
				}
			}
			if len(edited) != len(plain.Names())-slices.Index(plain.Names(), at+"resid_in") {
				t.Errorf("the edit of a run from layer %d saw %d steps", layer, len(edited))
			}
			if !slices.Equal(given, stream.Data) {
				t.Errorf("a run from layer %d wrote to the stream that it was given", layer)
			}
		}
	})
}

// TestAStartIsABatchOfStreams runs two streams as one batch: each is the run
// that it alone would be.
func TestAStartIsABatchOfStreams(t *testing.T) {
	m := open[float32](t, tiny)
	one := moneyBank()
	two := model.Inputs{IDs: [][]int{slices.Clone(one.IDs[0])}}
	slices.Reverse(two.IDs[0])
	a, b := runWith(t, m, one, model.Options[float32]{}), runWith(t, m, two, model.Options[float32]{})
	x, _ := a.Tensor("L1.resid_in")
	y, _ := b.Tensor("L1.resid_in")
	both := runWith(t, m, model.Inputs{IDs: [][]int{one.IDs[0], one.IDs[0]}}, model.Options[float32]{Start: &model.Start[float32]{Layer: 1, Stream: slices.Concat(x.Data, y.Data)}})
	got, _ := both.Tensor("final_hidden")
	for n, r := range []*model.Run[float32]{a, b} {
		want, _ := r.Tensor("final_hidden")
		if !slices.Equal(got.Data[n*len(want.Data):][:len(want.Data)], want.Data) {
			t.Errorf("stream %d in the batch differs from its own run", n)
		}
	}
}

func TestAStartThatDoesNotFitIsRefused(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	fits := len(in.IDs[0]) * m.Config.Width
	broken := make([]float32, fits)
	broken[3] = float32(math.NaN())
	for _, tt := range []struct {
		layer  int
		stream []float32
		want   string
	}{
		{9, make([]float32, fits), "start at layer 9: the model has layers 0 to"},
		{-1, make([]float32, fits), "start at layer -1"},
		{1, make([]float32, fits-1), "its stream has"},
		{1, broken, "L1.resid_in[0,0,3] is NaN"},
	} {
		_, err := m.Run(context.Background(), in, model.Options[float32]{Start: &model.Start[float32]{Layer: tt.layer, Stream: tt.stream}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v; want %q", err, tt.want)
		}
	}
	t5 := open[float32](t, "testdata/t5-gated")
	_, err := t5.Run(context.Background(), model.Inputs{IDs: [][]int{{1, 2}}}, model.Options[float32]{Start: &model.Start[float32]{Layer: len(t5.Config.Blocks), Stream: nil}})
	if err == nil || !strings.Contains(err.Error(), "is the decoder's") {
		t.Errorf("a start in the decoder: error %v", err)
	}
}
