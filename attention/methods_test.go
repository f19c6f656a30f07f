package attention_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"heed/attention"
	"heed/mat"
)

// Two layers of one head each: the first lets token 1 read token 0, the second
// lets token 2 read token 1. Rollout finds that token 2 then holds some of token
// 0, which it never read.
func ExampleRollout() {
	first := mat.Of([]float64{1, 0, 0}, []float64{1, 0, 0}, []float64{0, 0, 1})
	second := mat.Of([]float64{1, 0, 0}, []float64{0, 1, 0}, []float64{0, 1, 0})
	r := attention.Rollout([][]mat.Matrix{{first}, {second}})
	fmt.Println(r[1].Row(2))
	// Output: [0.25 0.25 0.5]
}

func ExampleEntropy() {
	w := mat.Of([]float64{1, 0}, []float64{0.5, 0.5})
	fmt.Printf("%.4f\n", attention.Entropy(w))
	// Output: [0.0000 0.6931]
}

func ExampleDistance() {
	w := mat.Of([]float64{1, 0, 0}, []float64{1, 0, 0}, []float64{0.5, 0.5, 0})
	fmt.Println(attention.Distance(w))
	// Output: [0 1 1.5]
}

// "a b a b": the second a, which stands after b, attends to the first b, which
// came after the first a, as an induction head does to guess what comes next.
func ExampleKindsOf() {
	const a, b = 5, 6
	w := mat.Of(
		[]float64{1, 0, 0, 0},
		[]float64{0, 1, 0, 0},
		[]float64{0, 1, 0, 0},
		[]float64{0, 0, 1, 0},
	)
	k := attention.KindsOf(w, []int{a, b, a, b}, true)
	fmt.Println("induction", k.Induction, "previous", k.Previous, "same", k.Same)
	// Output: induction 1 previous 0.6666666666666666 same 0
}

// A weight is not an effect: token 0 has most of the weight, but its vector is
// short, and token 1 gives more.
func ExampleMixture_Norms() {
	m := attention.Mixture{
		Weights: []mat.Matrix{mat.Of([]float64{0.9, 0.1}, []float64{0.9, 0.1})},
		Values:  []mat.Matrix{mat.Of([]float64{0.1, 0}, []float64{3, 4})},
		Stream:  mat.Of([]float64{0, 2}, []float64{0, 1.5}),
	}
	n := m.Norms()
	fmt.Printf("attn_n %.2f\n", n.Attn.Row(1))
	fmt.Printf("attnres_n %.2f, mixing ratio %.2f\n", n.Res.Row(1), n.MixRes[1])
	// Output:
	// attn_n [0.09 0.50]
	// attnres_n [0.09 1.92], mixing ratio 0.04
}

// random are weights of n heads over t tokens, and vectors of width d.
func random(seed uint64, n, t, d int) (weights, values []mat.Matrix, stream mat.Matrix) {
	r := rand.New(rand.NewPCG(seed, 1))
	fill := func(rows, cols int) mat.Matrix {
		m := mat.New(rows, cols)
		for i := range m.Data {
			m.Data[i] = r.NormFloat64()
		}
		return m
	}
	for range n {
		weights, values = append(weights, attention.Weights(fill(t, t))), append(values, fill(t, d))
	}
	return weights, values, fill(t, d)
}

// TestRolloutIsAShare: rows sum to 1, nothing is negative, what attends to
// itself alone stays, and a causal text's first token is all its own.
func TestRolloutIsAShare(t *testing.T) {
	var layers [][]mat.Matrix
	for l := range 5 {
		w, _, _ := random(uint64(l), 3, 6, 2)
		layers = append(layers, w)
	}
	for l, r := range attention.Rollout(layers) {
		for i := range r.Rows {
			sum := 0.0
			for _, x := range r.Row(i) {
				if x < 0 {
					t.Fatalf("layer %d, token %d: a share of %g", l, i, x)
				}
				sum += x
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Fatalf("layer %d, token %d: shares sum to %g", l, i, sum)
			}
		}
	}
	self := [][]mat.Matrix{{mat.Identity(3)}, {mat.Identity(3)}}
	if r := attention.Rollout(self); !equal(r[1], mat.Identity(3), 0) {
		t.Errorf("tokens that attend to themselves alone come out as %v", r[1].Data)
	}
	// A row that does not sum to 1, as an edit may leave it, is brought to 1.
	if r := attention.Rollout([][]mat.Matrix{{mat.Filled(2, 2, 2)}}); math.Abs(r[0].At(0, 0)+r[0].At(0, 1)-1) > 1e-12 {
		t.Errorf("the row %v does not sum to 1", r[0].Row(0))
	}
}

func equal(a, b mat.Matrix, within float64) bool {
	for i := range b.Data {
		if !(math.Abs(a.Data[i]-b.Data[i]) <= within) {
			return false
		}
	}
	return a.Rows == b.Rows && a.Cols == b.Cols
}

// TestEntropyHasItsBounds: 0 for one key, ln T for all alike, and between.
func TestEntropyHasItsBounds(t *testing.T) {
	if h := attention.Entropy(mat.Identity(4)); h[2] != 0 {
		t.Errorf("one key: %g; want 0", h[2])
	}
	if h := attention.Entropy(mat.Filled(4, 4, 0.25)); math.Abs(h[0]-math.Log(4)) > 1e-15 {
		t.Errorf("all alike: %g; want ln 4", h[0])
	}
	w, _, _ := random(1, 1, 7, 2)
	for i, h := range attention.Entropy(w[0]) {
		if h <= 0 || h >= math.Log(7) {
			t.Errorf("query %d: %g; want between 0 and ln 7", i, h)
		}
	}
}

// TestKinds: each kind by hand, on "a b a c", and where the text cannot show it.
func TestKinds(t *testing.T) {
	w := mat.Of(
		[]float64{0.4, 0.3, 0.2, 0.1},
		[]float64{0.1, 0.2, 0.3, 0.4},
		[]float64{0.5, 0.25, 0.15, 0.1},
		[]float64{0.7, 0.1, 0.1, 0.1},
	)
	nan := math.NaN()
	for _, tt := range []struct {
		name   string
		ids    []int
		causal bool
		want   attention.Kinds
	}{
		{"a b a c, both ways", []int{1, 2, 1, 3}, false, attention.Kinds{
			Previous: (0.1 + 0.25 + 0.1) / 3, First: (0.1 + 0.5 + 0.7) / 3, Self: (0.4 + 0.2 + 0.15 + 0.1) / 4,
			Same: (0.2 + 0.5) / 2, Induction: 0.25}},
		{"a b a c, from left to right", []int{1, 2, 1, 3}, true, attention.Kinds{
			Previous: (0.1 + 0.25 + 0.1) / 3, First: (0.1 + 0.5 + 0.7) / 3, Self: (0.4 + 0.2 + 0.15 + 0.1) / 4,
			Same: 0.5, Induction: 0.25}},
		{"a a: what follows the earlier one is the query itself", []int{1, 1, 2, 3}, true, attention.Kinds{
			Previous: (0.1 + 0.25 + 0.1) / 3, First: (0.1 + 0.5 + 0.7) / 3, Self: (0.4 + 0.2 + 0.15 + 0.1) / 4,
			Same: 0.1, Induction: nan}},
		{"special tokens repeat nothing", []int{-1, 2, 3, -1}, false, attention.Kinds{
			Previous: (0.1 + 0.25 + 0.1) / 3, First: (0.1 + 0.5 + 0.7) / 3, Self: (0.4 + 0.2 + 0.15 + 0.1) / 4,
			Same: nan, Induction: nan}},
		{"three of a kind", []int{1, 1, 1, 1}, true, attention.Kinds{
			Previous: (0.1 + 0.25 + 0.1) / 3, First: (0.1 + 0.5 + 0.7) / 3, Self: (0.4 + 0.2 + 0.15 + 0.1) / 4,
			Same: (0.1 + 0.75 + 0.9) / 3, Induction: (0.25 + 0.2) / 2}},
	} {
		got := attention.KindsOf(w, tt.ids, tt.causal)
		for name, x := range map[string][2]float64{"previous": {got.Previous, tt.want.Previous}, "first": {got.First, tt.want.First},
			"self": {got.Self, tt.want.Self}, "same": {got.Same, tt.want.Same}, "induction": {got.Induction, tt.want.Induction}} {
			if !(math.Abs(x[0]-x[1]) < 1e-15) && !(math.IsNaN(x[0]) && math.IsNaN(x[1])) {
				t.Errorf("%s: %s is %g; want %g", tt.name, name, x[0], x[1])
			}
		}
	}
	if k := attention.KindsOf(mat.Identity(1), []int{7}, true); !math.IsNaN(k.Previous) || !math.IsNaN(k.First) || k.Self != 1 {
		t.Errorf("one token alone: %+v; want no previous and no first", k)
	}
}

// TestNormsOfAMixture: vectors sum to attention's output and the stream, heads
// alone are not longer than their sum allows, a head that is split in two gives
// the same sum, and a norm that does nothing changes nothing.
func TestNormsOfAMixture(t *testing.T) {
	weights, values, stream := random(3, 2, 5, 4)
	m := attention.Mixture{Weights: weights, Values: values, Stream: stream}
	n := m.Norms()
	sum := stream.Clone()
	for h := range weights {
		mat.AddScaled(sum.Data, 1, mat.Mul(weights[h], values[h]).Data)
	}
	if !equal(n.Vectors, sum, 1e-12) {
		t.Error("the vectors do not sum to the stream after attention")
	}
	for i := range 5 {
		for j := range 5 {
			if a, b := n.Heads[0].At(i, j), n.Heads[1].At(i, j); n.Attn.At(i, j) > a+b+1e-12 || n.Attn.At(i, j) < math.Abs(a-b)-1e-12 {
				t.Errorf("[%d,%d]: heads of %g and %g add to %g", i, j, a, b, n.Attn.At(i, j))
			}
			if i != j && n.Attn.At(i, j) != n.Res.At(i, j) {
				t.Errorf("[%d,%d]: the residual stream changes what another token gives", i, j)
			}
		}
		for _, ratio := range []float64{n.MixAttn[i], n.MixRes[i]} {
			if !(ratio > 0 && ratio < 1) {
				t.Errorf("token %d: a mixing ratio of %g", i, ratio)
			}
		}
	}
	if !n.ResLN.Absent() || n.MixResLN != nil {
		t.Error("no norm follows the sum, but attnresln_n is there")
	}
	same := func(_ int, part []float64) []float64 { return part }
	m.After, m.Sum = same, same
	if with := m.Norms(); !equal(with.ResLN, n.Res, 0) || !equal(with.Vectors, n.Vectors, 0) {
		t.Error("a norm that does nothing changes the lengths")
	}
	twice := func(_ int, part []float64) []float64 { return mat.Scale(2, part) }
	m.Sum = twice
	with := m.Norms()
	if !equal(with.ResLN, mat.Matrix{Rows: 5, Cols: 5, Data: mat.Scale(2, n.Res.Data)}, 1e-12) || math.Abs(with.MixResLN[1]-n.MixRes[1]) > 1e-12 {
		t.Error("a norm that doubles does not double lengths, or changes the ratio")
	}
	alone := attention.Mixture{Weights: []mat.Matrix{mat.Identity(1)}, Values: []mat.Matrix{mat.New(1, 2)}, Stream: mat.New(1, 2)}
	if x := alone.Norms(); x.MixAttn[0] != 0 || x.MixRes[0] != 0 {
		t.Error("one token alone is mixed with others")
	}
}

// TestShapesThatDoNotFitPanic, with both shapes in the message.
func TestShapesThatDoNotFitPanic(t *testing.T) {
	two := mat.Identity(2)
	for want, f := range map[string]func(){
		"attention: mean of no heads":                              func() { attention.MeanHeads(nil) },
		"attention: mean of heads of 2×2 and 3×3":                  func() { attention.MeanHeads([]mat.Matrix{two, mat.Identity(3)}) },
		"attention: 1 ids for kinds of weights 2×2":                func() { attention.KindsOf(two, []int{1}, false) },
		"attention: norms of 1 heads' weights and 0 heads' values": func() { attention.Mixture{Weights: []mat.Matrix{two}}.Norms() },
		"attention: weights 2×2 and values 3×3 of a stream 2×2":    func() { attention.Mixture{[]mat.Matrix{two}, []mat.Matrix{mat.Identity(3)}, two, nil, nil}.Norms() },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != want {
					t.Errorf("panic %q; want %q", got, want)
				}
			}()
			f()
		}()
	}
}
