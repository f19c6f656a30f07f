package word2vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A pair is an output vector of a prediction, by its row, and its label.
type pair struct {
	row   uint32
	label float64
}

// loss is L of doc.go in float64, for a prediction from the mean of input
// vectors.
func loss(in, out [][]float64, window []uint32, pairs []pair) float64 {
	total := 0.0
	for _, p := range pairs {
		x := 0.0
		for j := range out[p.row] {
			h := 0.0
			for _, c := range window {
				h += in[c][j] / float64(len(window))
			}
			x += h * out[p.row][j]
		}
		sign := 2*p.label - 1
		total += math.Log1p(math.Exp(-sign * x)) // −log σ(±x)
	}
	return total
}

// TestGradients compares what one prediction changes, at rate 1, with central
// differences of the loss: all numbers of all vectors, for both models and
// losses. 1e-6: σ is from a table, and what moves is float32.
func TestGradients(t *testing.T) {
	const v, dim, step = 7, 9, 1e-5
	for seed := range uint64(20) {
		ways(func(name string, o Options) {
			t.Run(fmt.Sprintf("%s, seed %d", name, seed), func(t *testing.T) {
				o.Dim, o.Window = dim, 1
				rng := rand.New(rand.NewPCG(seed, 1))
				l := testLearner(rng, v, o)
				in, out := l.rowsFloat64()
				window, word := []uint32{4, 2}, uint32(3)
				pairs := l.pairsOf(word)
				if o.Model == SkipGram { // one prediction: a second would start from changed vectors
					window = window[:1]
					l.skipGram(word, window)
				} else {
					l.cbow(word, window[:1], window[1:])
				}
				newIn, newOut := l.rowsFloat64()
				for side, rows := range [][][]float64{in, out} {
					for r := range rows {
						for j := range rows[r] {
							at := rows[r][j]
							rows[r][j] = at + step
							up := loss(in, out, window, pairs)
							rows[r][j] = at - step
							down := loss(in, out, window, pairs)
							rows[r][j] = at
							want := -(up - down) / (2 * step)
							got := [][][]float64{newIn, newOut}[side][r][j] - at
							if side == 0 {
								want *= float64(len(window)) // the whole of ∂L/∂h
							}
							if math.Abs(got-want) > 1e-6 {
								t.Errorf("side %d, row %d, number %d moves by %.9f; want %.9f", side, r, j, got, want)
							}
						}
					}
				}
			})
		})
	}
}

// testLearner has random vectors of some length on both sides, so that no
// gradient is 0.
func testLearner(rng *rand.Rand, v int, o Options) *learner {
	counts := make([]uint64, v)
	for i := range counts {
		counts[i] = uint64(v - i)
	}
	l := learner{o: o, sigmoid: newSigmoid(), keep: chances(counts, 1, 0)}
	nodes := v
	if o.Loss == HierarchicalSoftmax {
		l.tree = newTree(counts)
		nodes--
	} else {
		l.lottery = newLottery(counts)
	}
	l.weights = newWeights(v, nodes, o.Dim, 1)
	for row := range l.rowsOf() {
		for j := range row {
			row[j] = float32(rng.NormFloat64() / 3)
		}
	}
	c := l.clone()
	c.begin(newRandom(1, 0), 1)
	copy(c.ahead, []uint32{0, 5, 3, 1, 6}) // 3 is the word itself, which is left out
	return c
}

// rowsFloat64 copies all rows.
func (w *weights) rowsFloat64() (in, out [][]float64) {
	n := len(w.in) / w.width
	i := 0
	for row := range w.rowsOf() {
		var wide []float64
		for _, x := range row {
			wide = append(wide, float64(x))
		}
		if i < n {
			in = append(in, wide)
		} else {
			out = append(out, wide)
		}
		i++
	}
	return in, out
}

// pairsOf returns what word is to be predicted by, in the state of l before it
// is.
func (l learner) pairsOf(word uint32) []pair {
	l.rows, l.labels, l.ahead = nil, nil, slices.Clone(l.ahead)
	l.target(word)
	var pairs []pair
	for i, row := range l.rows {
		pairs = append(pairs, pair{row, float64(l.labels[i])})
	}
	return pairs
}
