package inspect_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/inspect"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// scanTexts have as many tokens in every tokenizer of the tiny models: their
// words are the same, in another order. They are long enough for their sums to be
// made in the order of a batch's.
var scanTexts = [2]string{"the river by a bank of money and the old river by a bank", "the money by a bank of river and the old river by a bank"}

func scanOptions(what string) inspect.ScanOptions {
	return inspect.ScanOptions{Options: source.Options{Texts: scanTexts[:1], Word: "bank"}, From: scanTexts[1], What: what, Towards: []string{"money", "river"}}
}

// TestAScanIsWholeRunsWithOnePatch measures some cells of every kind of scan by
// whole runs of the text alone, each with the patch as it is written on the command line.
func TestAScanIsWholeRunsWithOnePatch(t *testing.T) {
	for _, name := range tinies(t) {
		for _, what := range []string{inspect.ScanHeads, inspect.ScanAttention, inspect.ScanMLP, inspect.ScanStream} {
			t.Run(filepath.Base(name)+"/"+what, func(t *testing.T) {
				m := open(t, name)
				s, err := inspect.PatchScan(context.Background(), m, scanOptions(what))
				if err != nil {
					t.Fatal(err)
				}
				read, err := m.Read(source.Options{Texts: scanTexts[:], Word: "bank"})
				if err != nil {
					t.Fatal(err)
				}
				plain, other := run(t, m, read[0], nil), run(t, m, read[1], nil)
				last := fmt.Sprintf("L%d.resid_out", len(m.Net.Config.Blocks)-1)
				find := func(word string) []float64 { // both stand in the text that is patched
					rows, err := read[0].Find(word)
					if err != nil {
						t.Fatal(err)
					}
					return meanOf(plain, last, rows)
				}
				t1, t2 := find("money"), find("river")
				unit, length := make([]float64, len(t1)), 0.0
				for d := range unit {
					unit[d] = t1[d] - t2[d]
					length += unit[d] * unit[d]
				}
				along := func(h []float64) float64 {
					sum := 0.0
					for d, x := range h {
						sum += x * unit[d] / math.Sqrt(length)
					}
					return sum
				}
				before, from := along(meanOf(plain, last, read[0].Focus)), along(meanOf(other, last, read[1].Focus))
				moved := 0
				for n, row := range s.Rows {
					step := 1
					if row.Head != nil {
						step = 5 // there are more of them
					}
					for i := n % step; i < len(read[0].Tokens); i += step {
						c, err := model.ParsePatch(fmt.Sprintf("%s[%d]", row.Tensor, i))
						if err != nil {
							t.Fatal(err)
						}
						if row.Head != nil {
							c.Head = *row.Head
						}
						changed, err := m.Net.Change(read[0].Inputs, []model.Change{c}, &read[1].Inputs)
						if err != nil {
							t.Fatal(err)
						}
						changed.From(other)
						want := along(meanOf(run(t, m, read[0], changed.Edit), last, read[0].Focus)) - before
						got := s.Effect.At(n, i)
						if math.Abs(got-want) > 1e-9*max(1, math.Abs(before)) { // sums in another order
							t.Fatalf("%s at %d: effect %v; want %v", row.Name, i, got, want)
						}
						if share := s.Share.At(n, i); math.Abs(share*(from-before)-want) > 1e-9*max(1, math.Abs(before)) {
							t.Errorf("%s at %d: share %v of %v; want %v", row.Name, i, share, from-before, want)
						}
						if want != 0 {
							moved++
						}
					}
				}
				if moved == 0 {
					t.Error("no patch does anything: nothing is shown")
				}
			})
		}
	}
}

func run(t *testing.T, m *source.Model, p source.Passage, edit func(model.Tensor[float32])) *model.Run[float32] {
	t.Helper()
	r, err := m.Run(context.Background(), p, model.Options[float32]{Edit: edit})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func meanOf(r *model.Run[float32], name string, rows []int) []float64 {
	x, _ := r.Tensor(name)
	width := x.Shape[2]
	sum := make([]float64, width)
	for _, i := range rows {
		for d, v := range x.Data[i*width:][:width] {
			sum[d] += float64(v) / float64(len(rows))
		}
	}
	return sum
}

// TestAScanMeasuresLogits compares with the logits of whole runs.
func TestAScanMeasuresLogits(t *testing.T) {
	m := open(t, "../model/testdata/gguf/gemma2-caps.gguf")
	o := scanOptions(inspect.ScanMLP)
	read, err := m.Read(source.Options{Texts: scanTexts[:]})
	if err != nil {
		t.Fatal(err)
	}
	n := len(read[0].Tokens)
	first, second := read[0].Tokens[n-1].Text, read[0].Tokens[n-2].Text
	o.Word, o.Towards, o.TowardsLogit = "", nil, []string{first, second}
	s, err := inspect.PatchScan(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Position == nil || *s.Position != n-1 || s.Logits[0].Token != first || s.Logits[1].Token != second {
		t.Fatalf("logits %v at %v; want %q and %q at %d", s.Logits, s.Position, first, second, n-1)
	}
	logit := func(r *model.Run[float32]) float64 {
		x, _ := r.Tensor("logits")
		row := x.Data[(n-1)*x.Shape[2]:]
		return float64(row[s.Logits[0].ID]) - float64(row[s.Logits[1].ID])
	}
	other := run(t, m, read[1], nil)
	before := logit(run(t, m, read[0], nil))
	for layer := range s.Rows {
		for i := range n {
			c, _ := model.ParsePatch(fmt.Sprintf("L%d.mlp_out[%d]", layer, i))
			changed, err := m.Net.Change(read[0].Inputs, []model.Change{c}, &read[1].Inputs)
			if err != nil {
				t.Fatal(err)
			}
			changed.From(other)
			if got, want := s.Effect.At(layer, i), logit(run(t, m, read[0], changed.Edit))-before; math.Abs(got-want) > 5e-6 { // float32 logits
				t.Errorf("L%d.mlp at %d: effect %v; want %v", layer, i, got, want)
			}
		}
	}
}

func TestAScanThatCannotBeIsRefused(t *testing.T) {
	bert := open(t, "../model/testdata/bert-a")
	for _, tt := range []struct {
		want   string
		change func(*inspect.ScanOptions)
	}{
		{"a scan patches token by token: want texts of as many tokens", func(o *inspect.ScanOptions) { o.From += " bank" }},
		{"no text to patch from", func(o *inspect.ScanOptions) { o.From = "" }},
		{`scan of "all": want heads, attn, mlp, resid`, func(o *inspect.ScanOptions) { o.What = "all" }},
		{"targets of two kinds", func(o *inspect.ScanOptions) { o.TowardsLogit = []string{"a"} }},
		{"3 targets", func(o *inspect.ScanOptions) { o.Towards = []string{"a", "b", "c"} }},
		{"2 texts; want one", func(o *inspect.ScanOptions) { o.Texts = scanTexts[:] }},
	} {
		o := scanOptions("")
		tt.change(&o)
		if _, err := inspect.PatchScan(context.Background(), bert, o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v; want %q", err, tt.want)
		}
	}
}

// TestAScanStops ends its context after the first batch.
func TestAScanStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := scanOptions("")
	most, all := 0, -1
	o.Progress = func(done, of int) {
		most, all = max(most, done), of
		cancel()
	}
	_, err := inspect.PatchScan(ctx, open(t, "../model/testdata/bert-a"), o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want context.Canceled", err)
	}
	if most == all {
		t.Errorf("all %d patches were done", all)
	}
}

// TestStrongestCellsComeFirst sorts by size, whatever the sign.
func TestStrongestCellsComeFirst(t *testing.T) {
	s, err := inspect.PatchScan(context.Background(), open(t, "../model/testdata/bert-a"), scanOptions(""))
	if err != nil {
		t.Fatal(err)
	}
	cells := s.Strongest()
	if len(cells) != len(s.Effect.Data) || !slices.IsSortedFunc(cells, func(a, b trace.ScanCell) int {
		return -1 * compare(math.Abs(s.Effect.At(a.Row, a.Token)), math.Abs(s.Effect.At(b.Row, b.Token)))
	}) {
		t.Errorf("%d cells in another order than by size", len(cells))
	}
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
