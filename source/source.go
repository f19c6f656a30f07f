// Package source is the one switch from a name to what it stands for: a
// lesson that ships with heed, a lesson file, or a folder with a model. It is
// the only package, with corpus and cmd, that opens files.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"heed/english"
	"heed/lessons"
	"heed/model"
	"heed/trace"
)

// A Source walks texts: it turns them into Traces of one head.
type Source interface {
	// Walk takes texts through one head. Errors name the text or the word.
	Walk(ctx context.Context, o Options) (trace.Walk, error)

	// Anchor returns the vector of a word at the stage that the walk shows,
	// [D], and where it stands: in one of the walk's texts, or, in a model, in
	// a sentence of its own.
	Anchor(ctx context.Context, w trace.Walk, word string) (vector []float64, where string, err error)

	// Close gives the source's files back.
	Close() error
}

// Options say what to walk. The zero value, but for Layer and Head, walks the
// source's own example.
type Options struct {
	Texts   []string
	Pairs   []string // the second texts of pairs, in the order of Texts
	Word    string   // the word under study: "bank", "bank:2"; "": the source's choice
	Layer   int      // Choose: the layer of the head that moves the word most
	Head    int      // Choose: the head that moves the word most
	Formula bool     // lessons: leave every pin out

	Progress Progress    // models: told after each layer; may be nil
	Edit     Edit        // models: changes the texts' runs; may be nil
	From     *trace.Walk // models: an earlier walk, without changes, of the same texts and the layer and head named here: what comes before that layer is not run again, and not edited; may be nil
}

// Edit returns what changes the run of a text, by its place in Options.Texts, as
// [model.Options] take it.
type Edit func(text int) func(model.Tensor[float32])

// of is the edit of one text; nil where nothing is changed.
func (e Edit) of(text int) func(model.Tensor[float32]) {
	if e == nil {
		return nil
	}
	return e(text)
}

// Progress is told how many of a run's layers are done.
type Progress func(done, of int)

// Choose asks for the layer or head that moves the word most.
const Choose = -1

// Open finds what a name stands for: "" is the default lesson, "lesson:NAME" a
// shipped one, "english" the model that ships, a file a lesson file or, by its
// ending .heed, a model that heed learn wrote, a folder a Hugging Face model.
func Open(name string) (Source, error) {
	if name == "" {
		name = lessonPrefix + lessons.Default
	}
	if shipped, ok := strings.CutPrefix(name, lessonPrefix); ok {
		return openShipped(shipped)
	}
	if name == english.Name {
		return OpenEnglish()
	}
	path, shown, err := find(name, "a source is lesson:NAME, english, a lesson file, a .heed file, a folder with a model or a model's name in the Hugging Face cache")
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, cause(err))
	case info.IsDir():
		return readable(openModel(path, shown))
	case isGGUF(path, info):
		return readable(openGGUF(path, shown))
	case filepath.Ext(name) == ".heed":
		return OpenLearned(name)
	case filepath.Ext(name) == ".safetensors":
		return nil, fmt.Errorf("%s is a model's weights; name its folder, which holds config.json and tokenizer.json too", name)
	}
	return openLesson(name)
}

// readable is a model that can read texts, or images.
func readable(m *Model, err error) (Source, error) {
	if err == nil && m.untold != nil {
		m.Close()
		err = m.untold
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// cause is the last part of a file error, without the path that the message
// has already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
