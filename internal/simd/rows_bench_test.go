package simd

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkRows gives ns for one step of skip-gram: 6 rows of 104 numbers, from
// a matrix that the second cache holds.
func BenchmarkRows(b *testing.B) {
	const v, d = 1 << 11, 104
	rng := rand.New(rand.NewPCG(1, 1))
	w, x, s, g := make([]float32, v*d), make([]float32, d), make([]float32, d), make([]float32, 6)
	for name, f := range map[string]func(rows []uint32){
		"dots/plain":  func(rows []uint32) { dotsPlain(g, x, w, rows) },
		"dots/fast":   func(rows []uint32) { dots(g, x, w, rows) },
		"learn/plain": func(rows []uint32) { learnPlain(s, x, w, rows, g) },
		"learn/fast":  func(rows []uint32) { learn(s, x, w, rows, g) },
		"sum/fast":    func(rows []uint32) { sum(x, w, rows) },
		"spread/fast": func(rows []uint32) { spread(w, rows, x) },
	} {
		b.Run(name, func(b *testing.B) {
			var rows [6]uint32
			for b.Loop() {
				for i := range rows {
					rows[i] = rng.Uint32N(v)
				}
				f(rows[:])
			}
		})
	}
}
