// Package filled draws values of any type, for tests.
package filled

import (
	"math"
	"reflect"

	"heed/mat"

	"pgregory.net/rapid"
)

// Value gives every field of a value, as far down as it goes, what a draw says:
// of what encoding/json reads or writes. What own draws itself is left to it.
func Value(t *rapid.T, v reflect.Value, own func(t *rapid.T, v reflect.Value) bool) {
	if own != nil && own(t, v) {
		return
	}
	text := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-zæ−·]{1,4}`), rapid.String(), rapid.SampledFrom([]string{"<&>", "\u2028", "\xff", "\ufffd", "\x00\"\\"}))
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -0.5, 1e-7, 1e-6, 1e20, 1e21, 5e-324}))
	anything := rapid.OneOf(number, rapid.SampledFrom([]float64{math.NaN(), math.Inf(1)}))
	switch v.Interface().(type) {
	case mat.Number:
		v.SetFloat(anything.Draw(t, "number"))
		return
	case mat.Vector:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.ValueOf(mat.Vector(rapid.SliceOfN(anything, 0, 3).Draw(t, "vector"))))
		}
		return
	case mat.Matrix:
		m := mat.New(rapid.IntRange(0, 2).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns"))
		for i := range m.Data {
			m.Data[i] = anything.Draw(t, "entry")
		}
		v.Set(reflect.ValueOf(m))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Tag.Get("json"); name != "-" {
				Value(t, v.Field(i), own)
			}
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 2).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				Value(t, v.Index(i), own)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			Value(t, v.Index(i), own)
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			Value(t, v.Elem(), own)
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
			Value(t, value, own)
			v.SetMapIndex(reflect.ValueOf(text.Draw(t, "key")), value)
		}
	default:
		t.Fatalf("a test for %v is missing", v.Type())
	}
}
