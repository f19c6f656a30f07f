// Package web holds the page: TypeScript in src, bundled by build into dist
// with the engine as WebAssembly, so that heed serves it without Node.
package web

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"io/fs"

	"github.com/andybalholm/brotli"
)

//go:generate go run heed/web/build
//go:embed dist
var dist embed.FS

// Files returns the page's files, the first being index.html. NAME.br is NAME,
// packed by brotli.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is no path
	}
	return files
}

// read returns a file as it was before it was packed.
func read(name string) ([]byte, error) {
	packed, err := dist.ReadFile("dist/" + name + ".br")
	if errors.Is(err, fs.ErrNotExist) {
		return dist.ReadFile("dist/" + name)
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
}
