package mat_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"heed/mat"

	"pgregory.net/rapid"
)

func ExampleMul() {
	bank := mat.Of([]float64{9, 3})
	turn := mat.Of([]float64{0, 1}, []float64{-1, 0})
	fmt.Println(mat.Mul(bank, turn).Row(0))
	// Output: [-3 9]
}

func TestMul(t *testing.T) {
	tests := []struct {
		name       string
		a, b, want mat.Matrix
	}{
		{"rows times columns", mat.Of([]float64{1, 2}, []float64{3, 4}), mat.Of([]float64{5}, []float64{6}), mat.Of([]float64{17}, []float64{39})},
		{"the identity changes nothing", mat.Of([]float64{1, 2, 3}), mat.Identity(3), mat.Of([]float64{1, 2, 3})},
		{"no rows give no rows", mat.New(0, 2), mat.Identity(2), mat.New(0, 2)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mat.Mul(tt.a, tt.b)
			if got.String() != tt.want.String() || !slices.Equal(got.Data, tt.want.Data) {
				t.Errorf("%v · %v = %v; want %v", tt.a.Data, tt.b.Data, got.Data, tt.want.Data)
			}
		})
	}
}

func TestVectors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	tests := []struct {
		name      string
		got, want float64
	}{
		{"the dot product sums products", mat.Dot([]float64{2, 7}, []float64{9, 3}), 39},
		{"a norm is Euclidean", mat.Norm([]float64{3, -4}), 5},
		{"a norm does not overflow", mat.Norm([]float64{3e200, 4e200}), 5e200},
		{"a norm does not underflow", mat.Norm([]float64{3e-200, 4e-200}), 5e-200},
		{"the norm of nothing is 0", mat.Norm(nil), 0},
		{"the norm of an unknown is unknown", mat.Norm([]float64{1, nan, inf}), nan},
		{"the norm of an infinity is infinite", mat.Norm([]float64{1, -inf}), inf},
		{"a distance is the norm of a difference", mat.Distance([]float64{2, 7}, []float64{9, 3}), math.Sqrt(65)},
		{"a cosine is the dot product of directions", mat.Cosine([]float64{2, 7}, []float64{9, 3}), 39 / math.Sqrt(53*90)},
		{"a cosine knows no length", mat.Cosine([]float64{2e200, 7e200}, []float64{9e-200, 3e-200}), 39 / math.Sqrt(53*90)},
		{"a cosine stays within 1", mat.Cosine([]float64{.1, .2, .3}, []float64{.1, .2, .3}), 1},
		{"the zero vector has no direction", mat.Cosine([]float64{0, 0}, []float64{1, 0}), nan},
	}
	for _, tt := range tests {
		if !(math.Abs(tt.got-tt.want) <= 1e-15*math.Abs(tt.want)) && tt.got != tt.want && !(math.IsNaN(tt.got) && math.IsNaN(tt.want)) {
			t.Errorf("%s: %v; want %v", tt.name, tt.got, tt.want)
		}
	}
	if c := mat.Cosine([]float64{.1, .2, .3}, []float64{.1, .2, .3}); c > 1 {
		t.Errorf("cosine %v; want at most 1", c)
	}
}

func TestNewVectorsShareNoMemory(t *testing.T) {
	a, b := []float64{1, 2}, []float64{10, 20}
	for name, got := range map[string][]float64{
		"[11 22]": mat.Add(a, b), "[-9 -18]": mat.Sub(a, b), "[3 6]": mat.Scale(3, a),
		"[1 2]": mat.MeanRows(mat.Of(a, b), []int{0}), "[5.5 11]": mat.MeanRows(mat.Of(a, b), []int{0, 1}),
	} {
		if fmt.Sprint(got) != name {
			t.Errorf("%v; want %s", got, name)
		}
		got[0] = 99
	}
	m := mat.Of(a, b)
	m.Clone().Row(0)[0] = 99
	if !slices.Equal(a, []float64{1, 2}) || !slices.Equal(b, []float64{10, 20}) || m.At(0, 0) != 1 {
		t.Errorf("a result shares memory with %v, %v or %v", a, b, m.Data)
	}
}

func TestWrongShapesPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"mat: row 1 has 1 numbers; want 2": func() { mat.Of([]float64{1, 2}, []float64{3}) },
		"mat: 1×2 · 1×2 does not fit":      func() { mat.Mul(mat.New(1, 2), mat.New(1, 2)) },
		"mat: mean of no rows":             func() { mat.MeanRows(mat.New(1, 2), nil) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != name {
					t.Errorf("panic %q; want %q", got, name)
				}
			}()
			f()
		}()
	}
}

func TestAbsentIsNotEmpty(t *testing.T) {
	if !(mat.Matrix{}).Absent() || mat.Of().Absent() == false || mat.Filled(1, 1, 0).Absent() {
		t.Error("only a matrix without rows is absent")
	}
}

func TestJSONReadsBack(t *testing.T) {
	type all struct {
		M mat.Matrix `json:"m,omitzero"`
		V mat.Vector `json:"v"`
		X mat.Number `json:"x"`
	}
	nan := math.NaN()
	tests := []struct {
		name string
		in   all
		want string
	}{
		{"shortest decimals", all{mat.Of([]float64{.1, 1e300}, []float64{-0.25, 5}), mat.Vector{1.7537323521840776e-07}, 3},
			`{"m":[[0.1,1e+300],[-0.25,5]],"v":[1.7537323521840776e-07],"x":3}`},
		{"what is not finite is null", all{mat.Of([]float64{nan, math.Inf(-1)}), mat.Vector{math.Inf(1)}, mat.Number(nan)},
			`{"m":[[null,null]],"v":[null],"x":null}`},
		{"an absent matrix is left out, a nil vector null", all{X: 1}, `{"v":null,"x":1}`},
		{"an empty vector is not nil", all{V: mat.Vector{}}, `{"v":[],"x":0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := json.Marshal(tt.in)
			if err != nil || string(data) != tt.want {
				t.Fatalf("%s, %v; want %s", data, err, tt.want)
			}
			var back all
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(back)
			if err != nil || string(again) != tt.want || (back.V == nil) != (tt.in.V == nil) {
				t.Errorf("read back as %s, %v", again, err)
			}
		})
	}
}

// TestPlainRowsAreReadAlike: a row without spaces, which has a way of its own, is
// read as one with spaces, to the bit, and refused with it.
func TestPlainRowsAreReadAlike(t *testing.T) {
	for _, items := range [][]string{{}, {"0"}, {"-0", "1", "-1.5"}, {"null", "5e-324", "1e+300"}, {"1.7537323521840776e-07"}, {"1E5", "0.1"},
		{"1e999"}, {`"1"`}, {`"Inf"`, "2"}, {"true"}, {"[1]", "2"}, {`"a,b"`, "1"}, {"{}"}} {
		var plain, spaced mat.Vector
		errPlain := json.Unmarshal([]byte("["+strings.Join(items, ",")+"]"), &plain)
		errSpaced := json.Unmarshal([]byte("[ "+strings.Join(items, " , ")+" ]"), &spaced)
		if (errPlain == nil) != (errSpaced == nil) || len(plain) != len(spaced) || (plain == nil) != (spaced == nil) {
			t.Errorf("%q: %v, %v; with spaces %v, %v", items, plain, errPlain, spaced, errSpaced)
			continue
		}
		for c := range plain {
			if math.Float64bits(plain[c]) != math.Float64bits(spaced[c]) {
				t.Errorf("%q: number %d is %v, with spaces %v", items, c, plain[c], spaced[c])
			}
		}
	}
}

func TestBadJSONIsTold(t *testing.T) {
	for in, want := range map[string]string{
		`[[1,2],[3]]`: "row 1 has 1 numbers; want 2 as in row 0",
		`[[1],null]`:  "row 1 is null; want numbers",
		`[1]`:         "cannot unmarshal number",
		`[["a"]]`:     "cannot unmarshal string",
		`{}`:          "cannot unmarshal object",
	} {
		var m mat.Matrix
		if err := json.Unmarshal([]byte(in), &m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", in, err, want)
		}
	}
}

// TestDistanceIsTheNormOfTheDifference: to the bit, of any numbers.
func TestDistanceIsTheNormOfTheDifference(t *testing.T) {
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 1, -1, 1e300, 5e-324, math.Inf(1), math.NaN()}))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "n")
		a, b := rapid.SliceOfN(number, n, n).Draw(t, "a"), rapid.SliceOfN(number, n, n).Draw(t, "b")
		got, want := mat.Distance(a, b), mat.Norm(mat.Sub(a, b))
		if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%v; want %v", got, want)
		}
	})
}
