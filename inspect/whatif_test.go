package inspect_test

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/inspect"
	"heed/model"
	"heed/source"
)

// whatIf reads changes as they are written on the command line.
func whatIf(t *testing.T, asked ...string) inspect.WhatIf {
	t.Helper()
	var w inspect.WhatIf
	for _, s := range asked {
		flag, value, _ := strings.Cut(s, " ")
		var c model.Change
		var err error
		switch flag {
		case "--without":
			c, err = model.ParseWithout(value)
		case "--set":
			c, err = model.ParseSet(value)
		case "--patch":
			c, err = model.ParsePatch(value)
		case "--without-token":
			w.Changes = append(w.Changes, inspect.Change{Change: model.WithoutToken(s), Token: value})
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		w.Changes = append(w.Changes, inspect.Change{Change: c})
	}
	return w
}

var moneyRiver = inspect.HeadsOptions{Options: pair, Towards: []string{"money", "river"}}

// TestAnEffectIsTheDifferenceOfTwoRuns compares states, ways and pulls with
// those of runs that are edited here, and of heads' answers.
func TestAnEffectIsTheDifferenceOfTwoRuns(t *testing.T) {
	for _, name := range tinies(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			m := open(t, name)
			w := whatIf(t, "--without L1.H1")
			x, err := inspect.HeadsIf(context.Background(), m, moneyRiver, w)
			if err != nil {
				t.Fatal(err)
			}
			read, err := m.Read(pair)
			if err != nil {
				t.Fatal(err)
			}
			states := append([]string{"embed"}, "L0.resid_out", "L1.resid_out")
			for n, p := range read {
				heads := m.Net.Config.Heads(1)
				before := run(t, m, p, nil)
				after := run(t, m, p, func(x model.Tensor[float32]) {
					if x.Name == "L1.head_out" {
						clear(x.Data[len(x.Data)/heads : 2*len(x.Data)/heads])
					}
				})
				text := x.Effect.Texts[n]
				for l, s := range text.States[:len(states)] {
					b, a := meanOf(before, states[l], p.Focus), meanOf(after, states[l], p.Focus)
					if !slices.Equal([]float64(s.Before), b) || !slices.Equal([]float64(s.After), a) {
						t.Fatalf("text %d, state %d differs from the runs'", n, l)
					}
					if still := l < 2; still != (s.Moved == 0) {
						t.Errorf("text %d, state %d moved by %v", n, l, s.Moved)
					}
				}
				last := text.States[len(text.States)-1]
				for _, to := range text.Towards {
					if got := float64(last.Moved); math.Abs(float64(to.Signed)) > got*(1+1e-9) {
						t.Errorf("moved %v towards %s, and %v in all", to.Signed, to.Token, got)
					}
				}
			}
			plain, err := inspect.Heads(context.Background(), m, moneyRiver)
			if err != nil {
				t.Fatal(err)
			}
			if x.Effect.Pull[0] != *plain.Pull || x.Effect.Pull[0] != *x.Before.Pull || x.Effect.Pull[1] != *x.After.Pull {
				t.Errorf("pull %v; want %v before, %v after", x.Effect.Pull, plain.Pull, x.After.Pull)
			}
			for k, one := range x.After.Heads {
				if gone := one.Layer == 1 && one.Head == 1; gone && *one.Pull != 0 || one.Layer == 0 && *one.Pull != *x.Before.Heads[k].Pull {
					t.Errorf("L%d.H%d pulls %v after, %v before", one.Layer, one.Head, *one.Pull, *x.Before.Heads[k].Pull)
				}
			}
		})
	}
}

// TestAPatchOfEverythingAnswersForTheOtherText compares with the other text's
// own states and prediction.
func TestAPatchOfEverythingAnswersForTheOtherText(t *testing.T) {
	m := open(t, "../model/testdata/gguf/gemma2-caps.gguf")
	w := whatIf(t, "--patch *")
	w.From = scanTexts[1]
	o := inspect.HeadsOptions{Options: source.Options{Texts: scanTexts[:1], Word: "bank"}, Towards: []string{"money"}}
	e, err := inspect.Effect(context.Background(), m, o, w)
	if err != nil {
		t.Fatal(err)
	}
	read, err := m.Read(source.Options{Texts: scanTexts[:], Word: "bank"})
	if err != nil {
		t.Fatal(err)
	}
	other := run(t, m, read[1], nil)
	for l, name := range m.Net.ForHidden() {
		if want := meanOf(other, name, read[0].Focus); !slices.Equal([]float64(e.Texts[0].States[l].After), want) {
			t.Fatalf("state %d is not the other text's", l)
		}
	}
	p := e.Texts[0].Prediction
	logits, _ := other.Tensor("logits")
	for _, word := range p.Words {
		want := float64(logits.Data[p.Position*logits.Shape[2]+word.ID])
		if got := float64(word.Logit[1]); math.Abs(got-want) > 1e-5 {
			t.Errorf("logit of %q after is %v; want %v", word.Text, got, want)
		}
	}
	if !(p.KL > 0) {
		t.Errorf("KL %v; want above 0", p.KL)
	}
}

// TestNoChangeHasNoEffect sets a number to what it is.
func TestNoChangeHasNoEffect(t *testing.T) {
	m := open(t, "../model/testdata/gguf/gemma2-caps.gguf")
	o := inspect.HeadsOptions{Options: source.Options{Texts: scanTexts[:1], Word: "bank"}, Towards: []string{"money"}}
	w := whatIf(t, "--patch *")
	w.From = scanTexts[0]
	e, err := inspect.Effect(context.Background(), m, o, w)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range e.Texts[0].States {
		if s.Moved != 0 {
			t.Errorf("state %d moved by %v", s.Layer, s.Moved)
		}
	}
	if p := e.Texts[0].Prediction; p.KL != 0 || p.Words[0].Rank != [2]int{0, 0} || len(p.Words) != 10 {
		t.Errorf("prediction %+v", p)
	}
	if len(e.Notes) > 0 {
		t.Errorf("notes %v", e.Notes)
	}
}

// TestANoteSaysWhichTextItIsOf sets a weight, by which the texts' rows come to
// different sums, and a row, by which they come to the same.
func TestANoteSaysWhichTextItIsOf(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	for change, want := range map[string][]string{
		"--set L0.H1.weights[2,1]=0.9": {"A: --set L0.H1.weights[2,1]=0.9: L0.H1.weights[2] now sums to", "B: --set L0.H1.weights[2,1]=0.9: L0.H1.weights[2] now sums to"},
		"--set L0.H1.weights[2]=0":     {"--set L0.H1.weights[2]=0: L0.H1.weights[2] now sums to 0,", "--set L0.H1.weights[2]=0: L0.H1.weights[2] now sums to 0,"},
	} {
		e, err := inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, change))
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Notes) != len(want) {
			t.Fatalf("%s: notes %v; want %d", change, e.Notes, len(want))
		}
		for i, n := range e.Notes {
			if !strings.HasPrefix(n.Text, want[i]) {
				t.Errorf("%s: note %q does not begin with %q", change, n.Text, want[i])
			}
		}
	}
}

// TestAHiddenWordIsHiddenWhereItStands names a word that one text has, one that
// none has, and an index.
func TestAHiddenWordIsHiddenWhereItStands(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	e, err := inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, "--without-token money"))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := e.Texts[0].States, e.Texts[1].States; a[1].Moved == 0 || b[len(b)-1].Moved != 0 {
		t.Errorf("moved by %v with the word, %v without", a[1].Moved, b[len(b)-1].Moved)
	}
	if len(e.Notes) != 1 || !strings.Contains(e.Notes[0].Text, "has no such word") || e.Notes[0].At != "texts[1]" {
		t.Errorf("notes %v", e.Notes)
	}
	_, err = inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, "--without-token fish"))
	if err == nil || !strings.Contains(err.Error(), "--without-token fish: no such word in “the money in a bank” or “the river at a bank”") {
		t.Errorf("error %v", err)
	}
	_, err = inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, "--without-token 99"))
	if err == nil || !strings.Contains(err.Error(), "--without-token 99: no token 99; the text has tokens 0 to") {
		t.Errorf("error %v", err)
	}
}

// TestAFirstTokenThatSeesOnlyItselfKeepsItself hides the first token of a model
// that reads from left to right.
func TestAFirstTokenThatSeesOnlyItselfKeepsItself(t *testing.T) {
	m := open(t, "../model/testdata/gguf/smollm-a.gguf")
	e, err := inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, "--without-token 0"))
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Notes) != 2 || !strings.Contains(e.Notes[0].Text, "token 0 sees no other, and keeps itself") {
		t.Errorf("notes %v", e.Notes)
	}
}

func TestAMeanSaysHowManyTokens(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	w := whatIf(t, "--without L0.attn")
	w.Mean = []string{"money bank", "the river"}
	e, err := inspect.Effect(context.Background(), m, moneyRiver, w)
	if err != nil {
		t.Fatal(err)
	}
	read, err := m.Read(source.Options{Texts: w.Mean})
	if err != nil {
		t.Fatal(err)
	}
	if want := len(read[0].Tokens) + len(read[1].Tokens); e.Mean == nil || e.Mean.Tokens != want {
		t.Errorf("mean %v; want %d tokens", e.Mean, want)
	}
	zero, err := inspect.Effect(context.Background(), m, moneyRiver, whatIf(t, "--without L0.attn"))
	if err != nil {
		t.Fatal(err)
	}
	if zero.Texts[0].States[1].Moved == e.Texts[0].States[1].Moved {
		t.Error("the mean has the effect of 0")
	}
}

// TestTheOtherAnswersChangeToo asks each verb's question before and after a layer
// loses its heads: before is the plain answer, after is another.
func TestTheOtherAnswersChangeToo(t *testing.T) {
	ctx := context.Background()
	m := open(t, "../model/testdata/bert-a")
	w := whatIf(t, "--without L0.attn")
	reading, err := inspect.HeadIf(ctx, m, inspect.HeadOptions{HeadsOptions: moneyRiver, Layer: 1, Head: 2}, w)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := inspect.Head(ctx, m, inspect.HeadOptions{HeadsOptions: moneyRiver, Layer: 1, Head: 2})
	if err != nil {
		t.Fatal(err)
	}
	if *reading.Before.Pull != *plain.Pull || *reading.After.Pull == *plain.Pull {
		t.Errorf("head pulls %v before, %v after; plainly %v", *reading.Before.Pull, *reading.After.Pull, *plain.Pull)
	}
	path, err := inspect.PathIf(ctx, m, inspect.PathOptions{Options: pair, Between: []string{"money", "river"}}, w)
	if err != nil {
		t.Fatal(err)
	}
	for k := range path.Before.Anchors {
		if !slices.Equal([]float64(path.Before.Anchors[k].States[2]), []float64(path.After.Anchors[k].States[2])) {
			t.Error("an anchor moved with the change")
		}
	}
	a, b := path.Before.Texts[0].States, path.After.Texts[0].States
	if !slices.Equal([]float64(a[0].Vector), []float64(b[0].Vector)) || slices.Equal([]float64(a[1].Vector), []float64(b[1].Vector)) {
		t.Error("the path changes at another state than 1")
	}
	o := pair
	o.Layer, o.Head = source.Choose, source.Choose
	walk, err := inspect.WalkIf(ctx, m, o, w)
	if err != nil {
		t.Fatal(err)
	}
	if walk.Before.Source.Layer != walk.After.Source.Layer || walk.Before.Source.Head != walk.After.Source.Head {
		t.Error("another head is walked after the change")
	}
	looks, err := inspect.AttentionIf(ctx, m, inspect.AttentionOptions{Options: o}, w)
	if err != nil {
		t.Fatal(err)
	}
	one, other := looks.Before.Texts[0].Weights, looks.After.Texts[0].Weights
	if !slices.Equal(one[0][0].Data, other[0][0].Data) || slices.Equal(one[1][0].Data, other[1][0].Data) {
		t.Error("weights change at another layer than 1")
	}
}

func TestChangesThatDoNotGoTogetherAreRefused(t *testing.T) {
	m := open(t, "../model/testdata/bert-a")
	for _, tt := range []struct {
		want string
		w    inspect.WhatIf
		from string
		mean []string
	}{
		{"nothing to change", inspect.WhatIf{}, "", nil},
		{"no text to take it from", whatIf(t, "--patch L0.q"), "", nil},
		{"and no patch", whatIf(t, "--without L0.H0"), "the bank", nil},
		{"nothing that it stands for", whatIf(t, "--set L0.H0.q=1"), "", []string{"a"}},
		{"(the text: “the money in a bank”; the other: “bank”)", whatIf(t, "--patch L0.q"), "bank", nil},
	} {
		tt.w.From, tt.w.Mean = tt.from, tt.mean
		if _, err := inspect.Effect(context.Background(), m, moneyRiver, tt.w); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v; want %q", err, tt.want)
		}
	}
}
