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
// order of their names and the header is padded with spaces to a multiple of
// 8, so the same entries give the same bytes, and 8-byte numbers of a file
// of them can be read in place. Metadata may be nil. A name that occurs
// twice, or an entry whose bytes do not fit its type and shape, is an error.
//
// Source: huggingface/safetensors, README.md (Format).
func Write(w io.Writer, metadata map[string]string, entries []Entry) error {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
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
			return err
		}
	}
	end := 0
	for i, e := range entries {
		if i > 0 && entries[i-1].Name == e.Name || e.Name == "__metadata__" {
			return fmt.Errorf("tensor %q: the name is taken", e.Name)
		}
		if e.Type.size() == 0 || e.Len()*e.Type.size() != len(e.Data) {
			return fmt.Errorf("tensor %q: has %d bytes; want as many as %s %v needs", e.Name, len(e.Data), e.Type, e.Shape)
		}
		info := struct {
			Type    Type   `json:"dtype"`
			Shape   []int  `json:"shape"`
			Offsets [2]int `json:"data_offsets"`
		}{e.Type, append([]int{}, e.Shape...), [2]int{end, end + len(e.Data)}}
		if err := member(e.Name, info); err != nil {
			return err
		}
		end += len(e.Data)
	}
	if header.Len() == 0 {
		header.WriteByte('{')
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	if _, err := w.Write(binary.LittleEndian.AppendUint64(nil, uint64(header.Len()))); err != nil {
		return err
	}
	if _, err := w.Write(header.Bytes()); err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := w.Write(e.Data); err != nil {
			return err
		}
	}
	return nil
}
