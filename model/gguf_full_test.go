//go:build full

package model_test

import (
	"os"
	"path/filepath"
	"testing"

	"heed/internal/golden"
	"heed/model"
	"heed/tensor"
)

// openGGUF reads a model from a GGUF file.
func openGGUF[F tensor.Float](t testing.TB, file string) *model.Model[F] {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g, err := tensor.ParseGGUF(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := model.GGUFConfig(g)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Open[F](c, g)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGGUFAgreesWithPyTorch(t *testing.T) {
	m := openGGUF[float32](t, filepath.Join(golden.Model(t, "smollm2-135m"), "model.gguf"))
	compare(t, m, golden.Shared(t, "golden/traces/smollm2-135m"), false, golden.Real())
}
