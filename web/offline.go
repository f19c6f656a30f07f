package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// A State is what a page that was saved opens with; src/state.ts has the same.
type State struct {
	Heed    int     `json:"heed"`             // version of the form, 1
	Kind    string  `json:"kind"`             // "lesson", or "walk" of a model
	At      string  `json:"at"`               // the address from its # on
	Version string  `json:"version"`          // of the heed that saved it
	Lesson  *Lesson `json:"lesson,omitempty"` // one that does not ship

	Recording json.RawMessage `json:"-"` // of a model, an engine.Recording; it stands apart, as it was made
}

// A Lesson is one for the page's menu, as lessons.json has them.
type Lesson struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Document json.RawMessage `json:"lesson"`
}

// Offline returns the page as one HTML file that asks nothing of any network. It
// is the file that the page itself saves in that state, to the byte; see
// src/offline.ts.
func Offline(s State) ([]byte, error) {
	page, err := Blank()
	if err != nil {
		return nil, err
	}
	state, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{"state": state, "recording": s.Recording} {
		empty := fmt.Appendf(nil, ` id="%s">`, name)
		if bytes.Count(page, empty) != 1 {
			return nil, fmt.Errorf("the page has no place for its %s", name)
		}
		page = bytes.Replace(page, empty, append(empty, text...), 1)
	}
	return page, nil
}

// Blank returns what [Offline] does, without state and recording: the page puts
// its own in. It is as a browser would write it back, so that a page that was
// saved can save itself. It is made once.
func Blank() ([]byte, error) { return blank() }

var blank = sync.OnceValues(func() ([]byte, error) {
	var failed error
	file := func(name string) []byte {
		data, err := read(name)
		failed = errors.Join(failed, err)
		return data
	}
	font := func(name string) []byte {
		data, err := cutFont(file(name))
		failed = errors.Join(failed, err)
		return data
	}
	script, worker, style := file("page.js"), file("worker.js"), withFonts(file("page.css"), font)
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '%s' 'wasm-unsafe-eval'; worker-src blob:; style-src '%s'; font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed</title>
<link rel="icon" href="data:,">
<style>%s</style>
<script type="application/json" id="state"></script>
<script type="application/json" id="recording"></script>
`, hashed(script), hashed(style), style)
	for _, name := range []string{"lessons.json", "opening.json", "heed.wasm"} {
		fmt.Fprintf(&page, "<script type=\"text/plain\" id=\"%s\">%s</script>\n", name, base64.StdEncoding.EncodeToString(zipped(file(name))))
	}
	fmt.Fprintf(&page, `<script type="text/plain" id="worker.js">%s</script>
<script type="module">%s</script>
</head><body></body></html>`, worker, script)
	return []byte(page.String()), failed
})

// withFonts puts the fonts that a style sheet names into it.
func withFonts(style []byte, font func(name string) []byte) []byte {
	url := regexp.MustCompile(`url\("?(STIXTwoText-[a-z-]+\.woff)"?\)`)
	return url.ReplaceAllFunc(style, func(named []byte) []byte {
		data := font(string(url.FindSubmatch(named)[1]))
		return []byte("url(data:font/woff;base64," + base64.StdEncoding.EncodeToString(data) + ")")
	})
}

// hashed is how a policy names a text that may stand in the document.
func hashed(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// zipped compresses for a browser's DecompressionStream, which knows no brotli.
func zipped(data []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // there is that level
	}
	z.Write(data) // a Buffer does not fail
	z.Close()
	return b.Bytes()
}
