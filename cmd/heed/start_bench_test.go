package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"heed/internal/golden"
)

// BenchmarkStart times the whole process, from its start to its end, with the
// files it reads in the page cache: the default lesson, one head of MiniLM-L6 on
// "money bank" as JSON, all its heads on two sentences, and a scan of them.
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
		model := golden.Model(b, "minilm-l6")
		start(b, "walk", "--source", model, "money bank", "--json")
	})
	const put, sat = "she put all of her money in the old stone bank", "she sat all day by the river at the green bank" // 12 tokens, and the special two
	b.Run("heads", func(b *testing.B) {
		model := golden.Model(b, "minilm-l6")
		start(b, "heads", "--source", model, put, sat, "--word", "bank", "--towards", "money,river", "--json")
	})
	b.Run("scan", func(b *testing.B) {
		model := golden.Model(b, "minilm-l6")
		start(b, "patch-scan", "--source", model, put, "--from", sat, "--word", "bank", "--towards", "money,river", "--json")
	})
}
