package simd

func dots(out, x, w []float32, rows []uint32) {
	if !fast || len(rows) == 0 {
		dotsPlain(out, x, w, rows)
		return
	}
	dotsAVX2(&out[0], &x[0], &w[0], &rows[0], len(rows), len(x))
}

func learn(sum, x, w []float32, rows []uint32, g []float32) {
	if !fast || len(rows) == 0 {
		learnPlain(sum, x, w, rows, g)
		return
	}
	learnAVX2(&sum[0], &x[0], &w[0], &rows[0], &g[0], len(rows), len(x))
}

func sum(x, w []float32, rows []uint32) {
	if !fast || len(rows) == 0 {
		sumPlain(x, w, rows)
		return
	}
	sumAVX2(&x[0], &w[0], &rows[0], len(rows), len(x))
}

func spread(w []float32, rows []uint32, x []float32) {
	if !fast || len(rows) == 0 {
		spreadPlain(w, rows, x)
		return
	}
	spreadAVX2(&w[0], &rows[0], &x[0], len(rows), len(x))
}

func prefetch(w []float32, rows []uint32, d int) {
	if fast && len(rows) > 0 {
		prefetchAVX2(&w[0], &rows[0], len(rows), d)
	}
}
