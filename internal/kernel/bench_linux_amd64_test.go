package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// spent returns the seconds of processor time that f takes: what others do on
// the machine meanwhile is not counted.
func spent(f func()) float64 {
	var from, to unix.Timespec
	unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &from)
	f()
	unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &to)
	return float64(to.Nano()-from.Nano()) / 1e9
}

// BenchmarkProducts gives GFLOPS on one thread, and their share of what fused
// steps alone reach, measured in turns: for the layers of MiniLM, of SmolLM2-135M
// and of GPT-2, and the scores and outputs of a head. A layer's weights are some
// of many, as in a model, so they come from memory. The middle time counts.
func BenchmarkProducts(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	product := func(name string, m, k, n int, run func(y, x Matrix[float32])) {
		b.Run(fmt.Sprintf("%s/%d·%d·%d", name, m, k, n), func(b *testing.B) {
			x, y := filled(rng, m, k), filled(rng, m, n)
			var times, limits []float64
			for b.Loop() {
				times = append(times, spent(func() { run(y, x) }))
				limits = append(limits, spent(func() { limitFMA(1 << 16) }))
			}
			slices.Sort(times)
			slices.Sort(limits)
			flops := float64(2*m*k*n) / times[len(times)/2]
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(flops/1e9, "GFLOPS")
			b.ReportMetric(100*flops/((2*80<<16)/limits[len(limits)/2]), "%limit")
		})
	}
	for _, s := range [][2]int{{384, 384}, {384, 1536}, {1536, 384}, {576, 1536}, {768, 3072}, {3072, 768}} {
		for _, m := range []int{1, 4, 16, 32, 64, 128, 512} {
			k, n := s[0], s[1]
			bias, weights, turned, i := make([]float32, n), []Matrix[float32]{}, []Matrix[float32]{}, 0
			for range 1 + 30<<20/(4*k*n) {
				w := filled(rng, n, k)
				weights, turned = append(weights, w), append(turned, Matrix[float32]{k, n, w.Data, n})
			}
			product("out", m, k, n, func(y, x Matrix[float32]) { i++; linear(y, x, weights[i%len(weights)], bias, 0, n) })
			product("in", m, k, n, func(y, x Matrix[float32]) { i++; linearIn(y, x, turned[i%len(turned)], bias, 0, n) })
			if m == 16 {
				product("plain out", m, k, n, func(y, x Matrix[float32]) { linearPlain(y, x, weights[0], bias, 0, n) })
				product("plain in", m, k, n, func(y, x Matrix[float32]) { linearInPlain(y, x, turned[0], bias, 0, n) })
			}
		}
	}
	for _, s := range [][2]int{{4, 32}, {32, 32}, {128, 32}, {128, 64}, {512, 64}} {
		t, k := s[0], s[1]
		keys, values := filled(rng, t, k), filled(rng, t, k)
		product("scores", t, k, t, func(y, x Matrix[float32]) { linear(y, x, keys, nil, 0, t) })
		product("output", t, t, k, func(y, x Matrix[float32]) { linearIn(y, x, values, nil, 0, k) })
	}
}

// filled returns a matrix whose rows follow each other without a gap.
func filled(rng *rand.Rand, rows, cols int) Matrix[float32] {
	m := Matrix[float32]{rows, cols, make([]float32, rows*cols), cols}
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64())
	}
	return m
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
