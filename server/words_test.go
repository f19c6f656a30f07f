package server_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/server"
	"heed/source"
	"heed/words"
)

// TestWords asks english's vectors and those of a file in a folder, and compares
// with what the vectors say.
func TestWords(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tiny.vec"), []byte("3 2\none 1 0\ntwo 0.6 0.8\nnone 0 0\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.vec"), []byte("3 2\none 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"readme.txt": "Copyright (c) 2026\n", "two.txt": "word 1\n", "none.txt": "", "glove.txt": "one 1 0\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	named, err := source.VectorsIn(dir)
	if err != nil || len(named) != 3 {
		t.Fatal(named, err)
	}
	s := newServer(t, server.Options{Vectors: named})
	v, done, err := source.OpenVectors("")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	near, err := v.Neighbours("bank", 3)
	if err != nil {
		t.Fatal(err)
	}
	king, err := v.Solve("man", "king", "woman", 1)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{
		"/api/v1/words":                                         []string{"english", "broken.vec", "glove.txt", "tiny.vec"},
		"/api/v1/words/near?word=bank&n=3":                      near,
		"/api/v1/words/analogy?a=man&b=king&c=woman&n=1":        king,
		"/api/v1/words/similarity?a=one&b=two&vectors=tiny.vec": words.Similarity{Version: 1, A: "one", B: "two", Cosine: float64(float32(0.6)) / words.Norm([]float32{0.6, 0.8})},
		"/api/v1/words/near?word=one&n=5&vectors=tiny.vec":      words.NearWord{Word: "one", Neighbours: []words.Ranked{{Word: "two", Cosine: float64(float32(0.6)) / words.Norm([]float32{0.6, 0.8}), Rank: 2}}},
	} {
		w := do(s, "GET", path, "")
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(w.Body.String()); w.Code != 200 || got != string(text) {
			t.Errorf("%s: %d %s; want %s", path, w.Code, got, text)
		}
	}
	for path, want := range map[string]string{
		"/api/v1/words/near":                                     "required",
		"/api/v1/words/near?word=bank&n=0":                       "number >= 1",
		"/api/v1/words/near?word=bnak":                           "did you mean",
		"/api/v1/words/near?word=none&vectors=tiny.vec":          "no direction",
		"/api/v1/words/similarity?a=one&b=none&vectors=tiny.vec": "no cosine",
		"/api/v1/words/near?word=one&vectors=broken.vec":         "broken.vec: line 1 says 3 words",
		"/api/v1/words/near?word=one&vectors=/etc/passwd":        "no such vectors",
	} {
		if w := do(s, "GET", path, ""); w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), dir) {
			t.Errorf("%s: %d %s; want %s", path, w.Code, w.Body, want)
		}
	}
}
