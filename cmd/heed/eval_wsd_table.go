package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"heed/evaluate"
	"heed/term"
)

// sensesTable writes a report in at most 80 columns: the means of each hidden
// state, where there are several, then the words with the recall of each
// sense; of several hidden states, in the one with the largest mean accuracy,
// the first of equals.
func sensesTable(out io.Writer, r evaluate.SensesReport) error {
	var b strings.Builder
	scores := r.SensesScores
	if scores == nil {
		scores = bestLayer(&b, r.Layers)
	}
	sensesHeading(&b, "word")
	for _, s := range scores.Words {
		sensesLine(&b, s.Word, fmt.Sprint(s.N), s.Score, s.Baselines.Mean10.Score, s.Baselines.SIF.Score)
		for _, label := range slices.Sorted(maps.Keys(s.Recall)) {
			sensesRow(&b, "  "+label, "", share(s.Recall[label]), share(s.Baselines.Mean10.Recall[label]), share(s.Baselines.SIF.Recall[label]))
		}
	}
	if len(scores.Words) > 1 {
		sensesLine(&b, "mean", "", scores.Mean, scores.Baselines.Mean10, scores.Baselines.SIF)
	}
	b.WriteString(`
1-NN: the share of the n whose nearest labelled neighbour, by cosine, has their
sense; below it the same for each sense alone, its recall. F1: by the nearest
centroid, mean over the senses. ±10 words and sentence: static vectors only.
`)
	_, err := io.WriteString(out, b.String())
	return err
}

// bestLayer writes the means of each hidden state, and returns the best.
func bestLayer(b *strings.Builder, layers []evaluate.SensesScores) *evaluate.SensesScores {
	sensesHeading(b, "mean of the words")
	best := 0
	for l, s := range layers {
		name := fmt.Sprintf("hidden state %d", l)
		if l == 0 {
			name += ", the embedding"
		}
		sensesLine(b, name, "", s.Mean, s.Baselines.Mean10, s.Baselines.SIF)
		if s.Mean.Accuracy > layers[best].Mean.Accuracy {
			best = l
		}
	}
	fmt.Fprintf(b, "\nin hidden state %d, the best by 1-NN:\n\n", best)
	return &layers[best]
}

func sensesHeading(b *strings.Builder, name string) {
	sensesRow(b, name, "n", "vectors", "±10 words", "sentence")
	sensesRow(b, "", "", "1-NN   F1", "1-NN   F1", "1-NN   F1")
}

func sensesLine(b *strings.Builder, name, n string, scores ...evaluate.Score) {
	var cells []string
	for _, s := range scores {
		cells = append(cells, share(s.Accuracy)+"  "+share(s.MacroF1))
	}
	sensesRow(b, name, n, cells...)
}

func share(x float64) string { return fmt.Sprintf("%.3f", x) }

// sensesRow writes a row; what comes from files is made safe to print.
func sensesRow(b *strings.Builder, name, n string, cells ...string) {
	const width = 30
	r := []rune(term.Clean(name))
	if len(r) > width {
		r = append(r[:width-1], '…')
	}
	row := fmt.Sprintf("%-*s %6s", width, string(r), n)
	for _, cell := range cells {
		row += fmt.Sprintf("  %-12s", cell)
	}
	b.WriteString(strings.TrimRight(row, " ") + "\n")
}
