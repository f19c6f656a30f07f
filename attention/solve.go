package attention

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"heed/mat"
	"heed/trace"
)

// maxSolveWork bounds the steps of the exact elimination, which take up to
// some 20 µs each: a second or so in all.
const maxSolveWork = 1 << 16

// SolveDiagonal finds the map Q = diag(a) under which stated scores come out:
//
//	Σ_c (e_ic a_c + b_c) k_jc = score_ij   for every pinned score
//
// where k_j = e_j·K + b_k. embed is [T D], K is [D D], and the biases b of q
// and b_k of k are [D] or nil. The stated numbers are decimals and are solved
// as exact fractions; each a_c is rounded once, at the end. It is an error if
// the scores leave Q open or if no diagonal Q gives them all.
func SolveDiagonal(embed, mapK mat.Matrix, bias trace.Bias, pins []trace.Pin) (mat.Matrix, error) {
	d := embed.Cols
	if mapK.Cols != d {
		return mat.Matrix{}, fmt.Errorf("a diagonal Q needs keys as wide as the embeddings; K gives %d numbers, want %d", mapK.Cols, d)
	}
	scores := pinsByStage(pins)["scores"]
	if len(scores)*d*d > maxSolveWork {
		return mat.Matrix{}, fmt.Errorf("%d pinned scores of %d numbers each are too many to solve; pin fewer or give Q", len(scores), d)
	}
	var rows [][]*big.Rat // [equations][D+1]
	for _, p := range scores {
		row := make([]*big.Rat, d+1)
		row[d] = fraction(p.value)
		for c := range d {
			kc := key(embed.Row(p.j), mapK, bias.K, c)
			if bias.Q != nil {
				row[d].Sub(row[d], new(big.Rat).Mul(fraction(bias.Q[c]), kc))
			}
			row[c] = kc.Mul(kc, fraction(embed.At(p.i, c)))
		}
		rows = append(rows, row)
	}
	a, err := solveExactly(rows, d)
	if err != nil {
		return mat.Matrix{}, err
	}
	q := mat.New(d, d)
	for c, x := range a {
		q.Row(c)[c], _ = x.Float64()
	}
	got := Scores(Project(embed, q, bias.Q), Project(embed, mapK, bias.K))
	for _, p := range scores {
		if x := got.At(p.i, p.j); math.IsNaN(x) || !agree(p.value, x) {
			return mat.Matrix{}, fmt.Errorf("no diagonal Q gives all the pinned scores: %s would be %.7g, not %v; pin fewer or give Q",
				trace.At("scores", p.i, p.j), x, p.value)
		}
	}
	return q, nil
}

// key is number c of e·K + b, exactly.
func key(e []float64, mapK mat.Matrix, b []float64, c int) *big.Rat {
	sum := new(big.Rat)
	if b != nil {
		sum.Set(fraction(b[c]))
	}
	for r, x := range e {
		sum.Add(sum, new(big.Rat).Mul(fraction(x), fraction(mapK.At(r, c))))
	}
	return sum
}

// fraction is the decimal that was written for x, exactly: 0.1 is 1/10.
func fraction(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// solveExactly solves n unknowns from rows of n coefficients and a right side,
// by Gauss and Jordan's elimination over the rationals. Rows beyond those that
// it needs are left to the caller to verify.
func solveExactly(rows [][]*big.Rat, n int) ([]*big.Rat, error) {
	for c := range n {
		pivot := -1
		for r := c; r < len(rows); r++ {
			if rows[r][c].Sign() != 0 {
				pivot = r
				break
			}
		}
		if pivot < 0 {
			return nil, fmt.Errorf("the pinned scores leave number %d of Q's diagonal open; pin more scores or give Q", c)
		}
		rows[c], rows[pivot] = rows[pivot], rows[c]
		eliminate(rows, c)
	}
	a := make([]*big.Rat, n)
	for c := range a {
		a[c] = rows[c][n]
	}
	return a, nil
}

// eliminate scales row c to 1 at column c and clears the column elsewhere.
func eliminate(rows [][]*big.Rat, c int) {
	inverse := new(big.Rat).Inv(rows[c][c])
	for _, x := range rows[c] {
		x.Mul(x, inverse)
	}
	for r, row := range rows {
		if r == c || row[c].Sign() == 0 {
			continue
		}
		factor := new(big.Rat).Set(row[c])
		for i, x := range row {
			x.Sub(x, new(big.Rat).Mul(factor, rows[c][i]))
		}
	}
}
