//go:build full

package model_test

import (
	"testing"

	"heed/internal/golden"
)

// TestRealModelsAgreeWithPyTorch does the same for models people use.
func TestRealModelsAgreeWithPyTorch(t *testing.T) {
	t.Run("minilm-l6", func(t *testing.T) {
		m := open[float32](t, golden.Model(t, "minilm-l6"))
		compare(t, m, golden.Shared(t, "golden/traces/minilm-l6"), false, golden.Real())
	})
	t.Run("mpnet-base", func(t *testing.T) {
		m := open[float32](t, golden.Model(t, "mpnet-base"))
		compare(t, m, golden.Shared(t, "golden/traces/mpnet-base"), false, golden.Real())
	})
	t.Run("tinyshakes-gpt2", func(t *testing.T) {
		m := open[float32](t, golden.Shared(t, "models/tinyshakes-gpt2"))
		compare(t, m, golden.Shared(t, "golden/traces/tinyshakes-gpt2"), false, golden.Real())
	})
	t.Run("paraphrase-minilm-l3", func(t *testing.T) {
		folder, err := golden.FindModel("paraphrase-minilm-l3") // no registry has it: a copy of one's own
		if err != nil {
			t.Skip("SKIPPED, and nothing checked: ", err)
		}
		compare(t, open[float32](t, folder), golden.Shared(t, "golden/traces/paraphrase-minilm-l3"), false, golden.Real())
	})
}
