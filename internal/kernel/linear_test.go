package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

const guard = 12345

// room for a matrix, its rows further apart than they are long, between numbers
// that must not change.
func guarded(rng *rand.Rand, rows, cols int) (m Matrix[float32], untouched func() bool) {
	stride, before := cols+rng.IntN(20), 1+rng.IntN(20)
	all := make([]float32, before+rows*stride+20)
	for i := range all {
		all[i] = guard
	}
	m = Matrix[float32]{rows, cols, all[before:], stride}
	if rows > 0 {
		m.Data = m.Data[: (rows-1)*stride+cols : (rows-1)*stride+cols]
	}
	return m, func() bool {
		for i, x := range all {
			at := i - before
			if (at < 0 || at >= rows*stride || at%stride >= cols) && x != guard {
				return false
			}
		}
		return true
	}
}

// numbers fills a guarded matrix with such numbers as a model has.
func numbers(rng *rand.Rand, rows, cols int) Matrix[float32] {
	m, _ := guarded(rng, rows, cols)
	for i := range rows {
		for j := range m.Row(i) {
			m.Row(i)[j] = float32(rng.NormFloat64())
		}
	}
	return m
}

// wider returns m in float64, where sums are exact as far as float32 can tell.
func wider(m Matrix[float32]) Matrix[float64] {
	to := Matrix[float64]{m.Rows, m.Cols, make([]float64, m.Rows*m.Cols), m.Cols}
	for i := range m.Rows {
		for j, x := range m.Row(i) {
			to.Row(i)[j] = float64(x)
		}
	}
	return to
}

// checkLinear compares both products with those in float64, and with themselves
// computed in two ranges.
func checkLinear(t *testing.T, rng *rand.Rand, m, k, n int) {
	t.Helper()
	x, b := numbers(rng, m, k), numbers(rng, 1, n).Row(0)
	if rng.IntN(4) == 0 {
		b = nil
	}
	for _, product := range []struct {
		name        string
		fast, plain func(y, x, w Matrix[float32], b []float32, from, to int)
		exact       func(y, x, w Matrix[float64], b []float64, from, to int)
		w           Matrix[float32]
	}{
		{"x·wᵀ", linear, linearPlain[float32], linearPlain[float64], numbers(rng, n, k)},
		{"x·w", linearIn, linearInPlain[float32], linearInPlain[float64], numbers(rng, k, n)},
	} {
		want := Matrix[float64]{m, n, make([]float64, m*n), n}
		var wideBias []float64
		for _, v := range b {
			wideBias = append(wideBias, float64(v))
		}
		product.exact(want, wider(x), wider(product.w), wideBias, 0, n)
		fast, untouched := guarded(rng, m, n)
		product.fast(fast, x, product.w, b, 0, n)
		if !untouched() {
			t.Fatalf("[%d %d] %s [.. %d] wrote outside of y", m, k, product.name, n)
		}
		plain, untouched := guarded(rng, m, n)
		product.plain(plain, x, product.w, b, 0, n)
		if !untouched() {
			t.Fatalf("[%d %d] plain %s [.. %d] wrote outside of y", m, k, product.name, n)
		}
		halves, untouched := guarded(rng, m, n)
		cut := min(n, Unit*rng.IntN(3))
		product.fast(halves, x, product.w, b, cut, n)
		product.fast(halves, x, product.w, b, 0, cut)
		if !untouched() {
			t.Fatalf("[%d %d] %s [.. %d] wrote outside of y, cut at %d", m, k, product.name, n, cut)
		}
		// k products of normal numbers add up to about √k, and as many roundings
		// of half a unit in the last place, 2⁻²⁴, to less than √k of them, each of
		// a partial sum: k·2⁻²⁴, and some.
		tolerance := 4 * float64(k+8) * 0x1p-24
		for i := range m {
			for j, w := range want.Row(i) {
				if d := math.Abs(float64(fast.Row(i)[j]) - w); !(d <= tolerance) {
					t.Fatalf("[%d %d] %s [.. %d] at %d, %d: %g; want %g", m, k, product.name, n, i, j, fast.Row(i)[j], w)
				}
				if d := math.Abs(float64(plain.Row(i)[j]) - w); !(d <= tolerance) {
					t.Fatalf("[%d %d] plain %s [.. %d] at %d, %d: %g; want %g", m, k, product.name, n, i, j, plain.Row(i)[j], w)
				}
				if halves.Row(i)[j] != fast.Row(i)[j] {
					t.Fatalf("[%d %d] %s [.. %d] at %d, %d: %g, but %g when cut at %d", m, k, product.name, n, i, j, fast.Row(i)[j], halves.Row(i)[j], cut)
				}
			}
		}
	}
}

func linear(y, x, w Matrix[float32], b []float32, from, to int) {
	p := Linear(y, x, w, b)
	p.Columns(from, to)
	p.Release()
}

func linearIn(y, x, w Matrix[float32], b []float32, from, to int) {
	LinearIn(y, x, w, b).Columns(from, to)
}

func TestLinearIsTheSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for m := range 32 {
		for n := range 52 {
			checkLinear(t, rng, m, rng.IntN(40), n)
		}
	}
	for size := range 257 {
		checkLinear(t, rng, 1+rng.IntN(30), size, 1+rng.IntN(50))
		checkLinear(t, rng, size, 7, 5)
		checkLinear(t, rng, 5, 3, size)
	}
	for _, k := range []int{383, 384, 385, 391, 769, 1000} {
		checkLinear(t, rng, 3, k, 17)
		checkLinear(t, rng, 29, k, 33)
	}
	checkLinear(t, rng, 200, 400, 300)
	for m := 16; m < 60; m++ { // fewer than columns
		for _, k := range []int{63, 64, 70, 500} {
			checkLinear(t, rng, m, k, m+1+rng.IntN(70))
		}
	}
}

func FuzzLinearIsTheSum(f *testing.F) {
	f.Add(uint64(1), uint8(13), uint16(257), uint8(33))
	f.Fuzz(func(t *testing.T, seed uint64, m uint8, k uint16, n uint8) {
		checkLinear(t, rand.New(rand.NewPCG(seed, 2)), int(m), int(k%1200), int(n))
	})
}
