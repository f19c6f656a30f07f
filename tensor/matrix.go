package tensor

import (
	"fmt"

	"heed/internal/kernel"
)

// A Matrix is Rows × Cols numbers, row by row. A part of another's columns is
// one too, with that one's stride: see [Matrix.Part].
type Matrix[F Float] struct {
	Rows, Cols int
	Data       []F // row-major; [Rows*Cols] where Stride is 0
	Stride     int // numbers from the start of one row to that of the next; 0 means Cols
}

// Zeros returns a matrix of zeros.
func Zeros[F Float](rows, cols int) Matrix[F] {
	return Matrix[F]{Rows: rows, Cols: cols, Data: make([]F, rows*cols)}
}

// Row returns row i, sharing memory with m.
func (m Matrix[F]) Row(i int) []F {
	from := i * m.stride()
	return m.Data[from : from+m.Cols : from+m.Cols]
}

// Part returns rows × cols numbers of m, the first of them at row, col, sharing
// memory: what a head has of the queries of a text, for one.
func (m Matrix[F]) Part(row, col, rows, cols int) Matrix[F] {
	if row < 0 || col < 0 || rows < 0 || cols < 0 || row+rows > m.Rows || col+cols > m.Cols {
		panic(fmt.Sprintf("tensor: part [%d %d] at %d, %d of [%d %d]", rows, cols, row, col, m.Rows, m.Cols))
	}
	p := Matrix[F]{Rows: rows, Cols: cols, Stride: m.stride()}
	if rows > 0 && cols > 0 {
		from := row*p.Stride + col
		p.Data = m.Data[from : from+(rows-1)*p.Stride+cols]
	}
	return p
}

func (m Matrix[F]) stride() int {
	if m.Stride == 0 {
		return m.Cols
	}
	return m.Stride
}

// kernel returns m as the kernels take it. Those in assembly check nothing, so
// it panics if Data is too short.
func (m Matrix[F]) kernel() kernel.Matrix[F] {
	m.Stride = m.stride()
	if min(m.Rows, m.Cols) < 0 || m.Stride < m.Cols || m.Rows > 0 && len(m.Data) < (m.Rows-1)*m.Stride+m.Cols {
		panic(fmt.Sprintf("tensor: [%d %d], rows %d apart, in %d numbers", m.Rows, m.Cols, m.Stride, len(m.Data)))
	}
	return kernel.Matrix[F](m)
}

// shape is how a panic tells of m.
func (m Matrix[F]) shape() string { return fmt.Sprintf("[%d %d]", m.Rows, m.Cols) }
