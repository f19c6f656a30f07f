//go:build page

package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"heed/web"

	"github.com/andybalholm/brotli"
)

// TestSizes holds what a reader loads, packed by brotli as small as it goes,
// under its limit.
func TestSizes(t *testing.T) {
	packed := func(name string) int {
		data, err := web.Dist.ReadFile("dist/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := gzip.NewReader(bytes.NewReader(data)); err == nil { // the page unpacks it itself
			if data, err = io.ReadAll(plain); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Len()
	}
	for name, limit := range map[string]int{"heed.wasm.gz": 1_000_000, "page.js": 120_000} {
		size := packed(name)
		t.Logf("%s: %d bytes of at most %d", name, size, limit)
		if size > limit {
			t.Errorf("%s has %d bytes; want at most %d", name, size, limit)
		}
	}
}
