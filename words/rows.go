package words

import (
	"encoding/binary"
	"math"
)

// rows give the vectors of a file, however it holds them.
type rows interface {
	// row returns row i: in its own memory if it has it there, else in buf, or
	// in new memory if buf is nil.
	row(i int, buf []float32) []float32

	// odd finds the first number that is not finite; row −1 where all are.
	odd() (row, col int, x float32)
}

// dense rows lie in memory.
type dense struct {
	dim  int
	data []float32 // [V D]
}

func (d dense) row(i int, _ []float32) []float32 { return d.data[i*d.dim : (i+1)*d.dim : (i+1)*d.dim] }

func (d dense) odd() (row, col int, x float32) {
	at := firstIn(len(d.data), func(i int) bool { return !finite(math.Float32bits(d.data[i])) })
	if at < 0 {
		return -1, 0, 0
	}
	return at / d.dim, at % d.dim, d.data[at]
}

// packed rows lie in a file's bytes, little-endian, each at its own place,
// which need not be aligned.
type packed struct {
	dim  int
	data []byte
	at   []int // where each row begins
}

func (p packed) row(i int, buf []float32) []float32 {
	if buf == nil {
		buf = make([]float32, p.dim)
	}
	unpack(buf[:p.dim], p.data[p.at[i]:])
	return buf[:p.dim]
}

func (p packed) odd() (row, col int, x float32) {
	row = firstIn(len(p.at), func(i int) bool { return oddBytes(p.data[p.at[i]:][:4*p.dim]) >= 0 })
	if row < 0 {
		return -1, 0, 0
	}
	col = oddBytes(p.data[p.at[row]:][:4*p.dim])
	return row, col, p.row(row, nil)[col]
}

// unpack reads as many little-endian numbers as to has.
func unpack(to []float32, from []byte) {
	from = from[:4*len(to)]
	for c := range to {
		to[c] = math.Float32frombits(binary.LittleEndian.Uint32(from[4*c:]))
	}
}

// oddBytes finds the first number that is not finite among little-endian
// ones, −1 where all are.
func oddBytes(b []byte) int {
	for c := 0; c+4 <= len(b); c += 4 {
		if !finite(binary.LittleEndian.Uint32(b[c:])) {
			return c / 4
		}
	}
	return -1
}

// finite reports whether the bits of a float32 are neither Inf nor NaN: their
// exponent is not all ones.
func finite(bits uint32) bool { return bits&0x7f800000 != 0x7f800000 }
