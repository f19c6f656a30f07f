package source_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/source"
)

// ggufs are tiny models with random weights; see their ORIGIN.md.
const ggufs = "../model/testdata/gguf"

// folder makes a folder of files, named here, that are there under model/testdata.
func folder(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, from := range files {
		data, err := os.ReadFile(filepath.Join("../model/testdata", from))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), data)
	}
	return dir
}

func TestOpenGGUF(t *testing.T) {
	const small = "gguf/smollm-a.gguf"
	tests := []struct {
		claim string
		path  string
	}{
		{"a file is a model", filepath.Join(ggufs, "smollm-a.gguf")},
		{"whatever its name", filepath.Join(folder(t, map[string]string{"sha256-5d1f": small}), "sha256-5d1f")},
		{"a folder with one is that", folder(t, map[string]string{"model.gguf": small})},
		{"beside a config without weights as well", folder(t, map[string]string{"x.gguf": small, "config.json": "smollm-a/config.json"})},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			s, err := source.Open(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			m, ok := s.(*source.Model)
			if !ok {
				t.Fatalf("a %T", s)
			}
			if _, err := m.Net64(); err != nil {
				t.Error(err)
			}
			walk, err := s.Walk(context.Background(), source.Options{Texts: []string{"money bank", "river bank"}, Layer: source.Choose, Head: source.Choose})
			if err != nil {
				t.Fatal(err)
			}
			if len(walk.Traces) != 2 || len(walk.Traces[0].Tokens) != 3 { // <s>, money, bank
				t.Errorf("%d traces, the first of %v", len(walk.Traces), walk.Traces[0].Tokens)
			}
			tok, err := source.OpenTokenizer(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			tokens, err := tok.Encode("money bank")
			if err != nil {
				t.Fatal(err)
			}
			if got := tok.Decode(tokens.IDs()); len(tokens) != 2 || got != "money bank" {
				t.Errorf("%d tokens of %q", len(tokens), got)
			}
		})
	}
}

func TestOpenGGUFRefuses(t *testing.T) {
	file := func(name, from string, do func([]byte) []byte) string {
		dir := folder(t, map[string]string{name: from})
		if do != nil {
			edit(t, filepath.Join(dir, name), do)
		}
		return filepath.Join(dir, name)
	}
	const small = "gguf/smollm-a.gguf"
	tests := []struct {
		claim string
		path  string
		want  []string // parts of the message
	}{
		{"two files in a folder", folder(t, map[string]string{"a.gguf": small, "b.gguf": "gguf/phi-a.gguf"}), []string{"has 2 GGUF files; name one of them, as ", "a.gguf"}},
		{"another architecture", file("x.gguf", small, func(b []byte) []byte {
			return bytes.Replace(b, []byte("general.architecture\x08\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00llama"), []byte("general.architecture\x08\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00mamba"), 1)
		}), []string{"x.gguf: ", `"mamba"`, "heed runs llama, qwen2"}},
		{"a file that is cut off", file("x.gguf", small, func(b []byte) []byte { return b[:len(b)-500] }), []string{"x.gguf: tensor ", "ends at byte"}},
		{"an empty file", file("x.gguf", small, func([]byte) []byte { return nil }), []string{"x.gguf is empty; want a GGUF file"}},
		{"another file of that name", file("x.gguf", "bert-a/config.json", nil), []string{"x.gguf: does not begin with"}},
		{"no such file", filepath.Join(t.TempDir(), "x.gguf"), []string{"x.gguf"}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			s, err := source.Open(tt.path)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q; want %q in it", err, part)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
		})
	}
}
