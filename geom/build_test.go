package geom_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/geom"
	"heed/trace"
)

func build(t *testing.T, name string) geom.Scene {
	t.Helper()
	w := shipped(t, name)
	plane, err := geom.ChoosePlane("", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := geom.Build(w, plane)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func textOf(text geom.Text) string {
	var s strings.Builder
	for _, r := range text {
		if r.Style == geom.Sub {
			s.WriteByte('_')
		}
		s.WriteString(r.Text)
	}
	return s.String()
}

// TestToldScene holds the told example's picture against the worked example.
func TestToldScene(t *testing.T) {
	s := build(t, "money-river")
	if len(s.Panels) != 3 {
		t.Fatalf("%d panels; want sum and shift, before, after", len(s.Panels))
	}
	tips := map[string]geom.Point{}
	for _, m := range s.Panels[0].Marks {
		if m.Kind == geom.Arrow && !m.Covered {
			tips[textOf(m.Label.Text)+m.Label.Badge] = m.Points[1]
		}
	}
	want := map[string]geom.Point{
		"e_money= v_money": {X: 2, Y: 7}, "e_bank= v_bank": {X: 9, Y: 3}, "e_river= v_river": {X: 4, Y: -3},
		"0.2 v_money": {X: 0.4, Y: 1.4}, "0.8 v_bank": {X: 7.2, Y: 2.4}, "0.2 v_river": {X: 0.8, Y: -0.6},
		"y_bankA": {X: 7.6, Y: 3.8}, "y_bankB": {X: 8, Y: 1.8},
	}
	for label, p := range want {
		got, ok := tips[label]
		if !ok || math.Hypot(got.X-p.X, got.Y-p.Y) > 1e-12 {
			t.Errorf("arrow %q ends at %v (drawn: %v); want %v", label, got, ok, p)
		}
	}
	if len(tips) != len(want) {
		t.Errorf("%d arrows drawn; want %d: %v", len(tips), len(want), tips)
	}
}

func TestCaptionNamesEveryPinThatDisagrees(t *testing.T) {
	caption := textOf(build(t, "money-river").Caption)
	for _, want := range []string{"7.0711 in place of 7.09", "22.6274 in place of 22.69", "1.7537 × 10⁻⁷ in place of 0.2",
		"0.99999982 in place of 0.8", "1.6125 towards money", "1.5620 towards river", "scaled up", "author’s choice"} {
		if !strings.Contains(caption, want) {
			t.Errorf("caption lacks %q: %s", want, caption)
		}
	}
}

func TestWindowHoldsEveryMark(t *testing.T) {
	for _, name := range []string{"money-river", "money-bank", "money-bank-told", "river-bank"} {
		for _, p := range build(t, name).Panels {
			for _, m := range p.Marks {
				for _, at := range m.Points {
					w := p.Window
					if at.X < w.MinX || at.X > w.MaxX || at.Y < w.MinY || at.Y > w.MaxY {
						t.Errorf("%s %s: %v is outside %v", name, p.Name, at, w)
					}
				}
			}
		}
	}
}

// TestChainEndsAtTheOutput: the weighted values after W_O, head to tail, end
// where the head's output is drawn.
func TestChainEndsAtTheOutput(t *testing.T) {
	w := walkOf(t, "wide", []byte(wide))
	plane, err := geom.ChoosePlane("pca", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := geom.Build(w, plane)
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]geom.Point{}
	for _, m := range s.Panels[1].Marks {
		if m.Kind == geom.Arrow {
			ends[fmt.Sprint(m.Context, m.Role)] = m.Points[1]
		}
	}
	for c := range w.Traces {
		chain, output := ends[fmt.Sprint(c, geom.Value)], ends[fmt.Sprint(c, geom.Output)]
		if math.Hypot(chain.X-output.X, chain.Y-output.Y) > 1e-12 {
			t.Errorf("context %d: the chain ends at %v, the output at %v", c, chain, output)
		}
	}
	for _, k := range s.Kept {
		if k.Share <= 0 || k.Share > 1 || len(k.Of) == 0 {
			t.Errorf("kept %s %v of %v", textOf(k.Label), k.Share, k.Of)
		}
	}
}

func TestKeptIsTheCosineToThePlane(t *testing.T) {
	p, err := geom.Axes(3, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.KeptOf([]float64{3, 4, 12}); math.Abs(got-5.0/13) > 1e-15 {
		t.Errorf("kept %v of (3, 4, 12); want 5/13", got)
	}
	if got := p.KeptOf(make([]float64, 3)); got != 1 {
		t.Errorf("kept %v of the zero vector; want 1", got)
	}
}

func TestVectorsThatNoPictureCanHold(t *testing.T) {
	for _, e := range []string{"[1e-307, 0]", "[1.7e308, 0]"} {
		w := walkOf(t, "extreme", []byte("heed: 1\ntext: a b\nembed: {a: "+e+", b: [0, 0]}\nmaps: {V: identity}\npins: {weights: {b: [0.5, 0.5]}}\n"))
		plane, err := geom.Identity(2)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := geom.Build(w, plane); err == nil || !strings.Contains(err.Error(), "scale them") {
			t.Errorf("%s: %v", e, err)
		}
	}
}

func TestExcerptsHoldTheWord(t *testing.T) {
	long := strings.Repeat("one two three ", 20) + "bank " + strings.Repeat("four five ", 20)
	w := trace.Trace{Text: long, Focus: []int{0}, Tokens: []trace.Token{{Text: "bank", Start: 280, End: 284}}}
	text, pair := geom.Excerpts(w, 60)
	if !strings.Contains(text, " bank ") || !strings.HasPrefix(text, "… ") || !strings.HasSuffix(text, " …") || len([]rune(text)) > 66 || pair != "" {
		t.Errorf("%q, %q", text, pair)
	}
	second := 1
	w.Pair, w.Tokens[0].Sequence = long, &second
	text, pair = geom.Excerpts(w, 60)
	if strings.HasPrefix(text, "…") || !strings.Contains(pair, " bank ") {
		t.Errorf("%q, %q", text, pair)
	}
	w = trace.Trace{Text: strings.Repeat("x", 100), Focus: []int{0}, Tokens: []trace.Token{{Text: "x", Start: 50, End: 51}}}
	if text, _ = geom.Excerpts(w, 20); !strings.Contains(text, "xxxxxxxxxxxxxxxxxxxx") {
		t.Errorf("a text of one word: %q", text)
	}
}
