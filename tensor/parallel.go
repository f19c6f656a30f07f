package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Grain is the least work, in multiplications, that is worth a goroutine of
// its own: some 160 µs of a large product. To wake a thread that sleeps costs half
// of that on some machines: with half of it two threads took longer over four
// tokens than one.
const Grain = 1 << 23

// Workers is how many goroutines a large kernel is shared out to.
func (k Kernels[F]) Workers() int {
	if k.Threads == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return k.Threads
}

// Each calls f for ranges that together are 0 … n−1, on up to k.Threads
// goroutines, and returns when all are done. Work is what one of the n costs,
// in multiplications of a large product; where there is little in all, f is
// called once. The ranges depend on the number of goroutines, so f must compute
// each of the n in the same way whatever range it stands in.
func (k Kernels[F]) Each(n, work int, f func(from, to int)) {
	workers := min(k.Workers(), n, n*max(work, 1)/Grain)
	if workers <= 1 {
		f(0, n)
		return
	}
	step := (n + 4*workers - 1) / (4 * workers) // smaller ranges even out a busy machine
	var next atomic.Int64
	take := func() {
		for {
			to := int(next.Add(int64(step)))
			if to-step >= n {
				return
			}
			f(to-step, min(to, n))
		}
	}
	var wait sync.WaitGroup
	for range workers - 1 {
		wait.Go(take)
	}
	take()
	wait.Wait()
}
