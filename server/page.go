package server

import (
	"bytes"
	"compress/gzip"
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
	".woff2":       "font/woff2",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

// encodings that a file may be kept in, by the ending that is added to its
// name; the first that a browser takes is sent.
var encodings = []struct{ ending, name string }{{".br", "br"}, {".gz", "gzip"}}

// A page is the files of the page, each in the encodings that it is kept in.
type page struct{ files map[string]*file }

// A file has its bytes by encoding; "" is as it is.
type file struct {
	kind  string
	forms map[string]form
}

type form struct {
	data []byte
	tag  string
}

// newPage reads the page's files. A file may be there as NAME, NAME.br and
// NAME.gz, with any of them lacking but for NAME.br alone. NAME.gz can be asked
// for by that name too, by a page that unpacks it itself.
func newPage(dir fs.FS) (*page, error) {
	p := &page{map[string]*file{}}
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		encoding := ""
		for _, e := range encodings {
			if plain, cut := strings.CutSuffix(name, e.ending); cut {
				name, encoding = plain, e.name
				break
			}
		}
		kind, known := kinds[path.Ext(name)]
		if !known {
			return fmt.Errorf("the page's file %s has no content type", name)
		}
		f := p.files["/"+name]
		if f == nil {
			f = &file{kind, map[string]form{}}
			p.files["/"+name] = f
		}
		sum := sha256.Sum256(data)
		made := form{data, `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
		f.forms[encoding] = made
		if encoding == "gzip" {
			p.files["/"+name+".gz"] = &file{"application/gzip", map[string]form{"": made}}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, f := range p.files {
		_, plain := f.forms[""]
		_, zipped := f.forms["gzip"]
		if !plain && !zipped {
			return nil, fmt.Errorf("the page's file %s is there in brotli alone, which not every client reads", name)
		}
	}
	index := p.files["/index.html"]
	if index == nil {
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
	f := p.files[r.URL.Path]
	if f == nil {
		refuse(w, http.StatusNotFound, fmt.Sprintf("no page %s; the page is at /, the API at /api/", r.URL.Path))
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	encoding, kept := f.choose(r.Header.Get("Accept-Encoding"))
	if !kept {
		if err := f.unzip(w); err != nil {
			panic(http.ErrAbortHandler) // the client is gone
		}
		return
	}
	sent := f.forms[encoding]
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("ETag", sent.tag)
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), sent.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(sent.data)))
	if r.Method == http.MethodGet {
		w.Write(sent.data)
	}
}

// choose finds the form to send; kept is false where the client takes none that
// there is.
func (f *file) choose(accepts string) (encoding string, kept bool) {
	takes := map[string]bool{}
	for each := range strings.SplitSeq(accepts, ",") {
		name, rest, _ := strings.Cut(strings.TrimSpace(each), ";")
		q := strings.ReplaceAll(rest, " ", "")
		takes[name] = q != "q=0" && q != "q=0.0"
	}
	for _, e := range encodings {
		if _, is := f.forms[e.name]; is && takes[e.name] {
			return e.name, true
		}
	}
	_, kept = f.forms[""]
	return "", kept
}

// unzip sends a file that is kept compressed to a client that reads it plain.
func (f *file) unzip(w io.Writer) error {
	z, err := gzip.NewReader(bytes.NewReader(f.forms["gzip"].data))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, z)
	return err
}
