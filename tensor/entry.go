package tensor

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"
)

// A Type is how a number is stored, spelled as safetensors does.
type Type string

// The types that [Floats] or [Ints] read.
const (
	F64  Type = "F64"
	F32  Type = "F32"
	F16  Type = "F16"
	BF16 Type = "BF16"
	I64  Type = "I64"
	I32  Type = "I32"
	I16  Type = "I16"
	I8   Type = "I8"
	U8   Type = "U8"
	Bool Type = "BOOL"
)

// size gives the bytes of one number, 0 for a type that is not known. The
// format has more types than heed reads; a file that holds one beside the
// tensors that are wanted is not broken.
func (t Type) size() int {
	switch t {
	case F64, I64, "U64", "C64":
		return 8
	case F32, I32, "U32":
		return 4
	case F16, BF16, I16, "U16":
		return 2
	case I8, U8, Bool, "F8_E4M3", "F8_E5M2", "F8_E8M0":
		return 1
	}
	return 0
}

// An Entry is one tensor as a file holds it: numbers in little-endian order,
// the last axis running fastest.
type Entry struct {
	Name  string
	Type  Type
	Shape []int
	Data  []byte // shared with the file's bytes
}

// A Stored is a number that [Of] makes an entry of.
type Stored interface{ float32 | float64 | int64 }

// Of returns the entry that holds data, sharing its memory where the machine
// is little-endian. It panics if shape and data disagree.
func Of[N Stored](name string, shape []int, data []N) Entry {
	e := Entry{Name: name, Shape: shape}
	switch any(data).(type) {
	case []float32:
		e.Type = F32
	case []float64:
		e.Type = F64
	case []int64:
		e.Type = I64
	}
	if e.Len() != len(data) {
		panic(fmt.Sprintf("tensor: %s %v of %d numbers", name, shape, len(data)))
	}
	if len(data) == 0 {
		return e
	}
	if littleEndian() {
		e.Data = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), len(data)*e.Type.size())
		return e
	}
	var err error
	if e.Data, err = binary.Append(nil, binary.LittleEndian, data); err != nil {
		panic(err) // binary knows the size of every Stored
	}
	return e
}

// Len returns how many numbers e holds: the product of its shape.
func (e Entry) Len() int {
	n := 1
	for _, d := range e.Shape {
		n *= d
	}
	return n
}

// Rows returns the part of e whose first index is in [from, to), sharing its
// memory. It panics if e has no such rows.
func (e Entry) Rows(from, to int) Entry {
	if len(e.Shape) == 0 || from < 0 || from > to || to > e.Shape[0] {
		panic(fmt.Sprintf("tensor: rows %d to %d of %s %v", from, to, e.Name, e.Shape))
	}
	part := Entry{Name: e.Name, Type: e.Type, Shape: append([]int{to - from}, e.Shape[1:]...)}
	row := Entry{Shape: e.Shape[1:]}.Len() * e.Type.size()
	part.Data = e.Data[from*row : to*row]
	return part
}

// Floats returns the numbers of e. They share e's memory where e already
// holds this very type, aligned, on a little-endian machine; else they are a
// copy, rounded where F is the narrower type. A type that holds no floats is
// an error.
func Floats[F Float](e Entry) ([]F, error) {
	var zero F
	n, width := e.Len(), int(unsafe.Sizeof(zero))
	native := (e.Type == F32 && width == 4) || (e.Type == F64 && width == 8)
	start := unsafe.Pointer(unsafe.SliceData(e.Data))
	if native && n > 0 && littleEndian() && uintptr(start)%unsafe.Alignof(zero) == 0 {
		return unsafe.Slice((*F)(start), n), nil
	}
	var at func(i int) F
	switch e.Type {
	case F64:
		at = func(i int) F { return F(math.Float64frombits(binary.LittleEndian.Uint64(e.Data[8*i:]))) }
	case F32:
		at = func(i int) F { return F(math.Float32frombits(binary.LittleEndian.Uint32(e.Data[4*i:]))) }
	case F16:
		at = func(i int) F { return F(half(binary.LittleEndian.Uint16(e.Data[2*i:]))) }
	case BF16:
		at = func(i int) F {
			return F(math.Float32frombits(uint32(binary.LittleEndian.Uint16(e.Data[2*i:])) << 16))
		}
	default:
		return nil, fmt.Errorf("tensor %q holds %s; want F64, F32, F16 or BF16", e.Name, e.Type)
	}
	floats := make([]F, n)
	for i := range floats {
		floats[i] = at(i)
	}
	return floats, nil
}

// Ints returns the numbers of e as a copy. A type that holds no integers is
// an error.
func Ints(e Entry) ([]int64, error) {
	var at func(i int) int64
	switch e.Type {
	case I64:
		at = func(i int) int64 { return int64(binary.LittleEndian.Uint64(e.Data[8*i:])) }
	case I32:
		at = func(i int) int64 { return int64(int32(binary.LittleEndian.Uint32(e.Data[4*i:]))) }
	case I16:
		at = func(i int) int64 { return int64(int16(binary.LittleEndian.Uint16(e.Data[2*i:]))) }
	case I8:
		at = func(i int) int64 { return int64(int8(e.Data[i])) }
	case U8, Bool:
		at = func(i int) int64 { return int64(e.Data[i]) }
	default:
		return nil, fmt.Errorf("tensor %q holds %s; want I64, I32, I16, I8, U8 or BOOL", e.Name, e.Type)
	}
	ints := make([]int64, e.Len())
	for i := range ints {
		ints[i] = at(i)
	}
	return ints, nil
}

// half widens an IEEE 754 half: 1 sign, 5 exponent and 10 fraction bits. It
// is exact: every half is a float32.
func half(bits uint16) float32 {
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	var x float64
	switch exponent {
	case 0:
		x = math.Ldexp(fraction, -24)
	case 31:
		if fraction != 0 {
			return float32(math.NaN())
		}
		x = math.Inf(1)
	default:
		x = math.Ldexp(1024+fraction, exponent-25)
	}
	if bits>>15 == 1 {
		x = -x
	}
	return float32(x)
}

// littleEndian reports whether this machine stores numbers as safetensors
// does.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }
