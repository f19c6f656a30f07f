// Package mat holds small dense matrices of float64 and the few operations
// that attention needs on them. Vectors are rows and maps act on them from
// the right, as in q = e·W.
package mat

import (
	"fmt"
	"math"
)

// A Matrix is Rows × Cols numbers, row by row. The zero Matrix is absent: it
// has no rows and stands for "not given".
type Matrix struct {
	Rows, Cols int
	Data       []float64 // [Rows*Cols], row-major
}

// New returns a matrix of zeros.
func New(rows, cols int) Matrix {
	return Matrix{Rows: rows, Cols: cols, Data: make([]float64, rows*cols)}
}

// Of returns the matrix with the given rows, copied. It panics if their
// lengths differ.
func Of(rows ...[]float64) Matrix {
	if len(rows) == 0 {
		return Matrix{}
	}
	m := New(len(rows), len(rows[0]))
	for i, row := range rows {
		if len(row) != m.Cols {
			panic(fmt.Sprintf("mat: row %d has %d numbers; want %d", i, len(row), m.Cols))
		}
		copy(m.Row(i), row)
	}
	return m
}

// Identity returns the n × n identity map.
func Identity(n int) Matrix {
	m := New(n, n)
	for i := range n {
		m.Row(i)[i] = 1
	}
	return m
}

// Filled returns a matrix in which every number is x.
func Filled(rows, cols int, x float64) Matrix {
	m := New(rows, cols)
	for i := range m.Data {
		m.Data[i] = x
	}
	return m
}

// Absent reports whether m was not given.
func (m Matrix) Absent() bool { return m.Rows == 0 }

// Row returns row i, sharing memory with m.
func (m Matrix) Row(i int) []float64 { return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols] }

// At returns the number in row i, column j.
func (m Matrix) At(i, j int) float64 { return m.Row(i)[j] }

// Clone returns a copy that shares no memory with m.
func (m Matrix) Clone() Matrix {
	m.Data = append([]float64(nil), m.Data...)
	return m
}

// String gives the shape, for messages: "2×3".
func (m Matrix) String() string { return fmt.Sprintf("%d×%d", m.Rows, m.Cols) }

// Mul returns a·b, [a.Rows b.Cols]. It panics if a.Cols ≠ b.Rows.
func Mul(a, b Matrix) Matrix {
	if a.Cols != b.Rows {
		panic(fmt.Sprintf("mat: %v · %v does not fit", a, b))
	}
	c := New(a.Rows, b.Cols)
	for i := range a.Rows {
		for k, x := range a.Row(i) {
			AddScaled(c.Row(i), x, b.Row(k))
		}
	}
	return c
}

// MeanRows returns the mean of the given rows of m. It panics if rows is
// empty.
func MeanRows(m Matrix, rows []int) []float64 {
	if len(rows) == 0 {
		panic("mat: mean of no rows")
	}
	if len(rows) == 1 {
		return append([]float64(nil), m.Row(rows[0])...)
	}
	mean := make([]float64, m.Cols)
	for _, i := range rows {
		AddScaled(mean, 1, m.Row(i))
	}
	for c := range mean {
		mean[c] /= float64(len(rows))
	}
	return mean
}

// SumRows returns the sum of all rows of m, zeros where it has none.
func SumRows(m Matrix) []float64 {
	sum := make([]float64, m.Cols)
	for i := range m.Rows {
		AddScaled(sum, 1, m.Row(i))
	}
	return sum
}

// Dot returns a·b = Σ a_c b_c. The lengths must agree.
func Dot(a, b []float64) float64 {
	sum := 0.0
	for c, x := range a {
		sum += x * b[c]
	}
	return sum
}

// Norm returns the Euclidean length ‖a‖ without overflow.
func Norm(a []float64) float64 {
	largest := 0.0
	for _, x := range a {
		if x = math.Abs(x); x > largest || math.IsNaN(x) {
			largest = x
		}
	}
	if largest == 0 || math.IsNaN(largest) || math.IsInf(largest, 1) {
		return largest
	}
	sum := 0.0
	for _, x := range a {
		sum += (x / largest) * (x / largest)
	}
	return largest * math.Sqrt(sum)
}

// AddScaled adds x·b to a in place.
func AddScaled(a []float64, x float64, b []float64) {
	for c, y := range b {
		a[c] += x * y
	}
}

// Scale returns x·a as a new vector.
func Scale(x float64, a []float64) []float64 {
	s := make([]float64, len(a))
	AddScaled(s, x, a)
	return s
}

// Add returns a + b as a new vector.
func Add(a, b []float64) []float64 {
	s := append([]float64(nil), a...)
	AddScaled(s, 1, b)
	return s
}

// Sub returns a − b as a new vector.
func Sub(a, b []float64) []float64 {
	s := append([]float64(nil), a...)
	AddScaled(s, -1, b)
	return s
}

// Distance returns ‖a − b‖ without overflow, of vectors of one length. It is
// Norm(Sub(a, b)) to the bit, without room for the difference.
func Distance(a, b []float64) float64 {
	largest := 0.0
	for c, x := range a {
		if x = math.Abs(x - b[c]); x > largest || math.IsNaN(x) {
			largest = x
		}
	}
	if largest == 0 || math.IsNaN(largest) || math.IsInf(largest, 1) {
		return largest
	}
	sum := 0.0
	for c, x := range a {
		x = (x - b[c]) / largest
		sum += x * x
	}
	return largest * math.Sqrt(sum)
}

// Cosine returns a·b / (‖a‖‖b‖), in [−1, 1]; NaN if either vector is zero,
// which has no direction.
func Cosine(a, b []float64) float64 {
	na, nb := Norm(a), Norm(b)
	if na == 0 || nb == 0 {
		return math.NaN()
	}
	sum := 0.0
	for c, x := range a {
		sum += (x / na) * (b[c] / nb)
	}
	return max(-1, min(1, sum))
}

// Off is the largest |difference| of two vectors of one length, as a share of
// the largest |number| of the second; the difference itself where that is 0.
func Off(got, want []float64) float64 {
	most, largest := 0.0, 0.0
	for c, x := range want {
		most, largest = max(most, math.Abs(got[c]-x)), max(largest, math.Abs(x))
	}
	if largest == 0 {
		return most
	}
	return most / largest
}
