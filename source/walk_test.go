package source_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/mat"
	"heed/source"
	"heed/trace"
)

const tiny = "../model/testdata/bert-a"

func open(t *testing.T, name string) source.Source {
	t.Helper()
	s, err := source.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func walk(t *testing.T, s source.Source, o source.Options) trace.Walk {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // for the model's hash
	w, err := s.Walk(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var bothBanks = []string{"She put the money in the bank.", "We sat on the bank of the river."}

// TestChosenHeadMovesTheWordMost tries every head by hand.
func TestChosenHeadMovesTheWordMost(t *testing.T) {
	s := open(t, tiny)
	chosen := walk(t, s, source.Options{Texts: bothBanks, Word: "bank", Layer: source.Choose, Head: source.Choose})
	best, at := -1.0, ""
	for layer := range 2 {
		for head := range 4 {
			w := walk(t, s, source.Options{Texts: bothBanks, Word: "bank", Layer: layer, Head: head})
			mean := 0.0
			for _, tr := range w.Traces {
				mean += mat.Norm(mat.MeanRows(tr.Projected, tr.Focus)) / float64(len(w.Traces))
			}
			if mean > best {
				best, at = mean, fmt.Sprint(layer, head)
			}
		}
	}
	if got := fmt.Sprint(chosen.Source.Layer, chosen.Source.Head); got != at {
		t.Errorf("chose %s; the head that moves bank most is %s", got, at)
	}
	if chosen.Source.Chosen == "" {
		t.Error("nothing says why this head")
	}
}

// TestLongTextsChooseAndShowTheSame: texts that are run twice, to choose and
// to keep, give what one run gives.
func TestLongTextsChooseAndShowTheSame(t *testing.T) {
	s := open(t, tiny)
	long := strings.Repeat("the old bank by the river ", 12) + "bank"
	chosen := walk(t, s, source.Options{Texts: []string{long}, Word: "bank", Layer: source.Choose, Head: source.Choose})
	named := walk(t, s, source.Options{Texts: []string{long}, Word: "bank", Layer: chosen.Source.Layer, Head: chosen.Source.Head})
	if d := mat.Distance(chosen.Traces[0].Weights.Data, named.Traces[0].Weights.Data); d != 0 {
		t.Errorf("weights differ by %v", d)
	}
}

// TestHeadsAddUpToTheShift: all heads' shares and the output bias are the
// layer's move.
func TestHeadsAddUpToTheShift(t *testing.T) {
	s := open(t, tiny)
	for layer := range 2 {
		var move []float64
		var last trace.Trace
		for head := range 4 {
			last = walk(t, s, source.Options{Texts: bothBanks[:1], Word: "bank", Layer: layer, Head: head}).Traces[0]
			if head == 0 {
				move = append([]float64(nil), last.Bias.O...)
			}
			mat.AddScaled(move, 1, mat.Sub(last.Share.To, last.Share.From))
		}
		shift := mat.Sub(last.Shift.To, last.Shift.From)
		// float32 sums of 48 terms, in another order
		if d := mat.Distance(move, shift); d > 1e-5*math.Max(1, mat.Norm(shift)) {
			t.Errorf("layer %d: heads add up to a move that is %v away from y − e", layer, d)
		}
	}
}

func TestTargetsOfAModelAreTheOtherTokens(t *testing.T) {
	tr := walk(t, open(t, tiny), source.Options{Texts: []string{"the money bank"}, Word: "money", Layer: 1, Head: 0}).Traces[0]
	if len(tr.Focus) != 4 { // mo ##n ##e ##y
		t.Fatalf("money has tokens %v; want four", tr.Focus)
	}
	if got, want := len(tr.Shift.Towards), len(tr.Tokens)-len(tr.Focus); got != want {
		t.Errorf("%d targets; want every other token, %d", got, want)
	}
	if d := mat.Distance(tr.Shift.From, mat.MeanRows(tr.Embed, tr.Focus)); d != 0 {
		t.Errorf("from is not the mean of the word's pieces: %v away", d)
	}
	if len(tr.Parts) != len(tr.Focus) {
		t.Errorf("parts of %d queries; want the word's %d", len(tr.Parts), len(tr.Focus))
	}
}

func TestWordOfThePairIsCountedOn(t *testing.T) {
	tr := walk(t, open(t, tiny), source.Options{Texts: []string{"a bank"}, Pairs: []string{"the bank"}, Word: "bank:2", Layer: 0, Head: 0}).Traces[0]
	token := tr.Tokens[tr.Focus[0]]
	if token.Text != "bank" || token.Sequence == nil || *token.Sequence != 1 || token.Start != 4 {
		t.Errorf("focus is %+v; want bank of the second text, at 4", token)
	}
}

func TestLengthLimit(t *testing.T) {
	s := open(t, tiny)
	w := walk(t, s, source.Options{Texts: []string{strings.Repeat("bank ", 510)}, Word: "bank", Layer: 0, Head: 0})
	if n := len(w.Traces[0].Tokens); n != 512 {
		t.Errorf("%d tokens; want 512", n)
	}
	_, err := s.Walk(context.Background(), source.Options{Texts: []string{strings.Repeat("bank ", 511)}, Word: "bank", Layer: 0, Head: 0})
	if err == nil || !strings.Contains(err.Error(), "513") || !strings.Contains(err.Error(), "512") {
		t.Errorf("513 tokens: %v; want an error that names both lengths", err)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := open(t, tiny).Walk(ctx, source.Options{Texts: []string{"bank"}, Layer: 0, Head: 0}); err != context.Canceled && (err == nil || !strings.Contains(err.Error(), "canceled")) {
		t.Errorf("got %v", err)
	}
}

func TestDefaultWord(t *testing.T) {
	s := open(t, tiny)
	for _, tt := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"the longest word in common", []string{"We sat on the bank of the river.", "The bank raised its rates."}, []string{"bank", "bank"}},
		{"the last of equally long words in common", []string{"river bank tree", "bank tree"}, []string{"tree", "tree"}},
		{"one text's last word", []string{"the river bank"}, []string{"bank"}},
		{"none in common: each text's last", []string{"money talks", "rivers run"}, []string{"talks", "run"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := walk(t, s, source.Options{Texts: tt.texts, Layer: 0, Head: 0})
			for i, tr := range w.Traces {
				if tr.Word != tt.want[i] {
					t.Errorf("text %d studies %q; want %q", i, tr.Word, tt.want[i])
				}
			}
		})
	}
}
