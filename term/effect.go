package term

import (
	"fmt"
	"strings"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// How much an effect's tables list.
const (
	effectStates = 12 // hidden states
	effectWords  = 10 // candidates of a prediction
)

// Effect writes what changes to the runs did to a word: its hidden states, its
// way towards each target, the pull of all heads, and the prediction, before and
// after. No line is wider than Width.
func Effect(e trace.Effect, o Options) string {
	var out strings.Builder
	out.WriteString(answerHeader(e.Source, "what if"))
	out.WriteString(flow(styled(e.Changes, func(s ...string) string { return inkBold.Render(Clean(s[0])) }), "  ", "    "))
	if e.From != "" {
		out.WriteString(wrap("patched from “"+Clean(e.From)+"”", "    "))
	}
	if e.Mean != nil {
		out.WriteString(wrap(fmt.Sprintf("what is knocked out is the mean over all %d tokens of %s", e.Mean.Tokens, meanTexts(e.Mean.Texts)), "    "))
	}
	var texts []trace.Passage
	for _, t := range e.Texts {
		texts = append(texts, t.Passage)
	}
	passages(&out, texts)
	d := o.decimals()
	out.WriteString("\n" + inkBold.Render("Hidden states of "+Clean(e.Word)) + inkDim.Render("  how far each moved, and its cosine to what it was") + "\n")
	out.WriteString(grid(stateRows(e, texts, d)))
	if len(e.Targets) > 0 {
		out.WriteString("\n" + inkBold.Render("Towards") + inkDim.Render("  the last state, from where it was; targets as they were") + "\n")
		out.WriteString(grid(towardsRows(e, texts, d)))
	}
	if p := e.Pull; p != nil {
		out.WriteString(wrap(fmt.Sprintf("pull of all heads towards %s, away from %s: %s before, %s after", Clean(e.Targets[0].Word), Clean(e.Targets[1].Word),
			geom.Signed(float64(p[0].All), d), geom.Signed(float64(p[1].All), d)), "    "))
	}
	for n, t := range e.Texts {
		if s := t.Prediction; s != nil {
			out.WriteString("\n" + inkBold.Render(strings.TrimSpace("Prediction "+letterOf(texts, n))) +
				inkDim.Render(fmt.Sprintf("  at %s %d; KL(before‖after) %s nats", Clean(s.Token), s.Position, geom.Number(float64(s.KL), d))) + "\n")
			out.WriteString(grid(swingRows(*s, d)))
		}
	}
	out.WriteString(noteLines(e.Notes))
	return out.String()
}

// meanTexts names the text of a mean, or says how many they are: a file's name
// that was mistyped is a text.
func meanTexts(texts []string) string {
	if len(texts) == 1 {
		return "“" + clip(Clean(texts[0]), 90) + "”"
	}
	return fmt.Sprintf("%d texts", len(texts))
}

// Heading is a line that stands over a part of an answer.
func Heading(s string) string { return inkBold.Render("── "+s+" ──") + "\n" }

// stateRows is the table of hidden states, from the first that moved on.
func stateRows(e trace.Effect, texts []trace.Passage, decimals int) [][]string {
	head := []string{"state"}
	for n := range e.Texts {
		letter := letterOf(texts, n)
		head = append(head, strings.TrimSpace(letter+" moved"), strings.TrimSpace(letter+" cosine"), strings.TrimSpace(letter+" length"), "after")
	}
	rows := [][]string{head}
	last := len(e.Texts[0].States) - 1
	first := last
	for _, t := range e.Texts {
		for l, s := range t.States {
			if s.Moved != 0 {
				first = min(first, l)
				break
			}
		}
	}
	switch {
	case first == 1:
		rows = append(rows, []string{"0 did not move"})
	case first > 1:
		rows = append(rows, []string{fmt.Sprintf("0 … %d did not move", first-1)})
	}
	for l := first; l <= last; l++ {
		if listed := l - first; last-first >= effectStates && listed >= effectStates-1 && l < last {
			if listed == effectStates-1 {
				rows = append(rows, []string{fmt.Sprintf("… %d states between", last-l)})
			}
			continue
		}
		row := []string{fmt.Sprint(l)}
		for _, t := range e.Texts {
			s := t.States[l]
			row = append(row, geom.Fixed(float64(s.Moved), decimals), geom.Fixed(float64(s.Cosine), decimals), geom.Fixed(float64(s.Length[0]), decimals), geom.Fixed(float64(s.Length[1]), decimals))
		}
		rows = append(rows, row)
	}
	return rows
}

// towardsRows is the table of the ways towards targets.
func towardsRows(e trace.Effect, texts []trace.Passage, decimals int) [][]string {
	rows := [][]string{{"target", "moved towards", "distance", "after", "cosine", "after"}}
	for n, t := range e.Texts {
		for _, to := range t.Towards {
			row := []string{strings.TrimSpace(letterOf(texts, n) + " → " + clip(Clean(to.Token), 16)), geom.Signed(float64(to.Signed), decimals)}
			for _, x := range []mat.Number{to.Distance[0], to.Distance[1], to.Cosine[0], to.Cosine[1]} {
				row = append(row, geom.Fixed(float64(x), decimals))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// swingRows is the table of a prediction: those that were most probable, and
// those that became so.
func swingRows(s trace.Swing, decimals int) [][]string {
	rows := [][]string{{"word", "probability", "after", "logit", "after"}}
	left := 0
	for k, w := range s.Words {
		if k >= effectWords && w.Rank[1] >= 3 {
			left++
			continue
		}
		row := []string{clip(Clean(fmt.Sprintf("%q", w.Text)), 20)}
		for _, x := range []mat.Number{w.Probability[0], w.Probability[1], w.Logit[0], w.Logit[1]} {
			row = append(row, geom.Fixed(float64(x), min(decimals, tableDecimals)))
		}
		rows = append(rows, row)
	}
	if left > 0 {
		rows = append(rows, []string{fmt.Sprintf("… %d more of after's first; --json has them", left)})
	}
	return rows
}
