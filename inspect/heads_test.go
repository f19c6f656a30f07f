package inspect_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"heed/inspect"
	"heed/mat"
	"heed/source"
	"heed/trace"
)

func open(t *testing.T, name string) *source.Model {
	t.Helper()
	m, err := source.OpenModel(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// tinies are models that have a tokenizer: one with norms after the sum, and of
// GGUF files all families there are.
func tinies(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../model/testdata/gguf/*.gguf")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	return append(files, "../model/testdata/bert-a")
}

var pair = source.Options{Texts: []string{"the money in a bank", "the river at a bank"}, Word: "bank"}

// TestHeadsAgreeWithWalks compares each head's numbers with those of the trace
// of its walk: length, way towards a target, and pull.
func TestHeadsAgreeWithWalks(t *testing.T) {
	for _, name := range tinies(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			m := open(t, name)
			h, err := inspect.Heads(context.Background(), m, inspect.HeadsOptions{Options: pair, Towards: []string{"money", "river"}})
			if err != nil {
				t.Fatal(err)
			}
			if worst := h.Sums.Worst(); !(worst <= 1e-5) {
				t.Errorf("sums are off by %v", worst)
			}
			for _, one := range h.Heads {
				o := pair
				o.Layer, o.Head = one.Layer, one.Head
				w, err := m.Walk(context.Background(), o)
				if err != nil {
					t.Fatal(err)
				}
				if gemma := strings.HasPrefix(h.Source.Kind, "gemma"); gemma && h.Source.Kind != "gemma" {
					continue // the walk has projected before the norm that follows it
				}
				compareWithWalk(t, h, one, w)
			}
		})
	}
}

func compareWithWalk(t *testing.T, h trace.Heads, one trace.HeadMove, w trace.Walk) {
	t.Helper()
	var added, targets [][]float64
	for n, tr := range w.Traces {
		p := mat.MeanRows(tr.Projected, tr.Focus)
		added = append(added, p)
		targets = append(targets, mat.MeanRows(tr.Embed, h.Targets[n].Index))
		e := mat.MeanRows(tr.Embed, tr.Focus)
		way := mat.Sub(targets[n], e)
		close(t, one, "length", float64(one.Length[n]), mat.Norm(p))
		close(t, one, "way", float64(one.Towards[n][n]), mat.Dot(p, way)/mat.Norm(way))
	}
	line := mat.Sub(targets[0], targets[1])
	close(t, one, "pull", float64(*one.Pull), mat.Dot(mat.Sub(added[0], added[1]), line)/mat.Norm(line))
}

func close(t *testing.T, one trace.HeadMove, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6*math.Max(1, math.Abs(want))) {
		t.Errorf("L%d.H%d: %s is %v; want %v", one.Layer, one.Head, what, got, want)
	}
}

func TestHeadsAreRankedByPull(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	h, err := inspect.Heads(context.Background(), m, inspect.HeadsOptions{Options: pair})
	if err != nil {
		t.Fatal(err)
	}
	byRank := make([]float64, len(h.Heads))
	sum := 0.0
	for _, one := range h.Heads {
		byRank[one.Rank-1] = float64(*one.Pull)
		sum += float64(*one.Pull)
	}
	for i := range byRank[1:] {
		if byRank[i] < byRank[i+1] {
			t.Errorf("rank %d has pull %v, rank %d %v", i+1, byRank[i], i+2, byRank[i+1])
		}
	}
	if math.Abs(sum-float64(h.Pull.All)) > 1e-9 || h.Pull.With < 0 || h.Pull.Back > 0 {
		t.Errorf("the total is %+v; the pulls sum to %v", *h.Pull, sum)
	}
}

// TestSwappingTextsAndTargets: the pull of B against A towards B's word is that
// of A against B towards A's.
func TestSwappingTextsAndTargets(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	ask := func(a, b, t1, t2 string) trace.Heads {
		h, err := inspect.Heads(context.Background(), m, inspect.HeadsOptions{
			Options: source.Options{Texts: []string{a, b}, Word: "bank"}, Towards: []string{t1, t2}})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	x := ask(pair.Texts[0], pair.Texts[1], "money", "river")
	y := ask(pair.Texts[1], pair.Texts[0], "river", "money")
	z := ask(pair.Texts[0], pair.Texts[1], "river", "money")
	for k := range x.Heads {
		close(t, x.Heads[k], "pull of both swapped", float64(*y.Heads[k].Pull), float64(*x.Heads[k].Pull))
		close(t, x.Heads[k], "pull with the targets swapped", float64(*z.Heads[k].Pull), -float64(*x.Heads[k].Pull))
	}
}

// TestReadsSumToTheHead adds up what each token gives.
func TestReadsSumToTheHead(t *testing.T) {
	for _, name := range tinies(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			m := open(t, name)
			for layer := range m.Net.Config.Blocks {
				for head := range m.Net.Config.Heads(layer) {
					r, err := inspect.Head(context.Background(), m, inspect.HeadOptions{
						HeadsOptions: inspect.HeadsOptions{Options: pair, Towards: []string{"money", "river"}}, Layer: layer, Head: head})
					if err != nil {
						t.Fatal(err)
					}
					if !(r.Error <= 1e-5) {
						t.Errorf("L%d.H%d: the sum is off by %v", layer, head, r.Error)
					}
					for _, text := range r.Texts {
						weight, along := 0.0, 0.0
						for _, read := range text.Reads {
							weight, along = weight+float64(read.Weight), along+float64(read.Along)
						}
						if math.Abs(weight-1) > 1e-5 || math.Abs(along-float64(text.Along)) > 1e-5*math.Max(1, math.Abs(along)) {
							t.Errorf("L%d.H%d: weights sum to %v, ways to %v of %v", layer, head, weight, along, text.Along)
						}
					}
					if got := r.Texts[0].Along - r.Texts[1].Along; math.Abs(float64(got-*r.Pull)) > 1e-9 {
						t.Errorf("L%d.H%d: the difference is %v, the pull %v", layer, head, got, *r.Pull)
					}
				}
			}
		})
	}
}

// TestPathAgreesWithWalks compares each hidden state with what a walk of the
// layer after it starts from.
func TestPathAgreesWithWalks(t *testing.T) {
	for _, name := range tinies(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			m := open(t, name)
			p, err := inspect.Path(context.Background(), m, inspect.PathOptions{Options: pair, Between: []string{"money", "river"}})
			if err != nil {
				t.Fatal(err)
			}
			layers := len(m.Net.Config.Blocks)
			for layer := range layers {
				o := pair
				o.Layer = layer
				w, err := m.Walk(context.Background(), o)
				if err != nil {
					t.Fatal(err)
				}
				for n, tr := range w.Traces {
					if off := mat.Distance(p.Texts[n].States[layer].Vector, mat.MeanRows(tr.Embed, tr.Focus)); off > 1e-6 {
						t.Errorf("text %d: hidden state %d is off by %v", n, layer, off)
					}
				}
			}
			if got := len(p.Texts[0].States); got != layers+1 {
				t.Errorf("%d hidden states; want %d", got, layers+1)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	bert, gpt2 := open(t, "../model/testdata/bert-a"), open(t, "../model/testdata/gguf/gpt2-plain.gguf")
	ctx := context.Background()
	for _, tt := range []struct {
		claim string
		ask   func() error
		want  string
	}{
		{"a target that is nothing the tokenizer keeps", func() error {
			_, err := inspect.Heads(ctx, bert, inspect.HeadsOptions{Options: pair, Towards: []string{"\u200b", "river"}})
			return err
		}, `target "\u200b"`},
		{"three texts", func() error {
			_, err := inspect.Heads(ctx, bert, inspect.HeadsOptions{Options: source.Options{Texts: []string{"a", "b", "c"}}})
			return err
		}, "3 texts; want one, or two to compare"},
		{"no other word", func() error {
			_, err := inspect.Heads(ctx, bert, inspect.HeadsOptions{Options: source.Options{Texts: []string{"bank"}}})
			return err
		}, "nothing to measure by"},
		{"a head that is not there", func() error {
			_, err := inspect.Head(ctx, bert, inspect.HeadOptions{HeadsOptions: inspect.HeadsOptions{Options: pair}, Layer: 1, Head: 4})
			return err
		}, "there is no L1.H4: layer 1 of "},
		{"a layer that is not there", func() error {
			_, err := inspect.Head(ctx, bert, inspect.HeadOptions{HeadsOptions: inspect.HeadsOptions{Options: pair}, Layer: 2})
			return err
		}, "there is no layer 2: "},
		{"an anchor text without its word", func() error {
			_, err := inspect.Path(ctx, bert, inspect.PathOptions{Options: pair, Between: []string{"money", "river"}, AnchorText: "This is it."})
			return err
		}, "want WORD in it once"},
		{"an anchor that would be a causal model's first token", func() error {
			_, err := inspect.Path(ctx, gpt2, inspect.PathOptions{Options: pair, Between: []string{"money", "river"}, AnchorText: "WORD it is."})
			return err
		}, "the first token sees only itself"},
		{"many texts without anchors", func() error {
			_, err := inspect.Path(ctx, bert, inspect.PathOptions{Options: source.Options{Texts: []string{"a bank", "the bank", "bank"}, Word: "bank"}})
			return err
		}, "3 texts, and no anchors to measure by"},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			if err := tt.ask(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
}

func TestNotesTellWhatToKnow(t *testing.T) {
	gpt2, bert := open(t, "../model/testdata/gguf/gpt2-plain.gguf"), open(t, "../model/testdata/bert-a")
	for _, tt := range []struct {
		claim string
		model *source.Model
		o     inspect.HeadsOptions
		want  string
	}{
		{"a causal model's first token is a sink", gpt2, inspect.HeadsOptions{Options: source.Options{Texts: []string{"bank of money"}, Word: "bank"}, Towards: []string{"money"}}, "attention sink"},
		{"a target in no text has a sentence of its own", bert, inspect.HeadsOptions{Options: pair, Towards: []string{"money", "water"}}, "“This is about water.”"},
		{"a word of several pieces is their mean", bert, inspect.HeadsOptions{Options: source.Options{Texts: []string{"the river at a bank"}, Word: "river"}, Towards: []string{"bank"}}, "“river” is the mean of 3 pieces"},
		{"targets that heed chose", bert, inspect.HeadsOptions{Options: pair}, "measured by money and river: the longest words that tell the texts apart"},
		{"norms after the sum", bert, inspect.HeadsOptions{Options: pair}, "Kobayashi et al. 2021"},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			h, err := inspect.Heads(context.Background(), tt.model, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, n := range h.Notes {
				told = append(told, n.Text)
			}
			if all := strings.Join(told, "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("told:\n%s\nwant %s", all, tt.want)
			}
		})
	}
}

// TestCompareCountsTheHeadsThatMove: the heads named are those that move the word
// that way, and no other is.
func TestCompareCountsTheHeadsThatMove(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	seen := map[string]bool{}
	for _, target := range []string{"money", "river", "the", "bank"} {
		c, err := inspect.Compare(context.Background(), []*source.Model{m}, inspect.CompareOptions{Texts: pair.Texts, Word: "bank", Towards: []string{target}})
		if err != nil {
			t.Fatal(err)
		}
		for k, column := range c.Columns {
			moving := 0
			for _, one := range column.Heads.Heads {
				if one.Strength() > 0 {
					moving++
				}
			}
			for _, q := range c.Questions {
				a := q.Answers[k]
				switch {
				case strings.HasPrefix(q.Asks, "head "):
					if rank := int(q.Asks[5] - '0'); (a.Number != nil) != (rank <= moving) || a.Number != nil && float64(*a.Number) <= 0 {
						t.Errorf("%s of %s: %+v, and %d heads move it", q.Asks, column.Name, a, moving)
					}
					seen[a.Words] = true
				case strings.HasPrefix(q.Asks, "fewest heads"):
					if moving > 0 != strings.Contains(a.Words, fmt.Sprintf("of the %d that way", moving)) {
						t.Errorf("%s: %q, and %d heads move it", q.Asks, a.Words, moving)
					}
				}
			}
		}
	}
	if !seen["no other"] || !seen["none moves it that way"] {
		t.Errorf("no text had fewer heads than are asked for: %v", seen)
	}
}
