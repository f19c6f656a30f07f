package tensor_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"heed/tensor"
)

// quantised are GGUF's types, how many numbers a block of each has, and in how
// many bytes.
var quantised = []struct {
	kind           tensor.Type
	numbers, bytes int
}{
	{tensor.Q4_0, 32, 18}, {tensor.Q4_1, 32, 20}, {tensor.Q5_0, 32, 22}, {tensor.Q5_1, 32, 24}, {tensor.Q8_0, 32, 34},
	{tensor.Q4_K, 256, 144}, {tensor.Q5_K, 256, 176}, {tensor.Q6_K, 256, 210},
	{tensor.F16, 1, 2}, {tensor.BF16, 1, 2},
}

// recorded returns a type's blocks, four to a row, and what gguf makes of them.
func recorded(t testing.TB, kind tensor.Type, numbers, bytes int) (tensor.Entry, []float32) {
	t.Helper()
	data, err := os.ReadFile("testdata/quants.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	stored, _ := f.Entry(string(kind))
	floats, ok := f.Entry(string(kind) + ".floats")
	if !ok {
		t.Fatalf("no %s in testdata", kind)
	}
	want, err := tensor.Floats[float32](floats)
	if err != nil {
		t.Fatal(err)
	}
	rows := len(stored.Data) / (4 * bytes)
	return tensor.Entry{Name: "x", Type: kind, Shape: []int{rows, 4 * numbers}, Data: stored.Data[:rows*4*bytes]}, want[:rows*4*numbers]
}

// TestFloatsEqualGGUF compares with the package gguf, bit by bit.
func TestFloatsEqualGGUF(t *testing.T) {
	for _, q := range quantised {
		t.Run(string(q.kind), func(t *testing.T) {
			e, want := recorded(t, q.kind, q.numbers, q.bytes)
			got, err := tensor.Floats[float32](e)
			if err != nil {
				t.Fatal(err)
			}
			wide, err := tensor.Floats[float64](e)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range got {
				if math.Float32bits(x) != math.Float32bits(want[i]) {
					t.Fatalf("number %d is %g; want %g to the bit", i, x, want[i])
				}
				if math.Float64bits(wide[i]) != math.Float64bits(float64(x)) {
					t.Fatalf("number %d in float64 is %g; want %g, as in float32", i, wide[i], x)
				}
			}
			for from := range e.Shape[0] {
				row := make([]float32, 4*q.numbers)
				if err := tensor.ReadInto(row, e.Rows(from, from+1)); err != nil {
					t.Fatal(err)
				}
				for i, x := range row {
					if w := want[from*len(row)+i]; math.Float32bits(x) != math.Float32bits(w) {
						t.Fatalf("row %d alone: number %d is %g; want %g to the bit", from, i, x, w)
					}
				}
			}
		})
	}
}

// TestHalves widens every half that there is: as the definition of the format
// says, and with its sign.
func TestHalves(t *testing.T) {
	data := make([]byte, 2<<16)
	for i := range 1 << 16 {
		data[2*i], data[2*i+1] = byte(i), byte(i>>8)
	}
	got, err := tensor.Floats[float32](tensor.Entry{Type: tensor.F16, Shape: []int{1 << 16}, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range got {
		exponent, fraction := i>>10&31, float64(i&1023)
		want := math.Ldexp(1024+fraction, exponent-25)
		switch {
		case exponent == 0:
			want = math.Ldexp(fraction, -24)
		case exponent == 31 && fraction == 0:
			want = math.Inf(1)
		case exponent == 31:
			want = math.NaN()
		}
		want = math.Copysign(want, 1-2*float64(i>>15))
		same := float64(x) == want || math.IsNaN(want) && math.IsNaN(float64(x))
		if !same || math.Signbit(float64(x)) != math.Signbit(want) {
			t.Fatalf("half %#04x = %g; want %g", i, x, want)
		}
	}
}

func TestFloatsRefuses(t *testing.T) {
	tests := []struct {
		claim string
		entry tensor.Entry
		want  string
	}{
		{"a row that is no whole number of blocks", tensor.Entry{Name: "x", Type: tensor.Q4_0, Shape: []int{32, 33}, Data: make([]byte, 33*18)},
			`tensor "x": has rows of 33; want whole blocks of 32 for Q4_0`},
		{"quantised numbers without a row", tensor.Entry{Name: "x", Type: tensor.Q6_K, Shape: []int{}, Data: make([]byte, 210)},
			`tensor "x": has rows of 1; want whole blocks of 256 for Q6_K`},
		{"fewer blocks than the shape says", tensor.Entry{Name: "x", Type: tensor.Q4_0, Shape: []int{2, 32}, Data: make([]byte, 18)},
			`tensor "x": has 18 bytes; want 36 for Q4_0 [2 32]`},
		{"fewer floats than the shape says", tensor.Entry{Name: "x", Type: tensor.F32, Shape: []int{2}, Data: make([]byte, 4)},
			`tensor "x": has 4 bytes; want 8 for F32 [2]`},
		{"a type that heed does not read", tensor.Entry{Name: "x", Type: "IQ4_NL", Shape: []int{32}, Data: make([]byte, 18)},
			`tensor "x" holds IQ4_NL; want F64, F32`},
		{"no type", tensor.Entry{Name: "x", Shape: []int{0}}, `tensor "x" holds ; want`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if _, err := tensor.Floats[float32](tt.entry); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
			if err := tensor.ReadInto([]float64{}, tt.entry); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
		})
	}
}

func TestRowsOfBlocks(t *testing.T) {
	e := tensor.Entry{Name: "x", Type: tensor.Q8_0, Shape: []int{64}, Data: make([]byte, 2*34)}
	if got := e.Rows(32, 64); len(got.Data) != 34 {
		t.Errorf("numbers 32 to 64 of a Q8_0 vector have %d bytes; want 34, one block", len(got.Data))
	}
	defer func() {
		if recover() == nil {
			t.Error("rows that cut a block: no panic")
		}
	}()
	e.Rows(0, 16)
}

// BenchmarkReadInto gives the nanoseconds of a number, on one core, in a table
// that no cache holds.
func BenchmarkReadInto(b *testing.B) {
	const n = 1 << 24
	dst := make([]float32, n)
	for _, q := range quantised {
		e, _ := recorded(b, q.kind, q.numbers, q.bytes)
		unit := e.Rows(e.Shape[0]-1, e.Shape[0]) // past the extreme scales
		e.Shape = []int{n / unit.Len(), unit.Len()}
		e.Data = make([]byte, 0, len(unit.Data)*e.Shape[0])
		for range e.Shape[0] {
			e.Data = append(e.Data, unit.Data...)
		}
		b.Run(fmt.Sprint(q.kind), func(b *testing.B) {
			for b.Loop() {
				if err := tensor.ReadInto(dst, e); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/number")
		})
	}
}
