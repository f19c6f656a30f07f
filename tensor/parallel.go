package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// grain is the least work, in multiplications, that is worth a goroutine of
// its own: some 20 µs of a large product, several times what starting one costs.
const grain = 1 << 20

// Each calls f for ranges that together are 0 … n−1, on up to k.Threads
// goroutines, and returns when all are done. Work is what one of the n costs,
// in multiplications of a large product; where there is little in all, f is
// called once. The ranges depend on the number of goroutines, so f must compute
// each of the n in the same way whatever range it stands in.
func (k Kernels[F]) Each(n, work int, f func(from, to int)) {
	workers := k.Threads
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, n, n*max(work, 1)/grain)
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
