package geom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/trace"
)

// How many parts of a logit are listed of either end.
const (
	partsFirst = 10
	partsLast  = 4
)

// predictionPanels draw what the model predicts at a text's first position that
// was asked for, its logit lens, and the logits that were taken apart.
func predictionPanels(a trace.Attention, n int) []Panel {
	var panels []Panel
	t := a.Texts[n]
	if len(t.Predictions) > 0 {
		panels = append(panels, Panel{Side: true, Bars: topBars(a, n)}, Panel{Side: true, Title: "Logit lens, in nats", Chart: lensChart(t, n)})
	}
	for k := range t.Logits {
		panels = append(panels, Panel{Side: true, Bars: logitBars(a, n, k)})
	}
	return panels
}

// PredictionName says what is predicted: "after “is”".
func PredictionName(p trace.Passage, x trace.Prediction) string {
	switch x.Kind {
	case "next":
		return fmt.Sprintf("after “%s”", TokenName(p, x.Position))
	case "mask":
		return fmt.Sprintf("at %s, token %d", TokenName(p, x.Position), x.Position)
	case "class":
		return "the image’s class"
	}
	return fmt.Sprintf("at “%s”, token %d, which the model sees", TokenName(p, x.Position), x.Position)
}

// Quoted is a candidate as it would be written, with its spaces and line ends to
// be seen.
func Quoted(c trace.Candidate) string {
	return "“" + strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(c.Text) + "”"
}

// barsOf starts bars that tell of one text.
func barsOf(a trace.Attention, n int, head string, columns ...string) *Bars {
	bars := &Bars{Head: Text{{Text: head, Style: Heading, Role: Other, Context: -1}}, Context: n, Columns: columns}
	if len(a.Texts) > 1 {
		bars.Badge = Letter(n)
	}
	return bars
}

// topBars lists the most probable words.
func topBars(a trace.Attention, n int) *Bars {
	x := a.Texts[n].Predictions[0]
	bars := barsOf(a, n, PredictionName(a.Texts[n].Passage, x), "probability")
	bars.Most = 1
	for i, c := range x.Top {
		bars.Rows = append(bars.Rows, Bar{Label: plainText(Quoted(c)), Value: float64(c.Probability), Numbers: []string{Fixed(float64(c.Probability), 3)},
			Role: Output, Context: n, Of: []trace.Ref{{Trace: n, Tensor: "predictions.top.probability", Index: []int{0, i}}}})
	}
	return bars
}

// lensChart draws how far each layer's reading is from the final one, and how
// sure it is.
func lensChart(t trace.AttentionText, n int) *Chart {
	c := &Chart{Across: "layer", Zero: true}
	kl, entropy := Line{Label: plainText("KL to the end"), Context: n}, Line{Label: plainText("entropy"), Context: n, Variant: 1}
	for l, x := range t.Predictions[0].Lens {
		c.Places = append(c.Places, strconv.Itoa(x.Layer))
		kl.Values, kl.Of = append(kl.Values, float64(x.KL)), append(kl.Of, trace.Ref{Trace: n, Tensor: "predictions.lens.kl", Index: []int{0, l}})
		entropy.Values, entropy.Of = append(entropy.Values, float64(x.Entropy)), append(entropy.Of, trace.Ref{Trace: n, Tensor: "predictions.lens.entropy", Index: []int{0, l}})
	}
	c.Lines = []Line{kl, entropy}
	return c
}

// A LogitPart is one named part of a logit.
type LogitPart struct {
	Name  string
	Value float64
	Of    trace.Ref
}

// LogitParts lists the parts of logit k of text n, the largest first: each head
// and MLP, the embedding, and biases as one of each layer.
func LogitParts(a trace.Attention, n, k int) []LogitPart {
	p := a.Texts[n].Logits[k]
	ref := func(name string, index ...int) trace.Ref {
		return trace.Ref{Trace: n, Tensor: "logits." + name, Index: append([]int{k}, index...)}
	}
	list := []LogitPart{{"embedding", float64(p.Embed), ref("embed")}, {"final bias", float64(p.Bias), ref("bias")}}
	for l := range p.Heads.Rows {
		for h, x := range p.Heads.Row(l) {
			list = append(list, LogitPart{HeadName(l, h), x, ref("heads", l, h)})
		}
		list = append(list, LogitPart{fmt.Sprintf("L%d MLP", l), p.MLPs[l], ref("mlps", l)})
		if p.Biases[l] != 0 {
			list = append(list, LogitPart{fmt.Sprintf("L%d biases", l), p.Biases[l], ref("biases", l)})
		}
	}
	slices.SortStableFunc(list, func(a, b LogitPart) int { return cmp.Compare(b.Value, a.Value) })
	return list
}

// logitBars lists the parts of a logit that add most, and that take most away.
func logitBars(a trace.Attention, n, k int) *Bars {
	p := a.Texts[n].Logits[k]
	bars := barsOf(a, n, fmt.Sprintf("logit of %s at “%s”", Quoted(p.Target), TokenName(a.Texts[n].Passage, p.Position)), "part")
	bars.Signed = true
	list := LogitParts(a, n, k)
	first, last := ends(len(list))
	for place, part := range list {
		if place == first && last > first {
			bars.Rows = append(bars.Rows, Bar{Label: plainText(count(last-first, "part between", "parts between")), Between: true, Context: -1})
		}
		if place >= first && place < last {
			continue
		}
		bars.Most = max(bars.Most, math.Abs(part.Value))
		bars.Rows = append(bars.Rows, Bar{Label: plainText(part.Name), Value: part.Value, Numbers: []string{Signed(part.Value, 2)}, Role: Output, Context: n, Of: []trace.Ref{part.Of}})
	}
	return bars
}

// ends says which of n parts, in order, are not listed: first … last−1.
func ends(n int) (first, last int) {
	if n <= partsFirst+partsLast+1 {
		return n, n
	}
	return partsFirst, n - partsLast
}
