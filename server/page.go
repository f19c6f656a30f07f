package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// kinds are the content types of a page's files. Others are refused when the
// server is made: the machine's own table is not asked.
var kinds = map[string]string{
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".wasm":        "application/wasm",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

// A page is the files of the page, by path.
type page struct{ files map[string]file }

// A file is kept as it is, or packed by brotli.
type file struct {
	kind   string
	data   []byte
	packed bool
	tag    string                 // of the bytes of data
	plain  func() ([]byte, error) // unpacked, when a client first asks for that
}

// newPage reads the page's files. NAME.br is NAME, packed by brotli.
func newPage(dir fs.FS) (*page, error) {
	p := &page{map[string]file{}}
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		name, packed := strings.CutSuffix(name, ".br")
		kind, known := kinds[path.Ext(name)]
		if !known {
			return fmt.Errorf("the page's file %s has no content type", name)
		}
		if _, is := p.files["/"+name]; is {
			return fmt.Errorf("the page's file %s is there twice, packed and plain", name)
		}
		sum := sha256.Sum256(data)
		p.files["/"+name] = file{kind, data, packed, base64.RawURLEncoding.EncodeToString(sum[:12]),
			sync.OnceValues(func() ([]byte, error) { return unpack(data) })}
		return nil
	})
	if err != nil {
		return nil, err
	}
	index, is := p.files["/index.html"]
	if !is {
		return nil, fmt.Errorf("the page has no index.html")
	}
	p.files["/"] = index
	return p, nil
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, fmt.Sprintf("%s %s: want GET", r.Method, r.URL.Path))
		return
	}
	f, is := p.files[r.URL.Path]
	if !is {
		refuse(w, http.StatusNotFound, fmt.Sprintf("no page %s; the page is at /, the API at /api/", r.URL.Path))
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	data, tag := f.data, `"`+f.tag+`"`
	unpacked := f.packed && !takesBrotli(r.Header.Get("Accept-Encoding"))
	if unpacked {
		tag = `"` + f.tag + `-plain"`
	} else if f.packed {
		h.Set("Content-Encoding", "br")
	}
	h.Set("ETag", tag)
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if unpacked {
		var err error
		if data, err = f.plain(); err != nil {
			refuse(w, http.StatusInternalServerError, fmt.Sprintf("%s cannot be unpacked: %v", r.URL.Path, err))
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		w.Write(data)
	}
}

// takesBrotli reads a client's Accept-Encoding.
//
// Source: RFC 9110, sections 12.4.2 and 12.5.3.
func takesBrotli(accepts string) bool {
	for each := range strings.SplitSeq(strings.ToLower(strings.ReplaceAll(accepts, " ", "")), ",") {
		if name, rest, _ := strings.Cut(each, ";"); name == "br" {
			q, err := strconv.ParseFloat(strings.TrimPrefix(rest, "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}

// unpack undoes brotli.
func unpack(data []byte) ([]byte, error) { return io.ReadAll(brotli.NewReader(bytes.NewReader(data))) }

// serveSaved answers with what a page puts its state into to save itself; see
// web.Blank.
func serveSaved(blank func() ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		data, err := blank()
		if err != nil {
			refuse(w, http.StatusInternalServerError, err.Error())
			return
		}
		w.Header().Set("Content-Type", kinds[".txt"])
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		w.Write(data)
	}
}
