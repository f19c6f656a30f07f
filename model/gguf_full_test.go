//go:build full

package model_test

import (
	"path/filepath"
	"testing"

	"heed/internal/golden"
)

func TestSmolLM2OfGGUFAgreesWithPyTorch(t *testing.T) {
	m := openGGUF[float32](t, filepath.Join(golden.Model(t, "smollm2-135m"), "model.gguf"))
	compare(t, m, golden.Shared(t, "golden/traces/smollm2-135m"), false, golden.Real())
}
