package tensor

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

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
// memory. It panics if e has no such rows, or if they begin or end inside a
// block of quantised numbers, as rows of a table never do.
func (e Entry) Rows(from, to int) Entry {
	if len(e.Shape) == 0 || from < 0 || from > to || to > e.Shape[0] {
		panic(fmt.Sprintf("tensor: rows %d to %d of %s %v", from, to, e.Name, e.Shape))
	}
	part := Entry{Name: e.Name, Type: e.Type, Shape: append([]int{to - from}, e.Shape[1:]...)}
	numbers, bytes := e.Type.block()
	row := Entry{Shape: e.Shape[1:]}.Len()
	if from*row%numbers != 0 || to*row%numbers != 0 {
		panic(fmt.Sprintf("tensor: rows %d to %d of %s %v cut a block of %s", from, to, e.Name, e.Shape, e.Type))
	}
	part.Data = e.Data[from*row/numbers*bytes : to*row/numbers*bytes]
	return part
}

// whole checks that e's last axis is made of whole blocks, and that it has as
// many bytes as its type and shape say.
func (e Entry) whole() error {
	numbers, bytes := e.Type.block()
	row := 1
	if len(e.Shape) > 0 {
		row = e.Shape[len(e.Shape)-1]
	}
	if row%numbers != 0 {
		return fmt.Errorf("tensor %q: has rows of %d; want whole blocks of %d for %s", e.Name, row, numbers, e.Type)
	}
	if want := e.Len() / numbers * bytes; len(e.Data) != want {
		return fmt.Errorf("tensor %q: has %d bytes; want %d for %s %v", e.Name, len(e.Data), want, e.Type, e.Shape)
	}
	return nil
}

// littleEndian reports whether this machine stores numbers as safetensors
// does.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }
