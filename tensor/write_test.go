package tensor_test

import (
	"bytes"
	"strings"
	"testing"

	"heed/tensor"
)

// TestWriterStreams writes tensor by tensor what Write writes at once.
func TestWriterStreams(t *testing.T) {
	entries := []tensor.Entry{tensor.Of("a", []int{2}, []float32{1, 2}), tensor.Of("b", []int{1, 1}, []int64{3}), tensor.Of("c", []int{0}, []float32{})}
	var whole, piecewise bytes.Buffer
	if err := tensor.Write(&whole, nil, entries); err != nil {
		t.Fatal(err)
	}
	var announced []tensor.Entry
	for _, e := range entries {
		e.Data = nil
		announced = append(announced, e)
	}
	w, err := tensor.NewWriter(&piecewise, nil, announced)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !bytes.Equal(whole.Bytes(), piecewise.Bytes()) {
		t.Errorf("close: %v; the bytes are equal: %t", err, bytes.Equal(whole.Bytes(), piecewise.Bytes()))
	}
}

func TestWriterRefuses(t *testing.T) {
	a, b := tensor.Of("a", []int{2}, []float32{1, 2}), tensor.Of("b", []int{1}, []float32{3})
	w, err := tensor.NewWriter(&bytes.Buffer{}, nil, []tensor.Entry{a, b})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(b); err == nil || !strings.Contains(err.Error(), `"b": is not the one announced next`) {
		t.Errorf("another order: %v", err)
	}
	short := a
	short.Data = short.Data[:4]
	if err := w.Write(short); err == nil {
		t.Error("too few bytes were taken")
	}
	if err := w.Write(a); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), `"b": was announced`) {
		t.Errorf("a tensor that has not come: %v", err)
	}
}
