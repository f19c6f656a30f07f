package term_test

import (
	"strings"
	"testing"

	"heed/mat"
	"heed/term"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

func effectOf(layers int) trace.Effect {
	p := trace.Passage{Text: "the money in the bank\x1b[31m", Focus: []int{1}, Tokens: []trace.Token{{Text: "money"}, {Text: "bank"}}}
	t := trace.EffectText{Passage: p, Towards: trace.List[trace.Towards]{{Token: "money", Signed: -0.5, Distance: [2]mat.Number{3, 3.25}, Cosine: [2]mat.Number{0.5, 0.25}}},
		Prediction: &trace.Swing{Position: 1, Token: "bank", KL: 0.125}}
	for l := range layers + 1 {
		s := trace.EffectState{Layer: l, Length: [2]mat.Number{2, 2}, Cosine: 1}
		if l > 1 {
			s.Moved, s.Length[1] = mat.Number(l), 2.5
		}
		t.States = append(t.States, s)
	}
	for k := range 13 {
		t.Prediction.Words = append(t.Prediction.Words, trace.SwingingWord{Text: " w" + string(rune('a'+k)), Probability: [2]mat.Number{0.5, 0.25}, Logit: [2]mat.Number{9, -8}, Rank: [2]int{k, 12 - k}})
	}
	return trace.Effect{Changes: []string{"--without L1.H0", "--set L0.H0.q=1"}, From: "a cat", Mean: &trace.MeanOf{Texts: []string{"a", "b"}, Tokens: 9}, Word: "bank",
		Targets: []trace.Target{{Word: "money"}, {Word: "river"}}, Texts: []trace.EffectText{t, t}, Pull: &[2]trace.Total{{All: 1.5}, {All: -0.5}},
		Notes: trace.List[trace.Note]{{Text: "a note for the reader"}}}
}

func TestEffect(t *testing.T) {
	for _, layers := range []int{3, 30} {
		got := stripped(term.Effect(effectOf(layers), term.Options{Precision: 4}))
		for _, want := range []string{"--without L1.H0  --set L0.H0.q=1", "patched from “a cat”", "the mean over all 9 tokens of 2 texts", "0 … 1 did not move",
			"A → money         −0.5000     3.0000   3.2500   0.5000   0.2500", "+1.5000 before, −0.5000", "KL(before‖after) 0.125 nats",
			`" wa"        0.5000   0.2500   9.0000   −8.0000`, `" wm"`, "note: a note for the reader"} {
			if !strings.Contains(got, want) {
				t.Errorf("%d layers: %q is not in\n%s", layers, want, got)
			}
		}
		if between := strings.Contains(got, "states between"); between != (layers == 30) {
			t.Errorf("%d layers: states left out: %v", layers, between)
		}
		if strings.Contains(got, "\x1b") {
			t.Error("an escape of the text reaches the terminal")
		}
		for line := range strings.Lines(got) {
			if w := lipgloss.Width(strings.TrimSuffix(line, "\n")); w > term.Width {
				t.Errorf("a line is %d wide: %q", w, line)
			}
		}
	}
}

func TestScan(t *testing.T) {
	s := trace.Scan{What: "heads", Measure: "towards", Word: "bank", Targets: trace.List[trace.Target]{{Word: "money"}}, Before: 1, From: 3, Effect: mat.New(20, 2), Share: mat.New(20, 2)}
	s.Texts = []trace.Passage{{Text: "a", Focus: []int{1}, Tokens: []trace.Token{{Text: "x\x1b[31m"}, {Text: "bank"}}}, {Text: "b", Focus: []int{0}, Tokens: []trace.Token{{Text: "b"}}}}
	for r := range 20 {
		s.Rows = append(s.Rows, trace.ScanRow{Name: "L0.H" + string(rune('a'+r)), Head: &r})
		s.Effect.Row(r)[1], s.Share.Row(r)[1] = -float64(r), -float64(r)/2
	}
	got := stripped(term.Scan(s, term.Options{Precision: 4}))
	for _, want := range []string{"every head's output at every token, one patch at a time", "1 in A and 3 in B, 2 apart", "L0.Ht          bank 1   −19.0000   −950.0 %", "… 25 patches that do less"} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "\x1b") {
		t.Error("an escape of a token reaches the terminal")
	}
}
