package simd

import "fmt"

// The loops here work on a few rows of a matrix w, [V D] row by row, that rows
// lists by number; a row may be listed twice. D is the length of x and a
// multiple of Lanes: pad rows with zeros, which stay zeros. They panic if D,
// the lengths or a row do not fit.

// Lanes is what D must be a multiple of.
const Lanes = 8

// Dots sets out to the dot products of x with rows of w:
//
//	out_i = x · w_r,  r = rows_i
//
// Each is summed in Lanes strands, strand s over the places s, s+8, s+16 …, and
// the strands in pairs: ((0+1)+(2+3)) + ((4+5)+(6+7)).
func Dots(out, x, w []float32, rows []uint32) {
	check(len(x), w, rows)
	if len(out) != len(rows) {
		panic(fmt.Sprintf("simd: %d products for %d rows", len(out), len(rows)))
	}
	dots(out, x, w, rows)
}

// Learn moves rows of w along x, and adds what they held before to sum:
//
//	sum += Σ_i g_i w_r,  w_r += g_i x,  r = rows_i
//
// The terms are added in the order of rows. sum and x must not overlap.
func Learn(sum, x, w []float32, rows []uint32, g []float32) {
	check(len(x), w, rows)
	if len(sum) != len(x) || len(g) != len(rows) {
		panic(fmt.Sprintf("simd: sum [%d] for x [%d], %d factors for %d rows", len(sum), len(x), len(g), len(rows)))
	}
	learn(sum, x, w, rows, g)
}

// Sum adds rows of w to x, in their order: x += Σ_i w_r, r = rows_i.
func Sum(x, w []float32, rows []uint32) {
	check(len(x), w, rows)
	sum(x, w, rows)
}

// Spread adds x to rows of w: w_r += x, r = rows_i.
func Spread(w []float32, rows []uint32, x []float32) {
	check(len(x), w, rows)
	spread(w, rows, x)
}

// Prefetch asks the processor to bring rows of w, of d numbers, into its first
// cache, while it does something else. It changes nothing but the time.
func Prefetch(w []float32, rows []uint32, d int) {
	check(d, w, rows)
	prefetch(w, rows, d)
}

func check(d int, w []float32, rows []uint32) {
	if d == 0 || d%Lanes != 0 {
		panic(fmt.Sprintf("simd: D is %d; want a multiple of %d from %d up", d, Lanes, Lanes))
	}
	for _, r := range rows {
		if (int(r)+1)*d > len(w) {
			panic(fmt.Sprintf("simd: row %d of %d numbers is not in %d", r, d, len(w)))
		}
	}
}

func row(w []float32, r uint32, d int) []float32 { return w[int(r)*d : (int(r)+1)*d] }

func dotsPlain(out, x, w []float32, rows []uint32) {
	for i, r := range rows {
		var s [Lanes]float32
		w := row(w, r, len(x))
		for j := 0; j+Lanes <= len(x); j += Lanes {
			x, w := x[j:j+Lanes], w[j:j+Lanes]
			for l := range s {
				s[l] += float32(x[l] * w[l]) // the conversion forbids a fused multiply-add
			}
		}
		out[i] = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
	}
}

func learnPlain(sum, x, w []float32, rows []uint32, g []float32) {
	for j, xj := range x {
		s := sum[j]
		for i, r := range rows {
			wj := &w[int(r)*len(x)+j]
			s += float32(g[i] * *wj)
			*wj += float32(g[i] * xj)
		}
		sum[j] = s
	}
}

func sumPlain(x, w []float32, rows []uint32) {
	for _, r := range rows {
		for j, wj := range row(w, r, len(x)) {
			x[j] += wj
		}
	}
}

func spreadPlain(w []float32, rows []uint32, x []float32) {
	for _, r := range rows {
		w := row(w, r, len(x))
		for j, xj := range x {
			w[j] += xj
		}
	}
}
