package term

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"
)

const (
	tableRows     = 12 // keys that the table of a long text lists
	tableDecimals = 6  // the most that fit its columns
)

// longSteps writes the steps of a text that is too long, or of vectors too
// wide, to write out: the word's own vectors in short, and a table of the keys
// with the largest weights.
func (v view) longSteps() {
	t := v.t
	v.step(1, "Embed", fmt.Sprintf("%d tokens, vectors of width %d", len(t.Tokens), t.Embed.Cols))
	if len(t.Focus) > 1 {
		var pieces []string
		for _, i := range t.Focus {
			pieces = append(pieces, t.Tokens[i].Text)
		}
		v.out.WriteString(flow(append([]string{t.Word + " is the mean of", fmt.Sprint(len(t.Focus)), "pieces:"}, pieces...), " ", "    "))
	}
	v.meanRow("e", t.Embed, inkPlain.Render)
	v.notes("embed")
	v.step(2, "Project", fmt.Sprintf("each e times three matrices to width %d", t.Q.Cols))
	v.meanRow("q", t.Q, inkQuery.Render)
	v.meanRow("k", t.K, inkKey.Render)
	v.meanRow("v", t.V, inkValue.Render)
	v.step(3, "Score", "the word's query times each key")
	v.step(4, "Scale", fmt.Sprintf("divide by √d_k, d_k = %d", t.K.Cols))
	v.step(5, "Softmax", "weights that sum to 1")
	after, output := "; its length after W_O is what it adds", "output·W_O"
	if v.t.Maps == nil || v.t.Maps.O.Absent() {
		after, output = "", "output"
	}
	v.step(6, "Weigh", "each value by its weight"+after)
	v.table()
	if v.t.Share != nil {
		v.step(7, "Sum and shift", output+" is what this head adds; y holds all heads of the layer")
	} else {
		v.step(7, "Sum and shift", "the weighted values added; where did "+t.Word+" go?")
	}
	summed, projected, y := mat.MeanRows(t.Output, t.Focus), mat.MeanRows(t.Projected, t.Focus), mat.MeanRows(t.Y, t.Focus)
	if !slices.Equal(summed, y) {
		v.line("output", summed)
	}
	if !slices.Equal(projected, summed) {
		v.line("projected", projected)
	}
	v.line(inkOf(v.c).Render("y_"+t.Word), y)
	v.notes("weights", "parts", "y", "output")
}

// meanRow writes the word's row of a tensor, the mean over its tokens.
func (v view) meanRow(letter string, m mat.Matrix, ink func(...string) string) {
	v.line(ink(letter+"_"+v.t.Word), mat.MeanRows(m, v.t.Focus))
}

func (v view) line(name string, x []float64) {
	v.out.WriteString(flow(append([]string{name, "="}, strings.Fields(v.vector(x))...), " ", "    "))
}

// A key is a row of the table: what the word's query makes of one token.
type key struct {
	j                             int
	score, scaled, weight, length float64
}

// table lists the keys by weight, means over the word's tokens.
func (v view) table() {
	keys := v.keys()
	shown := slices.Clone(keys)
	slices.SortStableFunc(shown, func(a, b key) int { return cmp.Compare(b.weight, a.weight) })
	shown = shown[:min(len(shown), tableRows)]
	slices.SortFunc(shown, func(a, b key) int { return a.j - b.j })
	v.printf("    %s %s %s %s %s\n", pad(clip(v.t.Word, 14)+" reads", 20), left("score", 13), left("scaled", 13), left("weight", 13), left("length", 13))
	weight := 0.0
	for _, k := range shown {
		weight += k.weight
		v.printf("    %s %s %s %s %s\n", pad(clip(v.word(k.j), 20), 20), v.cell(k.score), v.cell(k.scaled), v.cell(k.weight), v.cell(k.length))
	}
	if rest := len(keys) - len(shown); rest > 0 {
		v.dim(fmt.Sprintf("and %s with smaller weights, %s together; --json has them all", more(rest), v.number(max(0, 1-weight))))
	}
}

func (v view) cell(x float64) string { return left(geom.Fixed(x, min(v.decimals, tableDecimals)), 13) }

func (v view) keys() []key {
	t, n := v.t, float64(len(v.t.Focus))
	keys := make([]key, len(t.Tokens))
	for j := range keys {
		keys[j].j = j
		for _, i := range t.Focus {
			keys[j].score += t.Scores.At(i, j) / n
			keys[j].scaled += t.SoftmaxInput().At(i, j) / n
			keys[j].weight += t.Weights.At(i, j) / n
		}
		keys[j].length = mat.Norm(t.Part(j))
	}
	return keys
}
