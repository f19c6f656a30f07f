package geom_test

import (
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// attentionAnswer is of two layers of two heads, with a logit taken apart.
func attentionAnswer(method string, texts int) trace.Attention {
	a := trace.Attention{Method: method, Source: trace.Origin{Name: "models/tiny"}}
	for n := range texts {
		t := trace.AttentionText{Word: "bank", Passage: trace.Passage{Text: []string{"money bank", "river bank"}[n], Focus: []int{1},
			Tokens: []trace.Token{{Text: "mon", End: 5}, {Text: "##bank", Start: 6, End: 10}}}}
		w := func(x float64) mat.Matrix { return mat.Of([]float64{x, 1 - x}, []float64{0.3, 0.7}) }
		for l := range 2 {
			at := 0.1*float64(l) + 0.02*float64(n)
			t.Weights = append(t.Weights, []mat.Matrix{w(0.2 + at), w(0.5 + at)})
			t.Rollout = append(t.Rollout, w(0.4+at))
			t.Norms = append(t.Norms, trace.AttentionNorms{Heads: []mat.Matrix{w(0.7 + at), w(0.8 + at)}})
		}
		t.Logits = trace.List[trace.LogitPartition]{{Position: 1, Target: trace.Candidate{Text: " money"}, Embed: 0.5, Bias: -0.25,
			Heads: mat.Of([]float64{1, -2}, []float64{3, 0.75}), MLPs: mat.Vector{0.1, -4}, Biases: mat.Vector{0.2, 0.3}}}
		t.Predictions = trace.List[trace.Prediction]{{Position: 1, Kind: "next", Top: trace.List[trace.Candidate]{{Text: " money", Probability: 0.75}, {Text: "\n", Probability: 0.125}},
			Lens: trace.List[trace.LensLayer]{{KL: 2.5, Entropy: 1.5}, {Layer: 1, KL: 0.5, Entropy: 0.75}, {Layer: 2, Entropy: 0.25}}}}
		a.Texts = append(a.Texts, t)
	}
	return a
}

// TestPaleMaps: where no weight comes near 1 the largest has the full colour, which
// the scale says; else 1 has.
func TestPaleMaps(t *testing.T) {
	for _, tt := range []struct{ largest, most float64 }{{0.9, 1}, {0.5, 1}, {0.25, 0.25}, {0.003, 0.003}} {
		a := attentionAnswer("weights", 1)
		for _, m := range a.Texts[0].Weights[1] {
			for i := range m.Data {
				m.Data[i] = tt.largest / float64(1+i)
			}
		}
		layer, head := 1, 0
		a.Layer, a.Head = &layer, &head
		s, err := geom.Attention(a)
		if err != nil {
			t.Fatal(err)
		}
		m := s.Panels[0].Map
		if m.Most != tt.most || strings.Contains(m.Says, "full colour at the largest") != (tt.most < 1) {
			t.Errorf("largest %v: full colour at %v, %q; want it at %v", tt.largest, m.Most, m.Says, tt.most)
		}
	}
}

func TestAttentionSaysOfRowsWhatTheySumTo(t *testing.T) {
	set := attentionAnswer("weights", 2)
	set.Texts[1].Weights[1][0].Row(1)[0] = 0.9
	for name, tt := range map[string]struct {
		answer trace.Attention
		want   bool
	}{"as the softmax left them": {attentionAnswer("weights", 2), true}, "set": {set, false}} {
		t.Run(name, func(t *testing.T) {
			s, err := geom.Attention(tt.answer)
			if err != nil {
				t.Fatal(err)
			}
			caption := ""
			for _, run := range s.Caption {
				caption += run.Text
			}
			if got := strings.Contains(caption, "which sum to 1"); got != tt.want {
				t.Errorf("which sum to 1: %v; want %v: %s", got, tt.want, caption)
			}
		})
	}
}

// TestAttentionIsNotInvented changes each number that could be drawn.
func TestAttentionIsNotInvented(t *testing.T) {
	one := 1
	for name, asked := range map[string]func(*trace.Attention){
		"all heads":  func(*trace.Attention) {},
		"one head":   func(a *trace.Attention) { a.Layer, a.Head = &one, &one },
		"one layer":  func(a *trace.Attention) { a.Layer = &one },
		"one column": func(a *trace.Attention) { a.Head = &one },
	} {
		for _, method := range []string{"weights", "norms", "rollout"} {
			for texts := 1; texts <= 2; texts++ {
				t.Run(name+" by "+method, func(t *testing.T) {
					make := func() trace.Attention {
						a := attentionAnswer(method, texts)
						asked(&a)
						return a
					}
					nothingInvented(t, make, attentionEntries(texts), geom.Attention)
				})
			}
		}
	}
}

func attentionEntries(texts int) []nudged[trace.Attention] {
	var list []nudged[trace.Attention]
	for n := range texts {
		add := func(tensor string, index []int, number func(*trace.AttentionText) *float64) {
			list = append(list, nudged[trace.Attention]{trace.Ref{Trace: n, Tensor: tensor, Index: index},
				func(a *trace.Attention) { *number(&a.Texts[n]) += 0.01 }})
		}
		for l := range 2 {
			for i := range 2 {
				for j := range 2 {
					for h := range 2 {
						add("weights", []int{l, h, i, j}, func(t *trace.AttentionText) *float64 { return &t.Weights[l][h].Row(i)[j] })
						add("norms.attn_n_heads", []int{l, h, i, j}, func(t *trace.AttentionText) *float64 { return &t.Norms[l].Heads[h].Row(i)[j] })
					}
					add("rollout", []int{l, i, j}, func(t *trace.AttentionText) *float64 { return &t.Rollout[l].Row(i)[j] })
				}
			}
			for h := range 2 {
				add("logits.heads", []int{0, l, h}, func(t *trace.AttentionText) *float64 { return &t.Logits[0].Heads.Row(l)[h] })
			}
			add("logits.mlps", []int{0, l}, func(t *trace.AttentionText) *float64 { return &t.Logits[0].MLPs[l] })
			add("logits.biases", []int{0, l}, func(t *trace.AttentionText) *float64 { return &t.Logits[0].Biases[l] })
		}
		for i := range 2 {
			add("predictions.top.probability", []int{0, i}, func(t *trace.AttentionText) *float64 { return (*float64)(&t.Predictions[0].Top[i].Probability) })
		}
		for l := range 3 {
			add("predictions.lens.kl", []int{0, l}, func(t *trace.AttentionText) *float64 { return (*float64)(&t.Predictions[0].Lens[l].KL) })
			add("predictions.lens.entropy", []int{0, l}, func(t *trace.AttentionText) *float64 { return (*float64)(&t.Predictions[0].Lens[l].Entropy) })
		}
		add("logits.embed", []int{0}, func(t *trace.AttentionText) *float64 { return (*float64)(&t.Logits[0].Embed) })
		add("logits.bias", []int{0}, func(t *trace.AttentionText) *float64 { return (*float64)(&t.Logits[0].Bias) })
	}
	return list
}

// TestAttentionsViews: thumbnails of all heads, a large map and lines of one, one
// scale for all texts.
func TestAttentionsViews(t *testing.T) {
	one := 1
	scene := func(a trace.Attention) geom.Scene {
		s, err := geom.Attention(a)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tiles := scene(attentionAnswer("weights", 2)).Panels
	if len(tiles) != 8 || tiles[0].Tiles == nil || len(tiles[0].Tiles.Tiles) != 4 || strings.Join(tiles[0].Tiles.Rows, " ") != "0 1" || tiles[2].Bars == nil {
		t.Errorf("all heads in two texts: %+v; want four tiles a text, and bars of the logits", tiles)
	}
	a := attentionAnswer("norms", 2)
	a.Layer, a.Head = &one, &one
	large := scene(a).Panels
	if large[0].Map == nil || large[0].Map.Most != large[1].Map.Most || large[0].Map.Most != 0.92 {
		t.Errorf("norms of one head in two texts: %+v; want two maps on one scale, to 0.92", large)
	}
	if got := large[0].Map.Rows[0][0].Text + " " + large[0].Map.Rows[1][0].Text; got != "money bank" {
		t.Errorf("the words are %q; want them as the text has them", got)
	}
	a = attentionAnswer("weights", 1)
	a.Layer, a.Head = &one, &one
	if p := scene(a).Panels; p[1].Links == nil || p[0].Map.Most != 1 {
		t.Errorf("one head: %+v; want its map, to 1, and lines", p)
	}
	if _, err := geom.Attention(trace.Attention{Method: "norms", Texts: trace.List[trace.AttentionText]{{}}}); err == nil {
		t.Error("no maps, and no error")
	}
	if _, err := geom.Attention(trace.Attention{Method: "weights"}); err == nil {
		t.Error("no texts, and no error")
	}
}

// TestTokenName: the reader's own characters, where a token stands for any.
func TestTokenName(t *testing.T) {
	second := 1
	p := trace.Passage{Text: "the Bänke", Pair: "un lac", Tokens: []trace.Token{
		{Text: "[CLS]", Special: true}, {Text: "Ġb", Start: 3, End: 5}, {Text: "##nke", Start: 6, End: 9}, {Text: "▁lac", Start: 2, End: 6, Sequence: &second}, {Text: "r0c1"}, {Text: "Ġ", Start: 3, End: 4}}}
	for j, want := range []string{"[CLS]", "B", "nke", "lac", "r0c1", " "} {
		if got := geom.TokenName(p, j); got != want {
			t.Errorf("token %d is %q; want %q", j, got, want)
		}
	}
}

// TestPredictionsInWords: what is predicted, and candidates with what cannot be
// seen of them.
func TestPredictionsInWords(t *testing.T) {
	p := trace.Passage{Text: "a [MASK]", Tokens: []trace.Token{{Text: "a", End: 1}, {Text: "[MASK]", Start: 2, End: 8}}}
	for want, x := range map[string]trace.Prediction{
		"after “a”":                             {Kind: "next"},
		"at [MASK], token 1":                    {Kind: "mask", Position: 1},
		"at “a”, token 0, which the model sees": {Kind: "word"},
		"the image’s class":                     {Kind: "class"},
	} {
		if got := geom.PredictionName(p, x); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
	if got := geom.Quoted(trace.Candidate{Text: " a\n\t"}); got != `“ a\n\t”` {
		t.Errorf("%s; want spaces and line ends to be seen", got)
	}
}
