package tensor_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heed/tensor"
)

func tinyGGUF(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/tiny.gguf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestParseGGUFReads reads what the package gguf wrote, under either version.
func TestParseGGUFReads(t *testing.T) {
	for _, version := range []byte{2, 3} {
		data := tinyGGUF(t)
		data[4] = version
		g, err := tensor.ParseGGUF(data)
		if err != nil {
			t.Fatal(err)
		}
		if g.Version != int(version) {
			t.Errorf("version %d; want %d", g.Version, version)
		}
		for key, want := range map[string]any{
			"general.architecture": "llama", "general.alignment": int64(64), "text": "größe ▁",
			"n.uint8": int64(200), "n.int8": int64(-100), "n.uint16": int64(60000), "n.int16": int64(-30000),
			"n.uint32": int64(4000000000), "n.int32": int64(-2000000000), "n.int64": int64(math.MinInt64),
			"n.float32": float64(float32(1e-5)), "n.float64": 1e-300, "n.true": true, "n.false": false,
			"texts": []string{"<unk>", "", "▁the"}, "int32s": []int64{1, -2, 3}, "uint8s": []int64{1, 255},
			"float32s": []float64{0.5, -1.25},
		} {
			var got any
			var err error
			switch want.(type) {
			case string:
				got, err = g.String(key)
			case int64:
				got, err = g.Int(key)
			case float64:
				got, err = g.Float(key)
			case bool:
				got, err = g.Bool(key)
			case []string:
				got, err = g.Strings(key)
			case []int64:
				got, err = g.Ints(key)
			case []float64:
				got, err = g.Floats(key)
			}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s = %v, %v; want %v", key, got, err, want)
			}
		}
		if keys := g.Keys(); len(keys) != 20 || !slices.IsSorted(keys) || !g.Has("text") || g.Has("texte") {
			t.Errorf("keys %q", keys)
		}
		for name, want := range map[string]struct {
			shape []int
			last  float32
		}{"z.f32": {[]int{2, 3}, 5}, "f16": {[]int{6}, 5}, "bf16": {[]int{6}, 5}, "deep": {[]int{4, 3, 2, 1}, 23}, "q8_0": {[]int{2, 64}, 63}} {
			e, _ := g.Entry(name)
			floats, err := tensor.Floats[float32](e)
			if err != nil || !slices.Equal(e.Shape, want.shape) || math.Abs(float64(floats[len(floats)-1]-want.last)) > 0.01 {
				t.Errorf("%s %v = %v, %v; want %v ending in %g", name, e.Shape, floats, err, want.shape, want.last)
			}
		}
		if e, _ := g.Entry("i32"); true {
			if ints, err := tensor.Ints(e); err != nil || !slices.Equal(ints, []int64{-1, 7}) || !slices.Equal(e.Shape, []int{2, 1}) {
				t.Errorf("i32 %v = %v, %v", e.Shape, ints, err)
			}
		}
		if e, ok := g.Entry("q2_k"); !ok || e.Type != "Q2_K" {
			t.Errorf("q2_k is %v; want it there, of type Q2_K", e)
		} else if _, err := tensor.Floats[float32](e); err == nil || !strings.Contains(err.Error(), `tensor "q2_k" holds Q2_K; want`) {
			t.Errorf("floats of Q2_K: error %v; want one that names the type", err)
		}
	}
}

func TestGGUFValuesOfAnotherType(t *testing.T) {
	g, err := tensor.ParseGGUF(tinyGGUF(t))
	if err != nil {
		t.Fatal(err)
	}
	for want, read := range map[string]func() error{
		`metadata "none": missing; want STRING`:                                        func() error { _, err := g.String("none"); return err },
		`metadata "n.int8": is INT8; want STRING`:                                      func() error { _, err := g.String("n.int8"); return err },
		`metadata "texts": is an array of 3 STRING; want STRING`:                       func() error { _, err := g.String("texts"); return err },
		`metadata "n.true": is BOOL; want a whole number`:                              func() error { _, err := g.Int("n.true"); return err },
		`metadata "n.uint64": holds 9223372036854775808; want at most`:                 func() error { _, err := g.Int("n.uint64"); return err },
		`metadata "n.int8": is INT8; want FLOAT32 or FLOAT64`:                          func() error { _, err := g.Float("n.int8"); return err },
		`metadata "n.uint8": is UINT8; want BOOL`:                                      func() error { _, err := g.Bool("n.uint8"); return err },
		`metadata "text": is STRING; want an array of STRING`:                          func() error { _, err := g.Strings("text"); return err },
		`metadata "float32s": is an array of 2 FLOAT32; want an array of whole`:        func() error { _, err := g.Ints("float32s"); return err },
		`metadata "uint64s": holds 18446744073709551615; want at most`:                 func() error { _, err := g.Ints("uint64s"); return err },
		`metadata "int32s": is an array of 3 INT32; want an array of FLOAT32 or FLOAT`: func() error { _, err := g.Floats("int32s"); return err },
	} {
		if err := read(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v; want %q", err, want)
		}
	}
}

// A writer puts a GGUF file together, lies included.
type writer []byte

func header(version uint32, tensors, values uint64) writer {
	return writer("GGUF").u32(version).u64(tensors).u64(values)
}

func (w writer) u8(n byte) writer    { return append(w, n) }
func (w writer) u32(n uint32) writer { return binary.LittleEndian.AppendUint32(w, n) }
func (w writer) u64(n uint64) writer { return binary.LittleEndian.AppendUint64(w, n) }
func (w writer) text(s string) writer {
	return append(w.u64(uint64(len(s))), s...)
}

// tensor adds a tensor's place; its axes innermost first.
func (w writer) tensor(name string, kind uint32, from uint64, axes ...uint64) writer {
	w = w.text(name).u32(uint32(len(axes)))
	for _, d := range axes {
		w = w.u64(d)
	}
	return w.u32(kind).u64(from)
}

// data pads to the alignment and adds n bytes.
func (w writer) data(n int) writer {
	return append(w, make([]byte, (32-len(w)%32)%32+n)...)
}

// liars are files that say of themselves what is not so.
var liars = []struct {
	claim string
	data  []byte
	want  string // in the message
}{
	{"an empty file", nil, "is it a GGUF file"},
	{"a text file", []byte("# A readme of some other project"), "is it a GGUF file"},
	{"a file that ends in its counts", header(3, 0, 0)[:20], "is it a GGUF file, and whole?"},
	{"a big-endian file", header(0x03000000, 0, 0), "is big-endian"},
	{"version 1", header(1, 0, 0), "version 1; want 2 or 3"},
	{"version 4", header(4, 0, 0), "version 4; want 2 or 3"},
	{"more values than bytes", header(3, 0, 1<<60), "says it has 1152921504606846976 values of metadata; only 0 bytes follow at byte 24"},
	{"more tensors than bytes", header(3, 1<<60, 0), "says it has 1152921504606846976 tensors; only 0 bytes"},
	{"a key longer than the file", header(3, 0, 1).u64(1 << 62).u64(0), "metadata value 1: its key needs 4611686018427387904 bytes at byte 32; only 8 follow"},
	{"a key beyond bounds", header(3, 0, 1).text(strings.Repeat("a", 1<<16+1)).u32(0).data(1), "its key has 65537 bytes"},
	{"a key that is not UTF-8", header(3, 0, 1).text("\xff").u32(0).data(1), "in UTF-8"},
	{"a value of no type", header(3, 0, 1).text("a").u32(13).data(1), `metadata "a": is of type 13`},
	{"a number that is cut short", header(3, 0, 1).text("a").u32(10).u32(0), `metadata "a": needs 8 bytes`},
	{"a key that stands twice", header(3, 0, 2).text("a").u32(7).u8(1).text("a").u32(7).u8(1), `metadata "a": stands twice`},
	{"a string longer than the file", header(3, 0, 1).text("a").u32(8).u64(1<<64 - 1), `metadata "a": needs 18446744073709551615 bytes`},
	{"an array of no type", header(3, 0, 1).text("a").u32(9).u32(13).u64(1).u64(0), `metadata "a": is an array of type 13`},
	{"an array longer than the file", header(3, 0, 1).text("a").u32(9).u32(6).u64(1 << 62).u64(0), `metadata "a": says it has 4611686018427387904 FLOAT32; only 8 bytes`},
	{"more strings than bytes", header(3, 0, 1).text("a").u32(9).u32(8).u64(3).text("").text(""), `metadata "a": says it has 3 STRING`},
	{"a string in an array longer than the file", header(3, 0, 1).text("a").u32(9).u32(8).u64(2).text("").u64(9), `metadata "a": needs 9 bytes`},
	{"arrays in arrays without end", func() writer {
		w := header(3, 0, 1).text("a").u32(9)
		for range 1000 {
			w = w.u32(9).u64(1)
		}
		return w
	}(), `more than 4 deep`},
	{"an alignment of 0", header(3, 0, 1).text("general.alignment").u32(4).u32(0), `metadata "general.alignment": is 0; want a power of two`},
	{"an alignment of 48", header(3, 0, 1).text("general.alignment").u32(4).u32(48), "is 48; want a power of two"},
	{"an alignment in words", header(3, 0, 1).text("general.alignment").u32(8).text("32"), "is STRING; want a whole number"},
	{"five axes", header(3, 1, 0).tensor("a", 0, 0, 1, 1, 1, 1, 1).data(4), `tensor 1 of 1: "a": has 5 axes; want at most 4`},
	{"a name longer than the file", header(3, 1, 0).u64(1 << 40).data(64), "tensor 1 of 1: its name needs"},
	{"a tensor that is cut short", header(3, 1, 0).tensor("a", 0, 0, 1)[:24+8+1+4+8+4], `tensor 1 of 1: `},
	{"axes that overflow", header(3, 1, 0).tensor("a", 0, 0, 1<<40, 1<<40).data(4), `"a": its axis 1 of 1099511627776 makes it larger than any memory`},
	{"bytes that overflow", header(3, 1, 0).tensor("a", 0, 0, 1<<62).data(4), `"a": F32 [4611686018427387904] at byte 0 is larger than any memory`},
	{"a place that overflows", header(3, 1, 0).tensor("a", 0, 1<<64-32, 32).data(4), `"a": F32 [32] at byte 18446744073709551584 is larger`},
	{"a type that ggml has dropped", header(3, 1, 0).tensor("a", 4, 0, 32).data(64), `"a": is of ggml's type 4, which heed does not know`},
	{"a type that does not exist", header(3, 1, 0).tensor("a", 1<<31, 0, 32).data(64), `"a": is of ggml's type 2147483648`},
	{"a row that is no whole number of blocks", header(3, 1, 0).tensor("a", 8, 0, 48, 2).data(102), `tensor "a": has rows of 48; want whole blocks of 32 for Q8_0`},
	{"a place that is not aligned", header(3, 1, 0).tensor("a", 0, 4, 1).data(64), `tensor "a": begins at byte 4; want a multiple of 32`},
	{"an overlap", header(3, 2, 0).tensor("a", 0, 0, 9).tensor("b", 0, 32, 1).data(64), `tensor "b": begins at byte 32, where "a" still goes on, up to 36`},
	{"an end beyond the file", header(3, 1, 0).tensor("a", 0, 0, 9).data(32), `tensor "a": ends at byte 36; only 32 follow the header`},
	{"no data at all", header(3, 1, 0).tensor("a", 0, 0, 9), `tensor "a": ends at byte 36; only 0 follow the header`},
	{"a tensor that stands twice", header(3, 2, 0).tensor("a", 0, 0, 1).tensor("a", 0, 32, 1).data(64), `tensor "a": stands twice`},
}

func TestParseGGUFRefusesLyingFiles(t *testing.T) {
	for _, tt := range liars {
		t.Run(tt.claim, func(t *testing.T) {
			_, err := tensor.ParseGGUF(tt.data)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		})
	}
}

// TestParseGGUFCutAnywhere: a file that ends early is an error, wherever it
// ends, or lacks nothing but the padding after its last tensor.
func TestParseGGUFCutAnywhere(t *testing.T) {
	whole := tinyGGUF(t)
	for n := range whole {
		if _, err := tensor.ParseGGUF(whole[:n]); err == nil && n < len(whole)-64 {
			t.Errorf("the first %d bytes of %d are read without an error", n, len(whole))
		}
	}
}

// FuzzParseGGUF looks for panics, for memory out of proportion to the file,
// and for tensors that are not what their shape says.
func FuzzParseGGUF(f *testing.F) {
	f.Add(tinyGGUF(f))
	for _, liar := range liars {
		f.Add(liar.data)
	}
	f.Add([]byte(header(3, 2, 1).text("a").u32(9).u32(9).u64(1).u32(8).u64(1).text("b").tensor("a", 0, 0, 0, 5).tensor("b", 12, 32, 256).data(32 + 144)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		g, err := tensor.ParseGGUF(data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<16+64*uint64(len(data)) {
			t.Errorf("%d bytes allocated for a file of %d", used, len(data))
		}
		if err != nil {
			return
		}
		total := 0
		for _, e := range g.Entries() {
			total += len(e.Data)
			if len(e.Shape) > 0 {
				e.Rows(0, 0)
			}
			if floats, err := tensor.Floats[float64](e); err == nil && len(floats) != e.Len() {
				t.Errorf("%s: %d floats; want %d", e.Name, len(floats), e.Len())
			}
			if ints, err := tensor.Ints(e); err == nil && len(ints) != e.Len() {
				t.Errorf("%s: %d integers; want %d", e.Name, len(ints), e.Len())
			}
		}
		if total > len(data) {
			t.Errorf("tensors of %d bytes in a file of %d", total, len(data))
		}
		for _, key := range g.Keys() {
			if text, err := g.String(key); err == nil && !bytes.Contains(data, []byte(text)) {
				t.Errorf("%q is %q, which the file does not hold", key, text)
			}
			g.Int(key)
			g.Float(key)
			g.Bool(key)
			g.Bools(key)
			g.Strings(key)
			g.Ints(key)
			g.Floats(key)
		}
	})
}
