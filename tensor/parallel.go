package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// grain is the least work, in multiplications, that is worth a goroutine of
// its own: some 10 µs, several times what starting one costs.
const grain = 1 << 16

// Parallel calls f for ranges that together are 0 … n−1, on as many
// goroutines as GOMAXPROCS allows, and returns when all are done. Work is
// what one of the n costs, in multiplications; where there is little in all,
// f is called once. The ranges depend on GOMAXPROCS, so f must compute each of
// the n in the same way whatever range it stands in.
func Parallel(n, work int, f func(from, to int)) {
	workers := min(runtime.GOMAXPROCS(0), n*max(work, 1)/grain)
	if workers <= 1 {
		f(0, n)
		return
	}
	step := (n + 4*workers - 1) / (4 * workers) // smaller ranges even out a busy machine
	step = (step + 2) / 3 * 3                   // whole tiles of dots2x3
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
