package engine

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"heed/geom"
	"heed/internal/filled"

	"pgregory.net/rapid"
)

// plainly is an answer as encoding/json writes it.
func plainly(a Answer) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(a)
	return b.Bytes(), err
}

// named draws what is a number by another name.
func named(t *rapid.T, v reflect.Value) bool {
	last := 0
	switch v.Interface().(type) {
	case geom.Kind:
		last = int(geom.Bow)
	case geom.Role:
		last = int(geom.Aside)
	case geom.Style:
		last = int(geom.Break)
	default:
		return false
	}
	v.SetInt(int64(rapid.IntRange(0, last).Draw(t, "name")))
	return true
}

// TestWrittenAsEncodingJSONDoes draws answers of any content.
func TestWrittenAsEncodingJSONDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Answer{Heed: rapid.Int().Draw(t, "heed")}
		for _, part := range []any{&a.Scene, &a.Steps, &a.Maps} {
			filled.Value(t, reflect.ValueOf(part).Elem(), named)
		}
		got, err := written(a)
		want, plainErr := plainly(a)
		if (err == nil) != (plainErr == nil) {
			t.Fatalf("%v; encoding/json says %v", err, plainErr)
		}
		if err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%s\nwant %s", got, want)
		}
	})
}

// TestNothingUnfiniteIsWritten: a place that is no number refuses the whole.
func TestNothingUnfiniteIsWritten(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		a := Answer{Scene: geom.Scene{Panels: []geom.Panel{{Marks: []geom.Mark{{Points: []geom.Point{{X: x}}}}}}}}
		if _, err := written(a); err == nil {
			t.Errorf("%v was written", x)
		}
		if _, err := plainly(a); err == nil {
			t.Errorf("%v was written plainly", x)
		}
	}
}
