package model_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"heed/internal/golden"
	"heed/model"
	"heed/tensor"
)

// open reads the model in a folder.
func open[F tensor.Float](t testing.TB, folder string) *model.Model[F] {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := model.ParseConfig(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Open[F](config, golden.File(t, filepath.Join(folder, "model.safetensors")))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// compare runs a model on the inputs of every golden in a folder that are of
// float type F.
func compare[F tensor.Float](t *testing.T, m *model.Model[F], folder string, double bool, near golden.Close) {
	for _, c := range golden.Cases(t, folder) {
		if c.Float64 != double {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			want := golden.File(t, c.Path)
			in, err := model.ReadInputs(want)
			if err != nil {
				t.Fatal(err)
			}
			run, err := m.Run(context.Background(), in, model.Options[F]{})
			if err != nil {
				t.Fatal(err)
			}
			if d := golden.Diff(run.Entries(), want, near); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestAgreesWithPyTorch compares every tensor, in the order of computation,
// with what transformers computed: of families and flags that testdata/make.py
// made tiny models for.
func TestAgreesWithPyTorch(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/config.json")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, config := range folders {
		folder := filepath.Dir(config)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Run("float32", func(t *testing.T) {
				compare(t, open[float32](t, folder), folder+"/golden", false, golden.Tiny())
			})
			t.Run("float64", func(t *testing.T) {
				compare(t, open[float64](t, folder), folder+"/golden", true, golden.Float64())
			})
		})
	}
}
