package attention

import (
	"fmt"
	"math/big"
	"strconv"

	"heed/mat"
	"heed/trace"
)

// SolveDiagonal finds the map Q = diag(a) under which stated scores come out:
//
//	Σ_c e_ic a_c k_jc = score_ij − b·k_j   for every pinned score
//
// embed and k are [T D]; bias is [D] or nil. The stated numbers are decimals
// and are solved as exact fractions, so that the scores come back to the last
// bit. It is an error if the scores leave Q open or contradict each other.
func SolveDiagonal(embed, k mat.Matrix, bias []float64, pins []trace.Pin) (mat.Matrix, error) {
	d := embed.Cols
	if k.Cols != d {
		return mat.Matrix{}, fmt.Errorf("a diagonal Q needs keys as wide as the embeddings; K gives %d numbers, want %d", k.Cols, d)
	}
	var rows [][]*big.Rat // [equations][D+1]
	for _, p := range pinsByStage(pins)["scores"] {
		row := make([]*big.Rat, d+1)
		row[d] = fraction(p.value)
		for c := range d {
			kc := fraction(k.At(p.j, c))
			if bias != nil {
				row[d].Sub(row[d], new(big.Rat).Mul(fraction(bias[c]), kc))
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
	return q, nil
}

// fraction is the decimal that was written for x, exactly: 0.1 is 1/10.
func fraction(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return r
}

// solveExactly solves n unknowns from rows of n coefficients and a right side,
// by Gauss and Jordan's elimination over the rationals.
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
	for _, row := range rows[n:] {
		if row[n].Sign() != 0 {
			return nil, fmt.Errorf("no diagonal Q gives all the pinned scores; pin fewer or give Q")
		}
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
