package tensor

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxHeader is the longest header that the reference implementation reads.
const maxHeader = 100_000_000

// A File is the named tensors of a safetensors file.
type File struct {
	Metadata map[string]string // the header's __metadata__; nil where there is none

	entries []Entry        // sorted by name
	index   map[string]int // name → place in entries
}

// Entries returns the tensors, sorted by name.
func (f *File) Entries() []Entry { return slices.Clone(f.entries) }

// Entry returns the tensor of that name.
func (f *File) Entry(name string) (Entry, bool) {
	i, ok := f.index[name]
	if !ok {
		return Entry{}, false
	}
	return f.entries[i], true
}

// Parse reads a safetensors file from its bytes: the header's length (8
// bytes, little-endian), the header (JSON), the numbers. The tensors share
// data's memory, so a memory map must outlive them.
//
// The whole header is checked before it is believed: well-formed JSON of
// known types, no name twice, each tensor's bytes as many as its type and
// shape say, and all of them together exactly the rest of the file, with
// neither gap nor overlap. Nothing is allocated on the header's word. Errors
// name the tensor; the caller adds the file's name.
//
// Source: huggingface/safetensors, README.md (Format) and
// safetensors/src/tensor.rs (Metadata::validate).
func Parse(data []byte) (*File, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("%d bytes are too few for a safetensors file; want at least 8; is it cut short?", len(data))
	}
	length := binary.LittleEndian.Uint64(data)
	data = data[8:]
	if length > uint64(len(data)) {
		return nil, fmt.Errorf("the header says it has %d bytes; only %d follow; the file is cut short or no safetensors file", length, len(data))
	}
	if length > maxHeader {
		return nil, fmt.Errorf("the header has %d bytes; want at most %d", length, maxHeader)
	}
	header, data := data[:length], data[length:]
	if !bytes.HasPrefix(header, []byte("{")) || !utf8.Valid(header) {
		return nil, errors.New("the header is not a JSON object in UTF-8; is it a safetensors file?")
	}
	if !json.Valid(header) {
		var anything any
		return nil, fmt.Errorf("the header is no JSON: %w", json.Unmarshal(header, &anything))
	}
	dec := json.NewDecoder(bytes.NewReader(header))
	dec.UseNumber()
	var metadata map[string]string
	var entries []Entry
	var spans []span
	err := object(dec, func(name string) (err error) {
		if name == "__metadata__" {
			if metadata, err = texts(dec); err != nil {
				err = fmt.Errorf("__metadata__: %w", err)
			}
			return err
		}
		e, s, err := entry(name, dec)
		if err != nil {
			return fmt.Errorf("tensor %q: %w", name, err)
		}
		s.entry = len(entries)
		entries, spans = append(entries, e), append(spans, s)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := place(entries, spans, data); err != nil {
		return nil, err
	}
	f, err := collect(entries)
	if err == nil {
		f.Metadata = metadata
	}
	return f, err
}

// collect makes a file of entries, whose order it changes.
func collect(entries []Entry) (*File, error) {
	f := &File{entries: entries, index: make(map[string]int, len(entries))}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	for i, e := range entries {
		if i > 0 && entries[i-1].Name == e.Name {
			return nil, fmt.Errorf("tensor %q: stands twice", e.Name)
		}
		f.index[e.Name] = i
	}
	return f, nil
}

// A span is where a tensor's bytes lie after the header.
type span struct {
	from, to uint64
	entry    int
}

// texts reads an object of names and strings.
func texts(dec *json.Decoder) (map[string]string, error) {
	all := map[string]string{}
	err := object(dec, func(key string) error {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		text, ok := token.(string)
		if !ok {
			return fmt.Errorf("%q is %v; want a string", key, token)
		}
		all[key] = text
		return nil
	})
	return all, err
}

// entry reads one tensor's place in the header and checks that its bytes are
// as many as its type and shape say.
func entry(name string, dec *json.Decoder) (Entry, span, error) {
	e := Entry{Name: name}
	var shape, offsets []uint64
	err := object(dec, func(key string) (err error) {
		switch key {
		case "dtype":
			var token json.Token
			token, err = dec.Token()
			text, ok := token.(string)
			if err == nil && !ok {
				err = fmt.Errorf("dtype is %v; want a string", token)
			}
			e.Type = Type(text)
		case "shape":
			shape, err = list(key, dec)
		case "data_offsets":
			offsets, err = list(key, dec)
		default:
			err = fmt.Errorf("%q is unknown; want dtype, shape, data_offsets", key)
		}
		return err
	})
	if err != nil {
		return e, span{}, err
	}
	size := e.Type.size()
	switch {
	case size == 0:
		return e, span{}, fmt.Errorf("dtype is %q; want one of F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL", e.Type)
	case shape == nil:
		return e, span{}, errors.New("has no shape")
	case len(offsets) != 2 || offsets[0] > offsets[1]:
		return e, span{}, fmt.Errorf("data_offsets are %v; want [begin end], begin ≤ end", offsets)
	}
	e.Shape = make([]int, len(shape))
	want := uint64(size)
	for i, d := range shape {
		high, low := bits.Mul64(want, d)
		if high != 0 || d > math.MaxInt || low > math.MaxInt {
			return e, span{}, fmt.Errorf("shape %v is larger than any memory", shape)
		}
		e.Shape[i], want = int(d), low
	}
	if got := offsets[1] - offsets[0]; got != want {
		return e, span{}, fmt.Errorf("has %d bytes (data_offsets %v); want %d for %s %v", got, offsets, want, e.Type, shape)
	}
	return e, span{from: offsets[0], to: offsets[1]}, nil
}

// place gives every tensor its bytes. Taken in the order of their offsets,
// each must begin where the one before it ended, and the last end the file.
func place(entries []Entry, spans []span, data []byte) error {
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.entry, b.entry))
	})
	end := uint64(0)
	for _, s := range spans {
		e := &entries[s.entry]
		if s.from != end {
			return fmt.Errorf("tensor %q: begins at byte %d; want %d, where the tensor before it ends", e.Name, s.from, end)
		}
		if s.to > uint64(len(data)) {
			return fmt.Errorf("tensor %q: ends at byte %d; only %d follow the header; the file is cut short", e.Name, s.to, len(data))
		}
		e.Data, end = data[s.from:s.to:s.to], s.to
	}
	if end != uint64(len(data)) {
		return fmt.Errorf("%d bytes follow the last tensor; want none", uint64(len(data))-end)
	}
	return nil
}

// object reads a JSON object and calls visit for each member's name, in
// order; visit reads its value. A name that stands twice is an error, as is
// another value than an object.
func object(dec *json.Decoder, visit func(name string) error) error {
	open, err := dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("is %v; want a JSON object", open)
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		name := token.(string) // a member begins with a string, or Token would have failed
		if seen[name] {
			return fmt.Errorf("%q stands twice", name)
		}
		seen[name] = true
		if err := visit(name); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// list reads a JSON list of whole numbers from 0 up; it is never nil.
func list(name string, dec *json.Decoder) ([]uint64, error) {
	open, err := dec.Token()
	if err != nil {
		return nil, err
	}
	if open != json.Delim('[') {
		return nil, fmt.Errorf("%s is %v; want a list", name, open)
	}
	numbers := []uint64{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		number, _ := token.(json.Number)
		n, err := strconv.ParseUint(string(number), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s holds %v; want whole numbers from 0 up", name, token)
		}
		numbers = append(numbers, n)
	}
	_, err = dec.Token()
	return numbers, err
}
