package words

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// asStrconv compares parseFloat with strconv, by bits.
func asStrconv(t *testing.T, s string) {
	t.Helper()
	got, err := parseFloat([]byte(s))
	wide, err2 := strconv.ParseFloat(s, 32)
	want := float32(wide)
	if err != nil || err2 != nil && !math.IsInf(wide, 0) || math.Float32bits(got) != math.Float32bits(want) {
		t.Fatalf("%q is %v, %v; strconv has %v, %v", s, got, err, want, err2)
	}
}

// TestEveryFloatIsReadBack writes float32 of all sizes in the ways that files
// have them.
func TestEveryFloatIsReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		x := math.Float32frombits(random.Uint32())
		if x != x || math.IsInf(float64(x), 0) {
			continue
		}
		for _, s := range []string{
			strconv.FormatFloat(float64(x), 'g', -1, 32),
			strconv.FormatFloat(float64(x), 'e', 5, 32),
			strconv.FormatFloat(float64(x), 'g', 17, 64),
		} {
			asStrconv(t, s)
		}
		asStrconv(t, strconv.FormatFloat(math.Remainder(float64(x), 10), 'f', random.IntN(9), 64))
	}
}

// TestMiddlesAreRoundedOnce: decimals next to the middle between two float32,
// where rounding to float64 first would give the wrong one.
func TestMiddlesAreRoundedOnce(t *testing.T) {
	for _, s := range []string{"16777217", "16777217.0000000001", "16777216.9999999999", "1.00000005960464477539", "1.000000059604644775390625",
		"1.00000005960464477540", "0.1000000014901161", "9007199254740993", "9007199254740992e22", "1e-45", "7e-46", "1.1754943508222875e-38",
		"1.17549429e-38", "3.4028235e38", "3.4028236e38", "340282356779733642748073463979561713664", "1e39", "-0", "0e999", "1e-999", "00001.5000"} {
		asStrconv(t, s)
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for _, s := range []string{"", "-", "+", ".", "e5", "1e", "1e+", "--1", "1.2.3", "1,5", "0x10", "0x1p-2", "1_000", "１", "1 ", " 1", "a"} {
		if x, err := parseFloat([]byte(s)); err == nil {
			t.Errorf("%q is %v; want an error", s, x)
		}
	}
}

func FuzzParseFloat(f *testing.F) {
	for _, s := range []string{"0.418", "-1e-5", "16777217", "1.17549429e-38", "1e22", "nan", "inf", "1e400", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := parseFloat([]byte(s))
		wide, err2 := strconv.ParseFloat(s, 32)
		want := float32(wide)
		switch {
		case err2 != nil && !math.IsInf(wide, 0): // it says that a number is out of range, and gives infinity
			if err == nil {
				t.Fatalf("%q is %v; strconv refuses it", s, x)
			}
		case err == nil && math.Float32bits(x) != math.Float32bits(want) && !math.IsNaN(wide):
			t.Fatalf("%q is %v; want %v", s, x, want)
		case err != nil && decimal([]byte(s)):
			t.Fatalf("%q is refused; want %v", s, want)
		}
	})
}
