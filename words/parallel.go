package words

import (
	"runtime"
	"sync"
)

// split cuts 0 … n−1 into a part for each processor, and calls f for all of
// them at once. What f makes of a part must not depend on the others.
func split(n int, f func(part, from, to int)) (parts int) {
	parts = max(1, min(runtime.GOMAXPROCS(0), n/1000))
	var wait sync.WaitGroup
	for p := range parts {
		wait.Go(func() { f(p, p*n/parts, (p+1)*n/parts) })
	}
	wait.Wait()
	return parts
}

// firstIn returns the first of 0 … n−1 for which bad is true, −1 for none.
func firstIn(n int, bad func(i int) bool) int {
	found := make([]int, runtime.GOMAXPROCS(0))
	for p := range found {
		found[p] = -1
	}
	split(n, func(part, from, to int) {
		for i := from; i < to; i++ {
			if bad(i) {
				found[part] = i
				return
			}
		}
	})
	for _, i := range found {
		if i >= 0 {
			return i
		}
	}
	return -1
}
