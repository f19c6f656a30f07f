package trace

import (
	"fmt"
	"math"
	"slices"
)

// Diff walks the tensors of two traces in the order of computation and names
// the first number that differs, which is where the disagreement starts:
//
//	scaled[0,1] = 0.7; want 0.71
//
// It is "" where every |got − want| ≤ tolerance · max(1, |want|). An unknown
// (NaN) equals an unknown, and an infinity itself. Texts are not compared.
func Diff(got, want Trace, tolerance float64) string {
	wanted := want.everyTensor()
	for n, g := range got.everyTensor() {
		w := wanted[n]
		if (g.Shape == nil) != (w.Shape == nil) || !slices.Equal(g.Shape, w.Shape) {
			return fmt.Sprintf("%s is %s; want %s", g.Name, shapeName(g), shapeName(w))
		}
		if !slices.Equal(g.First, w.First) {
			return fmt.Sprintf("focus is %v; want %v", g.First, w.First)
		}
		for at, x := range g.Data {
			if !near(x, w.Data[at], tolerance) {
				return fmt.Sprintf("%s = %v; want %v", At(g.Name, g.indices(at)...), x, w.Data[at])
			}
		}
	}
	return ""
}

func near(got, want, tolerance float64) bool {
	if math.IsNaN(got) || math.IsNaN(want) {
		return math.IsNaN(got) && math.IsNaN(want)
	}
	return got == want || math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want)) && !math.IsInf(want, 0)
}

func shapeName(t Tensor) string {
	if t.Shape == nil {
		return "absent"
	}
	return fmt.Sprint(t.Shape)
}
