package tensor

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"unicode/utf8"
)

// A kind is how a value of metadata is stored.
type kind uint32

// The kinds that are read in a way of their own; the others are numbers.
const (
	kindBool  kind = 7
	kindText  kind = 8
	kindArray kind = 9
)

// kinds are their names in the specification and the bytes of a number; 0 for
// what has no fixed size.
var kinds = [...]struct {
	name string
	size int
}{
	{"UINT8", 1}, {"INT8", 1}, {"UINT16", 2}, {"INT16", 2}, {"UINT32", 4}, {"INT32", 4},
	{"FLOAT32", 4}, {"BOOL", 1}, {"STRING", 0}, {"ARRAY", 0}, {"UINT64", 8}, {"INT64", 8}, {"FLOAT64", 8},
}

// maxDepth is how deep arrays may stand in arrays. No published model has any
// within another.
const maxDepth = 4

// A value of metadata is checked when the file is parsed and decoded when it is
// asked for: a vocabulary of 100 000 words costs nothing before.
type value struct {
	kind  kind   // of the value, or of the array's elements
	array bool   // so there are count elements
	count int    // 1 without an array
	raw   []byte // the bytes of a string; the numbers; the elements
}

// String describes the value's type.
func (v value) String() string {
	if v.array {
		return fmt.Sprintf("an array of %d %s", v.count, kinds[v.kind].name)
	}
	return kinds[v.kind].name
}

// read reads one key and value.
func (g *GGUF) read(c *cursor) error {
	key, err := c.text()
	if err != nil {
		return fmt.Errorf("metadata value %d: its key %w", len(g.values)+1, err)
	}
	if len(key) > maxKey || !utf8.Valid(key) {
		return fmt.Errorf("metadata value %d: its key has %d bytes; want at most %d, in UTF-8", len(g.values)+1, len(key), maxKey)
	}
	name := string(key)
	if g.Has(name) {
		return fmt.Errorf("metadata %q: stands twice", name)
	}
	k, err := c.uint32()
	if err == nil {
		g.values[name], err = c.value(kind(k), 0)
	}
	if err != nil {
		return fmt.Errorf("metadata %q: %w", name, err)
	}
	return nil
}

// value goes over one value.
func (c *cursor) value(k kind, depth int) (value, error) {
	if int64(k) >= int64(len(kinds)) {
		return value{}, fmt.Errorf("is of type %d, which GGUF does not have", k)
	}
	v := value{kind: k, count: 1}
	var err error
	switch k {
	case kindArray:
		return c.array(depth)
	case kindText:
		v.raw, err = c.text()
	default:
		v.raw, err = c.take(uint64(kinds[k].size))
	}
	return v, err
}

// array goes over an array: the kind of its elements, their count, and they.
func (c *cursor) array(depth int) (value, error) {
	if depth == maxDepth {
		return value{}, fmt.Errorf("has arrays in arrays, more than %d deep", maxDepth)
	}
	k, err := c.uint32()
	if err != nil {
		return value{}, err
	}
	if int64(k) >= int64(len(kinds)) {
		return value{}, fmt.Errorf("is an array of type %d, which GGUF does not have", k)
	}
	n, err := c.uint64()
	if err != nil {
		return value{}, err
	}
	size := uint64(kinds[k].size)
	least := size
	switch kind(k) {
	case kindText:
		least = 8 // its length
	case kindArray:
		least = 4 + 8 // its kind and count
	}
	if err := c.fits(kinds[k].name, n, least); err != nil {
		return value{}, err
	}
	v, from := value{kind: kind(k), array: true, count: int(n)}, c.at
	if size > 0 {
		v.raw, err = c.take(n * size)
		return v, err
	}
	for range n {
		if _, err := c.value(kind(k), depth+1); err != nil {
			return value{}, err
		}
	}
	v.raw = c.data[from:c.at]
	return v, nil
}

// Keys returns the names of all values, sorted.
func (g *GGUF) Keys() []string { return slices.Sorted(maps.Keys(g.values)) }

// Has reports whether the file has a value of that name.
func (g *GGUF) Has(key string) bool {
	_, ok := g.values[key]
	return ok
}

// String returns a string. A value that is missing, or of another type, is an
// error here and below.
func (g *GGUF) String(key string) (string, error) {
	v, err := g.get(key, "STRING", func(v value) bool { return v.kind == kindText && !v.array })
	return string(v.raw), err
}

// Int returns a whole number of any size and sign.
func (g *GGUF) Int(key string) (int64, error) {
	v, err := g.get(key, "a whole number", func(v value) bool { return v.isInt() && !v.array })
	if err != nil {
		return 0, err
	}
	return v.int(key, 0)
}

// Float returns a number of type FLOAT32 or FLOAT64.
func (g *GGUF) Float(key string) (float64, error) {
	v, err := g.get(key, "FLOAT32 or FLOAT64", func(v value) bool { return v.isFloat() && !v.array })
	if err != nil {
		return 0, err
	}
	return v.float(0), nil
}

// Bool returns a truth value.
func (g *GGUF) Bool(key string) (bool, error) {
	v, err := g.get(key, "BOOL", func(v value) bool { return v.kind == kindBool && !v.array })
	if err != nil {
		return false, err
	}
	if v.raw[0] > 1 {
		return false, fmt.Errorf("metadata %q: is %d; want 0 or 1", key, v.raw[0])
	}
	return v.raw[0] == 1, nil
}

// Strings returns an array of strings.
func (g *GGUF) Strings(key string) ([]string, error) {
	v, err := g.get(key, "an array of STRING", func(v value) bool { return v.kind == kindText && v.array })
	if err != nil {
		return nil, err
	}
	texts := make([]string, v.count)
	rest := v.raw
	for i := range texts {
		n := binary.LittleEndian.Uint64(rest)
		texts[i], rest = string(rest[8:8+n]), rest[8+n:]
	}
	return texts, nil
}

// Ints returns an array of whole numbers of any size and sign.
func (g *GGUF) Ints(key string) ([]int64, error) {
	v, err := g.get(key, "an array of whole numbers", func(v value) bool { return v.isInt() && v.array })
	if err != nil {
		return nil, err
	}
	ints := make([]int64, v.count)
	for i := range ints {
		if ints[i], err = v.int(key, i); err != nil {
			return nil, err
		}
	}
	return ints, nil
}

// Bools returns an array of truth values.
func (g *GGUF) Bools(key string) ([]bool, error) {
	v, err := g.get(key, "an array of BOOL", func(v value) bool { return v.kind == kindBool && v.array })
	if err != nil {
		return nil, err
	}
	bools := make([]bool, v.count)
	for i, b := range v.raw {
		if b > 1 {
			return nil, fmt.Errorf("metadata %q: holds %d; want 0 or 1", key, b)
		}
		bools[i] = b == 1
	}
	return bools, nil
}

// Floats returns an array of FLOAT32 or FLOAT64.
func (g *GGUF) Floats(key string) ([]float64, error) {
	v, err := g.get(key, "an array of FLOAT32 or FLOAT64", func(v value) bool { return v.isFloat() && v.array })
	if err != nil {
		return nil, err
	}
	floats := make([]float64, v.count)
	for i := range floats {
		floats[i] = v.float(i)
	}
	return floats, nil
}

// get finds a value that is as wanted.
func (g *GGUF) get(key, want string, is func(value) bool) (value, error) {
	v, ok := g.values[key]
	switch {
	case !ok:
		return value{}, fmt.Errorf("metadata %q: missing; want %s", key, want)
	case !is(v):
		return value{}, fmt.Errorf("metadata %q: is %v; want %s", key, v, want)
	}
	return v, nil
}

func (v value) isInt() bool {
	return !v.isFloat() && v.kind != kindBool && kinds[v.kind].size > 0
}

func (v value) isFloat() bool { return kinds[v.kind].name[0] == 'F' }

// int returns whole number i.
func (v value) int(key string, i int) (int64, error) {
	b := v.raw[i*kinds[v.kind].size:]
	switch kinds[v.kind].name {
	case "UINT8":
		return int64(b[0]), nil
	case "INT8":
		return int64(int8(b[0])), nil
	case "UINT16":
		return int64(binary.LittleEndian.Uint16(b)), nil
	case "INT16":
		return int64(int16(binary.LittleEndian.Uint16(b))), nil
	case "UINT32":
		return int64(binary.LittleEndian.Uint32(b)), nil
	case "INT32":
		return int64(int32(binary.LittleEndian.Uint32(b))), nil
	}
	n := binary.LittleEndian.Uint64(b)
	if kinds[v.kind].name == "UINT64" && n > math.MaxInt64 {
		return 0, fmt.Errorf("metadata %q: holds %d; want at most %d", key, n, math.MaxInt64)
	}
	return int64(n), nil
}

// float returns float i.
func (v value) float(i int) float64 {
	b := v.raw[i*kinds[v.kind].size:]
	if kinds[v.kind].size == 4 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}
