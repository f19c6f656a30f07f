package simd

import (
	"math/rand/v2"
	"testing"
)

// checkRows compares each kernel with its plain loop, bit by bit, on n rows of
// d numbers from a matrix of v; rows come up twice.
func checkRows(t *testing.T, rng *rand.Rand, v, d, n int) {
	t.Helper()
	w, x, s, g := numbers(rng, v*d, rng.IntN(16)), numbers(rng, d, rng.IntN(16)), numbers(rng, d, rng.IntN(16)), numbers(rng, n, rng.IntN(16))
	rows := make([]uint32, n)
	for i := range rows {
		rows[i] = uint32(rng.IntN(v))
	}
	for _, kernel := range []struct {
		name        string
		fast, plain func(w, sum, out []float32)
	}{
		{"dots", func(w, _, out []float32) { dots(out, x, w, rows) }, func(w, _, out []float32) { dotsPlain(out, x, w, rows) }},
		{"learn", func(w, s, _ []float32) { learn(s, x, w, rows, g) }, func(w, s, _ []float32) { learnPlain(s, x, w, rows, g) }},
		{"sum", func(w, s, _ []float32) { sum(s, w, rows) }, func(w, s, _ []float32) { sumPlain(s, w, rows) }},
		{"spread", func(w, _, _ []float32) { spread(w, rows, x) }, func(w, _, _ []float32) { spreadPlain(w, rows, x) }},
	} {
		var results [2][3][]float32
		for i, f := range []func(w, sum, out []float32){kernel.plain, kernel.fast} {
			var whole [3]func() bool
			results[i][0], whole[0] = guarded(w)
			results[i][1], whole[1] = guarded(s)
			results[i][2], whole[2] = guarded(g) // products are as many as rows
			f(results[i][0], results[i][1], results[i][2])
			for _, untouched := range whole {
				if !untouched() {
					t.Fatalf("%s, %d rows of %d: wrote outside of its slices", kernel.name, n, d)
				}
			}
		}
		for what := range 3 {
			if j := differ(results[1][what], results[0][what]); j >= 0 {
				t.Fatalf("%s, %d rows of %d: number %d of slice %d is %g; want %g", kernel.name, n, d, j, what, results[1][what][j], results[0][what][j])
			}
		}
	}
}

func TestRowsAreTheLoops(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for d := Lanes; d <= 256; d += Lanes {
		for n := range 20 {
			checkRows(t, rng, 1+rng.IntN(9), d, n)
		}
	}
}

func FuzzRowsAreTheLoops(f *testing.F) {
	f.Add(uint64(1), uint8(9), uint8(13), uint8(6))
	f.Fuzz(func(t *testing.T, seed uint64, v, d, n uint8) {
		checkRows(t, rand.New(rand.NewPCG(seed, 4)), 1+int(v), Lanes*(1+int(d)), int(n))
	})
}

// TestRowsByHand is the definition on numbers that can be checked by eye.
func TestRowsByHand(t *testing.T) {
	vector := func(a, b float32) []float32 { return []float32{a, b, 0, 0, 0, 0, 0, 0} }
	w := append(vector(1, 2), vector(3, 4)...)
	x := vector(5, 6)
	out := make([]float32, 2)
	if Dots(out, x, w, []uint32{1, 0}); out[0] != 39 || out[1] != 17 {
		t.Errorf("Dots = %v; want 39, 17", out)
	}
	s := vector(100, 200)
	Learn(s, x, w, []uint32{1, 1}, []float32{1, 2}) // the second time row 1 is (8, 10)
	if s[0] != 100+3+2*8 || s[1] != 200+4+2*10 || w[8] != 18 || w[9] != 22 || w[0] != 1 {
		t.Errorf("Learn: sum %v, w %v; want 119, 224 and row 1 18, 22", s, w)
	}
	if Sum(x, w, []uint32{0, 1, 0}); x[0] != 5+1+18+1 || x[1] != 6+2+22+2 {
		t.Errorf("Sum = %v; want 25, 32", x)
	}
	if Spread(w, []uint32{0}, x); w[0] != 26 || w[1] != 34 || w[8] != 18 {
		t.Errorf("Spread: w = %v; want row 0 26, 34", w)
	}
}

func TestRowsRefuseLengths(t *testing.T) {
	x, w, list := make([]float32, 8), make([]float32, 16), []uint32{0}
	for claim, f := range map[string]func(){
		"a row that is not there":        func() { Sum(x, w, []uint32{2}) },
		"a row far beyond":               func() { Spread(w, []uint32{1<<32 - 1}, x) },
		"D that is no multiple of 8":     func() { Sum(x[:7], w, list) },
		"D of 0":                         func() { Sum(nil, nil, list) },
		"fewer products than rows":       func() { Dots(nil, x, w, list) },
		"fewer factors than rows":        func() { Learn(x, x, w, list, nil) },
		"a sum of another length than x": func() { Learn(w, x, w, list, []float32{1}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("took %s", claim)
				}
			}()
			f()
		}()
	}
}
