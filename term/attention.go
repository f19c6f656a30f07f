package term

import (
	"fmt"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// How many heads have a row each; of more, each layer has one. And how many parts
// of a logit are listed.
const (
	fewHeads  = 24
	mostParts = 15
)

// Attention writes what a model's heads attend to: a table of heads, or of the
// layers where there are many, the strongest of each kind, the mixing ratios of
// norm-based weights, and what the model predicts. No line is wider than Width.
func Attention(a trace.Attention, o Options) string {
	var out strings.Builder
	asked := "what all heads attend to"
	switch {
	case a.Layer != nil && a.Head != nil:
		asked = "what " + geom.HeadName(*a.Layer, *a.Head) + " attends to"
	case a.Layer != nil:
		asked = fmt.Sprintf("what the heads of layer %d attend to", *a.Layer)
	case a.Head != nil:
		asked = fmt.Sprintf("what head %d of each layer attends to", *a.Head)
	}
	out.WriteString(answerHeader(a.Source, asked))
	var texts []trace.Passage
	for _, t := range a.Texts {
		texts = append(texts, t.Passage)
	}
	for n, t := range a.Texts {
		title := "“" + Clean(geom.PassageExcerpt(t.Passage, 300)) + "”"
		if letter := letterOf(texts, n); letter != "" {
			title = letter + "  " + title
		}
		out.WriteString("\n" + flow(styled(strings.Fields(title), inkOf(n).Render), " ", ""))
		attentionText(&out, a, n, o)
	}
	return out.String()
}

// attentionText writes one text's part.
func attentionText(out *strings.Builder, a trace.Attention, n int, o Options) {
	t := a.Texts[n]
	section := func(title, aside string) {
		if aside != "" {
			aside = inkDim.Render("  " + aside)
		}
		out.WriteString("\n" + inkBold.Render(title) + aside + "\n")
	}
	section("Heads", "entropy in nats, distance in tokens, and the mean weight on …")
	out.WriteString(grid(summaryRows(a, t, o.decimals())))
	section("The most of each kind", "")
	out.WriteString(kindLines(t, o.decimals()))
	if len(t.Norms) > 0 {
		section("Mixing", "how much of a token comes from others, by the lengths of vectors")
		out.WriteString(grid(mixingRows(t, o.decimals())))
	}
	for _, p := range t.Predictions {
		section("Prediction", Clean(geom.PredictionName(t.Passage, p)))
		out.WriteString(grid(topRows(p, o.decimals())))
		section("Logit lens", "what the head would say if it read each layer")
		out.WriteString(grid(lensRows(p, o.decimals())))
	}
	for k := range t.Logits {
		logitText(out, a, n, k, o.decimals())
	}
	out.WriteString(noteLines(t.Notes))
}

// summaryRows has a row a head, or means of each layer where they are many.
func summaryRows(a trace.Attention, t trace.AttentionText, decimals int) [][]string {
	var heads []trace.HeadAttention
	for _, h := range t.Heads {
		if a.Chosen(h.Layer, h.Head) {
			heads = append(heads, h)
		}
	}
	single := len(heads) <= fewHeads
	first := "layer"
	if single {
		first = "head"
	}
	rows := [][]string{append([]string{first, "entropy", "distance"}, trace.Kinds()...)}
	for len(heads) > 0 {
		n := 1
		name := geom.HeadName(heads[0].Layer, heads[0].Head)
		if !single {
			n = slices.IndexFunc(heads, func(h trace.HeadAttention) bool { return h.Layer != heads[0].Layer })
			if n < 0 {
				n = len(heads)
			}
			name = fmt.Sprint(heads[0].Layer)
		}
		row := []string{name, meanOf(heads[:n], func(h trace.HeadAttention) mat.Number { return h.Entropy }, decimals),
			meanOf(heads[:n], func(h trace.HeadAttention) mat.Number { return h.Distance }, decimals)}
		for _, kind := range trace.Kinds() {
			row = append(row, meanOf(heads[:n], func(h trace.HeadAttention) mat.Number { return h.Kind(kind) }, decimals))
		}
		rows, heads = append(rows, row), heads[n:]
	}
	if !single {
		rows = append(rows, []string{"means of each layer's heads; --layer shows them apart, --json has them all"})
	}
	return rows
}

// meanOf is the mean of a number of heads; a dash where it is no number.
func meanOf(heads []trace.HeadAttention, of func(trace.HeadAttention) mat.Number, decimals int) string {
	sum := 0.0
	for _, h := range heads {
		sum += float64(of(h)) / float64(len(heads))
	}
	return geom.Fixed(sum, decimals)
}

// kindLines names the heads that are most of each kind.
func kindLines(t trace.AttentionText, decimals int) string {
	says := map[string]string{"previous": "previous token", "first": "first token", "self": "itself", "same": "same token elsewhere", "induction": "induction"}
	var rows [][]string
	for _, kind := range trace.Kinds() {
		row := []string{says[kind]}
		for _, s := range t.Strongest {
			if s.Kind == kind {
				row = append(row, geom.HeadName(s.Layer, s.Head)+" "+geom.Fixed(float64(s.Value), decimals))
			}
		}
		if len(row) == 1 {
			row = append(row, map[bool]string{true: "– (one token alone)", false: "– (no token repeats)"}[len(t.Tokens) < 2])
		}
		rows = append(rows, row)
	}
	return grid(rows)
}

// mixingRows has the mixing ratios of each layer, means over the tokens.
func mixingRows(t trace.AttentionText, decimals int) [][]string {
	rows := [][]string{{"layer", "heads", "and stream", "and norm", "sums within"}}
	mean := func(v mat.Vector) string {
		if len(v) == 0 {
			return "–"
		}
		sum := 0.0
		for _, x := range v {
			sum += x / float64(len(v))
		}
		return geom.Fixed(sum, decimals)
	}
	for l, n := range t.Norms {
		rows = append(rows, []string{fmt.Sprint(l), mean(n.MixAttn), mean(n.MixRes), mean(n.MixResLN), geom.Number(float64(n.SumsError), 2)})
	}
	return rows
}

func topRows(p trace.Prediction, decimals int) [][]string {
	rows := [][]string{{"", "probability", "ln p", "id"}}
	for _, c := range p.Top {
		rows = append(rows, []string{quoted(c), geom.Fixed(float64(c.Probability), decimals), geom.Fixed(float64(c.LogProb), decimals), fmt.Sprint(c.ID)})
	}
	return rows
}

func lensRows(p trace.Prediction, decimals int) [][]string {
	rows := [][]string{{"state", "first", "probability", "rank of " + quoted(p.Top[0]), "KL", "entropy"}}
	for _, l := range p.Lens {
		rows = append(rows, []string{fmt.Sprint(l.Layer), quoted(l.Top[0]), geom.Fixed(float64(l.Top[0].Probability), decimals), fmt.Sprint(l.Rank),
			geom.Fixed(float64(l.KL), decimals), geom.Fixed(float64(l.Entropy), decimals)})
	}
	return rows
}

// quoted is a candidate, as far as it has room.
func quoted(c trace.Candidate) string { return clip(Clean(geom.Quoted(c)), 18) }

// logitText writes one logit taken apart: its largest parts of either sign, and
// sums of those of a kind.
func logitText(out *strings.Builder, a trace.Attention, n, k, decimals int) {
	t := a.Texts[n]
	p := t.Logits[k]
	out.WriteString("\n" + inkBold.Render(fmt.Sprintf("The logit of %s at “%s”", quoted(p.Target), Clean(geom.TokenName(t.Passage, p.Position)))) +
		inkDim.Render(fmt.Sprintf("  %s; probability %s, rank %d", geom.Number(float64(p.Logit), decimals), geom.Number(float64(p.Target.Probability), decimals), p.Rank)) + "\n")
	rows := [][]string{{"part", "direct"}}
	list := geom.LogitParts(a, n, k)
	first, last := len(list), len(list)
	if len(list) > mostParts+1 {
		first, last = mostParts*2/3, len(list)-mostParts/3
	}
	for place, part := range list {
		if place == first && last > first {
			rows = append(rows, []string{fmt.Sprintf("… %d parts between", last-first)})
		}
		if place < first || place >= last {
			rows = append(rows, []string{part.Name, geom.Signed(part.Value, decimals)})
		}
	}
	sum := func(v []float64) string {
		total := 0.0
		for _, x := range v {
			total += x
		}
		return geom.Signed(total, decimals)
	}
	rows = append(rows, []string{""}, []string{"embedding", geom.Signed(float64(p.Embed), decimals)}, []string{"all heads", sum(p.Heads.Data)},
		[]string{"all MLPs", sum(p.MLPs)}, []string{"biases of layers", sum(p.Biases)}, []string{"final norm and head", geom.Signed(float64(p.Bias), decimals)},
		[]string{"their sum", geom.Signed(float64(p.Sum), decimals)})
	out.WriteString(grid(rows))
	out.WriteString(wrap(fmt.Sprintf("the parts sum to the logit within %s; the norms' divisors are held", geom.Number(float64(p.Error), 2)), "    "))
}
