package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"heed/source"
)

// hubModel puts the tiny model into a hub's cache as the hub does: the files
// in blobs, snapshots of links to them. Each commit is a day newer than the one
// before.
func hubModel(t *testing.T, hub, repo string, commits ...string) (dir string) {
	t.Helper()
	dir = filepath.Join(hub, "models--"+strings.ReplaceAll(repo, "/", "--"))
	for day, commit := range commits {
		to := filepath.Join(dir, "snapshots", commit)
		for _, d := range []string{to, filepath.Join(dir, "blobs"), filepath.Join(dir, "refs")} {
			if err := os.MkdirAll(d, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"config.json", "tokenizer.json", "model.safetensors"} {
			data, err := os.ReadFile(filepath.Join(tiny, name))
			if err != nil {
				t.Fatal(err)
			}
			blob := filepath.Join(dir, "blobs", "of-"+name)
			write(t, blob, data)
			if err := os.Symlink(filepath.Join("..", "..", "blobs", "of-"+name), filepath.Join(to, name)); err != nil {
				t.Skipf("no links here: %v", err)
			}
		}
		changed := time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(to, changed, changed); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// noHub points every setting of the hub at nothing.
func noHub(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{"HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	return home
}

func TestHubNames(t *testing.T) {
	const a, b = "1111aaaa", "2222bbbb"
	home := noHub(t)
	t.Setenv("HF_HOME", home)
	hub := filepath.Join(home, "hub")
	dir := hubModel(t, hub, "org/bert-a", a, b, "2233cccc")
	write(t, filepath.Join(dir, "refs", "main"), []byte(a))
	write(t, filepath.Join(dir, "refs", "v1"), []byte(b+"\n"))
	write(t, filepath.Join(dir, "refs", "lost"), []byte("4444"))
	write(t, filepath.Join(dir, "refs", "evil"), []byte("../../../elsewhere"))
	hubModel(t, hub, "bert-a", b, a) // a is the newer, and there are no refs
	if err := os.MkdirAll(filepath.Join(hub, "models--empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"org/bert-a":          "org/bert-a@" + a,
		"org/bert-a@v1":       "org/bert-a@" + b,
		"org/bert-a@main":     "org/bert-a@" + a,
		"org/bert-a@2233":     "org/bert-a@2233cccc",
		"org/bert-a@2222bbbb": "org/bert-a@" + b,
		"bert-a":              "bert-a@" + a,
	} {
		w := walk(t, open(t, name), source.Options{Layer: 0, Head: 0})
		if w.Source.Name != want {
			t.Errorf("%s is walked as %s; want %s", name, w.Source.Name, want)
		}
		if _, err := source.OpenTokenizer(name); err != nil {
			t.Errorf("its tokenizer: %v", err)
		}
	}
	for name, want := range map[string]string{
		"org/other":       "org/other: no such file or folder, and no " + filepath.Join(hub, "models--org--other") + "; a source is",
		"org/bert-a@22":   "has no refs/22, and 2 snapshots that begin with 22; it has 1111aaaa, 2222bbbb, 2233cccc",
		"org/bert-a@v2":   "has no refs/v2, and 0 snapshots that begin with v2",
		"org/bert-a@lost": `names "4444", which is not in snapshots`,
		"org/bert-a@evil": `names "../../../elsewhere", which is not in snapshots`,
		"empty":           "has no snapshots",
	} {
		if _, err := source.Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v; want %q", name, err, want)
		}
		if _, err := source.OpenModel(name); err == nil {
			t.Errorf("%s is a model", name)
		}
	}
}

// TestHubFolders: each setting gives way to the one before it.
func TestHubFolders(t *testing.T) {
	home := noHub(t)
	for _, at := range []struct{ setting, value, hub string }{
		{"HOME", home, filepath.Join(home, ".cache", "huggingface", "hub")},
		{"XDG_CACHE_HOME", filepath.Join(home, "xdg"), filepath.Join(home, "xdg", "huggingface", "hub")},
		{"HF_HOME", filepath.Join(home, "hf"), filepath.Join(home, "hf", "hub")},
		{"HF_HUB_CACHE", filepath.Join(home, "cache"), filepath.Join(home, "cache")},
	} {
		t.Setenv(at.setting, at.value)
		if _, err := source.OpenModel("some/model"); err == nil || !strings.Contains(err.Error(), "no "+filepath.Join(at.hub, "models--some--model")) {
			t.Errorf("with %s=%s: error %v; want one that names %s", at.setting, at.value, err, at.hub)
		}
		hubModel(t, at.hub, "some/model", "1234")
		m, err := source.OpenModel("some/model")
		if err != nil {
			t.Fatal(err)
		}
		m.Close()
	}
}

// TestPathsAreNoHubNames: what leads elsewhere is never looked for in the
// cache, even where its folder is there.
func TestPathsAreNoHubNames(t *testing.T) {
	home := noHub(t)
	t.Setenv("HF_HUB_CACHE", home)
	for _, name := range []string{"..", "../x", "x/..", "./x", "/x", "x/", "a/b/c", "~/x", `a\b`, "a b", "-x", ".x", "x@", "x@..", "x@../y", "x@/y", "x@y/../z", "c:x", "x\x00"} {
		path := filepath.Join(home, "models--"+strings.ReplaceAll(name, "/", "--"), "snapshots", "1")
		if err := os.MkdirAll(path, 0o777); err != nil && !strings.Contains(name, "\x00") {
			t.Fatal(err)
		}
		if m, err := source.OpenModel(name); err == nil {
			m.Close()
			t.Errorf("%q opened a model", name)
		} else if strings.Contains(err.Error(), "models--") {
			t.Errorf("%q was looked for in the cache: %v", name, err)
		}
	}
}
