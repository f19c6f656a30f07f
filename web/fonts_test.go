package web

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tdewolff/font"
)

// TestLetters: a page that was saved has a glyph for every sign that the page and
// the engine write and that the fonts have.
func TestLetters(t *testing.T) {
	data, err := os.ReadFile("../figure/fonts/STIXTwoText-regular.woff")
	if err != nil {
		t.Fatal(err)
	}
	if data, err = font.ToSFNT(data); err != nil {
		t.Fatal(err)
	}
	whole, err := font.ParseSFNT(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	have := letters()
	for _, pattern := range []string{"messages/*.json", "src/*.ts*", "../engine/*.go", "../geom/*.go", "../lesson/*.go", "../attention/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range string(text) {
				if r > ' ' && whole.GlyphIndex(r) != 0 && !slices.Contains(have, r) {
					t.Errorf("%s has %q", name, r)
				}
			}
		}
	}
}
