package evaluate

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// WriteTable writes the report in at most 80 columns: the means of each hidden
// state, where there are several, then the words with the recall of each
// sense; of several hidden states, in the one with the largest mean accuracy,
// the first of equals.
func (r SensesReport) WriteTable(w io.Writer) error {
	var b strings.Builder
	scores := r.SensesScores
	if scores == nil {
		heading(&b, "mean of the words")
		best := 0
		for l, s := range r.Layers {
			line(&b, fmt.Sprintf("hidden state %d", l), "", s.Mean, s.Baselines)
			if s.Mean.Accuracy > r.Layers[best].Mean.Accuracy {
				best = l
			}
		}
		scores = &r.Layers[best]
		fmt.Fprintf(&b, "\nIn hidden state %d, the best by 1-NN:\n\n", best)
	}
	heading(&b, "word")
	for _, s := range scores.Words {
		line(&b, s.Word, fmt.Sprint(s.N), s.Score, Baselines[Score]{s.Baselines.Mean10.Score, s.Baselines.SIF.Score})
		for _, label := range slices.Sorted(maps.Keys(s.Recall)) {
			columns(&b, "  "+label, "", share(s.Recall[label]), share(s.Baselines.Mean10.Recall[label]), share(s.Baselines.SIF.Recall[label]))
		}
	}
	if len(scores.Words) > 1 {
		line(&b, "mean", "", scores.Mean, scores.Baselines)
	}
	b.WriteString(`
1-NN: the share of the n whose nearest labelled neighbour, by cosine, has their
sense; below it the same for each sense alone, its recall. F1: by the nearest
centroid, mean over the senses. The baselines are of static vectors.
`)
	_, err := io.WriteString(w, b.String())
	return err
}

func heading(b *strings.Builder, name string) {
	columns(b, name, "n", "vectors     ", "±10 words   ", "sentence    ")
	columns(b, "", "", "1-NN      F1", "1-NN      F1", "1-NN      F1")
}

func line(b *strings.Builder, name, n string, own Score, baselines Baselines[Score]) {
	cell := func(s Score) string { return share(s.Accuracy) + "  " + share(s.MacroF1) }
	columns(b, name, n, cell(own), cell(baselines.Mean10), cell(baselines.SIF))
}

func share(x float64) string { return fmt.Sprintf("%.3f", x) }

// columns writes a row of the table.
func columns(b *strings.Builder, name, n string, cells ...string) {
	const width = 30
	if r := []rune(name); len(r) > width {
		name = string(r[:width-1]) + "…"
	}
	row := fmt.Sprintf("%-*s %6s", width, name, n)
	for _, cell := range cells {
		row += fmt.Sprintf("  %-12s", cell)
	}
	b.WriteString(strings.TrimRight(row, " ") + "\n")
}
