package heed_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rules says what each package may import from this module. It is policy: a
// new line needs a decision record, not just a red build.
var rules = map[string]string{
	// the waist
	"mat":   "internal/write",
	"trace": "internal/write mat",
	// a form of it; see its package comment
	"trace/npz": "trace",
	// makers
	"token":       "token/plain",
	"token/plain": "",
	"attention":   "mat trace",
	"lesson":      "attention mat token/plain trace",
	"lesson/yaml": "lesson",
	"lessons":     "",
	"tensor":      "internal/kernel",
	"corpus":      "",
	"word2vec":    "corpus internal/simd words",
	"model":       "mat tensor trace",
	"words":       "",
	"vision":      "",
	"evaluate":    "internal/simd tensor token words",
	"learn":       "attention internal/simd mat tensor token trace",
	"english":     "",
	"inspect":     "attention mat model source token trace",
	"source":      "attention english evaluate geom learn lesson lesson/yaml lessons mat model tensor token trace vision words",
	// viewers
	"geom":   "mat trace",
	"figure": "geom trace",
	"term":   "geom mat trace",
	// what a page asks, and the page
	"engine":           "attention geom internal/write lesson mat token/plain trace",
	"training":         "attention geom learn mat trace",
	"training/shipped": "english learn lessons training",
	"web":              "",
	"web/build":        "engine geom lesson lesson/yaml lessons mat server training training/shipped",
	// front ends
	"server":        "engine english figure geom inspect learn lesson lesson/yaml model source trace training words",
	"cmd/heed-wasm": "engine",
	"cmd/heed":      "corpus english evaluate figure geom inspect learn lesson lesson/yaml lessons model server source term token trace trace/npz training web word2vec words",
	// make the text that the repository carries, and get the vectors that english
	// is made of
	"data/make":  "",
	"data/glove": "",
	// heed's side of make bench-peers
	"bench/forward": "model tensor",
	// helpers of tests
	"internal/filled": "mat",
	"internal/golden": "tensor",
	"internal/kernel": "",
	"internal/simd":   "",
	// writes what encoding/json would, faster
	"internal/write": "",
	// write the assembly of these; modules of their own
	"internal/kernel/gen": "",
	"internal/simd/gen":   "",
	".":                   "",
}

// only says which packages may import what from outside the module: file
// access, the network, and sources of randomness, which nothing that draws may
// have.
var only = map[string]string{
	"os":            "bench/forward source corpus cmd/heed data/glove data/make internal/golden internal/kernel internal/simd web/build",
	"net/http":      "server",
	"net":           "server",
	"syscall/js":    "cmd/heed-wasm",
	"math/rand":     "",
	"math/rand/v2":  "learn word2vec", // seeded; see docs/decisions/0002
	"crypto/rand":   "",
	"unsafe":        "tensor",
	"encoding/gob":  "",
	"runtime/cgo":   "",
	"C":             "",
	"hash/maphash":  "",
	"io/ioutil":     "",
	"path/filepath": "bench/forward source cmd/heed internal/golden web/build",
}

func TestDependencies(t *testing.T) {
	const module = "heed/"
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		// Parsing, not go list: sees every build tag, and go test's cache sees us read.
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		allowed, ok := rules[pkg]
		if !ok {
			t.Errorf("%s: its package has no rule", path)
		}
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			if importers, limited := only[imp]; limited && !slices.Contains(strings.Fields(importers), pkg) {
				t.Errorf("%s must not import %s", path, imp)
			}
			if imp, own := strings.CutPrefix(imp, module); own && !slices.Contains(strings.Fields(allowed), imp) {
				t.Errorf("%s must not import %s", path, imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
