package model_test

import (
	"math"
	"testing"

	"heed/model"
	"heed/tensor"
)

// TestALogitIsOneOfTheLogits compares single logits with the head's own.
func TestALogitIsOneOfTheLogits(t *testing.T) {
	read := 0
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if m.Predicts() != nil {
			return
		}
		r := runWith(t, m, in, model.Options[float32]{})
		names := m.ForHidden()
		x, _ := r.Tensor(names[len(names)-1])
		state := x.Data[:m.Config.Width]
		logits, err := m.Logits(tensor.Matrix[float32]{Rows: 1, Cols: len(state), Data: state})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []int{0, 1, logits.Cols - 1} {
			got, err := m.Logit(state, id)
			if err != nil {
				t.Fatal(err)
			}
			if want := float64(logits.Row(0)[id]); math.Abs(got-want) > 1e-5*max(1, math.Abs(want)) {
				t.Errorf("logit %d is %v; want %v", id, got, want)
			}
			read++
		}
		if _, err := m.Logit(state, logits.Cols); err == nil {
			t.Error("an output that is not there: no error")
		}
		if _, err := m.Logit(state[1:], 0); err == nil {
			t.Error("a state of another width: no error")
		}
	})
	if read == 0 {
		t.Error("no model has a head")
	}
}
