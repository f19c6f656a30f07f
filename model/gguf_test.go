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

// TestGGUFAgreesWithPyTorch compares models that testdata/gguf/make.py wrote as
// llama.cpp's converter does with the goldens of the folders that it read.
func TestGGUFAgreesWithPyTorch(t *testing.T) {
	// GGUF keeps in float32 what the goldens have in float64: Gemma's norms with
	// their 1 added, a scale, Llama 3's factors.
	rounded := golden.Close{Row: 1e-6, Weights: 1e-6}
	double := golden.Float64()
	tests := []struct {
		name string // of the file, and of the folder with its golden
		near golden.Close
	}{
		{"gemma-a", rounded},
		{"gemma2-caps", rounded},
		{"gemma3-a", rounded},
		{"gemma3-old", rounded},
		{"gpt2-plain", double},
		{"llama-linear", double},
		{"llama-llama3", rounded},
		{"llama-yarn", double},
		{"mistral-global", double},
		{"phi-a", double},
		{"phi-fused", double},
		{"qwen2-window", double},
		{"qwen3-bias", double},
		{"smollm-a", double},
		{"quantised", double},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, folder := filepath.Join("testdata/gguf", tt.name+".gguf"), filepath.Join("testdata", tt.name, "golden")
			switch tt.name {
			case "phi-fused":
				folder = "testdata/phi-a/golden"
			case "quantised":
				file, folder = "testdata/gguf/quantised/model.gguf", "testdata/gguf/quantised/golden"
			}
			t.Run("float32", func(t *testing.T) {
				compare(t, openGGUF[float32](t, file), folder, false, golden.Tiny())
			})
			t.Run("float64", func(t *testing.T) {
				compare(t, openGGUF[float64](t, file), folder, true, tt.near)
			})
		})
	}
	if files, err := filepath.Glob("testdata/gguf/*.gguf"); err != nil || len(files) != len(tests)-1 {
		t.Errorf("%d files, %d tests, %v: a file that is not compared", len(files), len(tests), err)
	}
}
