package server

import (
	"fmt"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// TestBases: what was asked for last is kept, as far as there is room; one walk
// that is larger than all of it is not.
func TestBases(t *testing.T) {
	var b bases
	of := func(numbers int) trace.Walk {
		return trace.Walk{Traces: []trace.Trace{{Embed: mat.New(1, numbers)}}}
	}
	has := func(keys ...string) {
		t.Helper()
		for _, key := range []string{"0", "1", "2", "3", "large"} {
			want := false
			for _, k := range keys {
				want = want || k == key
			}
			found := false
			for _, one := range b.list {
				found = found || one.key == key
			}
			if found != want {
				t.Errorf("%s is there: %v; want %v", key, found, want)
			}
		}
	}
	for i := range 3 {
		b.keep(fmt.Sprint(i), of(keptNumbers/3), geom.Plane{})
	}
	b.keep("2", of(keptNumbers/3), geom.Plane{}) // two asked for it at once
	has("0", "1", "2")
	if found, is := b.find("0"); !is || len(found.walk.Traces) != 1 {
		t.Errorf("%v, %v", found, is)
	}
	b.keep("3", of(keptNumbers/3), geom.Plane{})
	has("0", "2", "3") // 1 was asked for longest ago
	b.keep("large", of(keptNumbers+1), geom.Plane{})
	has()
	if _, is := b.find("2"); is {
		t.Error("2 is found")
	}
}
