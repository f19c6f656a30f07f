package geom

import (
	"math"
	"slices"

	"heed/mat"
)

// principal are the two leading right singular vectors of the matrix whose
// rows are given, of length 1 and at right angles. ok is false where the
// numbers do not converge, which finite ones do.
//
// Method: one-sided Jacobi on the rows. Each pair of rows is turned in its
// plane until the two are at right angles, until all pairs are; a turn keeps
// AᵀA, so the rows are then σᵢ·vᵢ. Small singular vectors come out as exact as
// large ones, to about 1e-15 of the largest row (Demmel and Veselić, Jacobi's
// Method Is More Accurate than QR, 1992). It takes rows² · columns for each of
// some 6 sweeps, and rows are few here: arrows in a picture.
func principal(arrows [][]float64) (x, y []float64, ok bool) {
	largest := 0.0
	for _, a := range arrows {
		for _, c := range a {
			if math.IsNaN(c) || math.IsInf(c, 0) {
				return nil, nil, false
			}
			largest = max(largest, math.Abs(c))
		}
	}
	rows := make([][]float64, len(arrows))
	for i, a := range arrows {
		rows[i] = slices.Clone(a)
		for c := range a {
			rows[i][c] /= max(largest, math.SmallestNonzeroFloat64) // squares neither overflow nor vanish
		}
	}
	const sweeps = 60 // ten times what it takes
	for range sweeps {
		if !turn(rows) {
			slices.SortStableFunc(rows, func(a, b []float64) int {
				switch na, nb := mat.Norm(a), mat.Norm(b); {
				case na > nb:
					return -1
				case na < nb:
					return 1
				}
				return 0
			})
			x, y = leading(rows)
			return x, y, true
		}
	}
	return nil, nil, false
}

// turn makes one sweep, and reports whether a pair was not at right angles yet.
func turn(rows [][]float64) (turned bool) {
	right := 1e-15 * math.Sqrt(float64(len(rows[0]))) // what rounding leaves of a right angle
	largest := 0.0
	for _, r := range rows {
		largest = max(largest, mat.Dot(r, r))
	}
	for i := range rows {
		for j := range i {
			a, b := rows[j], rows[i]
			aa, bb, ab := mat.Dot(a, a), mat.Dot(b, b), mat.Dot(a, b)
			// Beyond the first, rows of nothing but rounding are left as they are.
			if math.Abs(ab) <= right*math.Sqrt(aa*bb) || min(aa, bb) < 1e-30*largest {
				continue
			}
			turned = true
			zeta := (bb - aa) / (2 * ab)
			t := math.Copysign(1, zeta) / (math.Abs(zeta) + math.Hypot(1, zeta))
			c := 1 / math.Hypot(1, t)
			for k := range a {
				a[k], b[k] = c*a[k]-c*t*b[k], c*t*a[k]+c*b[k]
			}
		}
	}
	return turned
}

// leading makes directions of the two longest rows. Where there is no second
// one, it is the axis that lies farthest from the first, made square to it;
// where there is none at all, they are the first two axes.
func leading(rows [][]float64) (x, y []float64) {
	dim := len(rows[0])
	x = unit(dim, 0)
	if n := mat.Norm(rows[0]); n > 0 {
		x = mat.Scale(1/n, rows[0])
	}
	if len(rows) > 1 && mat.Norm(rows[1]) > 1e-12*mat.Norm(rows[0]) {
		return x, mat.Scale(1/mat.Norm(rows[1]), rows[1])
	}
	far := 0
	for c := range x {
		if math.Abs(x[c]) < math.Abs(x[far]) {
			far = c
		}
	}
	y = unit(dim, far)
	mat.AddScaled(y, -mat.Dot(x, y), x)
	return x, mat.Scale(1/mat.Norm(y), y)
}
