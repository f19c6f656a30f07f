//go:build full

package inspect

import (
	"context"
	"os"
	"testing"

	"heed/internal/golden"
)

// TestMethodsAgreeOnRealModels compares with what was recorded of MiniLM and
// SmolLM2.
func TestMethodsAgreeOnRealModels(t *testing.T) {
	m := openModel(t, golden.Model(t, "minilm-l6"))
	for name, text := range methodTexts {
		compareMethods(t, m, golden.File(t, golden.Shared(t, "golden/methods/minilm-l6."+name+".safetensors")), text, 1e-4)
	}
	m = openModel(t, golden.Model(t, "smollm2-135m")+"/model.gguf")
	for _, name := range []string{"money_bank", "sat_bank"} {
		compareMethods(t, m, golden.File(t, golden.Shared(t, "golden/methods/smollm2-135m."+name+".rollout.safetensors")), methodTexts[name], 1e-4)
	}
}

// TestLensAgreesOnRealModels compares with the logit lens of both models that
// it was recorded of, at every layer and token.
func TestLensAgreesOnRealModels(t *testing.T) {
	for file, folder := range map[string]string{
		"logitlens.tinyshakes-gpt2.json": golden.Shared(t, "models/tinyshakes-gpt2"),
		"logitlens.smollm2-135m.json":    golden.Model(t, "smollm2-135m") + "/model.gguf",
	} {
		recorded, err := os.ReadFile(golden.Shared(t, "golden/methods/"+file))
		if err != nil {
			t.Fatal(err)
		}
		compareLens(t, openModel(t, folder), recorded, 1e-4)
	}
}

// TestMiniLMHasAHeadForThePreviousToken, which is known of BERT's first layers.
func TestMiniLMHasAHeadForThePreviousToken(t *testing.T) {
	m := openModel(t, golden.Model(t, "minilm-l6"))
	x := answered(t, m, all("she put the money in the bank")).Texts[0]
	if s := x.Strongest[0]; s.Kind != "previous" || s.Value < 0.99 {
		t.Errorf("the most of a head for the previous token is %+v; want one above 0.99", s)
	}
	o := all("she put the money in the bank")
	o.Targets = []string{"money"}
	if _, err := Attention(context.Background(), m, o); err == nil {
		t.Error("MiniLM has no head, and no logits; want an error")
	}
}
