package tensor_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"heed/tensor"
)

// random returns numbers of the size that a model has.
func random[F tensor.Float](rng *rand.Rand, rows, cols int) tensor.Matrix[F] {
	m := tensor.Zeros[F](rows, cols)
	for i := range m.Data {
		m.Data[i] = F(rng.NormFloat64())
	}
	return m
}

// TestLinearIsTheLoop compares with the sum written out, for every shape that
// leaves a tile incomplete.
func TestLinearIsTheLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for rows := 1; rows <= 5; rows++ {
		for out := 1; out <= 7; out++ {
			for _, in := range []int{0, 1, 2, 17, 64} {
				x, w, b := random[float64](rng, rows, in), random[float64](rng, out, in), random[float64](rng, 1, out).Data
				y, plain := tensor.Zeros[float64](rows, out), tensor.Zeros[float64](rows, out)
				tensor.Linear(y, x, w, b)
				tensor.Multiply(plain, x, w)
				for i := range rows {
					for o := range out {
						want := 0.0
						for k := range in {
							want += x.Row(i)[k] * w.Row(o)[k]
						}
						// Fused multiply-add differs between machines: 1e-12, not ==.
						if math.Abs(plain.Row(i)[o]-want) > 1e-12 || math.Abs(y.Row(i)[o]-want-b[o]) > 1e-12 {
							t.Fatalf("[%d %d]·[%d %d]ᵀ at %d,%d = %g, with bias %g; want %g, %g", rows, in, out, in, i, o, plain.Row(i)[o], y.Row(i)[o], want, want+b[o])
						}
					}
				}
			}
		}
	}
}

// TestWorkersChangeNoByte runs a product large enough to be shared out.
func TestWorkersChangeNoByte(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	x, w, b := random[float32](rng, 37, 129), random[float32](rng, 1001, 129), random[float32](rng, 1, 1001).Data
	var first []float32
	for _, workers := range []int{1, 2, 3, 7} {
		before := runtime.GOMAXPROCS(workers)
		y := tensor.Zeros[float32](37, 1001)
		tensor.Linear(y, x, w, b)
		tensor.Activate(tensor.GELU, y.Data)
		runtime.GOMAXPROCS(before)
		if first == nil {
			first = y.Data
		}
		if !slices.Equal(y.Data, first) {
			t.Errorf("%d workers gave other numbers than 1", workers)
		}
	}
}

func TestParallelCoversEachOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 5, 100, 1001} {
		for _, work := range []int{0, 1, 1 << 20} {
			seen := make([]int, n)
			tensor.Parallel(n, work, func(from, to int) {
				for i := from; i < to; i++ {
					seen[i]++ // each i in one range only: no race
				}
			})
			if slices.ContainsFunc(seen, func(times int) bool { return times != 1 }) {
				t.Errorf("n %d, work %d: visited %v times; want once each", n, work, seen)
			}
		}
	}
}

func TestSoftmax(t *testing.T) {
	tests := []struct {
		claim string
		row   []float64
		want  []float64
	}{
		{"equal scores share equally", []float64{3, 3}, []float64{.5, .5}},
		{"the worked example's scaled scores", []float64{7.0710678118654755, 22.62741699796952}, []float64{1.7537323521840776e-07, 0.9999998246267648}},
		{"huge scores do not overflow", []float64{1e4, 1e4 - math.Log(3)}, []float64{.75, .25}},
		{"a masked key gets exactly 0", []float64{1, -math.MaxFloat64}, []float64{1, 0}},
		{"minus infinity gets exactly 0", []float64{1, math.Inf(-1)}, []float64{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			got := slices.Clone(tt.row)
			tensor.Softmax(got)
			for j := range got {
				if math.Abs(got[j]-tt.want[j]) > 1e-12*tt.want[j] { // 1e-12: exp differs between machines
					t.Errorf("softmax %v = %v; want %v", tt.row, got, tt.want)
				}
			}
		})
	}
}

func TestLayerNormHasMean0AndVariance1(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	x := random[float64](rng, 4, 50)
	for i := range x.Data {
		x.Data[i] = 1e6 + 10*x.Data[i] // a large mean must not cancel
	}
	scale, shift := make([]float64, 50), make([]float64, 50)
	for i := range scale {
		scale[i], shift[i] = 2, 3
	}
	tensor.LayerNorm(x, x, scale, shift, 1e-12)
	for i := range x.Rows {
		mean, square := 0.0, 0.0
		for _, v := range x.Row(i) {
			mean += v / 50
			square += (v - 3) * (v - 3) / 50
		}
		if math.Abs(mean-3) > 1e-9 || math.Abs(square-4) > 1e-9 { // 1e-9: 1e6 costs 10 of 16 digits twice
			t.Errorf("row %d: mean %g, variance %g; want 3, 4", i, mean, square)
		}
	}
}

// TestActivate compares with the formulas evaluated by Python's math module.
func TestActivate(t *testing.T) {
	tests := []struct {
		activation tensor.Activation
		x, want    float64
	}{
		{tensor.GELU, 1, 0.8413447460685429},
		{tensor.GELU, -2, -0.04550026389635842},
		{tensor.GELUTanh, 1, 0.8411919906082768},
		{tensor.GELUTanh, -2, -0.04540230591222494},
		{tensor.ReLU, -2, 0},
		{tensor.ReLU, 2, 2},
		{tensor.SiLU, 1, 0.7310585786300049},
		{tensor.SiLU, -2, -0.2384058440442351},
		{tensor.Tanh, 1, 0.7615941559557649},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v of %g", tt.activation, tt.x), func(t *testing.T) {
			x := []float64{tt.x}
			tensor.Activate(tt.activation, x)
			if math.Abs(x[0]-tt.want) > 1e-12 {
				t.Errorf("= %.17g; want %.17g", x[0], tt.want)
			}
		})
	}
}

func TestShapeMistakesPanic(t *testing.T) {
	a, b := tensor.Zeros[float32](2, 3), tensor.Zeros[float32](3, 2)
	for claim, f := range map[string]func(){
		"Linear":    func() { tensor.Linear(a, a, b, nil) },
		"Multiply":  func() { tensor.Multiply(a, a, b) },
		"LayerNorm": func() { tensor.LayerNorm(a, b, nil, nil, 0) },
		"Of":        func() { tensor.Of("a", []int{3}, []float32{1}) },
		"Rows":      func() { tensor.Of("a", []int{1}, []float32{1}).Rows(0, 2) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took shapes that do not fit", claim)
				}
			}()
			f()
		}()
	}
}
