//go:build full

package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
)

// TestPictureOfHeads: the figure of MiniLM's heads in the documents says what
// heed draws today. Float32 differs in its last bits between processors, so
// words are compared and not bytes.
func TestPictureOfHeads(t *testing.T) {
	const file = "../../docs/heads.svg"
	model := golden.Model(t, "minilm-l6")
	name := t.TempDir() + "/heads.svg"
	var out, talk bytes.Buffer
	args := []string{"heads", "--source", model, "she put the money in the bank", "she sat by the river bank",
		"--towards", "money,river", "--width", "10", "-o", name}
	if code := run(context.Background(), args, strings.NewReader(""), &out, &talk); code != 0 {
		t.Fatalf("exit code %d: %s", code, talk.String())
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := wordsIn(got), wordsIn(want); !slices.Equal(a, b) {
		t.Errorf("%s says %q; heed draws %q", file, b, a)
	}
}

// wordsIn lists the words of an SVG, but for the error of a sum, which is
// rounding.
func wordsIn(svg []byte) []string {
	var words []string
	for _, m := range regexp.MustCompile(`<tspan[^>]*>([^<]*)</tspan>`).FindAllStringSubmatch(string(svg), -1) {
		if word := strings.TrimSpace(m[1]); !strings.Contains(word, "×") && !regexp.MustCompile(`^\d\.\d{3,}$`).MatchString(word) {
			words = append(words, word)
		}
	}
	return words
}
