package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkStart times the whole process, from its start to its end, with the
// files it reads in the page cache: the default lesson, and one head of
// MiniLM-L6 on "money bank" as JSON.
func BenchmarkStart(b *testing.B) {
	heed := filepath.Join(b.TempDir(), "heed")
	if out, err := exec.Command("go", "build", "-o", heed, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	start := func(b *testing.B, args ...string) {
		for b.Loop() {
			if out, err := exec.Command(heed, args...).CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/run")
	}
	b.Run("lesson", func(b *testing.B) { start(b, "walk") })
	b.Run("minilm", func(b *testing.B) {
		model := minilm()
		if _, err := os.Stat(model); err != nil {
			b.Skipf("SKIPPED, for there is no model in %s: make models fetches it", model)
		}
		start(b, "walk", "--source", model, "money bank", "--json")
	})
}

// minilm is where make models puts MiniLM-L6.
func minilm() string {
	store := os.Getenv("HEED_MODELS")
	if store == "" {
		cache, _ := os.UserCacheDir()
		store = filepath.Join(cache, "heed", "models")
	}
	return filepath.Join(store, "minilm-l6")
}
