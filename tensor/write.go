package tensor

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Write streams entries to w as a safetensors file. The tensors stand in the
// order of their names, so the same entries give the same bytes. Metadata may be
// nil. A name that occurs twice, or an entry whose bytes do not fit its type and
// shape, is an error.
//
// Source: huggingface/safetensors, README.md (Format).
func Write(w io.Writer, metadata map[string]string, entries []Entry) error {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	for _, e := range entries { // before anything is written
		if err := e.fits(); err != nil {
			return err
		}
	}
	out, err := NewWriter(w, metadata, entries)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := out.Write(e); err != nil {
			return err
		}
	}
	return out.Close()
}

// A Writer writes a safetensors file tensor by tensor, so that they need not be
// in memory all at once.
type Writer struct {
	w     io.Writer
	still []Entry // to come
}

// NewWriter begins a file that will hold tensors as in all, in this order: their
// names, types and shapes count, their data may be missing. The header is padded
// with spaces to a multiple of 8, so that 8-byte numbers of a file of them can be
// read in place. A name that occurs twice, or a type that is not known, is an
// error, and nothing is written then.
func NewWriter(w io.Writer, metadata map[string]string, all []Entry) (*Writer, error) {
	var header bytes.Buffer
	member := func(name string, value any) error {
		lead := byte(',')
		if header.Len() == 0 {
			lead = '{'
		}
		header.WriteByte(lead)
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		header.Write(key)
		header.WriteByte(':')
		header.Write(text)
		return nil
	}
	if metadata != nil {
		if err := member("__metadata__", metadata); err != nil {
			return nil, err
		}
	}
	end, taken := 0, map[string]bool{"__metadata__": true}
	for _, e := range all {
		if taken[e.Name] {
			return nil, fmt.Errorf("tensor %q: the name is taken", e.Name)
		}
		taken[e.Name] = true
		size := e.Len() * e.Type.size()
		if e.Type.size() == 0 {
			return nil, e.unfit()
		}
		info := struct {
			Type    Type   `json:"dtype"`
			Shape   []int  `json:"shape"`
			Offsets [2]int `json:"data_offsets"`
		}{e.Type, append([]int{}, e.Shape...), [2]int{end, end + size}}
		if err := member(e.Name, info); err != nil {
			return nil, err
		}
		end += size
	}
	if header.Len() == 0 {
		header.WriteByte('{')
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	if _, err := w.Write(binary.LittleEndian.AppendUint64(nil, uint64(header.Len()))); err != nil {
		return nil, err
	}
	_, err := w.Write(header.Bytes())
	return &Writer{w, slices.Clone(all)}, err
}

// Write writes the next tensor. One that is not as it was announced is an error.
func (w *Writer) Write(e Entry) error {
	if len(w.still) == 0 || w.still[0].Name != e.Name || w.still[0].Type != e.Type || !slices.Equal(w.still[0].Shape, e.Shape) {
		return fmt.Errorf("tensor %q: is not the one announced next", e.Name)
	}
	if err := e.fits(); err != nil {
		return err
	}
	w.still = w.still[1:]
	_, err := w.w.Write(e.Data)
	return err
}

// Close ends the file. A tensor that was announced and has not come is an error.
func (w *Writer) Close() error {
	if len(w.still) > 0 {
		return fmt.Errorf("tensor %q: was announced, but has not come", w.still[0].Name)
	}
	return nil
}

// fits checks that an entry's bytes fit its type and shape.
func (e Entry) fits() error {
	if e.Type.size() == 0 || e.Len()*e.Type.size() != len(e.Data) {
		return e.unfit()
	}
	return nil
}

func (e Entry) unfit() error {
	return fmt.Errorf("tensor %q: has %d bytes; want as many as %s %v needs", e.Name, len(e.Data), e.Type, e.Shape)
}
