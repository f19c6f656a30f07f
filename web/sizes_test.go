//go:build page

package web_test

import (
	"io/fs"
	"testing"

	"heed/web"
)

// TestSizes holds what a reader loads, packed by brotli, under its limit.
func TestSizes(t *testing.T) {
	for name, limit := range map[string]int{"heed.wasm.br": 1_000_000, "page.js.br": 120_000} {
		data, err := fs.ReadFile(web.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes of at most %d", name, len(data), limit)
		if len(data) > limit {
			t.Errorf("%s has %d bytes; want at most %d", name, len(data), limit)
		}
	}
}
