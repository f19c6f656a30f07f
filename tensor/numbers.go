package tensor

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"
)

// Floats returns the numbers of e. They share e's memory where e already
// holds this very type, aligned, on a little-endian machine; else they are a
// copy, rounded where F is the narrower type. A type that holds no floats is
// an error.
func Floats[F Float](e Entry) ([]F, error) {
	if err := e.isFloat(); err != nil {
		return nil, err
	}
	n := e.Len()
	if Holds[F](e) && n > 0 {
		return unsafe.Slice((*F)(unsafe.Pointer(unsafe.SliceData(e.Data))), n), nil
	}
	floats := make([]F, n)
	return floats, ReadInto(floats, e)
}

// Holds reports whether e holds its numbers just as Floats gives them, so that
// nothing is copied.
func Holds[F Float](e Entry) bool {
	var zero F
	width := unsafe.Sizeof(zero)
	native := e.Type == F32 && width == 4 || e.Type == F64 && width == 8
	return native && littleEndian() && uintptr(unsafe.Pointer(unsafe.SliceData(e.Data)))%unsafe.Alignof(zero) == 0
}

// ReadInto is Floats into memory of the caller's: dst gets the numbers of e.
// Quantised numbers are made in float32, each operation rounded, as ggml makes
// them. It runs on the calling goroutine; a large table is shared out by its
// [Entry.Rows]. It panics if dst is not as long as e.
func ReadInto[F Float](dst []F, e Entry) error {
	if err := e.isFloat(); err != nil {
		return err
	}
	if len(dst) != e.Len() {
		panic(fmt.Sprintf("tensor: %s %v into %d numbers", e.Name, e.Shape, len(dst)))
	}
	if unsafe.Sizeof(F(0)) == 4 {
		widen(unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(dst))), len(dst)), e.Type, e.Data)
		return nil
	}
	if e.Type == F64 {
		for i := range dst {
			dst[i] = F(math.Float64frombits(binary.LittleEndian.Uint64(e.Data[8*i:])))
		}
		return nil
	}
	var some [256]float32 // whole blocks of every type
	numbers, bytes := e.Type.block()
	for from := 0; from < len(dst); from += len(some) {
		part := some[:min(len(some), len(dst)-from)]
		widen(part, e.Type, e.Data[from/numbers*bytes:])
		for i, x := range part {
			dst[from+i] = F(x)
		}
	}
	return nil
}

// isFloat checks that e holds floats, as many as its shape says.
func (e Entry) isFloat() error {
	switch e.Type {
	case F64, F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K:
		return e.whole()
	}
	return fmt.Errorf("tensor %q holds %s; want F64, F32, F16 or BF16, or Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K or Q6_K", e.Name, e.Type)
}

// widen fills dst with the numbers that src begins with.
func widen(dst []float32, t Type, src []byte) {
	switch t {
	case F64:
		for i := range dst {
			dst[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(src[8*i:])))
		}
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	case F16:
		for i := range dst {
			dst[i] = half(src[2*i : 2*i+2])
		}
	case BF16:
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:2*i+2])) << 16)
		}
	case Q4_0:
		readQ4_0(dst, src)
	case Q4_1:
		readQ4_1(dst, src)
	case Q5_0:
		readQ5_0(dst, src)
	case Q5_1:
		readQ5_1(dst, src)
	case Q8_0:
		readQ8_0(dst, src)
	case Q4_K:
		readQ4K(dst, src)
	case Q5_K:
		readQ5K(dst, src)
	case Q6_K:
		readQ6K(dst, src)
	}
}

// half widens an IEEE 754 half: 1 sign, 5 exponent and 10 fraction bits. Put
// where a float32 has its own, the sign by extension, they make a number that
// is 2¹¹² too small, which the product sets right, subnormal or not; the largest
// exponent, of Inf and NaN, is set by hand. It is exact: every half is a float32.
func half(b []byte) float32 {
	small := uint32(int16(binary.LittleEndian.Uint16(b))) << 13 & 0x8fffe000
	x := math.Float32bits(math.Float32frombits(small) * 0x1p112)
	if small&0x0f800000 == 0x0f800000 {
		x |= 0x7f800000
	}
	return math.Float32frombits(x)
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
	if err := e.whole(); err != nil {
		return nil, err
	}
	ints := make([]int64, e.Len())
	for i := range ints {
		ints[i] = at(i)
	}
	return ints, nil
}
