package source

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestIn lists what a folder holds, and nothing that a link leads to outside.
func TestIn(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	for _, name := range []string{filepath.Join(dir, "b", configFile), filepath.Join(dir, "none", "readme.txt"), filepath.Join(dir, "a.gguf"), filepath.Join(dir, "c.heed"), filepath.Join(dir, "x.txt"), filepath.Join(outside, configFile)} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("GGUF"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"away": outside, "within": filepath.Join(dir, "b")} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err) // a system where not everybody may
		}
	}
	list, err := In(dir)
	var names []string
	for _, n := range list {
		names = append(names, n.Name)
	}
	if want := []string{"a.gguf", "b", "c.heed", "within"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%q, %v; want %q", names, err, want)
	}
	if self, err := In(outside); err != nil || len(self) != 1 || self[0].Name != filepath.Base(outside) {
		t.Errorf("a model's own folder: %v, %v", self, err)
	}
	if _, err := In(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there has models")
	}
}
