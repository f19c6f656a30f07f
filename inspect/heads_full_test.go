//go:build full

package inspect_test

import (
	"context"
	"fmt"
	"testing"

	"heed/geom"
	"heed/inspect"
	"heed/internal/golden"
	"heed/source"
)

// TestMiniLMMovesBank holds the heads that move bank between money and river to
// what an independent program measured.
func TestMiniLMMovesBank(t *testing.T) {
	m := open(t, golden.Model(t, "minilm-l6"))
	o := source.Options{Texts: []string{"she put the money in the bank", "she sat by the river bank"}, Word: "bank"}
	h, err := inspect.Heads(context.Background(), m, inspect.HeadsOptions{Options: o, Towards: []string{"money", "river"}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	var first []string
	for _, k := range geom.ByRank(h)[:4] {
		first = append(first, geom.HeadName(h.Heads[k].Layer, h.Heads[k].Head))
	}
	for _, one := range h.Heads {
		got[geom.HeadName(one.Layer, one.Head)] = geom.Signed(float64(*one.Pull), 2)
	}
	for head, want := range map[string]string{"L5.H7": "+0.69", "L5.H10": "+0.66", "L0.H4": "+0.29", "L0.H10": "+0.23", "L3.H10": "−0.18", "L5.H0": "−0.16"} {
		if got[head] != want {
			t.Errorf("%s pulls by %s; want %s", head, got[head], want)
		}
	}
	if want := "[L5.H7 L5.H10 L0.H4 L0.H10]"; fmt.Sprint(first) != want {
		t.Errorf("the strongest are %v; want %s", first, want)
	}
	r, err := inspect.Head(context.Background(), m, inspect.HeadOptions{HeadsOptions: inspect.HeadsOptions{Options: o, Towards: []string{"money", "river"}}, Layer: 5, Head: 7})
	if err != nil {
		t.Fatal(err)
	}
	if says, want := geom.WeightIsNotEffect(r, 0), "In A, [CLS] takes 0.270 of the weight and adds a length of only 0.067; money takes 0.114 and adds 0.625."; says != want {
		t.Errorf("%s\nwant %s", says, want)
	}
}

func TestSumsAreExactInRealModels(t *testing.T) {
	for _, name := range []string{"minilm-l6", "mpnet-base", "smollm2-135m"} {
		m := open(t, golden.Model(t, name))
		h, err := inspect.Heads(context.Background(), m, inspect.HeadsOptions{Options: source.Options{
			Texts: []string{"She put the money in the bank.", "She sat by the river bank."}, Word: "bank"}})
		if err != nil {
			t.Fatal(err)
		}
		if worst := h.Sums.Worst(); !(worst <= 1e-5) {
			t.Errorf("%s: sums are off by %v", name, worst)
		}
	}
}
