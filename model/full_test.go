//go:build full

package model_test

import (
	"testing"

	"heed/internal/golden"
)

// TestRealModelsAgreeWithPyTorch does the same for models people use.
func TestRealModelsAgreeWithPyTorch(t *testing.T) {
	for _, name := range []string{"minilm-l6", "paraphrase-minilm-l3"} {
		t.Run(name, func(t *testing.T) {
			m := open[float32](t, golden.Model(t, name))
			compare(t, m, golden.Shared(t, "golden/traces/"+name), false, golden.Real())
		})
	}
}
