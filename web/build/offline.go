package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// offline writes offline.txt: the page as one HTML file that asks nothing of any
// network, but for the engine, the state and the recording, which who saves it puts in; see
// web.Offline and src/offline.ts. It is as a browser would write it back, so that
// a page that was saved can save itself.
func offline(web, dist string) error {
	script, err := small(filepath.Join(dist, "page.js"), api.LoaderJS)
	if err != nil {
		return err
	}
	worker, err := small(filepath.Join(dist, "worker.js"), api.LoaderJS)
	if err != nil {
		return err
	}
	style, err := small(filepath.Join(dist, "page.css"), api.LoaderCSS)
	if err != nil {
		return err
	}
	if style, err = withFonts(style, filepath.Join(web, "..", "figure", "fonts")); err != nil {
		return err
	}
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
	lessons, err := os.ReadFile(filepath.Join(dist, "lessons.json"))
	if err != nil {
		return err
	}
	if lessons, err = zipped(lessons); err != nil {
		return err
	}
	opening, err := os.ReadFile(filepath.Join(dist, "opening.json.gz"))
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{"lessons.json", lessons}, {"opening.json", opening}} {
		fmt.Fprintf(&page, "<script type=\"text/plain\" id=\"%s\">%s</script>\n", file.name, base64.StdEncoding.EncodeToString(file.data))
	}
	fmt.Fprintf(&page, `<script type="text/plain" id="worker.js">%s</script>
<script type="text/plain" id="heed.wasm.gz"></script>
<script type="module">%s</script>
</head><body></body></html>`, worker, script)
	return os.WriteFile(filepath.Join(dist, "offline.txt"), []byte(page.String()), 0o666)
}

// small is a file that was made already, without what only its readers need; it
// can stand inside a document.
func small(file string, loader api.Loader) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	result := api.Transform(string(data), api.TransformOptions{
		Loader: loader, Target: api.ES2022, Charset: api.CharsetUTF8, MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
	})
	if len(result.Errors) > 0 {
		return "", fmt.Errorf("%s: %s", file, result.Errors[0].Text)
	}
	end := regexp.MustCompile(`(?i)</script|<!--`)
	if loader == api.LoaderCSS {
		end = regexp.MustCompile(`(?i)</style`)
	}
	if ends := end.Find(result.Code); ends != nil {
		return "", fmt.Errorf("%s has %s, which would end it within a document", file, ends)
	}
	return strings.TrimSpace(string(result.Code)), nil
}

// hashed is how a policy names a text that may stand in the document.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// zipped compresses, the same bytes each time.
func zipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
