package source_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/source"
)

// TestBrokenFolders: every way in which a model's folder can be wrong is one
// line that names the file, what is wrong, and mostly what was wanted.
func TestBrokenFolders(t *testing.T) {
	replace := func(file, old, new string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, file), func(b []byte) []byte {
				if !bytes.Contains(b, []byte(old)) {
					t.Fatalf("%s has no %q", file, old)
				}
				return bytes.Replace(b, []byte(old), []byte(new), 1)
			})
		}
	}
	const config, weights, tokenizer = "config.json", "model.safetensors", "tokenizer.json"
	tests := []struct {
		name string
		do   func(t *testing.T, dir string)
		want []string // parts of the message
	}{
		{"no config", remove(config), []string{"no config.json in it; want a folder with"}},
		{"no tokenizer", remove(tokenizer), []string{"no tokenizer.json in it"}},
		{"no weights", remove(weights), []string{"no model.safetensors in it"}},
		{"an unknown architecture", replace(config, `"model_type": "bert"`, `"model_type": "mamba"`), []string{config, "mamba", "bert"}},
		{"a config that is cut off", cut(config, 40), []string{config}},
		{"a flag that is not known", replace(config, `"use_cache"`, `"use_magic"`), []string{config, "use_magic"}},
		{"heads that do not divide the width", replace(config, `"num_attention_heads": 4`, `"num_attention_heads": 5`), []string{config, "num_attention_heads"}},
		{"a vocabulary larger than the file's", replace(config, `"vocab_size": 500`, `"vocab_size": 999999999`), []string{weights, "word_embeddings", "999999999"}},
		{"a layer too many", replace(config, `"num_hidden_layers": 2`, `"num_hidden_layers": 3`), []string{weights, "layer.2"}},
		{"empty weights", cut(weights, 0), []string{weights, "empty"}},
		{"weights that are cut off", cut(weights, 5000), []string{weights}},
		{"data that is cut off", cut(weights, 200000), []string{weights}},
		{"a header longer than the file", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, weights), func(b []byte) []byte {
				binary.LittleEndian.PutUint64(b, 1<<60)
				return b
			})
		}, []string{weights}},
		{"a shape that lies", replace(weights, `"shape":[500,48]`, `"shape":[500,49]`), []string{weights}},
		{"a missing tensor", replace(weights, `"bert.encoder.layer.0.attention.self.query.weight"`, `"bert.encoder.layer.0.attention.self.quern.weight"`), []string{weights, "query.weight"}},
		{"a tokenizer that is cut off", cut(tokenizer, 5000), []string{tokenizer}},
		{"a normalizer that is not known", replace(tokenizer, "BertNormalizer", "FancyNormalizer"), []string{tokenizer, "FancyNormalizer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(tiny)); err != nil {
				t.Fatal(err)
			}
			tt.do(t, dir)
			s, err := source.Open(dir)
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			message := err.Error()
			for _, want := range append(tt.want, dir) {
				if !strings.Contains(message, want) {
					t.Errorf("%q lacks %q", message, want)
				}
			}
			if strings.Contains(message, "\n") || len(message) > 400 {
				t.Errorf("not one short line: %q", message)
			}
		})
	}
}

func edit(t *testing.T, file string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, change(b), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func remove(file string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, file)); err != nil {
			t.Fatal(err)
		}
	}
}

func cut(file string, length int) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		edit(t, filepath.Join(dir, file), func(b []byte) []byte { return b[:length] })
	}
}
