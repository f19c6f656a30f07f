package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// limit measures how many GFLOPS fused steps alone would reach just now.
func limit() float64 {
	const n = 1 << 18
	start := time.Now()
	limitFMA(n)
	return 2 * 80 * n / time.Since(start).Seconds() / 1e9
}

// BenchmarkProducts gives GFLOPS on one thread, and their share of the limit,
// which is measured again and again in between: for the layers of MiniLM, of
// SmolLM2-135M and of GPT-2, and the scores and outputs of a head.
func BenchmarkProducts(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	product := func(name string, m, k, n int, run func(y, x Matrix[float32])) {
		b.Run(fmt.Sprintf("%s/%d·%d·%d", name, m, k, n), func(b *testing.B) {
			x, y := numbers(rng, m, k), numbers(rng, m, n)
			times, limits, turns := 0.0, 0.0, 0
			for b.Loop() {
				start := time.Now()
				run(y, x)
				times += time.Since(start).Seconds()
				if turns++; float64(turns)*1e-3 < times || turns == 1 {
					limits += limit()
				} else {
					turns--
				}
			}
			flops := float64(2*m*k*n) * float64(b.N) / times / 1e9
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(flops, "GFLOPS")
			b.ReportMetric(100*flops/(limits/float64(turns)), "%limit")
		})
	}
	for _, s := range [][2]int{{384, 384}, {384, 1536}, {1536, 384}, {576, 1536}, {768, 3072}, {3072, 768}} {
		for _, m := range []int{1, 4, 16, 32, 64, 128, 512} {
			k, n := s[0], s[1]
			bias, w, in := make([]float32, n), numbers(rng, n, k), numbers(rng, k, n)
			product("out", m, k, n, func(y, x Matrix[float32]) { linear(y, x, w, bias, 0, n) })
			product("in", m, k, n, func(y, x Matrix[float32]) { linearIn(y, x, in, bias, 0, n) })
			if m == 16 {
				product("plain out", m, k, n, func(y, x Matrix[float32]) { linearPlain(y, x, w, bias, 0, n) })
				product("plain in", m, k, n, func(y, x Matrix[float32]) { linearInPlain(y, x, in, bias, 0, n) })
			}
		}
	}
	for _, s := range [][2]int{{4, 32}, {32, 32}, {128, 32}, {128, 64}, {512, 64}} {
		t, k := s[0], s[1]
		keys, values := numbers(rng, t, k), numbers(rng, t, k)
		product("scores", t, k, t, func(y, x Matrix[float32]) { linear(y, x, keys, nil, 0, t) })
		product("output", t, t, k, func(y, x Matrix[float32]) { linearIn(y, x, values, nil, 0, k) })
	}
}

// BenchmarkElementwise gives ns for one number, of 128 rows of 384.
func BenchmarkElementwise(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	const rows, cols = 128, 384
	x, y, z := numbers(rng, 1, rows*cols).Row(0), make([]float32, rows*cols), numbers(rng, 1, rows*cols).Row(0)
	scale, shift := numbers(rng, 1, cols).Row(0), numbers(rng, 1, cols).Row(0)
	each := func(run func(from, to int)) func() {
		return func() {
			for i := range rows {
				run(i*cols, (i+1)*cols)
			}
		}
	}
	type pair struct{ fast, plain func() }
	loops := map[string]pair{
		"add":   {func() { addFast(y, x, z) }, func() { addPlain(y, x, z) }},
		"scale": {func() { scaleFast(y, x, 2) }, func() { scalePlain(y, x, 2) }},
		"layer norm": {each(func(from, to int) { layerNormFast(y[from:to], x[from:to], scale, shift, 1e-5) }),
			each(func(from, to int) { layerNormPlain(y[from:to], x[from:to], scale, shift, 1e-5) })},
		"RMS norm": {each(func(from, to int) { rmsNormFast(y[from:to], x[from:to], scale, 1, 1e-5) }),
			each(func(from, to int) { rmsNormPlain(y[from:to], x[from:to], scale, 1, 1e-5) })},
		"softmax": {each(func(from, to int) { copy(y[from:to], x[from:to]); softmaxFast(y[from:to]) }),
			each(func(from, to int) { copy(y[from:to], x[from:to]); softmaxPlain(y[from:to]) })},
		"rotate": {each(func(from, to int) { Rotate(y[from:to], x[:cols/2], z[:cols/2], false) }), nil},
	}
	for a, f := range activations {
		loops[f.name] = pair{func() { copy(y, x); activateFast(a, y) }, func() { copy(y, x); activatePlain(a, y) }}
	}
	for name, loop := range loops {
		for way, run := range map[string]func(){"fast": loop.fast, "plain": loop.plain} {
			if run == nil {
				continue
			}
			b.Run(name+"/"+way, func(b *testing.B) {
				for b.Loop() {
					run()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(rows*cols), "ns/number")
			})
		}
	}
}
