package geom_test

import (
	"math"
	"testing"

	"heed/geom"
)

func TestNumber(t *testing.T) {
	tests := []struct {
		name     string
		x        float64
		decimals int
		want     string
	}{
		{"zeros at the end are dropped", 7.6, 4, "7.6"},
		{"float64's rounding is not shown", 3.8000000000000007, 4, "3.8"},
		{"nor next to an integer", 8.000000000000002, 4, "8"},
		{"the minus is a minus", -0.45614, 4, "−0.4561"},
		{"zero has no sign", math.Copysign(0, -1), 4, "0"},
		{"a rounded zero is not written as zero", 1.7537323521840776e-07, 4, "1.7537 × 10⁻⁷"},
		{"negative powers too", -1.4e-6, 2, "−1.4 × 10⁻⁶"},
		{"an almost-one is not rounded to one", 0.9999998246267648, 4, "0.99999982"},
		{"nor an almost-nine to nine", 8.999998772387354, 4, "8.9999988"},
		{"large numbers take a power of ten", 12345678.9, 4, "1.2346 × 10⁷"},
		{"unknown is a dash", math.NaN(), 4, "–"},
		{"infinity", math.Inf(1), 4, "∞"},
		{"minus infinity", math.Inf(-1), 4, "−∞"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := geom.Number(tt.x, tt.decimals); got != tt.want {
				t.Errorf("Number(%v, %d) = %q; want %q", tt.x, tt.decimals, got, tt.want)
			}
		})
	}
}

func TestFixed(t *testing.T) {
	for x, want := range map[float64]string{1.562: "1.5620", 8: "8.0000", 0: "0.0000", -2.5: "−2.5000", -0.99999: "−1.0000", math.Copysign(0, -1): "0.0000", 1e-9: "1 × 10⁻⁹", math.Inf(1): "∞"} {
		if got := geom.Fixed(x, 4); got != want {
			t.Errorf("Fixed(%v, 4) = %q; want %q", x, got, want)
		}
	}
}

func TestVector(t *testing.T) {
	if got := geom.Vector([]float64{7.6, -0.6}, 4); got != "(7.6, −0.6)" {
		t.Errorf("short vector is %s", got)
	}
	if got := geom.Vector(make([]float64, 384), 4); got != "(0, 0, 0, … 384 numbers)" {
		t.Errorf("long vector is %s", got)
	}
}
