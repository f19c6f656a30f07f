package inspect_test

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/geom"
	"heed/inspect"
	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// printed is a walk as JSON.
func printed(t *testing.T, w trace.Walk) string {
	var b strings.Builder
	if err := w.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestATipGoesWhereItIsPut moves e of the word under study at the second layer,
// and compares with what an edit of the run, written out here, gives.
func TestATipGoesWhereItIsPut(t *testing.T) {
	for _, name := range tinies(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			m := open(t, name)
			o := source.Options{Texts: []string{"money bank", "river bank"}, Word: "bank", Layer: 1, Head: 1}
			before, err := m.Walk(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			plane, err := geom.ChoosePlane("pca", before, nil)
			if err != nil {
				t.Fatal(err)
			}
			focus := before.Traces[0].Focus
			to := [2]float64{0.25, -0.5}
			o.Edit, err = inspect.Moves(m, before, []inspect.Move{{Text: 0, Layer: 1, Head: 1, At: trace.At("embed", focus[0]), To: to, X: plane.X, Y: plane.Y}})
			if err != nil {
				t.Fatal(err)
			}
			after, err := m.Walk(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			o.From = &before
			if begun, err := m.Walk(t.Context(), o); err != nil || printed(t, begun) != printed(t, after) {
				t.Errorf("begun at the layer that the tip is in, the walk is another, or %v", err)
			}
			other := o
			other.Head = 0
			if _, err := m.Walk(t.Context(), other); err == nil || !strings.Contains(err.Error(), "another head") {
				t.Errorf("from a walk of another head: %v", err)
			}
			o.From = nil
			was, is := mat.MeanRows(before.Traces[0].Embed, focus), mat.MeanRows(after.Traces[0].Embed, focus)
			at := plane.At(is)
			if math.Hypot(at.X-to[0], at.Y-to[1]) > 1e-5 {
				t.Errorf("the tip is at %v; want %v", at, to)
			}
			for _, axis := range [][]float64{plane.X, plane.Y} {
				mat.AddScaled(was, -mat.Dot(was, axis), axis)
				mat.AddScaled(is, -mat.Dot(is, axis), axis)
			}
			if mat.Norm(mat.Sub(was, is)) > 1e-5 {
				t.Errorf("what the plane does not show moved by %v", mat.Norm(mat.Sub(was, is)))
			}
			if !slices.Equal(before.Traces[1].Y.Data, after.Traces[1].Y.Data) {
				t.Error("the other text's numbers changed")
			}
			moved := after.Traces[0].Embed
			tensor, _, _ := m.Net.Place("embed", 1, 1)
			o.Edit = func(text int) func(model.Tensor[float32]) {
				return func(x model.Tensor[float32]) {
					if text == 0 && x.Name == tensor {
						for c, v := range moved.Data {
							x.Data[c] = float32(v)
						}
					}
				}
			}
			want, err := m.Walk(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			for stage, pair := range map[string][2]mat.Matrix{"q": {after.Traces[0].Q, want.Traces[0].Q}, "weights": {after.Traces[0].Weights, want.Traces[0].Weights}, "y": {after.Traces[0].Y, want.Traces[0].Y}} {
				if !slices.Equal(pair[0].Data, pair[1].Data) {
					t.Errorf("%s is not what the moved vectors give", stage)
				}
			}
		})
	}
}

// TestAMoveReachesLaterLayers: what is set in the first layer changes the last,
// and what is put where it stands already changes nothing.
func TestAMoveReachesLaterLayers(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	o := source.Options{Texts: []string{"money bank"}, Word: "bank", Layer: 1, Head: 0}
	before, err := m.Walk(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	first := o
	first.Layer = 0
	there, err := m.Walk(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	i := there.Traces[0].Focus[0]
	for _, tt := range []struct {
		value   float64
		changes bool
	}{{there.Traces[0].Weights.At(i, 0), false}, {0.9, true}} {
		o.Edit, err = inspect.Moves(m, before, []inspect.Move{{Layer: 0, Head: 0, At: trace.At("weights", i, 0), Value: tt.value}})
		if err != nil {
			t.Fatal(err)
		}
		after, err := m.Walk(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if same := slices.Equal(before.Traces[0].Y.Data, after.Traces[0].Y.Data); same == tt.changes {
			t.Errorf("weight %v: the later layer's y is the same: %v", tt.value, same)
		}
	}
}

// TestMovesThatMakeNoSense are refused with what is there.
func TestMovesThatMakeNoSense(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	w, err := m.Walk(t.Context(), source.Options{Texts: []string{"money bank"}, Word: "bank", Layer: 0, Head: 0})
	if err != nil {
		t.Fatal(err)
	}
	plane, err := geom.ChoosePlane("pca", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	for want, move := range map[string]inspect.Move{
		"there are texts 0 … 0":            {Text: 1, At: "weights[0,0]"},
		"has layers 0":                     {Layer: 9, At: "weights[0,0]"},
		"has heads 0":                      {Head: 9, At: "weights[0,0]"},
		"follows from other tensors":       {At: "parts[0,0]"},
		"want 2 indices":                   {At: "weights[0]"},
		"want 1 indices":                   {At: "embed[0,0]", X: plane.X, Y: plane.Y},
		"has tokens 0":                     {At: "embed[99]", X: plane.X, Y: plane.Y},
		"a row has numbers 0":              {At: "weights[0,99]"},
		"want finite numbers":              {At: "weights[0,0]", Value: math.NaN()},
		"the plane lies in":                {At: "q[0]", X: plane.X, Y: plane.Y},
		"is not a place; want something":   {At: "weights[0"},
		"embed[0]: want finite numbers":    {At: "embed[0]", X: plane.X, Y: plane.Y, To: [2]float64{math.Inf(1), 0}},
		"[0,0] follows from other":         {At: "projected[0,0]"},
		"\"\" is not an index":             {At: "k[]"},
		"scores[0,-1]\": \"-1\" is not an": {At: "scores[0,-1]"},
	} {
		if _, err := inspect.Moves(m, w, []inspect.Move{move}); err == nil || !strings.Contains(err.Error(), "change 1: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v; want %s", move.At, err, want)
		}
	}
}
