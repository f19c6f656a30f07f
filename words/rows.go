package words

import (
	"encoding/binary"
	"math"
	"slices"
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
	oddIn := func(row int) int {
		return slices.IndexFunc(d.row(row, nil), func(x float32) bool { return exponent(math.Float32bits(x)) == infinite })
	}
	row = firstIn(len(d.data)/d.dim, func(i int) bool { return oddIn(i) >= 0 })
	if row < 0 {
		return -1, 0, 0
	}
	col = oddIn(row)
	return row, col, d.row(row, nil)[col]
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
	row = firstIn(len(p.at), func(i int) bool { return oddBytes(p.data[p.at[i]:][:4*p.dim], infinite) >= 0 })
	if row < 0 {
		return -1, 0, 0
	}
	col = oddBytes(p.data[p.at[row]:][:4*p.dim], infinite)
	return row, col, p.row(row, nil)[col]
}

// unpack reads as many little-endian numbers as to has, two at a time.
func unpack(to []float32, from []byte) {
	for len(to) >= 2 && len(from) >= 8 {
		two := binary.LittleEndian.Uint64(from)
		to[0], to[1] = math.Float32frombits(uint32(two)), math.Float32frombits(uint32(two>>32))
		to, from = to[2:], from[8:]
	}
	if len(to) > 0 {
		to[0] = math.Float32frombits(binary.LittleEndian.Uint32(from))
	}
}

// infinite is the exponent, as float32 stores it, of infinities and NaN.
const infinite = 255

// oddBytes finds the first of some little-endian numbers whose exponent, as
// stored, is least or more; −1 where there is none. The exponents of two at a
// time are counted up by as much as carries least into the bit above.
func oddBytes(b []byte, least uint64) int {
	const exponents, signs = 0x7f800000_7f800000, 0x80000000_80000000
	up := (infinite + 1 - least) * 0x00800000_00800000
	carried, rest := uint64(0), b
	for ; len(rest) >= 8; rest = rest[8:] {
		carried |= binary.LittleEndian.Uint64(rest)&exponents + up
	}
	if len(rest) >= 4 {
		carried |= uint64(binary.LittleEndian.Uint32(rest))&exponents + up
	}
	if carried&signs == 0 {
		return -1
	}
	for c := 0; c+4 <= len(b); c += 4 {
		if exponent(binary.LittleEndian.Uint32(b[c:])) >= least {
			return c / 4
		}
	}
	return -1
}

// exponent is that of a float32, as its bits store it.
func exponent(bits uint32) uint64 { return uint64(bits >> 23 & 0xff) }
