package simd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// numbers returns n numbers, a few of them such as trip what is careless. The
// slice starts offset numbers after a 64-byte line does, or so.
func numbers(rng *rand.Rand, n, offset int) []float32 {
	x := make([]float32, offset+n+1)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
		switch rng.IntN(200) {
		case 0:
			x[i] = float32(math.Inf(1 - 2*rng.IntN(2)))
		case 1:
			x[i] = float32(math.NaN())
		case 2:
			x[i] = math.MaxFloat32
		case 3:
			x[i] = math.SmallestNonzeroFloat32
		case 4:
			x[i] = float32(math.Copysign(0, -1))
		}
	}
	return x[offset : offset+n : offset+n]
}

// same reports whether two numbers have the same bits. Which NaN comes of two
// is the processor's choice: any is as good as any other.
func same(x, y float32) bool {
	return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
}

// differ returns the first place where x and y are not the same, else −1.
func differ(x, y []float32) int {
	for i := range x {
		if !same(x[i], y[i]) {
			return i
		}
	}
	return -1
}

// guarded returns a copy of x that lies between numbers which check reports
// as changed.
func guarded(x []float32) (inner []float32, check func() bool) {
	const margin, guard = 64, 12345
	all := make([]float32, len(x)+2*margin)
	for i := range all {
		all[i] = guard
	}
	inner = all[margin : margin+len(x)]
	copy(inner, x)
	return inner, func() bool {
		for i, y := range all {
			if (i < margin || i >= margin+len(x)) && y != guard {
				return false
			}
		}
		return true
	}
}

func checkProduct(t *testing.T, rng *rand.Rand, m, k, n int) {
	t.Helper()
	a, b, c := numbers(rng, m*k, rng.IntN(16)), numbers(rng, k*n, rng.IntN(16)), numbers(rng, m*n, rng.IntN(16))
	want, _ := guarded(c)
	addProductPlain(want, a, b, m, k, n)
	got, untouched := guarded(c)
	addProduct(got, a, b, m, k, n)
	if i := differ(got, want); i >= 0 {
		t.Fatalf("[%d %d]·[%d %d] at %d = %g; want %g", m, k, k, n, i, got[i], want[i])
	}
	if !untouched() {
		t.Fatalf("[%d %d]·[%d %d] wrote outside of c", m, k, k, n)
	}
}

// TestProductIsTheLoop compares the kernels with the plain loop, bit by bit:
// every number of rows and columns that leaves a tile incomplete, and every k
// up to the 256 that are summed at a time, and over.
func TestProductIsTheLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for m := range 30 {
		for n := range 70 {
			checkProduct(t, rng, m, rng.IntN(6), n)
		}
	}
	for size := range 257 {
		checkProduct(t, rng, 13, size, 19)
		checkProduct(t, rng, size, 7, 5)
		checkProduct(t, rng, 3, 5, size)
	}
	checkProduct(t, rng, 14, 257, 33)
	checkProduct(t, rng, 14, 1000, 33)
}

func FuzzProductIsTheLoop(f *testing.F) {
	f.Add(uint64(1), uint8(13), uint16(257), uint8(33))
	f.Fuzz(func(t *testing.T, seed uint64, m uint8, k uint16, n uint8) {
		checkProduct(t, rand.New(rand.NewPCG(seed, 2)), int(m), int(k%600), int(n))
	})
}

func TestAddProductRefusesLengths(t *testing.T) {
	for _, s := range [][6]int{{4, 4, 4, 2, 2, 3}, {4, 4, 3, 2, 2, 2}, {4, 3, 4, 2, 2, 2}, {1, 1, 1, -1, -1, -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("AddProduct took lengths %v as M, K, N %v", s[:3], s[3:])
				}
			}()
			AddProduct(make([]float32, s[0]), make([]float32, s[1]), make([]float32, s[2]), s[3], s[4], s[5])
		}()
	}
}
