package tensor_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
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

// strided returns m with rows further apart than they are long, between numbers
// that stand for another head's.
func strided[F tensor.Float](m tensor.Matrix[F]) tensor.Matrix[F] {
	wide := tensor.Zeros[F](m.Rows+2, m.Cols+5)
	for i := range wide.Data {
		wide.Data[i] = 12345
	}
	part := wide.Part(1, 2, m.Rows, m.Cols)
	for i := range m.Rows {
		copy(part.Row(i), m.Row(i))
	}
	return part
}

// TestProductsAreTheLoop compares with the sum written out, for every shape that
// leaves a tile incomplete.
func TestProductsAreTheLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var k tensor.Kernels[float64]
	for rows := 0; rows <= 5; rows++ {
		for out := 0; out <= 7; out++ {
			for _, in := range []int{0, 1, 2, 17, 64} {
				x, w, b := random[float64](rng, rows, in), random[float64](rng, out, in), random[float64](rng, 1, out).Data
				turned := tensor.Zeros[float64](in, out)
				for o := range out {
					for k := range in {
						turned.Row(k)[o] = w.Row(o)[k]
					}
				}
				y, plain := strided(tensor.Zeros[float64](rows, out)), tensor.Zeros[float64](rows, out)
				other, plainOther := strided(tensor.Zeros[float64](rows, out)), tensor.Zeros[float64](rows, out)
				k.Linear(y, strided(x), strided(w), b)
				k.Linear(plain, x, w, nil)
				k.LinearIn(other, strided(x), strided(turned), b)
				k.LinearIn(plainOther, x, turned, nil)
				for i := range rows {
					for o := range out {
						want := 0.0
						for k := range in {
							want += x.Row(i)[k] * w.Row(o)[k]
						}
						for j, got := range []float64{plain.Row(i)[o], plainOther.Row(i)[o], y.Row(i)[o] - b[o], other.Row(i)[o] - b[o]} {
							// Fused multiply-add differs between machines: 1e-12, not ==.
							if math.Abs(got-want) > 1e-12 {
								t.Fatalf("[%d %d]·[%d %d] at %d,%d, way %d: %g; want %g", rows, in, out, in, i, o, j, got, want)
							}
						}
					}
				}
			}
		}
	}
}

// TestThreadsChangeNoBit runs every kernel on shapes large enough to be shared
// out; of the products, each that another way of packing serves.
func TestThreadsChangeNoBit(t *testing.T) {
	threadsChangeNoBit[float32](t)
	threadsChangeNoBit[float64](t)
}

func threadsChangeNoBit[F tensor.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	up := random[F](rng, 40, 30000)
	angles := random[F](rng, 40, 1000)
	scale, shift := random[F](rng, 1, 30000).Data, random[F](rng, 1, 30000).Data
	in := random[F](rng, 40, 30000)
	on := func(f func(k tensor.Kernels[F], m tensor.Matrix[F])) func(k tensor.Kernels[F]) []F {
		return func(k tensor.Kernels[F]) []F {
			m := tensor.Zeros[F](in.Rows, in.Cols)
			copy(m.Data, in.Data)
			f(k, m)
			return m.Data
		}
	}
	kernels := map[string]func(k tensor.Kernels[F]) []F{
		"Activate":  on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Activate(tensor.GELU, m.Data) }),
		"Gate":      on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Gate(tensor.SiLU, m.Data, up.Data) }),
		"Softmax":   on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Softmax(m) }),
		"LayerNorm": on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.LayerNorm(m, m, scale, shift, 1e-5) }),
		"RMSNorm":   on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.RMSNorm(m, m, scale, 1, 1e-5) }),
		"Add":       on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Add(m.Data, m.Data, up.Data) }),
		"Scale":     on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Scale(m.Data, m.Data, 3) }),
		"Rotate":    on(func(k tensor.Kernels[F], m tensor.Matrix[F]) { k.Rotate(m, angles, angles, true) }),
	}
	for _, s := range [][3]int{{3, 700, 1001}, {37, 500, 333}, {37, 129, 31}, {600, 129, 77}} {
		x, w, b := random[F](rng, s[0], s[1]), random[F](rng, s[2], s[1]), random[F](rng, 1, s[2]).Data
		turned := random[F](rng, s[1], s[2])
		kernels[fmt.Sprint("Linear", s)] = func(k tensor.Kernels[F]) []F {
			y := tensor.Zeros[F](s[0], s[2])
			k.Linear(y, x, w, b)
			return y.Data
		}
		kernels[fmt.Sprint("LinearIn", s)] = func(k tensor.Kernels[F]) []F {
			y := tensor.Zeros[F](s[0], s[2])
			k.LinearIn(y, x, turned, b)
			return y.Data
		}
	}
	for name, run := range kernels {
		first := run(tensor.Kernels[F]{Threads: 1})
		for _, threads := range []int{0, 2, 3, 7} {
			if !slices.Equal(run(tensor.Kernels[F]{Threads: threads}), first) {
				t.Errorf("%s of %T on %d threads gave other numbers than on 1", name, first, threads)
			}
		}
	}
}

// TestRowsDoNotKnowTheirPlace computes a row among others, wherever it stands.
func TestRowsDoNotKnowTheirPlace(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	k := tensor.Kernels[float32]{}
	for _, rows := range []int{3, 11, 18, 37} {
		x, w, in := random[float32](rng, rows, 100), random[float32](rng, 50, 100), random[float32](rng, 100, 50)
		for i := range rows {
			copy(x.Row(i), x.Row(0))
		}
		y, z := tensor.Zeros[float32](rows, 50), tensor.Zeros[float32](rows, 50)
		k.Linear(y, x, w, nil)
		k.LinearIn(z, x, in, nil)
		for i := range rows {
			if !slices.Equal(y.Row(i), y.Row(0)) || !slices.Equal(z.Row(i), z.Row(0)) {
				t.Errorf("row %d of %d equal ones came out otherwise", i, rows)
			}
		}
	}
}

// TestRotate turns by angles whose cosine and sine are plain, and leaves what
// has none.
func TestRotate(t *testing.T) {
	for _, tt := range []struct {
		interleaved bool
		want        []float32
	}{ // one pair by a quarter turn, the other by 3 + 4i
		{false, []float32{-3, 2*3 - 4*4, 1, 4*3 + 2*4, 5}},
		{true, []float32{-2, 1, 3*3 - 4*4, 4*3 + 3*4, 5}},
	} {
		x := tensor.Matrix[float32]{Rows: 1, Cols: 5, Data: []float32{1, 2, 3, 4, 5}}
		cos := tensor.Matrix[float32]{Rows: 1, Cols: 2, Data: []float32{0, 3}}
		sin := tensor.Matrix[float32]{Rows: 1, Cols: 2, Data: []float32{1, 4}}
		if (tensor.Kernels[float32]{}).Rotate(x, cos, sin, tt.interleaved); !slices.Equal(x.Data, tt.want) {
			t.Errorf("interleaved %v: %v; want %v", tt.interleaved, x.Data, tt.want)
		}
	}
}

func TestRMSNormHasMeanSquare1(t *testing.T) {
	x := tensor.Matrix[float64]{Rows: 1, Cols: 2, Data: []float64{3, 4}}
	y := tensor.Zeros[float64](1, 2)
	root := math.Sqrt(12.5)
	tensor.Kernels[float64]{}.RMSNorm(y, x, []float64{0, 1}, 1, 0)
	if math.Abs(y.Data[0]-3/root) > 1e-15 || math.Abs(y.Data[1]-2*4/root) > 1e-15 {
		t.Errorf("= %v; want %g, %g", y.Data, 3/root, 8/root)
	}
	tensor.Kernels[float64]{}.RMSNorm(y, x, nil, 1, 0)
	if math.Abs(y.Data[1]-4/root) > 1e-15 {
		t.Errorf("without scale %v; want %g second", y.Data, 4/root)
	}
}

func TestGateMultiplies(t *testing.T) {
	gate, up := make([]float64, 5000), make([]float64, 5000)
	for i := range gate {
		gate[i], up[i] = float64(i-2500), 2
	}
	tensor.Kernels[float64]{}.Gate(tensor.ReLU, gate, up)
	for i, got := range gate {
		if want := 2 * max(float64(i-2500), 0); got != want {
			t.Fatalf("gate %d is %g; want %g", i, got, want)
		}
	}
}

func TestParallelCoversEachOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 5, 100, 1001} {
		for _, work := range []int{0, 1, tensor.Grain} {
			seen := make([]int, n)
			tensor.Kernels[float32]{}.Each(n, work, func(from, to int) {
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

// TestWhatIsWorthAGoroutineHasOne: so much work is not left to one.
func TestWhatIsWorthAGoroutineHasOne(t *testing.T) {
	for _, n := range []int{2, 3, 7} {
		var ranges atomic.Int64
		tensor.Kernels[float32]{Threads: 2}.Each(n, tensor.Grain, func(from, to int) { ranges.Add(1) })
		if ranges.Load() < 2 {
			t.Errorf("%d pieces are one range", n)
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
			tensor.Kernels[float64]{}.Softmax(tensor.Matrix[float64]{Rows: 1, Cols: len(got), Data: got})
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
	tensor.Kernels[float64]{}.LayerNorm(x, x, scale, shift, 1e-12)
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
		{tensor.ReLU2, -2, 0},
		{tensor.ReLU2, 3, 9},
		{tensor.QuickGELU, 1, 0.8457957659328212},
		{tensor.QuickGELU, -2, -0.06434137685579186},
		{tensor.Sigmoid, 1, 0.7310585786300049},
		{tensor.Sigmoid, -2, 0.11920292202211755},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%v of %g", tt.activation, tt.x), func(t *testing.T) {
			x := []float64{tt.x}
			tensor.Kernels[float64]{}.Activate(tt.activation, x)
			if math.Abs(x[0]-tt.want) > 1e-12 {
				t.Errorf("= %.17g; want %.17g", x[0], tt.want)
			}
		})
	}
}

func TestShapeMistakesPanic(t *testing.T) {
	a, b := tensor.Zeros[float32](2, 3), tensor.Zeros[float32](3, 2)
	short := tensor.Matrix[float32]{Rows: 2, Cols: 3, Data: make([]float32, 5)}
	narrow := tensor.Matrix[float32]{Rows: 2, Cols: 3, Data: make([]float32, 6), Stride: 2}
	var k tensor.Kernels[float32]
	for claim, f := range map[string]func(){
		"Linear of a short x": func() { k.Linear(tensor.Zeros[float32](2, 2), short, tensor.Zeros[float32](2, 3), nil) },
		"Linear of overlap":   func() { k.Linear(tensor.Zeros[float32](2, 2), narrow, tensor.Zeros[float32](2, 3), nil) },
		"LinearIn":            func() { k.LinearIn(a, a, a, nil) },
		"LinearIn of a bias":  func() { k.LinearIn(tensor.Zeros[float32](2, 2), a, b, []float32{1}) },
		"RMSNorm":             func() { k.RMSNorm(a, a, []float32{1}, 0, 0) },
		"Rotate":              func() { k.Rotate(a, a, a, false) },
		"Add":                 func() { k.Add(a.Data, a.Data, a.Data[:1]) },
		"Scale":               func() { k.Scale(a.Data, a.Data[:1], 1) },
		"Gate":                func() { k.Gate(tensor.ReLU, a.Data, a.Data[:1]) },
		"Part":                func() { a.Part(0, 2, 1, 2) },
		"Linear":              func() { k.Linear(a, a, b, nil) },
		"LayerNorm":           func() { k.LayerNorm(a, b, nil, nil, 0) },
		"Of":                  func() { tensor.Of("a", []int{3}, []float32{1}) },
		"Rows":                func() { tensor.Of("a", []int{1}, []float32{1}).Rows(0, 2) },
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
