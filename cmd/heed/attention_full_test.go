//go:build full

package main

import (
	"testing"

	"heed/internal/golden"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestAttentionOfRealModels runs heed attention on a sentence encoder and on a
// causal model that people use.
func TestAttentionOfRealModels(t *testing.T) {
	minilm, smollm := golden.Model(t, "minilm-l6"), golden.Model(t, "smollm2-135m")
	testscript.Run(t, testscript.Params{Dir: "testdata/full", UpdateScripts: *update, RequireExplicitExec: true, Setup: func(e *testscript.Env) error {
		e.Setenv("MINILM", minilm)
		e.Setenv("SMOLLM", smollm+"/model.gguf")
		e.Setenv("HOME", e.WorkDir)
		return nil
	}})
}
