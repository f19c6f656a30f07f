// Command build makes web/dist from web/src, the lessons and the engine:
//
//	go run heed/web/build [FOLDER]
//
// FOLDER is the root of the repository, by default the one above. The same
// sources give the same bytes.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"heed/engine"
	"heed/lesson/yaml"
	"heed/lessons"

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

// build makes everything in the folder dist of web.
func build(web string) error {
	dist := filepath.Join(web, "dist")
	if err := os.MkdirAll(dist, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(web, "src", "types.gen.ts"), types(), 0o666); err != nil {
		return err
	}
	for _, step := range []func(web, dist string) error{bundle, worker, copied, shipped, records, offline, wasm} {
		if err := step(web, dist); err != nil {
			return err
		}
	}
	return nil
}

// bundle makes page.js and page.css of src.
func bundle(web, dist string) error {
	preact := func(name string) string { return "./preact/" + name + ".mjs" }
	root, err := filepath.Abs(web)
	if err != nil {
		return err
	}
	return run(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   []string{"src/page.tsx"},
		Outfile:       "dist/page.js",
		Bundle:        true,

		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, // heed carries it, and src has it to read
		LegalComments: api.LegalCommentsNone,

		Write:           true,
		Format:          api.FormatESModule,
		Target:          api.ES2022,
		Charset:         api.CharsetUTF8,
		JSX:             api.JSXAutomatic,
		External:        []string{"*.ttf"},
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
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := run(api.BuildOptions{
		AbsWorkingDir: must(filepath.Abs(web)),
		EntryPoints:   []string{"src/worker.ts"},
		Outfile:       "dist/worker.js",
		Bundle:        true,
		Write:         true,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
	}); err != nil {
		return err
	}
	ours, err := os.ReadFile(filepath.Join(dist, "worker.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "worker.js"), append(append(glue, '\n'), ours...), 0o666)
}

func must(path string, err error) string {
	if err != nil {
		panic(err)
	}
	return path
}

// run runs esbuild, and tells its first error with its place.
func run(options api.BuildOptions) error {
	result := api.Build(options)
	if len(result.Errors) == 0 {
		return nil
	}
	e := result.Errors[0]
	if e.Location == nil {
		return fmt.Errorf("%s", e.Text)
	}
	return fmt.Errorf("%s:%d:%d: %s", e.Location.File, e.Location.Line, e.Location.Column+1, e.Text)
}

// copied brings what needs no making: the document, messages and fonts.
func copied(web, dist string) error {
	files := map[string]string{"src/index.html": "index.html", "../figure/fonts/OFL.txt": "OFL.txt"}
	for _, font := range []string{"regular", "italic", "semibold-italic", "bold"} {
		files["../figure/fonts/STIXTwoText-"+font+".ttf"] = "STIXTwoText-" + font + ".ttf"
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
	if err := os.WriteFile(filepath.Join(dist, "lessons.json"), append(out, '\n'), 0o666); err != nil {
		return err
	}
	return opening(dist, list[0])
}

// opening writes opening.json.gz: the engine's answer for the lesson that the page
// opens with, which it draws while its own engine is still starting.
func opening(dist string, first lessonFile) error {
	request, err := json.Marshal(map[string]any{"heed": 1, "name": first.Name, "lesson": first.Lesson, "changes": []any{}, "formula": false})
	if err != nil {
		return err
	}
	text, err := zipped(engine.Ask(request))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "opening.json.gz"), text, 0o666)
}

// wasm builds the engine as heed.wasm.gz, which the page unpacks itself.
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
	if code, err = zipped(code); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "heed.wasm.gz"), code, 0o666)
}
