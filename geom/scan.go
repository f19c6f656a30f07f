package geom

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"
	"heed/trace"
)

// scanRowsMost is how many rows the map of a scan has at most: of a model with
// more heads those are drawn that do most.
const scanRowsMost = 72

// Scan draws the map of a scan: what is patched down, the text's tokens across,
// and in each cell the effect of that patch alone, or, if share is set, its share
// of the way between the two runs. Beside it stand the strongest. Where no patch
// has an effect it says so in words.
func Scan(s trace.Scan, share bool) (Scene, error) {
	if len(s.Rows) == 0 || s.Effect.Absent() {
		return Scene{}, fmt.Errorf("nothing to draw: the scan has no rows")
	}
	if ScanIdle(s) {
		return Scene{Title: "What each patch does", Caption: scanCaption(s), Panels: []Panel{{Words: plainText(ScanIdleSays(s))}}}, nil
	}
	shown := scanShown(s)
	numbers, tensor := s.Effect, "effect"
	if share {
		numbers, tensor = s.Share, "share"
	}
	m := &Map{Down: scanDown(s), Across: "token", Signed: true, Says: scanSays(s, share), Values: mat.New(len(shown), numbers.Cols), Of: trace.Ref{Tensor: tensor}}
	for j := range s.Texts[0].Tokens {
		m.Cols = append(m.Cols, plainText(CountedName(s.Texts[0], j)))
	}
	for k, r := range shown {
		m.Rows = append(m.Rows, plainText(s.Rows[r].Name))
		copy(m.Values.Row(k), numbers.Row(r))
	}
	for _, x := range m.Values.Data {
		if !math.IsNaN(x) {
			m.Most = max(m.Most, math.Abs(x))
		}
	}
	title := fmt.Sprintf("%s × %s; each cell is one run with that vector alone taken from B", count(len(shown), scanDown(s), scanDown(s)+"s"), count(numbers.Cols, "token", "tokens"))
	if len(shown) < len(s.Rows) {
		title = fmt.Sprintf("the %d of %d that do most", len(shown), len(s.Rows)) + " × " + count(numbers.Cols, "token", "tokens") + "; each cell is one run with that vector alone taken from B"
	}
	panels := []Panel{{Title: title, Map: m, Samples: scanSamples(*m)}}
	if bars := scanBars(s, numbers, tensor); len(bars.Rows) > 0 { // of no way between the runs there is no share
		panels = append(panels, Panel{Title: capital(scanSays(s, share)), Side: true, Bars: bars})
	}
	return Scene{Title: "What each patch does", Caption: scanCaption(s), Panels: panels}, nil
}

// ScanIdle reports whether no patch of a scan has an effect: the two runs do not
// differ in any vector that reaches what is measured.
func ScanIdle(s trace.Scan) bool {
	return !slices.ContainsFunc(s.Effect.Data, func(x float64) bool { return x != 0 && !math.IsNaN(x) })
}

// ScanIdleSays says that no patch of a scan has an effect.
func ScanIdleSays(s trace.Scan) string {
	return fmt.Sprintf("None of the %d patches has any effect: the two runs do not differ in anything that reaches what is measured.", len(s.Effect.Data))
}

// scanSamples say what an empty cell is, where there are some.
func scanSamples(m Map) []Sample {
	if !slices.Contains(m.Values.Data, 0) {
		return nil
	}
	return []Sample{{Alone: true, Text: Text{{Text: "empty: no effect at all; 0: a very small one", Role: Aside, Context: -1}}}}
}

// scanShown lists the rows that are drawn, in the model's order.
func scanShown(s trace.Scan) []int {
	var rows []int
	for _, c := range s.Strongest() {
		if len(rows) == scanRowsMost {
			break
		}
		if !slices.Contains(rows, c.Row) {
			rows = append(rows, c.Row)
		}
	}
	slices.Sort(rows)
	return rows
}

// scanDown is what a row of the map is.
func scanDown(s trace.Scan) string {
	if s.Rows[0].Head != nil {
		return "head"
	}
	return "layer"
}

// scanSays is what the numbers are.
func scanSays(s trace.Scan, share bool) string {
	if share {
		return "share of the way from A to B"
	}
	return "effect, " + ScanAlong(s)
}

// ScanAlong says what a scan measures, in a few words.
func ScanAlong(s trace.Scan) string {
	if s.Measure == "logit" {
		if len(s.Logits) == 2 {
			return fmt.Sprintf("logit of “%s” − logit of “%s”", s.Logits[0].Text, s.Logits[1].Text)
		}
		return fmt.Sprintf("logit of “%s”", s.Logits[0].Text)
	}
	if len(s.Targets) == 2 {
		return fmt.Sprintf("towards %s, away from %s", s.Targets[0].Word, s.Targets[1].Word)
	}
	return "towards " + s.Targets[0].Word
}

// scanBars lists the strongest cells.
func scanBars(s trace.Scan, numbers mat.Matrix, tensor string) *Bars {
	const rows = 14
	bars := &Bars{Signed: true}
	for k, c := range s.Strongest() {
		x := numbers.At(c.Row, c.Token)
		if k == rows || math.IsNaN(x) || x == 0 {
			break
		}
		context := 0
		if x < 0 {
			context = 1
		}
		bars.Most = max(bars.Most, math.Abs(x))
		bars.Rows = append(bars.Rows, Bar{Label: plainText(s.Rows[c.Row].Name + " at " + CountedName(s.Texts[0], c.Token)), Value: x, Numbers: []string{Signed(x, 2)},
			Role: Output, Context: context, Strong: k == 0, Of: []trace.Ref{{Tensor: tensor, Index: []int{c.Row, c.Token}}}})
	}
	return bars
}

// scanCaption tells what was patched and measured.
func scanCaption(s trace.Scan) Text {
	w := &writer{}
	w.run(fmt.Sprintf("%s, %s patched one at a time. ", shortName(s.Source.Name), ScanWhat(s)), Heading)
	w.text("A, which is patched: “%s”. B, which is patched from: “%s”. ", PassageExcerpt(s.Texts[0], 90), PassageExcerpt(s.Texts[1], 90))
	w.text("%s ", ScanMeasure(s))
	w.notes(s.Notes)
	return trimmed(w.out)
}

// ScanWhat says what a scan patches.
func ScanWhat(s trace.Scan) string {
	return map[string]string{"heads": "every head's output at every token", "attn": "every layer's attention at every token",
		"mlp": "every layer's MLP at every token", "resid": "the residual stream entering every layer at every token"}[s.What]
}

// ScanMeasure tells in sentences what a scan measures, and the measure of both
// runs without a patch.
func ScanMeasure(s trace.Scan) string {
	var b strings.Builder
	switch {
	case s.Measure == "logit":
		fmt.Fprintf(&b, "Measured: %s at token %d of A", ScanAlong(s), *s.Position)
	case len(s.Targets) == 2:
		fmt.Fprintf(&b, "Measured: how far “%s” as it leaves the last layer lies along unit(%s − %s), the targets as they leave it in runs without a patch", s.Word, s.Targets[0].Word, s.Targets[1].Word)
	default:
		fmt.Fprintf(&b, "Measured: how far “%s” as it leaves the last layer lies along unit(%s − %s in A), as they leave it in runs without a patch", s.Word, s.Targets[0].Word, s.Word)
	}
	fmt.Fprintf(&b, "; %s in A and %s in B, %s apart.", Number(float64(s.Before), 4), Number(float64(s.From), 4), Number(float64(s.From-s.Before), 4))
	return b.String()
}
