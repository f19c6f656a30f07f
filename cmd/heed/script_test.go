package main

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the wanted output in testdata/*.txtar; then read the diff")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"heed": main})
}

// Tiny models with random weights; see their ORIGIN.md.
const (
	tinyModel = "../../model/testdata/bert-a"
	tinyGGUFs = "../../model/testdata/gguf"
)

func TestScripts(t *testing.T) {
	model, err := filepath.Abs(tinyModel)
	if err != nil {
		t.Fatal(err)
	}
	ggufs, err := filepath.Abs(tinyGGUFs)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("MODEL", model)
			e.Setenv("GGUFS", ggufs)
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			return nil
		},
	})
}
