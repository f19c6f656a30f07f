package inspect

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/tensor"
	"heed/trace"
)

const tiny = "../model/testdata/bert-a"

// The texts of the recorded methods.
var methodTexts = map[string]string{
	"money_bank": "money bank",
	"sat_bank":   "We sat on the bank of the river.",
	"pronoun":    "The animal didn't cross the street because it was too tired.",
}

func openModel(t *testing.T, folder string) *source.Model {
	t.Helper()
	m, err := source.OpenModel(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func answered(t *testing.T, m *source.Model, o AttentionOptions) trace.Attention {
	t.Helper()
	a, err := Attention(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// all asks for all layers and heads.
func all(texts ...string) AttentionOptions {
	return AttentionOptions{Options: source.Options{Texts: texts, Layer: source.Choose, Head: source.Choose}, Norms: true}
}

// TestMethodsAgreeWithPyTorch compares rollout, norm-based weights and mixing
// ratios, tensor by tensor.
func TestMethodsAgreeWithPyTorch(t *testing.T) {
	m := openModel(t, tiny)
	for _, text := range []string{"money_bank", "sat_bank"} {
		compareMethods(t, m, golden.File(t, "testdata/methods/bert-a."+text+".safetensors"), methodTexts[text], 1e-5)
	}
}

// compareMethods compares each tensor of a recorded file with the answer for
// its text, row by row.
func compareMethods(t *testing.T, m *source.Model, want *tensor.File, text string, within float64) {
	t.Helper()
	a := answered(t, m, all(text)).Texts[0]
	got := map[string][]mat.Matrix{"rollout": a.Rollout}
	row := func(v mat.Vector) []mat.Matrix { return []mat.Matrix{mat.Of(v)} }
	for layer, n := range a.Norms {
		at := fmt.Sprintf("L%d.", layer)
		got[at+"attn_n_heads"], got[at+"attn_n"], got[at+"attnres_n"] = n.Heads, []mat.Matrix{n.Attn}, []mat.Matrix{n.Res}
		got[at+"mix_attn"], got[at+"mix_attnres"] = row(n.MixAttn), row(n.MixRes)
		if !n.ResLN.Absent() {
			got[at+"attnresln_n"], got[at+"mix_attnresln"] = []mat.Matrix{n.ResLN}, row(n.MixResLN)
		}
	}
	compared := 0
	for _, e := range want.Entries() {
		if strings.HasPrefix(e.Name, "in.") {
			continue
		}
		compared++
		numbers, err := tensor.Floats[float64](e)
		if err != nil {
			t.Fatal(err)
		}
		var flat []float64
		for _, x := range got[e.Name] {
			flat = append(flat, x.Data...)
		}
		if len(flat) != len(numbers) {
			t.Fatalf("%q: %s has %d numbers; want %d", text, e.Name, len(flat), len(numbers))
		}
		cols := e.Shape[len(e.Shape)-1]
		for i, x := range numbers {
			largest := 1.0
			for _, y := range numbers[i/cols*cols : (i/cols+1)*cols] {
				largest = max(largest, math.Abs(y))
			}
			if !(math.Abs(flat[i]-x) <= within*largest) {
				t.Fatalf("%q: %s, number %d, is %g; want %g", text, e.Name, i, flat[i], x)
			}
		}
	}
	if compared == 0 {
		t.Fatal("the recorded file holds nothing to compare with")
	}
}

// A recordedLens is a logit lens as it was recorded, of every token of a text.
type recordedLens struct {
	Text   string
	Layers []struct {
		Layer   int
		Top5    [][]int     `json:"top5_ids"`
		LogProb [][]float64 `json:"top5_logprob"`
		Rank    []int       `json:"rank_of_final_top1"`
		KL      []float64   `json:"kl_final_to_layer"`
		Entropy []float64
	}
}

// compareLens compares a logit lens with what was recorded: of each layer and
// token the five most probable, their log-probabilities, the rank of the final
// first, the divergence and the entropy.
func compareLens(t *testing.T, m *source.Model, recorded []byte, within float64) {
	var texts []recordedLens
	if err := json.Unmarshal(recorded, &texts); err != nil || len(texts) == 0 {
		t.Fatal(len(texts), err)
	}
	for _, want := range texts {
		subjects, err := runs(context.Background(), m, source.Options{Texts: []string{want.Text}}, keepFor(m))
		if err != nil {
			t.Fatal(err)
		}
		s := subjects[0]
		for position := range s.Tokens {
			p, _, err := prediction(m, s, position)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Lens) != len(want.Layers) {
				t.Fatalf("%d layers; want %d", len(p.Lens), len(want.Layers))
			}
			for l, w := range want.Layers {
				got := p.Lens[l]
				at := fmt.Sprintf("%q, token %d, layer %d", want.Text, position, l)
				near := func(what string, got mat.Number, want float64) {
					t.Helper()
					if !(math.Abs(float64(got)-want) <= within*max(1, math.Abs(want))) {
						t.Errorf("%s: %s is %g; want %g", at, what, got, want)
					}
				}
				for k, id := range w.Top5[position] {
					// Two that are as probable may stand the other way round.
					if got.Top[k].ID != id && math.Abs(float64(got.Top[k].LogProb)-w.LogProb[position][k]) > within {
						t.Errorf("%s: place %d is id %d; want %d", at, k, got.Top[k].ID, id)
					}
					near("log-probability", got.Top[k].LogProb, w.LogProb[position][k])
				}
				if got.Rank != w.Rank[position] {
					t.Errorf("%s: the final first is at rank %d; want %d", at, got.Rank, w.Rank[position])
				}
				near("KL", got.KL, w.KL[position])
				near("entropy", got.Entropy, w.Entropy[position])
			}
		}
	}
}

// TestAnswersOfEachKindOfModel asks tiny models where norms and heads stand
// otherwise, and requires what must hold of each.
func TestAttentionOfATinyModel(t *testing.T) {
	o := all("the bank by the river bank")
	o.Targets = []string{"the", "bank"}
	o.Options.Word = "river"
	a := answered(t, openModel(t, tiny), o)
	x := a.Texts[0]
	if len(x.Heads) != 8 || len(x.Strongest) != 3*len(trace.Kinds()) {
		t.Errorf("%d heads, %d strongest; want 8 and %d", len(x.Heads), len(x.Strongest), 3*len(trace.Kinds()))
	}
	for n := 1; n < len(x.Strongest); n++ {
		if before, s := x.Strongest[n-1], x.Strongest[n]; before.Kind == s.Kind && before.Value < s.Value {
			t.Errorf("%+v stands before %+v", before, s)
		}
	}
	if len(x.Predictions) != len(x.Focus) || x.Predictions[0].Kind != "word" || len(x.Predictions[0].Top) != 10 || len(x.Predictions[0].Lens) != 3 {
		t.Errorf("predictions %+v; want one for each of the %d pieces of river, of 10 words and 3 layers", x.Predictions, len(x.Focus))
	}
	if last := x.Predictions[0].Lens[2]; last.KL != 0 || last.Rank != 0 {
		t.Errorf("the last layer of the lens %+v; want the prediction itself", last)
	}
	if len(x.Logits) != 2*len(x.Focus) {
		t.Errorf("%d logits taken apart; want %d", len(x.Logits), 2*len(x.Focus))
	}
	for _, p := range x.Logits {
		if !(p.Error <= 1e-5) || !p.Gated {
			t.Errorf("%+v: want parts that sum to the logit, through an activation", p)
		}
	}
	for _, n := range x.Norms {
		if !(n.SumsError <= 1e-5) {
			t.Errorf("vectors sum to the stream within %g; want 1e-5", n.SumsError)
		}
	}
}

// TestMapsAreWrittenWhereAskedFor: the matrices of all heads are many numbers.
func TestMapsAreWrittenWhereAskedFor(t *testing.T) {
	m := openModel(t, tiny)
	written := func(layer, head int) string {
		o := all("money bank")
		o.Layer, o.Head = layer, head
		var places strings.Builder
		x := answered(t, m, o).WithoutMaps().Texts[0]
		for l := range x.Weights {
			for h, w := range x.Weights[l] {
				if !w.Absent() != (!x.Norms[l].Heads[h].Absent()) {
					t.Errorf("L%d.H%d: weights without norms, or norms without weights", l, h)
				}
				if !w.Absent() {
					fmt.Fprintf(&places, "L%d.H%d ", l, h)
				}
			}
		}
		if x.Norms[0].Attn.Absent() || x.Rollout[0].Absent() {
			t.Error("matrices of whole layers are left out; want them always")
		}
		return places.String()
	}
	for _, tt := range []struct {
		layer, head int
		want        string
	}{
		{source.Choose, source.Choose, ""},
		{1, 2, "L1.H2 "},
		{1, source.Choose, "L1.H0 L1.H1 L1.H2 L1.H3 "},
		{source.Choose, 3, "L0.H3 L1.H3 "},
	} {
		if got := written(tt.layer, tt.head); got != tt.want {
			t.Errorf("layer %d, head %d: %q; want %q", tt.layer, tt.head, got, tt.want)
		}
	}
}

// TestAttentionThatCannotBe: what is asked for in vain is told with its cure.
func TestAttentionThatCannotBe(t *testing.T) {
	m := openModel(t, tiny)
	for want, change := range map[string]func(*AttentionOptions){
		"has layers 0 … 1; got 2":                                                      func(o *AttentionOptions) { o.Layer = 2 },
		"has heads 0 … 3 in each layer; got 4":                                         func(o *AttentionOptions) { o.Head = 4 },
		`no method "magic"; want weights`:                                              func(o *AttentionOptions) { o.Method = "magic" },
		`target "money" is 4 tokens: mo ##n ##e ##y; want one token of the vocabulary`: func(o *AttentionOptions) { o.Targets = []string{"money"} },
		`target "" has no tokens`:                                                      func(o *AttentionOptions) { o.Targets = []string{""} },
		`target "☃" is not in the vocabulary`:                                          func(o *AttentionOptions) { o.Targets = []string{"☃"} },
		`"river" is not in "money bank"`:                                               func(o *AttentionOptions) { o.Options.Word = "river" },
	} {
		o := all("money bank")
		change(&o)
		if _, err := Attention(context.Background(), m, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}

// TestRanked: the largest first, the lowest id first of equals.
func TestRanked(t *testing.T) {
	p := []float64{-3, -1, -2, -1, -9, -2}
	for n, want := range map[int]string{1: "[1]", 3: "[1 3 2]", 4: "[1 3 2 5]", 9: "[1 3 2 5 0 4]"} {
		if got := fmt.Sprint(ranked(p, n)); got != want {
			t.Errorf("the first %d are %s; want %s", n, got, want)
		}
	}
	for id, want := range []int{4, 0, 2, 1, 5, 3} {
		if got := rankOf(p, id); got != want {
			t.Errorf("id %d is at rank %d; want %d", id, got, want)
		}
	}
}

// TestNotes: a reader is told of what a model cannot show, or shows otherwise.
func TestNotes(t *testing.T) {
	told := func(place model.Place, prefix string, causal bool) string {
		m := &source.Model{Net: &model.Model[float32]{Config: model.Config{Family: "tiny", Stack: model.Stack{Prefix: prefix,
			Blocks: []model.Block{{Place: place, Attention: model.Attention{Causal: causal}}}}}}}
		x := trace.AttentionText{Heads: []trace.HeadAttention{{First: .25}, {First: .75}}, Norms: []trace.AttentionNorms{{}},
			Passage: trace.Passage{Tokens: make([]trace.Token, 3)}}
		var all []string
		for _, n := range attentionNotes(m, x) {
			all = append(all, n.Text)
		}
		return strings.Join(all, "\n")
	}
	for _, tt := range []struct {
		got  string
		want []string
		not  string
	}{
		{told(model.Post, "", false), []string{"the norm that follows the sum", "no head that turns"}, "sink"},
		{told(model.Pre, "enc.", false), []string{"encoder's", "there is no attnresln_n"}, "sink"},
		{told(model.Parallel, "", true), []string{"50% of their attention", "attention sink", "there is no attnresln_n"}, "encoder's"},
		{told(model.Sandwich, "", true), []string{"attnres_n after it"}, "encoder's"},
	} {
		for _, want := range tt.want {
			if !strings.Contains(tt.got, want) {
				t.Errorf("%q lacks %q", tt.got, want)
			}
		}
		if strings.Contains(tt.got, tt.not) {
			t.Errorf("%q has %q", tt.got, tt.not)
		}
	}
}
