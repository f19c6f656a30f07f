package term

import (
	"cmp"
	"fmt"
	"math"
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
	v.notes("embed", "q")
	v.step(2, "Project", fmt.Sprintf("each e times three matrices to width %d", t.Q.Cols))
	v.meanRow("q", t.Q, inkQuery.Render)
	v.meanRow("k", t.K, inkKey.Render)
	v.meanRow("v", t.V, inkValue.Render)
	v.step(3, "Score", "the word's query times each key")
	v.step(4, "Scale", v.scaling())
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

// scaling says what makes scaled scores of scores: not all models divide by √d_k.
// The largest score tells.
func (v view) scaling() string {
	score, scaled := 0.0, 0.0
	for n, x := range v.t.Scores.Data {
		if math.Abs(x) > math.Abs(score) {
			score, scaled = x, v.t.Scaled.Data[n]
		}
	}
	ratio, root := scaled/score, math.Sqrt(float64(v.t.K.Cols))
	switch {
	case score == 0 || math.Abs(ratio*root-1) < 1e-4: // float32's rounding, and more
		return fmt.Sprintf("divide by √d_k, d_k = %d", v.t.K.Cols)
	case math.Abs(ratio-1) < 1e-4:
		return "this model does not scale its scores"
	}
	return "multiply by " + v.number(ratio) + ", in place of 1/√d_k"
}

// keys are means over those tokens of the word that see the key: of what none
// sees, the scaled score is −∞. A mask is −∞, or so low a number that the softmax
// takes it for that.
func (v view) keys() []key {
	const hidden = -1e30
	t := v.t
	keys := make([]key, len(t.Tokens))
	for j := range keys {
		k := key{j: j, length: mat.Norm(t.Part(j))}
		seen, n := 0.0, float64(len(t.Focus))
		score := 0.0
		for _, i := range t.Focus {
			k.weight += t.Weights.At(i, j) / n
			score += t.Scores.At(i, j) / n
			if x := t.SoftmaxInput().At(i, j); !(x < hidden) {
				k.score, k.scaled, seen = k.score+t.Scores.At(i, j), k.scaled+x, seen+1
			}
		}
		if seen > 0 {
			k.score, k.scaled = k.score/seen, k.scaled/seen
		} else {
			k.score, k.scaled = score, math.Inf(-1)
		}
		keys[j] = k
	}
	return keys
}
