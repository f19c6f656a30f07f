// Package web holds the page: TypeScript in src, bundled by build into dist
// with the engine as WebAssembly, so that heed serves it without Node.
package web

import "embed"

// Dist holds the page, its first file being dist/index.html.
//
//go:generate go run heed/web/build
//go:embed dist
var Dist embed.FS
