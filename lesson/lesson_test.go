package lesson_test

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/mat"
	"heed/trace"
)

func ExampleRead() {
	l, err := yaml.Parse("bank.yaml", []byte(`
heed: 1
text: river bank
embed: {river: [4, -3], bank: [9, 3]}
maps: {Q: identity, K: identity, V: identity}
pins:
  weights: {bank: {river: 0.2, bank: 0.8}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	w, err := l.Walk(lesson.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	t := w.Traces[0]
	fmt.Printf("%s: y = %.1f, %.4f towards %s\n", t.Word, t.Shift.To, t.Shift.Towards[0].Signed, t.Shift.Towards[0].Token)
	fmt.Println(t.Checks[1].At, "needs", t.Checks[1].Needs)
	// Output:
	// bank: y = [8.0 1.8], 1.5620 towards river
	// weights[1,1] needs scaled[1,1] - scaled[1,0] = 1.386294; it is 44.547727
}

func ExampleRead_error() {
	_, err := yaml.Parse("bank.yaml", []byte("heed: 1\ntext: river bank\nembed:\n  river: [4, -3, 1]\n  bank: [9, 3]\n"))
	fmt.Println(err)
	// Output: bank.yaml:5:9: "bank" has 2 numbers; want 3 (dim 3)
}

// shipped parses a lesson that ships with heed.
func shipped(t *testing.T, name string) *lesson.Lesson {
	t.Helper()
	data, err := lessons.Files.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, "lesson:"+name, string(data))
}

func parse(t *testing.T, name, text string) *lesson.Lesson {
	t.Helper()
	l, err := yaml.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func walk(t *testing.T, l *lesson.Lesson, o lesson.Options) trace.Walk {
	t.Helper()
	w, err := l.Walk(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	return w
}

// near fails unless every number is within tolerance · max(1, |want|), or
// relative to the number where relative is true.
func near(t *testing.T, what string, got, want []float64, tolerance float64, relative bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s = %v; want %v", what, got, want)
		return
	}
	for c, x := range want {
		size := math.Abs(x)
		if !relative {
			size = max(1, size)
		}
		if !(math.Abs(got[c]-x) <= tolerance*size) {
			t.Errorf("%s[%d] = %v; want %v", what, c, got[c], x)
		}
	}
}

func TestMoneyBankIsExact(t *testing.T) {
	w := walk(t, shipped(t, "money-bank"), lesson.Options{})
	tr := w.Traces[0]
	near(t, "scores", tr.Scores.Row(1), []float64{10, 32}, 1e-12, false)
	near(t, "scaled", tr.Scaled.Row(1), []float64{7.0710678118654755, 22.62741699796952}, 1e-12, false)
	near(t, "weights", tr.Weights.Row(1), []float64{1.7537323521840776e-07, 0.9999998246267648}, 1e-12, true)
	near(t, "y", tr.Y.Row(1), []float64{8.999998772387352, 3.0000007014929406}, 1e-12, true)
	near(t, "Q", tr.Maps.Q.Data, []float64{194. / 513, 0, 0, 26. / 171}, 1e-15, true)
	near(t, "q", tr.Q.Row(1), []float64{194. / 57, 26. / 57}, 1e-15, true)
	near(t, "length", []float64{float64(tr.Shift.Length)}, []float64{1.4e-6}, .05e-6, false)
	if len(tr.Checks) != 0 || len(tr.Notes) != 0 || !tr.Maps.Solved || !tr.Masked.Absent() {
		t.Errorf("checks %v, notes %v, solved %v, masked %v; want a solved map and nothing to tell", tr.Checks, tr.Notes, tr.Maps.Solved, tr.Masked)
	}
	if w.Source.Name != "lesson:money-bank" || w.Source.Kind != "lesson" || w.Version != 1 || tr.Word != "bank" || !slices.Equal(tr.Focus, []int{1}) {
		t.Errorf("source %+v, version %d, word %q at %v", w.Source, w.Version, tr.Word, tr.Focus)
	}
	if want := (trace.Token{Text: "bank", Start: 6, End: 10}); tr.Tokens[1] != want {
		t.Errorf("token %+v; want %+v", tr.Tokens[1], want)
	}
}

func TestMoneyBankAsToldFollowsItsPins(t *testing.T) {
	tr := walk(t, shipped(t, "money-bank-told"), lesson.Options{}).Traces[0]
	near(t, "scores", tr.Scores.Row(1), []float64{10, 32}, 0, false)
	near(t, "scaled", tr.Scaled.Row(1), []float64{7.09, 22.69}, 0, false)
	near(t, "weights", tr.Weights.Row(1), []float64{.2, .8}, 0, false)
	near(t, "parts", tr.Parts[0].Data, []float64{.4, 1.4, 7.2, 2.4}, 1e-12, false)
	near(t, "y", tr.Y.Row(1), []float64{7.6, 3.8}, 1e-9, false)
	money := tr.Shift.Towards[0]
	near(t, "towards, distances, cosines", []float64{float64(money.Signed), float64(money.Distance[0]), float64(money.Distance[1])},
		[]float64{1.612451549659709, 8.06225774829855, 6.44980619863884}, 1e-9, false)
	near(t, "cosine", []float64{float64(money.Cosine[0]), float64(money.Cosine[1])}, []float64{.564684, .675725}, 5e-7, false)
	want := []trace.Check{
		{At: "scaled[1,0]", Stated: 7.09, Formula: 7.0710678118654755, Needs: "scores[1,0] = 10.02677; it is 10", Or: "a divisor of 1.410437; √2 is 1.414214"},
		{At: "scaled[1,1]", Stated: 22.69, Formula: 22.62741699796952, Needs: "scores[1,1] = 32.08851; it is 32", Or: "a divisor of 1.410313; √2 is 1.414214"},
		{At: "weights[1,0]", Stated: .2, Formula: 1.7537323521840776e-07, Needs: "scaled[1,1] - scaled[1,0] = 1.386294; it is 15.556349", Or: "a divisor of 15.8696; √2 is 1.414214"},
		{At: "weights[1,1]", Stated: .8, Formula: 0.9999998246267648, Needs: "scaled[1,1] - scaled[1,0] = 1.386294; it is 15.556349", Or: "a divisor of 15.8696; √2 is 1.414214"},
	}
	if len(tr.Checks) != len(want) {
		t.Fatalf("checks %v; want four", tr.Checks)
	}
	for n, c := range tr.Checks {
		near(t, c.At, []float64{float64(c.Formula)}, []float64{float64(want[n].Formula)}, 1e-12, true)
		c.Formula, c.Ways = want[n].Formula, nil // package attention tests the ways
		if !reflect.DeepEqual(c, want[n]) {
			t.Errorf("check %+v; want %+v", c, want[n])
		}
	}
	says := &trace.Saying{Key: "claimWeight", Words: trace.Words{"claimed": "scaled up"}, Places: trace.Words{"value": "v[1]"}, Numbers: trace.Numbers{"weight": .8}}
	if len(tr.Notes) != 1 || tr.Notes[0].At != "parts[1,1]" || !reflect.DeepEqual(tr.Notes[0].Says, says) ||
		tr.Notes[0].Text != "stated “scaled up”, but parts[1,1] is shorter than v[1]: 7.589466 against 9.486833" {
		t.Errorf("notes %v; want one, that v_bank is scaled down", tr.Notes)
	}
}

func TestFormulaLeavesThePinsOut(t *testing.T) {
	w := walk(t, shipped(t, "money-bank-told"), lesson.Options{Formula: true})
	exact := walk(t, shipped(t, "money-bank"), lesson.Options{}).Traces[0]
	tr := w.Traces[0]
	if d := trace.Diff(tr, exact, 0); d != "" {
		t.Error(d)
	}
	if !w.Source.Formula || tr.Pins != nil || tr.Checks != nil {
		t.Errorf("formula %v, pins %v, checks %v", w.Source.Formula, tr.Pins, tr.Checks)
	}
}

func TestMoneyRiverBorrowsTheWeights(t *testing.T) {
	w := walk(t, shipped(t, lessons.Default), lesson.Options{})
	told := walk(t, shipped(t, "money-bank-told"), lesson.Options{}).Traces[0]
	money, river := w.Traces[0], w.Traces[1]
	near(t, "y in money bank", money.Y.Data, told.Y.Data, 0, false)
	near(t, "y in river bank", river.Y.Row(1), []float64{8, 1.8}, 1e-12, false)
	target := river.Shift.Towards[0]
	if target.Token != "river" || target.Context != nil || math.Abs(float64(target.Signed)-math.Sqrt(61)/5) > 1e-12 {
		t.Errorf("target %+v; want √61/5 = 1.5620 towards river", target)
	}
	other := river.Shift.Towards[1]
	if other.Token != "money" || *other.Context != 0 || !slices.Equal(other.Target, []float64{2, 7}) {
		t.Errorf("target %+v; want money of context 0", other)
	}
	for _, p := range river.Pins {
		if !p.Borrowed || !strings.HasPrefix(p.At, "weights[1,") {
			t.Errorf("pin %+v; want borrowed weights only", p)
		}
	}
	if len(money.Checks) != 4 || len(money.Notes) != 1 || len(river.Notes) != 1 || river.Notes[0].At != "embed[0]" {
		t.Errorf("checks %v, notes %v and %v; want four, the claim's, and river's vector", money.Checks, money.Notes, river.Notes)
	}
	want := mat.Cosine([]float64{7.6, 3.8}, []float64{2, 7}) - mat.Cosine([]float64{8, 1.8}, []float64{2, 7})
	if c := w.Contrast; len(c) != 2 || c[0].Token != "money" || math.Abs(float64(c[0].Value)-want) > 1e-12 || c[1].Token != "river" || c[1].Value <= 0 {
		t.Errorf("contrasts %+v; want money's %v and river's", c, want)
	}
}

func TestRiverBankFollowsTheFormula(t *testing.T) {
	tr := walk(t, shipped(t, "river-bank"), lesson.Options{}).Traces[0]
	near(t, "scores", tr.Scores.Row(1), []float64{194./57*4 - 26./57*3, 32}, 1e-12, false)
	gap := (32 - (194.*4-26*3)/57) / math.Sqrt2
	w := 1 / (1 + math.Exp(gap))
	near(t, "weights", tr.Weights.Row(1), []float64{w, 1 - w}, 1e-12, true)
	near(t, "y", tr.Y.Row(1), []float64{9 - 5*w, 3 - 6*w}, 1e-12, false)
	if tr.Shift.Towards[0].Signed <= 0 || len(tr.Checks) != 0 || len(tr.Notes) != 1 {
		t.Errorf("towards %v, checks %v, notes %v", tr.Shift.Towards, tr.Checks, tr.Notes)
	}
}

// TestEveryKeyByHand holds testdata/everything.yaml against numbers worked on
// paper: K = 1, D = 2, W = 3.
func TestEveryKeyByHand(t *testing.T) {
	data, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w := walk(t, parse(t, "everything.yaml", string(data)), lesson.Options{})
	tr, low := w.Traces[0], math.Inf(-1)
	sea := 1 / (1 + math.Exp(-2)) // and's weights are the softmax of 15 and 17
	got := tr
	got.Maps, got.Bias, got.Parts, got.Shift, got.Share = nil, nil, nil, trace.Shift{}, nil
	want := trace.Trace{
		Embed:     mat.Of([]float64{1, 2}, []float64{3, 0}, []float64{0, 1}),
		Q:         mat.Of([]float64{4}, []float64{5}, []float64{2}),
		K:         mat.Of([]float64{3}, []float64{7}, []float64{3}),
		V:         mat.Of([]float64{2, 2, 2}, []float64{4, 0, 6}, []float64{1, 1, 0}),
		Scores:    mat.Of([]float64{12, 28, 12}, []float64{15, 35, 15}, []float64{6, 14, 6}),
		Scaled:    mat.Of([]float64{12, 28, 10}, []float64{15, 35, 15}, []float64{6, 14, 6}),
		Masked:    mat.Of([]float64{low, 28, 12}, []float64{15, low, 17}, []float64{6, 14, low}),
		Weights:   mat.Of([]float64{0, .75, .25}, []float64{1 - sea, 0, sea}, []float64{.5, .5, 0}),
		Output:    mat.Of([]float64{3.25, .25, 4.5}, []float64{2 - sea, 7, 2 - 2*sea}, []float64{3, 1, 4}),
		Projected: mat.Of([]float64{7.75, 4.75}, []float64{4 - 3*sea, 9 - 2*sea}, []float64{7, 5}),
		Y:         mat.Of([]float64{9.25, 6.25}, []float64{7.5 - 3*sea, 8.5 - 2*sea}, []float64{7.5, 5.5}),
	}
	if d := trace.Diff(got, want, 1e-14); d != "" {
		t.Error(d)
	}
	near(t, "shift.to", tr.Shift.To, []float64{9.25, 6.25}, 0, false)
	near(t, "share.to", tr.Share.To, []float64{8.75, 6.75}, 0, false) // without the bias of O
	var targets, checks, notes []string
	for _, target := range tr.Shift.Towards {
		targets = append(targets, target.Token)
	}
	for _, c := range tr.Checks {
		checks = append(checks, c.At)
	}
	for _, n := range tr.Notes {
		notes = append(notes, n.At+" "+n.Text)
	}
	if got := strings.Join(targets, " "); got != "and sea moon" {
		t.Errorf("targets %s; want and sea moon", got)
	}
	if got := strings.Join(checks, " "); got != "q[1,0] k[2,0] scaled[0,2] weights[0,1] weights[0,2] weights[2,0] weights[2,1] output[1,1]" {
		t.Errorf("checks at %s", got)
	}
	if want := []string{"weights[0,1] stated “weighs less”, but weights[0,1] is larger than weights[0,2]: 0.75 against 0.25",
		"y[0] stated “shorter”, but y[0] is longer than embed[0]: 11.16356 against 2.236068",
		"embed[2] the vector of “sea” is the author’s choice, not the example’s"}; !slices.Equal(notes, want) {
		t.Errorf("notes %q; want %q", notes, want)
	}
	moon := w.Traces[1]
	if moon.Word != "moon" || len(moon.Pins) != 11 || !slices.Equal(moon.V.Row(2), []float64{1, 1, 1}) || moon.Weights.At(0, 1) != .75 {
		t.Errorf("word %q, pins %v, v %v, weights %v of the second text", moon.Word, moon.Pins, moon.V.Row(2), moon.Weights.Data)
	}
	if len(moon.Notes) != 1 || moon.Notes[0].At != "embed[2]" { // |(0, 3)| > |(1, 2)| holds
		t.Errorf("notes %v; want moon's vector only", moon.Notes)
	}
}

func TestALessonMayBeJSON(t *testing.T) {
	data, err := os.ReadFile("testdata/json.json")
	if err != nil {
		t.Fatal(err)
	}
	got := walk(t, parse(t, "json.json", string(data)), lesson.Options{}).Traces[0]
	want := walk(t, shipped(t, "money-bank"), lesson.Options{}).Traces[0]
	if d := trace.Diff(got, want, 0); d != "" {
		t.Error(d)
	}
}
