package engine

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"heed/geom"
	"heed/mat"

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

// fill gives every field of a value, as far down as it goes, what a draw says.
func fill(t *rapid.T, v reflect.Value) {
	text := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-zæ−·]{1,4}`), rapid.String(), rapid.SampledFrom([]string{"<&>", "\u2028", "\xff", "\ufffd", "\x00\"\\"}))
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -0.5, 1e-7, 1e-6, 1e20, 1e21, 5e-324}))
	switch v.Interface().(type) {
	case geom.Kind:
		v.SetInt(int64(rapid.IntRange(0, int(geom.Bow)).Draw(t, "kind")))
		return
	case geom.Role:
		v.SetInt(int64(rapid.IntRange(0, int(geom.Aside)).Draw(t, "role")))
		return
	case geom.Style:
		v.SetInt(int64(rapid.IntRange(0, int(geom.Break)).Draw(t, "style")))
		return
	case mat.Number:
		v.SetFloat(rapid.OneOf(number, rapid.SampledFrom([]float64{math.NaN(), math.Inf(1)})).Draw(t, "number"))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Tag.Get("json"); name != "-" {
				fill(t, v.Field(i))
			}
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 2).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(t, v.Index(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.String:
		v.SetString(text.Draw(t, "text"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-3, 1000).Draw(t, "int")))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Float64:
		v.SetFloat(number.Draw(t, "float"))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rapid.IntRange(0, 2).Draw(t, "entries") {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(t, value)
			v.SetMapIndex(reflect.ValueOf(text.Draw(t, "key")), value)
		}
	default:
		t.Fatalf("a test for %v is missing", v.Type())
	}
}

// TestWrittenAsEncodingJSONDoes draws answers of any content.
func TestWrittenAsEncodingJSONDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Answer{Heed: rapid.Int().Draw(t, "heed")}
		for _, part := range []any{&a.Scene, &a.Steps, &a.Maps} {
			fill(t, reflect.ValueOf(part).Elem())
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
