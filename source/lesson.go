package source

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/trace"
)

const lessonPrefix = "lesson:"

// A lessonSource walks one lesson.
type lessonSource struct {
	lesson *lesson.Lesson
	data   []byte // its file
}

// Lessons names the lessons that ship with heed, sorted.
func Lessons() []string {
	files, _ := fs.Glob(lessons.Files, "*.yaml")
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".yaml")
	}
	slices.Sort(files)
	return files
}

// Lesson returns the file of a shipped lesson.
func Lesson(name string) ([]byte, error) {
	data, err := lessons.Files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("no lesson %q; heed lessons lists them", name)
	}
	return data, nil
}

// LessonRecord returns the record of the training of a shipped lesson that was
// learned, as heed learn writes it.
func LessonRecord(name string) ([]byte, error) {
	if _, err := Lesson(name); err != nil {
		return nil, err
	}
	f, err := lessons.Records.Open(name + ".heed.gz")
	if err != nil {
		return nil, fmt.Errorf("lesson %q was not learned, so there is no record of it", name)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func openShipped(name string) (Source, error) {
	data, err := Lesson(name)
	if err != nil {
		return nil, err
	}
	return newLesson(lessonPrefix+name, data)
}

// maxLesson is more than the largest lesson that lesson.Parse takes.
const maxLesson = 1 << 20

func openLesson(path string) (Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxLesson))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	return newLesson(path, data)
}

func newLesson(name string, data []byte) (Source, error) {
	l, err := yaml.Parse(name, data)
	if err != nil {
		return nil, err
	}
	return &lessonSource{l, data}, nil
}

// A Documented source is a lesson: it has a document, which a page can change.
type Documented interface {
	Source
	Document() (title string, document []byte, err error) // the document as JSON
}

func (s *lessonSource) Document() (string, []byte, error) {
	document, err := yaml.Document(s.lesson.Name, s.data)
	if err != nil {
		return "", nil, err
	}
	text, err := document.MarshalJSON()
	return s.lesson.Title, text, err
}

func (s *lessonSource) Walk(_ context.Context, o Options) (trace.Walk, error) {
	switch {
	case o.Layer > 0:
		return trace.Walk{}, fmt.Errorf("%s has one layer, 0; got %d", s.lesson.Name, o.Layer)
	case o.Head > 0:
		return trace.Walk{}, fmt.Errorf("%s has one head, 0; got %d", s.lesson.Name, o.Head)
	case len(o.Pairs) > 0:
		return trace.Walk{}, fmt.Errorf("%s: a lesson has no pairs of texts", s.lesson.Name)
	}
	if err := checkTexts(o.Texts); err != nil {
		return trace.Walk{}, err
	}
	w, err := s.lesson.Walk(lesson.Options{Texts: o.Texts, Word: o.Word, Formula: o.Formula})
	sum := sha256.Sum256(s.data)
	w.Source.SHA256 = hex.EncodeToString(sum[:])
	return w, err
}

func (s *lessonSource) Anchor(_ context.Context, _ trace.Walk, word string) ([]float64, string, error) {
	all := s.lesson.Vectors()
	if v := all[word]; v != nil {
		return v, "in the lesson", nil
	}
	return nil, "", fmt.Errorf("%s has no vector for %q", s.lesson.Name, word)
}

func (s *lessonSource) Close() error { return nil }
