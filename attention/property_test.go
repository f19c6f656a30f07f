package attention_test

import (
	"math"
	"slices"
	"testing"

	"heed/attention"
	"heed/mat"
	"heed/trace"

	"pgregory.net/rapid"
)

// matrices draws matrices of a shape, of numbers in −limit … limit.
func matrices(t *rapid.T, name string, rows, cols int, limit float64) mat.Matrix {
	m := mat.New(rows, cols)
	for c := range m.Data {
		m.Data[c] = rapid.Float64Range(-limit, limit).Draw(t, name)
	}
	return m
}

// eighths draws matrices of multiples of 1/8 in −3 … 3: no square underflows.
func eighths(t *rapid.T, name string, rows, cols int) mat.Matrix {
	m := mat.New(rows, cols)
	for c := range m.Data {
		m.Data[c] = float64(rapid.IntRange(-24, 24).Draw(t, name)) / 8
	}
	return m
}

// heads draws an embedding and a head with every map, and biases at times.
func heads(t *rapid.T) (mat.Matrix, attention.Head) {
	size := rapid.IntRange(1, 4)
	n, d, k, w := size.Draw(t, "T"), size.Draw(t, "D"), size.Draw(t, "K"), size.Draw(t, "W")
	h := attention.Head{Maps: trace.Maps{Q: eighths(t, "Q", d, k), K: eighths(t, "K", d, k),
		V: eighths(t, "V", d, w), O: eighths(t, "O", w, d)}, Residual: rapid.Bool().Draw(t, "residual")}
	if rapid.Bool().Draw(t, "biased") {
		h.Bias = trace.Bias{Q: eighths(t, "b_q", 1, k).Data, O: eighths(t, "b_o", 1, d).Data}
		h.ScoreBias = eighths(t, "score bias", 1, n).Data
	}
	return eighths(t, "e", n, d), h
}

func TestRowsOfWeightsSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := attention.Weights(matrices(t, "s", 1, rapid.IntRange(1, 9).Draw(t, "n"), 1e300))
		sum := 0.0
		for _, x := range w.Data {
			sum += x
			if x < 0 || x > 1 {
				t.Fatalf("weight %v", x)
			}
		}
		if math.Abs(sum-1) > 1e-14 {
			t.Fatalf("sum %v", sum)
		}
	})
}

func TestAConstantOnAllScoresChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := matrices(t, "s", 3, 3, 30)
		shifted, c := s.Clone(), rapid.Float64Range(-30, 30).Draw(t, "c")
		for n := range shifted.Data {
			shifted.Data[n] += c
		}
		// The sum rounds each score in its last bit of 60: 1e-14 of each weight.
		got, want := trace.Trace{Weights: attention.Weights(shifted)}, trace.Trace{Weights: attention.Weights(s)}
		if d := trace.Diff(got, want, 1e-13); d != "" {
			t.Fatal(d)
		}
	})
}

func TestPermutingTokensPermutesOutputs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, h := heads(t)
		order := rapid.Permutation(indices(e.Rows)).Draw(t, "order")
		moved, g := mat.New(e.Rows, e.Cols), h
		if h.ScoreBias != nil {
			g.ScoreBias = make([]float64, e.Rows)
		}
		for to, from := range order {
			copy(moved.Row(to), e.Row(from))
			if h.ScoreBias != nil {
				g.ScoreBias[to] = h.ScoreBias[from]
			}
		}
		got, want := attention.Formula(moved, g).Y, attention.Formula(e, h).Y
		for to, from := range order {
			for c, x := range got.Row(to) {
				if y := want.At(from, c); math.Abs(x-y) > 1e-9 {
					t.Fatalf("y[%d,%d] = %v; want %v of token %d", to, c, x, y, from)
				}
			}
		}
	})
}

func TestTurningQAndKTogetherChangesNoScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, k := matrices(t, "q", 3, 2, 9), matrices(t, "k", 4, 2, 9)
		sin, cos := math.Sincos(rapid.Float64Range(-7, 7).Draw(t, "angle"))
		turn := mat.Of([]float64{cos, sin}, []float64{-sin, cos})
		got, want := attention.Scores(mat.Mul(q, turn), mat.Mul(k, turn)), attention.Scores(q, k)
		if d := trace.Diff(trace.Trace{Scores: got}, trace.Trace{Scores: want}, 1e-13); d != "" {
			t.Fatal(d)
		}
	})
}

func TestOutputIsAConvexMixOfValuesAndTheSumOfParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, h := heads(t)
		h.Maps.V, h.Maps.O, h.Bias, h.Residual = mat.Identity(e.Cols), mat.Matrix{}, trace.Bias{}, false
		got := attention.Formula(e, h)
		for i := range e.Rows {
			sum := make([]float64, e.Cols)
			for j := range e.Rows {
				mat.AddScaled(sum, 1, attention.Parts(got.Weights, got.V, i).Row(j))
			}
			for c, y := range got.Y.Row(i) {
				low, high := math.Inf(1), math.Inf(-1)
				for j := range e.Rows {
					low, high = min(low, e.At(j, c)), max(high, e.At(j, c))
				}
				if y < low-1e-14 || y > high+1e-14 {
					t.Fatalf("y[%d,%d] = %v is not within the values, %v … %v", i, c, y, low, high)
				}
				if math.Abs(sum[c]-got.Output.At(i, c)) > 1e-14 {
					t.Fatalf("Σ parts = %v; output[%d,%d] = %v", sum[c], i, c, got.Output.At(i, c))
				}
			}
		}
	})
}

func TestSolveDiagonalBringsTheScoresBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Whole numbers and a strong diagonal keep the equations well apart.
		d := rapid.IntRange(1, 4).Draw(t, "D")
		e, k := mat.New(d, d), mat.Identity(d)
		for i := range d {
			for c := range d {
				e.Row(i)[c] = float64(rapid.IntRange(-3, 3).Draw(t, "e"))
				k.Row(i)[c] = float64(rapid.IntRange(-1, 1).Draw(t, "K")) / 10
			}
			e.Row(i)[i], k.Row(i)[i] = 20, 1
		}
		var bias trace.Bias
		if rapid.Bool().Draw(t, "biased") {
			bias = trace.Bias{Q: matrices(t, "b_q", 1, d, 1).Data, K: matrices(t, "b_k", 1, d, 1).Data}
		}
		var pins []trace.Pin
		for j := range d {
			pins = append(pins, trace.Pin{At: trace.At("scores", 0, j), Value: rapid.Float64Range(-50, 50).Draw(t, "score")})
		}
		q, err := attention.SolveDiagonal(e, k, bias, pins)
		if err != nil {
			t.Skip(err) // a singular draw
		}
		got := attention.Formula(e, attention.Head{Maps: trace.Maps{Q: q, K: k, V: k}, Bias: bias})
		for j, p := range pins {
			if x := got.Scores.At(0, j); math.Abs(x-p.Value) > 1e-12*max(1, mat.Norm(got.Q.Row(0))*mat.Norm(got.K.Row(j))) {
				t.Fatalf("%s = %v; want %v", p.At, x, p.Value)
			}
		}
	})
}

// pinnedHeads draws a head with stated numbers at places of every stage.
func pinnedHeads(t *rapid.T) (mat.Matrix, attention.Head) {
	e, h := heads(t)
	cols := map[string]int{"q": h.Maps.Q.Cols, "k": h.Maps.K.Cols, "v": h.Maps.V.Cols, "output": h.Maps.V.Cols}
	seen := map[string]bool{}
	for range rapid.IntRange(1, 9).Draw(t, "pins") {
		stage := rapid.SampledFrom(attention.Stages()).Draw(t, "stage")
		n := e.Rows
		if c, ok := cols[stage]; ok {
			n = c
		}
		at := trace.At(stage, rapid.IntRange(0, e.Rows-1).Draw(t, "i"), rapid.IntRange(0, n-1).Draw(t, "j"))
		if !seen[at] {
			seen[at] = true
			h.Pins = append(h.Pins, trace.Pin{At: at, Value: rapid.Float64Range(.05, .95).Draw(t, "value")})
		}
	}
	return e, h
}

func TestWalkFlowsThroughPinsAndChecksDoNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, h := pinnedHeads(t)
		got := attention.Walk(e, h)
		formula := map[string]float64{}
		for _, tensor := range attention.Formula(e, h).Tensors() {
			if len(tensor.Shape) == 2 {
				for at, x := range tensor.Data {
					formula[trace.At(tensor.Name, at/tensor.Shape[1], at%tensor.Shape[1])] = x
				}
			}
		}
		checked := map[string]trace.Check{}
		for _, c := range got.Checks {
			checked[c.At] = c
		}
		stages := map[string]mat.Matrix{"q": got.Q, "k": got.K, "v": got.V, "scores": got.Scores,
			"scaled": got.Scaled, "weights": got.Weights, "output": got.Output}
		for _, p := range h.Pins {
			stage, index, _ := trace.ParseAt(p.At)
			if x := stages[stage].At(index[0], index[1]); x != p.Value {
				t.Fatalf("%s = %v; want the stated %v", p.At, x, p.Value)
			}
			c, ok := checked[p.At]
			if far := math.Abs(p.Value-formula[p.At]) > 1e-9*max(p.Value, math.Abs(formula[p.At])); far != ok {
				t.Fatalf("%s stated %v, formula %v: checked is %v", p.At, p.Value, formula[p.At], ok)
			}
			if ok && float64(c.Formula) != formula[p.At] {
				t.Fatalf("check of %s says the formula gives %v; it gives %v", p.At, c.Formula, formula[p.At])
			}
		}
		// Each stage follows from the one before it, pinned as that is.
		pinned := func(stage string) []trace.Pin {
			return slices.DeleteFunc(slices.Clone(h.Pins), func(p trace.Pin) bool { s, _, _ := trace.ParseAt(p.At); return s != stage })
		}
		for stage, computed := range map[string]mat.Matrix{
			"scores": attention.Scores(got.Q, got.K), "scaled": attention.Scale(got.Scores, got.K.Cols),
			"weights": attention.Weights(got.SoftmaxInput()), "output": mat.Mul(got.Weights, got.V),
		} {
			for _, p := range pinned(stage) {
				_, index, _ := trace.ParseAt(p.At)
				computed.Row(index[0])[index[1]] = p.Value
			}
			if !slices.Equal(computed.Data, stages[stage].Data) {
				t.Fatalf("%s = %v; want %v from the stage before", stage, stages[stage].Data, computed.Data)
			}
		}
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
