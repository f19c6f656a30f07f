package model_test

import (
	"math"
	"testing"

	"heed/model"
)

// TestTokensAreHiddenAtOnce hides the same tokens in one change, in several, and
// in another order.
func TestTokensAreHiddenAtOnce(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if len(in.IDs) != 1 || len(in.IDs[0]) < 3 || len(in.IDs[0]) > 8 {
			return
		}
		run := func(changes ...model.Change) *model.Run[float32] {
			c, err := m.Change(in, changes, nil)
			if err != nil {
				t.Fatal(err)
			}
			return runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
		}
		want := run(model.WithoutToken("a", 0, 1, 2))
		equal(t, "one by one", run(model.WithoutToken("a", 0), model.WithoutToken("b", 1), model.WithoutToken("c", 2)), want)
		equal(t, "the other way round", run(model.WithoutToken("c", 2), model.WithoutToken("b", 1), model.WithoutToken("a", 0)), want)
	})
}

// TestIndicesCountRealTokens changes token 1 of a text that is padded at the
// left, and of the text alone.
func TestIndicesCountRealTokens(t *testing.T) {
	for _, folder := range []string{"gpt2-plain", "llama-bias"} {
		m := open[float32](t, "testdata/"+folder)
		padded := model.Inputs{IDs: [][]int{{0, 0, 7, 8, 9}, {3, 4, 5, 6, 2}}, Mask: [][]int{{0, 0, 1, 1, 1}, {1, 1, 1, 1, 1}},
			Positions: [][]int{{1, 1, 0, 1, 2}, {0, 1, 2, 3, 4}}}
		alone := model.Inputs{IDs: [][]int{{7, 8, 9}}}
		set, err := model.ParseSet("L1.resid_in[1,5]=3")
		if err != nil {
			t.Fatal(err)
		}
		weight, err := model.ParseSet("L0.H1.weights[2,1]=0.25")
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []model.Change{set, weight, model.WithoutToken("--without-token 1", 1)} {
			run := func(in model.Inputs) *model.Run[float32] {
				c, err := m.Change(in, []model.Change{change}, nil)
				if err != nil {
					t.Fatal(err)
				}
				return runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
			}
			got, _ := run(padded).Tensor("final_hidden")
			want, _ := run(alone).Tensor("final_hidden")
			width := m.Config.Width
			for i, x := range want.Data {
				if off := math.Abs(float64(got.Data[2*width+i] - x)); off > 1e-5*math.Max(1, math.Abs(float64(x))) {
					t.Fatalf("%s, %s: number %d is %v padded and %v alone", folder, change.As, i, got.Data[2*width+i], x)
				}
			}
		}
	}
}
