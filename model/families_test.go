package model_test

import (
	"os"
	"path/filepath"
	"testing"

	"heed/internal/golden"
)

// TestFamiliesAgreeWithPyTorch runs a tiny model of every family that
// reference material is at hand for, in both float types.
func TestFamiliesAgreeWithPyTorch(t *testing.T) {
	models, traces := golden.Shared(t, "models/tiny"), golden.Shared(t, "golden/traces")
	folders, err := os.ReadDir(models)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		t.Run(f.Name(), func(t *testing.T) {
			model, trace := filepath.Join(models, f.Name()), filepath.Join(traces, f.Name())
			t.Run("float32", func(t *testing.T) { compare(t, open[float32](t, model), trace, false, golden.Tiny()) })
			t.Run("float64", func(t *testing.T) { compare(t, open[float64](t, model), trace, true, golden.Float64()) })
		})
	}
}
