package tensor

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// A GGUF is what a GGUF file holds: tensors, as a [File] without Metadata, and
// metadata of its own, whose values have types: [GGUF.String] and its kin read
// them.
type GGUF struct {
	*File
	Version int // of the form: 2 or 3

	values map[string]value
}

// Bounds of the format, and of what is ever written.
const (
	maxAxes = 4       // GGML_MAX_DIMS
	maxKey  = 1 << 16 // the specification's bound on a key's bytes
)

// ParseGGUF reads a GGUF file from its bytes: "GGUF", the version, how many
// tensors and how many values of metadata follow (little-endian), the values,
// the tensors' names, axes, types and places, and, from the next multiple of
// general.alignment on, their numbers. The tensors share data's memory, so a
// memory map must outlive them. Shapes have the outermost axis first, as
// everywhere in heed; the file has it last.
//
// No count and no length is believed before as many bytes are there as it needs
// at least, so what is allocated is in proportion to the header's bytes. Every
// tensor must have rows of whole blocks, and lie within the file, aligned, and
// apart from the others. Types that [Floats] does not read are let stand until
// their numbers are asked for. Errors name the tensor or the value; the caller
// adds the file's name.
//
// Source: ggml-org/ggml, docs/gguf.md; gguf-py/gguf/gguf_reader.py.
func ParseGGUF(data []byte) (*GGUF, error) {
	c := &cursor{data: data}
	head, err := c.take(24)
	if err != nil || !bytes.HasPrefix(head, []byte("GGUF")) {
		return nil, errors.New(`does not begin with "GGUF", a version and two counts; is it a GGUF file, and whole?`)
	}
	g := &GGUF{values: map[string]value{}}
	version, tensors, values := binary.LittleEndian.Uint32(head[4:]), binary.LittleEndian.Uint64(head[8:]), binary.LittleEndian.Uint64(head[16:])
	switch {
	case version == 2 || version == 3:
		g.Version = int(version)
	case version&0xffff == 0:
		return nil, errors.New("the file is big-endian; want little-endian: convert it with gguf_convert_endian.py of llama.cpp")
	default:
		return nil, fmt.Errorf("the file is of GGUF version %d; want 2 or 3: convert the model again with a newer llama.cpp", version)
	}
	if err := c.fits("values of metadata", values, 8+4+1); err != nil {
		return nil, err
	}
	for range values {
		if err := g.read(c); err != nil {
			return nil, err
		}
	}
	if err := c.fits("tensors", tensors, 8+4+4+8); err != nil {
		return nil, err
	}
	var entries []Entry
	var spans []span
	for i := range tensors {
		e, s, err := c.tensor()
		if err != nil {
			return nil, fmt.Errorf("tensor %d of %d: %w", i+1, tensors, err)
		}
		s.entry = len(entries)
		entries, spans = append(entries, e), append(spans, s)
	}
	align, err := g.alignment()
	if err != nil {
		return nil, err
	}
	start := min(aligned(uint64(c.at), align), uint64(len(data)))
	if err := spread(entries, spans, data[start:], align); err != nil {
		return nil, err
	}
	g.File, err = collect(entries)
	return g, err
}

// tensor reads a tensor's name, axes, type and place.
func (c *cursor) tensor() (Entry, span, error) {
	name, err := c.text()
	if err != nil {
		return Entry{}, span{}, fmt.Errorf("its name %w", err)
	}
	if len(name) > maxKey || !utf8.Valid(name) {
		return Entry{}, span{}, fmt.Errorf("its name has %d bytes; want at most %d, in UTF-8", len(name), maxKey)
	}
	e := Entry{Name: string(name)}
	fail := func(format string, args ...any) (Entry, span, error) {
		return e, span{}, fmt.Errorf("%q: "+format, append([]any{e.Name}, args...)...)
	}
	axes, err := c.uint32()
	if err != nil {
		return fail("%w", err)
	}
	if axes > maxAxes {
		return fail("has %d axes; want at most %d", axes, maxAxes)
	}
	info, err := c.take(8*uint64(axes) + 4 + 8)
	if err != nil {
		return fail("%w", err)
	}
	e.Shape = make([]int, axes)
	count := uint64(1)
	for i := range e.Shape {
		d := binary.LittleEndian.Uint64(info[8*i:])
		high, low := bits.Mul64(count, d)
		if high != 0 || max(d, low) > math.MaxInt {
			return fail("its axis %d of %d makes it larger than any memory", i, d)
		}
		e.Shape[len(e.Shape)-1-i], count = int(d), low
	}
	kind, from := binary.LittleEndian.Uint32(info[8*axes:]), binary.LittleEndian.Uint64(info[8*axes+4:])
	if uint64(kind) >= uint64(len(ggml)) || ggml[kind].bytes == 0 {
		return fail("is of ggml's type %d, which heed does not know; want a model in F32, F16, BF16, Q8_0 or Q4_K_M", kind)
	}
	l := ggml[kind]
	e.Type = l.name
	high, size := bits.Mul64(count/uint64(l.numbers), uint64(l.bytes))
	to, carry := bits.Add64(from, size, 0)
	if high != 0 || carry != 0 || max(from, to) > math.MaxInt {
		return fail("%s %v at byte %d is larger than any memory", e.Type, e.Shape, from)
	}
	return e, span{from: from, to: to}, nil
}

// spread gives every tensor its bytes.
func spread(entries []Entry, spans []span, data []byte, align uint64) error {
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.entry, b.entry))
	})
	end, last := uint64(0), ""
	for _, s := range spans {
		e := &entries[s.entry]
		switch {
		case s.from%align != 0:
			return fmt.Errorf("tensor %q: begins at byte %d; want a multiple of %d", e.Name, s.from, align)
		case s.from < end:
			return fmt.Errorf("tensor %q: begins at byte %d, where %q still goes on, up to %d", e.Name, s.from, last, end)
		case s.to > uint64(len(data)):
			return fmt.Errorf("tensor %q: ends at byte %d; only %d follow the header; the file is cut short", e.Name, s.to, len(data))
		}
		e.Data, end, last = data[s.from:s.to:s.to], s.to, e.Name
		if err := e.whole(); err != nil {
			return err
		}
	}
	return nil
}

// alignment is general.alignment, or 32 where the file does not say.
func (g *GGUF) alignment() (uint64, error) {
	const key = "general.alignment"
	if !g.Has(key) {
		return 32, nil
	}
	n, err := g.Int(key)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > math.MaxUint32 || n&(n-1) != 0 {
		return 0, fmt.Errorf("metadata %q: is %d; want a power of two", key, n)
	}
	return uint64(n), nil
}

// aligned is the first multiple of align, a power of two, from n on.
func aligned(n, align uint64) uint64 { return (n + align - 1) &^ (align - 1) }
