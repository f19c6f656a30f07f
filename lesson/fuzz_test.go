package lesson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/trace"
	"heed/trace/npz"
)

// FuzzParse wants every file to be a lesson, or an error of one line; and
// every lesson to walk into a trace that can be written, or an error.
func FuzzParse(f *testing.F) {
	for _, files := range []fs.FS{lessons.Files, os.DirFS("testdata")} {
		names, err := fs.Glob(files, "*.*")
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(base + "score_bias: {bank: -2}\nexclude_self: true\nfocus: bank:1\n"))
	f.Add([]byte(base + "? a\n: b\n- - a\nx: &a !!map {b: |\n  x\n}\n<<: *a\n--- >-\n \"\\x41\" 'b''c' # x\n...\n%YAML 1.2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := yaml.Parse("x.yaml", data)
		if err != nil {
			told(t, err)
			return
		}
		for _, o := range []lesson.Options{{}, {Formula: true}, {Texts: []string{strings.Join(l.Words(), " ")}}} {
			w, err := l.Walk(o)
			if err != nil {
				told(t, err)
				continue
			}
			data, err := json.Marshal(w)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := trace.Parse(data); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(trace.WriteCSV(io.Discard, w), npz.Write(new(bytes.Buffer), w)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func told(t *testing.T, err error) {
	t.Helper()
	if s := err.Error(); s == "" || strings.ContainsAny(s, "\n\r") {
		t.Fatalf("not one line: %q", s)
	}
}
