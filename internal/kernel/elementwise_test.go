package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// tricky returns n numbers, some of them such as trip what is careless, between
// numbers that must not change.
func tricky(rng *rand.Rand, n int) (x []float32, untouched func() bool) {
	m, untouched := guarded(rng, 1, n)
	x = m.Row(0)
	odd := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat32, -math.MaxFloat32,
		math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32, 1e-39, -1e-39, 88, -88, 89, -89, 104, -104, 13.2, -13.2, 1e-4, -1e-4}
	for i := range x {
		x[i] = float32(rng.NormFloat64() * math.Exp2(float64(rng.IntN(8)-3)))
		if rng.IntN(20) == 0 {
			x[i] = float32(odd[rng.IntN(len(odd))])
		}
	}
	return x, untouched
}

// near reports whether got is want, by proportion or but for what is no normal
// number.
func near(got float32, want, proportion float64) bool {
	switch w := float32(want); {
	case w != w:
		return got != got
	case math.IsInf(float64(w), 0):
		return got == w
	}
	return math.Abs(float64(got)-want) <= proportion*math.Abs(want)+1e-36
}

// activations gives for each by how much it may be off, in proportion: a few
// units in the last place of float32, 6e-8 each. Where e^z is computed of a z
// that is itself rounded, by |z|·6e-8: in the normal range |z| is at most 88.
var activations = map[Activation]struct {
	name      string
	tolerance float64
}{
	GELU:      {"gelu", 5e-7},
	GELUTanh:  {"geluTanh", 2e-5},
	ReLU:      {"relu", 0},
	SiLU:      {"silu", 3e-7},
	Tanh:      {"tanh", 3e-7},
	ReLU2:     {"relu2", 1e-7},
	QuickGELU: {"quickGELU", 8e-6},
	Sigmoid:   {"sigmoid", 3e-7},
}

func checkElementwise(t *testing.T, rng *rand.Rand, n int) {
	t.Helper()
	check := func(name string, got []float32, untouched func() bool, tolerance float64, want func(i int) float64, of func(i int) []float32) {
		t.Helper()
		if !untouched() {
			t.Fatalf("%s of %d: wrote outside of its slice", name, n)
		}
		for i := range got {
			if !near(got[i], want(i), tolerance) {
				t.Fatalf("%s of %d, number %d: %g is %g; want %g", name, n, i, of(i), got[i], want(i))
			}
		}
	}
	for a, f := range activations {
		x, untouched := tricky(rng, n)
		before := append([]float32{}, x...)
		exact := make([]float64, n)
		for i := range x {
			exact[i] = float64(x[i])
		}
		activatePlain(a, exact)
		activateFast(a, x)
		check(f.name, x, untouched, f.tolerance, func(i int) float64 { return exact[i] }, func(i int) []float32 { return before[i : i+1] })
	}
	a, _ := tricky(rng, n)
	b, _ := tricky(rng, n)
	of := func(i int) []float32 { return []float32{a[i], b[i]} }
	y, untouched := tricky(rng, n)
	addFast(y, a, b)
	check("add", y, untouched, 1e-7, func(i int) float64 { return float64(a[i]) + float64(b[i]) }, of)
	mulFast(y, a, b)
	check("mul", y, untouched, 1e-7, func(i int) float64 { return float64(a[i]) * float64(b[i]) }, of)
	scaleFast(y, a, 1.7)
	check("scale", y, untouched, 1e-7, func(i int) float64 { return float64(a[i]) * float64(float32(1.7)) }, of)
}

func TestElementwiseIsThePlainLoop(t *testing.T) {
	needAssembly(t)
	rng := rand.New(rand.NewPCG(3, 3))
	for n := 1; n <= 256; n++ {
		checkElementwise(t, rng, n)
	}
	checkElementwise(t, rng, 100_000)
}

// TestActivationsNear0AndFarBelow goes through the floats in steps.
func TestActivationsInSteps(t *testing.T) {
	needAssembly(t)
	for a, f := range activations {
		worst, at := 0.0, float32(0)
		for bits := uint32(0); bits < 0x43000000; bits += 1013 { // up to 128
			for _, s := range []uint32{0, 1 << 31} {
				x := math.Float32frombits(bits | s)
				got, want := []float32{x}, []float64{float64(x)}
				activateFast(a, got)
				activatePlain(a, want)
				if !near(got[0], want[0], f.tolerance) {
					t.Errorf("%s of %g is %g; want %g", f.name, x, got[0], want[0])
				}
				if off := math.Abs(float64(got[0])/want[0] - 1); off > worst && math.Abs(want[0]) > 1e-36 {
					worst, at = off, x
				}
			}
			if t.Failed() {
				break
			}
		}
		t.Logf("%s: off by %.2g at most, at %g", f.name, worst, at)
	}
}

func checkRows(t *testing.T, rng *rand.Rand, n int) {
	t.Helper()
	x, scale, shift := numbers(rng, 1, n).Row(0), numbers(rng, 1, n).Row(0), numbers(rng, 1, n).Row(0)
	for i := range x {
		x[i] = 10 + 5*x[i]
	}
	wide := func(x []float32) []float64 {
		if x == nil {
			return nil
		}
		return wider(Matrix[float32]{1, n, x, n}).Data
	}
	for _, s := range [][]float32{scale, nil} {
		for _, b := range [][]float32{shift, nil} {
			to, untouched := guarded(rng, 1, n)
			want := make([]float64, n)
			compare := func(name string) {
				t.Helper()
				if !untouched() {
					t.Fatalf("%s of %d: wrote outside of its row", name, n)
				}
				for i, got := range to.Row(0) {
					// Computed in float64 and rounded once, as the plain loop: but
					// the sums' order may decide how.
					if math.Abs(float64(got)-want[i]) > 1e-7*math.Abs(want[i])+1e-12 {
						t.Fatalf("%s of %d, number %d: %g; want %g", name, n, i, got, want[i])
					}
				}
			}
			layerNormFast(to.Row(0), x, s, b, 1e-5)
			layerNormPlain(want, wide(x), wide(s), wide(b), 1e-5)
			compare("layer norm")
			rmsNormFast(to.Row(0), x, s, 1, 1e-5)
			rmsNormPlain(want, wide(x), wide(s), 1, 1e-5)
			compare("RMS norm")
		}
	}
	m, untouched := guarded(rng, 1, n)
	row := m.Row(0)
	for i := range row {
		row[i] = float32(10 * rng.NormFloat64())
		switch rng.IntN(10) {
		case 0:
			row[i] = -math.MaxFloat32
		case 1:
			row[i] = float32(math.Inf(-1))
		}
	}
	row[rng.IntN(n)] = 1
	if rng.IntN(10) == 0 {
		row[rng.IntN(n)] = float32([]float64{math.NaN(), math.Inf(1)}[rng.IntN(2)])
	}
	before, want := append([]float32{}, row...), wide(row)
	softmaxFast(row)
	softmaxPlain(want)
	if !untouched() {
		t.Fatalf("softmax of %d: wrote outside of its row", n)
	}
	for i, got := range row {
		// e^(x − largest) is off by the rounding of the difference, below 100,
		// times 6e-8; and the sum by less.
		if !near(got, want[i], 6e-6) {
			t.Fatalf("softmax of %d: %g at %d gave %g; want %g", n, before[i], i, got, want[i])
		}
		if before[i] < -1e30 && got != 0 && got == got {
			t.Fatalf("softmax of %d: masked %d has %g; want 0", n, i, got)
		}
	}
}

func TestRowsAreThePlainLoops(t *testing.T) {
	needAssembly(t)
	rng := rand.New(rand.NewPCG(4, 4))
	for n := 1; n <= 256; n++ {
		for range 4 {
			checkRows(t, rng, n)
		}
	}
	checkRows(t, rng, 3072)
}

func TestSoftmaxOfMinusInfinityAloneIsNaN(t *testing.T) {
	low := float32(math.Inf(-1))
	for _, f := range []func([]float32){Softmax[float32], softmaxPlain[float32]} {
		for n := range 20 {
			row := make([]float32, n)
			for i := range row {
				row[i] = low
			}
			f(row)
			for i, x := range row {
				if x == x {
					t.Errorf("%d of %d is %g; want NaN", i, n, x)
				}
			}
		}
	}
	row := []float32{-math.MaxFloat32, -math.MaxFloat32}
	if Softmax(row); fmt.Sprint(row) != "[0.5 0.5]" {
		t.Errorf("two masked keys alone have %v; want half each", row)
	}
}

func FuzzElementwise(f *testing.F) {
	f.Add(uint64(1), uint16(13))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		needAssembly(t)
		rng := rand.New(rand.NewPCG(seed, 5))
		checkElementwise(t, rng, 1+int(n%2000))
		checkRows(t, rng, 1+int(n%2000))
	})
}

func needAssembly(t *testing.T) {
	t.Helper()
	if !hasFMA {
		t.Skip("no assembly here")
	}
}
