package term_test

import (
	"math"
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/term"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

// manyHeads is an answer of so many layers of so many heads.
func manyHeads(layers, heads int) trace.Attention {
	t := trace.AttentionText{Word: "bank", Passage: trace.Passage{Text: "the money in the bank\x1b[31m", Focus: []int{1},
		Tokens: []trace.Token{{Text: "Ġthe", End: 3}, {Text: "Ġbank", Start: 17, End: 21}}}}
	nan := mat.Number(math.NaN())
	for l := range layers {
		for h := range heads {
			t.Heads = append(t.Heads, trace.HeadAttention{Layer: l, Head: h, Entropy: 1.5, Distance: 123.25, Previous: mat.Number(h) / 10, First: 1e-7, Self: 0.5, Same: nan, Induction: nan})
		}
		t.Norms = append(t.Norms, trace.AttentionNorms{MixAttn: mat.Vector{0.25, 0.75}, MixRes: mat.Vector{0.5, 0.25}, SumsError: 1e-7})
	}
	t.Strongest = trace.List[trace.StrongestHead]{{Kind: "previous", Layer: 11, Head: 10, Value: 0.9998}}
	words := trace.List[trace.Candidate]{{ID: 7, Token: "Ġmoney", Text: " money", LogProb: -0.5, Probability: 0.6065}, {ID: 8, Text: "\n", LogProb: -9, Probability: 0.0001}}
	t.Predictions = trace.List[trace.Prediction]{{Position: 1, Kind: "next", Top: words, Lens: trace.List[trace.LensLayer]{{Top: words, Rank: 49151, KL: 110.5, Entropy: 1e-14}}}}
	p := trace.LogitPartition{Position: 1, Target: words[0], Logit: 17.37, Sum: 17.37, Embed: -0.5, MLPs: make(mat.Vector, layers), Biases: make(mat.Vector, layers), Heads: mat.New(layers, heads)}
	p.Heads.Row(layers - 1)[heads-1] = 3.25
	t.Logits = trace.List[trace.LogitPartition]{p}
	t.Notes = trace.List[trace.Note]{{Text: "a note for the reader"}}
	return trace.Attention{Method: "weights", Source: trace.Origin{Name: "tiny", Kind: "gpt2"}, Texts: trace.List[trace.AttentionText]{t}}
}

// stripped is what a terminal shows, without its colours.
func stripped(s string) string { return escapes.ReplaceAllString(s, "") }

func TestAttention(t *testing.T) {
	layer, head := 11, 10
	for name, tt := range map[string]struct {
		answer trace.Attention
		want   []string
		not    string
	}{
		"few heads have a row each": {manyHeads(2, 3), []string{"L1.H2    1.5000   123.2500     0.2000   1 × 10⁻⁷   0.5000      –           –", "– (no token repeats)", "L11.H10 0.9998"}, "means of each layer"},
		"many have means by layer":  {manyHeads(12, 12), []string{"means of each layer's heads", "11       1.5000   123.2500     0.5500"}, "L1.H2 "},
		"what is predicted, at each layer and by parts": {manyHeads(2, 3), []string{"Prediction  after “bank”", "“ money”        0.6065   −0.5000", "49151",
			"The logit of “ money” at “bank”", "L1.H2                  +3.2500", "all heads              +3.2500", "the parts sum to the logit within 0"}, "\x1b[31m"},
		"mixing ratios": {manyHeads(2, 3), []string{"0       0.5000       0.3750          –      1 × 10⁻⁷", "note: a note for the reader"}, ""},
	} {
		got := stripped(term.Attention(tt.answer, term.Options{}))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
		if tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("%s: has %q:\n%s", name, tt.not, got)
		}
		for line := range strings.Lines(got) {
			if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > term.Width {
				t.Errorf("%s: %d columns: %q", name, n, line)
			}
		}
	}
	alone := manyHeads(2, 3)
	alone.Texts[0].Tokens = alone.Texts[0].Tokens[:1]
	alone.Texts[0].Focus, alone.Texts[0].Predictions[0].Position, alone.Texts[0].Logits[0].Position = []int{0}, 0, 0
	alone.Texts[0].Strongest = trace.List[trace.StrongestHead]{{Kind: "self", Value: 1}, {Kind: "self", Head: 1, Value: 1}, {Kind: "self", Head: 2, Value: 1}}
	if got := stripped(term.Attention(alone, term.Options{})); !strings.Contains(got, "previous token         – (one token alone)") || !strings.Contains(got, "L0.H2 1.0000") {
		t.Errorf("one token alone:\n%s", got)
	}
	one := manyHeads(12, 12)
	one.Layer, one.Head = &layer, &head
	got := stripped(term.Attention(one, term.Options{}))
	if !strings.Contains(got, "what L11.H10 attends to") || !strings.Contains(got, "L11.H10   1.5000") || strings.Contains(got, "L10.H10") {
		t.Errorf("one head of many:\n%s", got)
	}
}

// TestShades: more is darker, what has no room is told, and no line is too wide.
func TestShades(t *testing.T) {
	m := geom.Map{Values: mat.Of([]float64{1, 0, 0.3}, []float64{0.05, 0.6, 0.12}), Most: 1, Says: "weight",
		Rows: []geom.Text{{{Text: "the"}}, {{Text: "bank"}}}, Cols: []geom.Text{{{Text: "a"}}, {{Text: "river"}}, {{Text: "bank"}}}, Down: "reads", Across: "word"}
	want := `    reads  0 1 2
    the   ██  ▒▒
    bank  ··▓▓░░
    word of each column:  0 a  1 river  2 bank
    weight: ·· from 0.02 ░░ from 0.1 ▒▒ from 0.25 ▓▓ from 0.5 ██ from 0.75
`
	if got := stripped(term.Shades(m, 78)); got != want {
		t.Errorf("\n%s; want\n%s", got, want)
	}
	wide := geom.Map{Values: mat.Filled(100, 100, math.NaN()), Most: 1, Says: "length of weight · value"}
	got := stripped(term.Shades(wide, 40))
	if !strings.Contains(got, "and 20 more rows, ") || strings.ContainsAny(got, "█▓") && !strings.Contains(got, "from") {
		t.Errorf("a large map:\n%s", got)
	}
	for line := range strings.Lines(got) {
		if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > 78 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	if got := term.Picture(geom.Scene{Panels: []geom.Panel{{Map: &m}}}, 78); !strings.Contains(stripped(got), "the   ██  ▒▒") {
		t.Errorf("the picture of a map is\n%s", got)
	}
	if got := term.Picture(geom.Scene{Panels: []geom.Panel{{Tiles: &geom.Tiles{}}}}, 78); got != "" {
		t.Errorf("the picture of tiles is %q; want none", got)
	}
}

// TestShadesNumberTheirColumns: every column in full where there is room, else
// every fifth; rows are numbered where their names are the columns'.
func TestShadesNumberTheirColumns(t *testing.T) {
	var names []geom.Text
	for _, name := range strings.Fields("a b c d e f g h i j k l") {
		names = append(names, geom.Text{{Text: name}})
	}
	m := geom.Map{Rows: names, Cols: names, Values: mat.New(12, 12), Most: 1, Says: "weight"}
	for width, want := range map[int][2]string{
		78: {"           0  1  2  3  4  5  6  7  8  9 10 11", "    11 l"},
		34: {"          0         5        10", "    11 l"},
	} {
		lines := strings.Split(stripped(term.Shades(m, width)), "\n")
		if lines[0] != want[0] || lines[12] != want[1] {
			t.Errorf("%d columns: %q … %q; want %q", width, lines[0], lines[12], want)
		}
	}
	m.Cols = nil
	if got := strings.Split(stripped(term.Shades(m, 78)), "\n")[12]; got != "    l" {
		t.Errorf("the row %q; want its name alone", got)
	}
}
