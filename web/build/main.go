// Command build makes web/dist from web/src, the lessons and the engine:
//
//	go run heed/web/build [FOLDER]
//
// FOLDER is the root of the repository, by default the one above. The same
// sources give the same bytes.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"heed/engine"
	"heed/lesson/yaml"
	"heed/lessons"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	web := "."
	if len(os.Args) > 1 {
		web = filepath.Join(os.Args[1], "web")
	}
	if err := build(web); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// build makes everything in the folder dist of web; if it fails, the one that is
// there stays as it is.
func build(web string) error {
	if err := os.WriteFile(filepath.Join(web, "src", "types.gen.ts"), types(), 0o666); err != nil {
		return err
	}
	made, dist := filepath.Join(web, ".dist"), filepath.Join(web, "dist")
	defer os.RemoveAll(made)
	if err := errors.Join(os.RemoveAll(made), os.Mkdir(made, 0o777)); err != nil {
		return err
	}
	for _, step := range []func(web, dist string) error{bundle, worker, copied, shipped, records, wasm} {
		if err := step(web, made); err != nil {
			return err
		}
	}
	old := filepath.Join(web, ".dist-old")
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	if err := os.Rename(dist, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(made, dist); err != nil {
		return errors.Join(err, os.Rename(old, dist))
	}
	return os.RemoveAll(old)
}

// bundle makes page.js and page.css of src.
func bundle(web, dist string) error {
	preact := func(name string) string { return "./preact/" + name + ".mjs" }
	return script(web, dist, "page", api.BuildOptions{
		EntryPoints:     []string{"src/page.tsx"},
		Format:          api.FormatESModule,
		JSX:             api.JSXAutomatic,
		External:        []string{"*.woff"},
		JSXImportSource: "preact",
		Alias:           map[string]string{"preact": preact("preact"), "preact/hooks": preact("hooks"), "preact/jsx-runtime": preact("jsx-runtime")},
	})
}

// worker makes worker.js: Go's own glue for WebAssembly, and ours.
func worker(web, dist string) error {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	glue := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
	return script(web, dist, "worker", api.BuildOptions{
		Inject:      []string{glue},
		EntryPoints: []string{"src/worker.ts"},
	})
}

// ends are what would end a script or a style sheet that stands in a document.
var ends = map[string]*regexp.Regexp{".js": regexp.MustCompile(`(?i)</script|<!--`), ".css": regexp.MustCompile(`(?i)</style`)}

// script bundles NAME.js, and NAME.css where there is one: small, for heed carries
// them and src has them to read, and such that they can stand in a document.
func script(web, dist, name string, o api.BuildOptions) error {
	root, err := filepath.Abs(web)
	if err != nil {
		return err
	}
	o.AbsWorkingDir, o.Outfile, o.Bundle = root, name+".js", true
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax, o.LegalComments = true, true, true, api.LegalCommentsNone
	o.Target, o.Charset = api.ES2022, api.CharsetUTF8
	result := api.Build(o)
	if len(result.Errors) > 0 {
		e := result.Errors[0]
		if e.Location == nil {
			return fmt.Errorf("%s", e.Text)
		}
		return fmt.Errorf("%s:%d:%d: %s", e.Location.File, e.Location.Line, e.Location.Column+1, e.Text)
	}
	for _, file := range result.OutputFiles {
		name := filepath.Base(file.Path)
		if end := ends[filepath.Ext(name)].Find(file.Contents); end != nil {
			return fmt.Errorf("%s has %s, which would end it within a document", name, end)
		}
		if err := pack(dist, name, file.Contents); err != nil {
			return err
		}
	}
	return nil
}

// pack writes a file as NAME.br, by brotli as small as it goes.
func pack(dist, name string, data []byte) error {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, filepath.FromSlash(name)+".br"), b.Bytes(), 0o666)
}

// copied brings what needs no making: the document, messages and fonts.
func copied(web, dist string) error {
	files := map[string]string{"src/index.html": "index.html", "../figure/fonts/OFL.txt": "OFL.txt"}
	for _, font := range []string{"regular", "italic", "semibold-italic", "bold"} {
		files["../figure/fonts/STIXTwoText-"+font+".woff"] = "STIXTwoText-" + font + ".woff"
	}
	for from, to := range files {
		data, err := os.ReadFile(filepath.Join(web, filepath.FromSlash(from)))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, to), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// A lessonFile is a lesson that ships, for the page's menu.
type lessonFile struct {
	Name   string          `json:"name"`
	Title  string          `json:"title"`
	SHA256 string          `json:"sha256,omitempty"` // of its file
	Lesson json.RawMessage `json:"lesson"`
}

// shipped writes lessons.json: the lessons as JSON, the first being the one
// that the page opens with.
func shipped(_, dist string) error {
	names, err := fs.Glob(lessons.Files, "*.yaml")
	if err != nil {
		return err
	}
	var list []lessonFile
	for _, file := range names {
		name := strings.TrimSuffix(file, ".yaml")
		data, err := lessons.Files.ReadFile(file)
		if err != nil {
			return err
		}
		document, err := yaml.Document(name, data)
		if err != nil {
			return err
		}
		l, err := yaml.Parse(name, data)
		if err != nil {
			return err
		}
		text, err := document.MarshalJSON()
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		one := lessonFile{name, l.Title, hex.EncodeToString(sum[:]), text}
		if name == lessons.Default {
			list = append([]lessonFile{one}, list...)
		} else {
			list = append(list, one)
		}
	}
	out, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return err
	}
	if err := pack(dist, "lessons.json", append(out, '\n')); err != nil {
		return err
	}
	return opening(dist, list[0])
}

// opening writes opening.json: the engine's answer for the lesson that the page
// opens with, which it draws while its own engine is still starting.
func opening(dist string, first lessonFile) error {
	request, err := json.Marshal(map[string]any{"heed": 1, "name": first.Name, "lesson": first.Lesson, "changes": []any{}, "formula": false})
	if err != nil {
		return err
	}
	return pack(dist, "opening.json", engine.Ask(request))
}

// wasm builds the engine.
func wasm(web, dist string) error {
	folder, err := os.MkdirTemp("", "heed-wasm")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "heed.wasm")
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, "heed/cmd/heed-wasm")
	c.Dir, c.Stderr = web, os.Stderr
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	if err := c.Run(); err != nil {
		return fmt.Errorf("go build heed/cmd/heed-wasm: %w", err)
	}
	code, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return pack(dist, "heed.wasm", code)
}
