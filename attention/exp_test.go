package attention

import (
	"math"
	"testing"
)

// TestExp holds exp to the library's, which is within one unit in the last place
// too, but for that of amd64, which gives +Inf from 709.44 on.
func TestExp(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 1e-9, -1e-9, 709.8, -708, -745.1, -745.2, math.Inf(1), math.Inf(-1), math.NaN(), math.Copysign(0, -1)} {
		if got, want := exp(x), math.Exp(x); !near(got, want) {
			t.Errorf("exp(%v) = %v; want %v", x, got, want)
		}
	}
	if got := exp(709.7); !near(got, 1.6549840276802644e+308) {
		t.Errorf("exp(709.7) = %v", got)
	}
	for x := -750.0; x < 709; x += 0.00917 {
		if got, want := exp(x), math.Exp(x); !near(got, want) {
			t.Fatalf("exp(%v) = %v; want %v", x, got, want)
		}
	}
}

// near allows each of the two one unit in the last place.
func near(got, want float64) bool {
	if math.IsNaN(want) {
		return math.IsNaN(got)
	}
	above := math.Nextafter(math.Nextafter(want, math.Inf(1)), math.Inf(1))
	below := math.Nextafter(math.Nextafter(want, math.Inf(-1)), math.Inf(-1))
	return got == want || below <= got && got <= above
}
