//go:build full

package inspect_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"heed/inspect"
	"heed/internal/golden"
	"heed/model"
	"heed/source"
)

// TestARealScanIsWholeRunsWithOnePatch compares with whole runs, to the bit, of
// texts long enough for their sums to be made in the order of a batch's; and with
// a patch of everything, which moves the word all the way.
func TestARealScanIsWholeRunsWithOnePatch(t *testing.T) {
	for _, name := range []string{"minilm-l6", "smollm2-135m/model.gguf"} {
		t.Run(name, func(t *testing.T) {
			m := open(t, golden.Model(t, name))
			texts := []string{"they said that in the end she sat by the old and muddy river near the bank of the town", "they said that in the end she sat by the old and large money near the bank of the town"}
			o := inspect.ScanOptions{Options: source.Options{Texts: texts[:1], Word: "bank"}, From: texts[1], What: inspect.ScanMLP, Towards: []string{"money", "river"}}
			s, err := inspect.PatchScan(context.Background(), m, o)
			if err != nil {
				t.Fatal(err)
			}
			read, err := m.Read(source.Options{Texts: texts, Word: "bank"})
			if err != nil {
				t.Fatal(err)
			}
			other := run(t, m, read[1], nil)
			last := fmt.Sprintf("L%d.resid_out", len(m.Net.Config.Blocks)-1)
			patched := func(place string) []float64 {
				c, err := model.ParsePatch(place)
				if err != nil {
					t.Fatal(err)
				}
				changed, err := m.Net.Change(read[0].Inputs, []model.Change{c}, &read[1].Inputs)
				if err != nil {
					t.Fatal(err)
				}
				changed.From(other)
				return meanOf(run(t, m, read[0], changed.Edit), last, read[0].Focus)
			}
			plain, all := meanOf(run(t, m, read[0], nil), last, read[0].Focus), patched("*")
			if want := meanOf(other, last, read[1].Focus); fmt.Sprint(all) != fmt.Sprint(want) {
				t.Error("a patch of everything is not the other run")
			}
			money, err := read[1].Find("money")
			if err != nil {
				t.Fatal(err)
			}
			river, err := read[0].Find("river")
			if err != nil {
				t.Fatal(err)
			}
			t1, t2 := meanOf(other, last, money), meanOf(run(t, m, read[0], nil), last, river)
			along := func(h []float64) float64 {
				sum, length := 0.0, 0.0
				for d := range h {
					sum += h[d] * (t1[d] - t2[d])
					length += (t1[d] - t2[d]) * (t1[d] - t2[d])
				}
				return sum / math.Sqrt(length)
			}
			if got, want := float64(s.From-s.Before), along(all)-along(plain); !sameSum(got, want) {
				t.Errorf("the two runs are %v apart; want %v", got, want)
			}
			for _, layer := range []int{0, len(s.Rows) / 2, len(s.Rows) - 1} {
				for _, i := range []int{1, read[0].Focus[0]} {
					want := along(patched(fmt.Sprintf("L%d.mlp_out[%d]", layer, i))) - along(plain)
					if got := s.Effect.At(layer, i); !sameSum(got, want) {
						t.Errorf("L%d.mlp at %d: effect %v; want %v", layer, i, got, want)
					}
				}
			}
		})
	}
}

// sameSum allows for float64 sums in another order.
func sameSum(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }
