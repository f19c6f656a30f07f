package evaluate

import (
	"context"
	"math/rand/v2"
	"testing"

	"heed/tensor"
)

// nearest works in blocks on every core; the plain loop over all pairs finds
// the same rows, doubles of each other among them.
func TestNearestIsThePlainLoop(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	rows := func(n, width int) tensor.Matrix[float64] {
		vectors := make([][]float64, n)
		for i := range vectors {
			vectors[i] = make([]float64, width)
			for d := range vectors[i] {
				vectors[i][d] = float64(random.IntN(5) - 2) // many doubles
			}
		}
		return unitRows(vectors)
	}
	for _, size := range []struct{ train, test, width int }{{1, 1, 1}, {2, 3, 0}, {7, 5, 2}, {40, 41, 3}, {2100, 1100, 2}} {
		train, test := rows(size.train, size.width), rows(size.test, size.width)
		for _, own := range []bool{false, true} {
			if own {
				test = train
			}
			got, err := nearest(context.Background(), train, test, own)
			if err != nil {
				t.Fatal(err)
			}
			for i := range test.Rows {
				want, best := 0, -2.0
				for j := range train.Rows {
					dot := 0.0
					for d := range train.Cols {
						dot += test.Row(i)[d] * train.Row(j)[d]
					}
					// Doubles have the very same product; others differ by far more
					// than the order of adding does.
					if dot > best+1e-12 && !(own && i == j) {
						want, best = j, dot
					}
				}
				if got[i] != want {
					t.Fatalf("%+v, own left out %t: row %d's nearest is %d; want %d", size, own, i, got[i], want)
				}
			}
		}
	}
}

func BenchmarkNearest(b *testing.B) { // the size of java in CoarseWSD, and MiniLM's width
	train, test := tensor.Zeros[float64](4503, 384), tensor.Zeros[float64](1928, 384)
	for i := range train.Data {
		train.Data[i] = float64(i % 97)
	}
	copy(test.Data, train.Data)
	for b.Loop() {
		if _, err := nearest(context.Background(), train, test, false); err != nil {
			b.Fatal(err)
		}
	}
}
