package tensor_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"heed/tensor"
)

// file puts a header and data together as safetensors does.
func file(header, data string) []byte {
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...), data...)
}

func TestParseRefusesLyingFiles(t *testing.T) {
	const eight = "12345678"
	tests := []struct {
		claim string
		data  []byte
		want  string // in the message
	}{
		{"an empty file", nil, "0 bytes are too few"},
		{"a file shorter than its header's length", []byte("1234567"), "7 bytes are too few"},
		{"a header longer than the file", file(`{}`, "")[:9], "says it has 2 bytes; only 1 follow"},
		{"a header's length beyond any file", append(bytes.Repeat([]byte{255}, 8), "{}"...), "says it has 18446744073709551615 bytes"},
		{"a text file", []byte("# A readme of some other project"), "says it has"},
		{"a header that is a list", file(`[]`, ""), "not a JSON object"},
		{"an empty header", file(``, ""), "not a JSON object"},
		{"a header that ends early", file(`{"a":`, ""), "no JSON"},
		{"a header with something behind it", file(`{} {}`, ""), "no JSON"},
		{"a header that is not UTF-8", file("{\"\xff\":1}", ""), "not a JSON object in UTF-8"},
		{"a tensor that is a number", file(`{"a":1}`, ""), `tensor "a": is 1; want a JSON object`},
		{"a tensor without a type", file(`{"a":{"shape":[2],"data_offsets":[0,8]}}`, eight), `tensor "a": dtype is ""`},
		{"a type that does not exist", file(`{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}`, eight), `tensor "a": dtype is "F31"`},
		{"a tensor without a shape", file(`{"a":{"dtype":"F32","data_offsets":[0,8]}}`, eight), `tensor "a": has no shape`},
		{"a negative dimension", file(`{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}`, eight), `tensor "a": shape holds -2`},
		{"a null dimension", file(`{"a":{"dtype":"F32","shape":[null],"data_offsets":[0,0]}}`, ""), `tensor "a": shape holds <nil>`},
		{"half a dimension", file(`{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,8]}}`, eight), `tensor "a": shape holds 0.5`},
		{"a shape in a list of its own", file(`{"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}`, eight), `tensor "a": shape holds [`},
		{"a shape that is a number", file(`{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}`, eight), `tensor "a": shape is 2; want a list`},
		{"a type that is a number", file(`{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}`, eight), `tensor "a": dtype is 32; want a string`},
		{"a shape that overflows", file(`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`, ""), `tensor "a": shape [4294967296 4294967296] is larger`},
		{"a dimension that overflows", file(`{"a":{"dtype":"F32","shape":[0,18446744073709551615],"data_offsets":[0,0]}}`, ""), `tensor "a": shape [0 18446744073709551615] is larger`},
		{"a shape that its bytes do not fit", file(`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}`, eight), `tensor "a": has 8 bytes (data_offsets [0 8]); want 12 for F32 [3]`},
		{"offsets the wrong way round", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}`, eight), `tensor "a": data_offsets are [8 0]`},
		{"one offset", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}`, eight), `tensor "a": data_offsets are [8]`},
		{"an end beyond the file", file(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`, eight), `tensor "a": ends at byte 16; only 8 follow`},
		{"a gap", file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight), `tensor "a": begins at byte 4; want 0`},
		{"an overlap", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight), `tensor "b": begins at byte 4; want 8`},
		{"bytes that belong to nobody", file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, eight), "4 bytes follow the last tensor"},
		{"a name that stands twice", file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight), `"a" stands twice`},
		{"a key that means nothing", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"order":"F"}}`, eight), `tensor "a": "order" is unknown`},
		{"metadata of other things than strings", file(`{"__metadata__":{"n":1}}`, ""), `__metadata__: "n" is 1; want a string`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			_, err := tensor.Parse(tt.data)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		})
	}
}

func TestParseReads(t *testing.T) {
	f, err := tensor.Parse(file(`{"__metadata__":{"format":"pt"},"b":{"dtype":"I32","shape":[],"data_offsets":[8,12]},"a":{"data_offsets":[0,8],"shape":[2,1],"dtype":"F32"},"none":{"dtype":"F8_E4M3","shape":[0],"data_offsets":[8,8]}}  `,
		"\x00\x00\x80\x3f\x00\x00\x00\xc0\xff\xff\xff\xff"))
	if err != nil {
		t.Fatal(err)
	}
	if f.Metadata["format"] != "pt" {
		t.Errorf("metadata %v; want format pt", f.Metadata)
	}
	var names []string
	for _, e := range f.Entries() {
		names = append(names, e.Name)
	}
	if !slices.Equal(names, []string{"a", "b", "none"}) {
		t.Errorf("names %q; want them sorted", names)
	}
	a, _ := f.Entry("a")
	if got, err := tensor.Floats[float64](a); err != nil || !slices.Equal(got, []float64{1, -2}) {
		t.Errorf("a = %v, %v; want 1, -2", got, err)
	}
	b, _ := f.Entry("b")
	if got, err := tensor.Ints(b); err != nil || !slices.Equal(got, []int64{-1}) || len(b.Shape) != 0 {
		t.Errorf("b = %v %v, %v; want the scalar -1", b.Shape, got, err)
	}
	if _, err := tensor.Floats[float32](b); err == nil {
		t.Error("I32 read as floats; want an error")
	}
	if _, err := tensor.Ints(a); err == nil {
		t.Error("F32 read as integers; want an error")
	}
	if _, ok := f.Entry("c"); ok {
		t.Error("found a tensor that is not there")
	}
}

// TestFloatsOfEveryType reads the same numbers from each type, and F32 both
// aligned and not.
func TestFloatsOfEveryType(t *testing.T) {
	tests := []struct {
		kind tensor.Type
		data []byte
		want []float64
	}{
		{tensor.F64, binary.LittleEndian.AppendUint64(nil, math.Float64bits(-1.5)), []float64{-1.5}},
		{tensor.F32, binary.LittleEndian.AppendUint32(nil, math.Float32bits(-1.5)), []float64{-1.5}},
		{tensor.BF16, []byte{0xc0, 0xbf, 0x80, 0x7f}, []float64{-1.5, math.Inf(1)}},
		{tensor.F16, []byte{0x00, 0xbe, 0x00, 0x7c, 0x00, 0xfc, 0x01, 0x00, 0xff, 0x7b, 0xff, 0x03, 0x00, 0x80}, // normal, ±Inf, the least, the largest, the largest subnormal, −0
			[]float64{-1.5, math.Inf(1), math.Inf(-1), math.Ldexp(1, -24), 65504, math.Ldexp(1023, -24), 0}},
	}
	for _, tt := range tests {
		for _, offset := range []int{0, 1} {
			room := append(make([]byte, offset), tt.data...)
			e := tensor.Entry{Name: "x", Type: tt.kind, Shape: []int{len(tt.want)}, Data: room[offset:]}
			wide, err := tensor.Floats[float64](e)
			if err != nil || !slices.Equal(wide, tt.want) {
				t.Errorf("%s at offset %d as float64 = %v, %v; want %v", tt.kind, offset, wide, err, tt.want)
			}
			narrow, err := tensor.Floats[float32](e)
			if err != nil || len(narrow) != len(tt.want) || float64(narrow[0]) != tt.want[0] {
				t.Errorf("%s at offset %d as float32 = %v, %v; want %v", tt.kind, offset, narrow, err, tt.want)
			}
		}
	}
	nan, err := tensor.Floats[float32](tensor.Entry{Type: tensor.F16, Shape: []int{1}, Data: []byte{0x01, 0x7e}})
	if err != nil || !math.IsNaN(float64(nan[0])) {
		t.Errorf("half NaN = %v, %v", nan, err)
	}
}

func TestIntsOfEveryType(t *testing.T) {
	tests := []struct {
		kind tensor.Type
		data []byte
		want int64
	}{
		{tensor.I64, []byte{0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, -2},
		{tensor.I32, []byte{0xfe, 0xff, 0xff, 0xff}, -2},
		{tensor.I16, []byte{0xfe, 0xff}, -2},
		{tensor.I8, []byte{0xfe}, -2},
		{tensor.U8, []byte{0xfe}, 254},
		{tensor.Bool, []byte{1}, 1},
	}
	for _, tt := range tests {
		got, err := tensor.Ints(tensor.Entry{Name: "x", Type: tt.kind, Shape: []int{1}, Data: tt.data})
		if err != nil || !slices.Equal(got, []int64{tt.want}) {
			t.Errorf("%s = %v, %v; want %d", tt.kind, got, err, tt.want)
		}
	}
}

func TestWriteIsReadBack(t *testing.T) {
	entries := []tensor.Entry{
		tensor.Of("b", []int{2, 2}, []float32{1, 2, 3, 4}),
		tensor.Of("a.\"x\"", []int{3}, []int64{-1, 0, 1}),
		tensor.Of("c", []int{}, []float64{math.Pi}),
		tensor.Of("none", []int{0, 5}, []float32{}),
	}
	var first, second bytes.Buffer
	if err := tensor.Write(&first, map[string]string{"format": "heed"}, entries); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(entries)
	if err := tensor.Write(&second, map[string]string{"format": "heed"}, entries); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("another order of the same entries gave other bytes")
	}
	if n := binary.LittleEndian.Uint64(first.Bytes()); n%8 != 0 {
		t.Errorf("header of %d bytes; want a multiple of 8", n)
	}
	f, err := tensor.Parse(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range entries {
		got, ok := f.Entry(want.Name)
		if !ok || got.Type != want.Type || !slices.Equal(got.Shape, want.Shape) || !bytes.Equal(got.Data, want.Data) {
			t.Errorf("%s = %v; want %v", want.Name, got, want)
		}
	}
	if f.Metadata["format"] != "heed" {
		t.Errorf("metadata %v; want format heed", f.Metadata)
	}
}

func TestWriteRefuses(t *testing.T) {
	one := tensor.Of("a", []int{1}, []float32{1})
	short := one
	short.Shape = []int{2}
	for claim, entries := range map[string][]tensor.Entry{
		"a name that occurs twice":           {one, one},
		"a shape that its bytes do not fit":  {short},
		"the name of the header's own entry": {{Name: "__metadata__", Type: tensor.F32, Shape: []int{0}}},
		"a type that does not exist":         {{Name: "a", Type: "F31", Shape: []int{0}}},
	} {
		var out bytes.Buffer
		if err := tensor.Write(&out, nil, entries); err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v and %d bytes; want an error and none", claim, err, out.Len())
		}
	}
}

// FuzzParse looks for panics, for memory beyond the file's own size, and for
// files that are read but do not come back the same.
func FuzzParse(f *testing.F) {
	f.Add([]byte{})
	f.Add(file(`{}`, ""))
	f.Add(file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, "12345678"))
	f.Add(file(`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}`, "12345678"))
	f.Add(file(`{"__metadata__":{"a":"b"},"a":{"dtype":"BOOL","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}`, "12"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := tensor.Parse(data)
		if err != nil {
			return
		}
		total := 0
		for _, e := range read.Entries() {
			total += len(e.Data)
			if floats, err := tensor.Floats[float32](e); err == nil && len(floats) != e.Len() {
				t.Errorf("%s: %d floats; want %d", e.Name, len(floats), e.Len())
			}
			if ints, err := tensor.Ints(e); err == nil && len(ints) != e.Len() {
				t.Errorf("%s: %d integers; want %d", e.Name, len(ints), e.Len())
			}
		}
		if total > len(data) {
			t.Errorf("tensors of %d bytes in a file of %d", total, len(data))
		}
		var out bytes.Buffer
		if err := tensor.Write(&out, read.Metadata, read.Entries()); err != nil {
			t.Fatal(err)
		}
		again, err := tensor.Parse(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range read.Entries() {
			if got, ok := again.Entry(want.Name); !ok || !bytes.Equal(got.Data, want.Data) {
				t.Errorf("%q came back as %v; want %v", want.Name, got, want)
			}
		}
	})
}
