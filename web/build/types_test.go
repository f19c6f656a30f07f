package main

import (
	"bytes"
	"os"
	"testing"
)

func TestTypesAreUpToDate(t *testing.T) {
	got, err := os.ReadFile("../src/types.gen.ts")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, types()) {
		t.Error("web/src/types.gen.ts is not what the Go types say; want go generate ./web")
	}
}
