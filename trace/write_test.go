package trace_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"heed/internal/filled"
	"heed/trace"

	"pgregory.net/rapid"
)

// TestWalkWrittenAsEncodingJSONDoes draws walks of any content.
func TestWalkWrittenAsEncodingJSONDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w trace.Walk
		filled.Value(t, reflect.ValueOf(&w).Elem(), nil)
		var got, want bytes.Buffer
		err, plainErr := w.WriteJSON(&got), json.NewEncoder(&want).Encode(w)
		if (err == nil) != (plainErr == nil) {
			t.Fatalf("%v; encoding/json says %v", err, plainErr)
		}
		if err == nil && !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Fatalf("%s\nwant %s", got.Bytes(), want.Bytes())
		}
	})
}
