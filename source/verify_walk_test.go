package source_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"heed/source"
	"heed/trace"
)

// TestVerifyWalk measures every lesson that ships, with its pins and without: all
// is within rounding. Then each number of a walk is moved by a billionth of it:
// what it is computed by, or computes, is found out.
func TestVerifyWalk(t *testing.T) {
	for _, name := range source.Lessons() {
		for _, formula := range []bool{false, true} {
			s, err := source.Open("lesson:" + name)
			if err != nil {
				t.Fatal(err)
			}
			w, err := s.Walk(context.Background(), source.Options{Formula: formula})
			if err != nil {
				t.Fatal(name, err)
			}
			if failed := beyond(w); failed != "" {
				t.Errorf("%s, formula %v: %s", name, formula, failed)
			}
			for c := range w.Traces {
				stated := map[string]bool{}
				for _, p := range w.Traces[c].Pins {
					stated[p.At] = true
				}
				for _, tensor := range w.Traces[c].Tensors() {
					if !strings.Contains(" q k v scores scaled weights output y ", " "+tensor.Name+" ") {
						continue
					}
					for i, was := range tensor.Data {
						if at := trace.At(tensor.Name, i/tensor.Shape[1], i%tensor.Shape[1]); stated[at] || math.IsNaN(was) {
							continue
						}
						tensor.Data[i] = was + 1e-9*max(1, math.Abs(was))
						if beyond(w) == "" {
							t.Errorf("%s: %s %d of trace %d is another, and nothing is beyond its limit", name, tensor.Name, i, c)
						}
						tensor.Data[i] = was
					}
				}
			}
			s.Close()
		}
	}
}

// beyond names what is beyond its limit.
func beyond(w trace.Walk) string {
	var list []string
	for _, c := range source.VerifyWalk(w) {
		if !c.OK() {
			list = append(list, c.Claim+" at "+c.At)
		}
	}
	return strings.Join(list, "; ")
}
