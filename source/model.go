package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"heed/english"
	"heed/mat"
	"heed/model"
	"heed/token"
	"heed/trace"

	"github.com/edsrzf/mmap-go"
)

// A Model is a folder with a Hugging Face model: config.json,
// model.safetensors or its shards (by memory map) and tokenizer.json, or, where
// the model reads images, preprocessor_config.json; or a GGUF file, which holds
// all of it.
type Model struct {
	Tokenizer *token.Tokenizer // nil where the model reads images, or has none that can be read
	Net       *model.Model[float32]

	name    string // to show: the folder, or the hub's name with its commit
	weights *weights
	config  model.Config
	untold  error    // why there is no tokenizer
	dir     string   // of a folder's files
	learned *Learned // the model is one that heed learn made; nil: it is not
}

// The files of a model's folder.
const (
	configFile    = "config.json"
	weightsFile   = "model.safetensors"
	indexFile     = "model.safetensors.index.json" // where the weights are in shards
	tokenizerFile = "tokenizer.json"

	wholeFolder = "a folder with " + configFile + ", " + weightsFile + " and " + tokenizerFile + ", or a GGUF file"
)

// maxJSON bounds what is read of a folder's JSON files: the largest tokenizer
// of a published model has some 35 MB.
const maxJSON = 256 << 20

// OpenModel opens a folder with a model, a GGUF file, a model in the hub's
// cache by its name, "english", or a file that heed learn wrote. Errors name the file and what is wrong in it. A tokenizer
// that is missing, or cannot be read, is an error where a text is to be read:
// token ids can be run without.
func OpenModel(name string) (*Model, error) {
	if name == english.Name || filepath.Ext(name) == ".heed" {
		return openLearnedModel(name)
	}
	dir, shown, err := find(name, "want "+wholeFolder+", or a model's name in the Hugging Face cache")
	if err != nil {
		return nil, err
	}
	return openModel(dir, shown)
}

func openModel(dir, shown string) (*Model, error) {
	if file, err := ggufFile(dir); file != "" || err != nil {
		if err != nil {
			return nil, err
		}
		return openGGUF(file, shown)
	}
	m := &Model{name: shown, dir: dir}
	text, err := readPart(dir, configFile, wholeFolder)
	if err != nil {
		return nil, err
	}
	if m.config, err = model.ParseConfig(text); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, configFile), err)
	}
	if !m.readsImages() { // how these are prepared is read with the first image
		m.Tokenizer, m.untold = OpenTokenizer(dir)
	}
	if m.weights, err = openWeights(dir); err != nil {
		return nil, err
	}
	if m.Net, err = model.Open[float32](m.config, m.weights.file); err != nil {
		m.weights.close()
		return nil, fmt.Errorf("%s: %w", m.weights.path, err)
	}
	return m, nil
}

// Net64 is the model for a run in float64.
func (m *Model) Net64() (*model.Model[float64], error) {
	if m.learned != nil {
		file, config := learnedTensors(m.learned.Model)
		return model.Open[float64](config, file)
	}
	return model.Open[float64](m.config, m.weights.file)
}

// Close unmaps the weights; runs of the model must not be used after it.
func (m *Model) Close() error {
	if m.learned != nil {
		return m.learned.Close()
	}
	return m.weights.close()
}

// hash is the SHA-256 of the weights.
func (m *Model) hash() string {
	if m.learned != nil {
		return m.learned.sha256()
	}
	return m.weights.hash()
}

// OpenTokenizer reads a tokenizer.json, a SentencePiece .model or a GGUF file's
// vocabulary, or the one of a folder, or that of a model in the hub's cache.
func OpenTokenizer(name string) (*token.Tokenizer, error) {
	const want = "want a tokenizer.json, a SentencePiece .model, a GGUF file, a folder with one or a model's name in the Hugging Face cache"
	path, _, err := find(name, want)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; %s", path, cause(err), want)
	}
	if file, err := ggufFile(path); file != "" || err != nil {
		return openVocabulary(file, err)
	}
	if info.IsDir() {
		path = tokenizerOf(path)
	}
	text, err := readText(filepath.Dir(path), filepath.Base(path), "a folder with tokenizer.json")
	if err != nil {
		return nil, err
	}
	if filepath.Ext(path) == ".model" {
		t, err := token.ParseSentencePiece([]byte(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return t, nil
	}
	t, err := token.Parse(text)
	if err != nil { // it names the file as it is mostly called
		return nil, fmt.Errorf("%s%s", path, strings.TrimPrefix(err.Error(), tokenizerFile))
	}
	return t, nil
}

// tokenizerOf is the tokenizer's file in a folder: tokenizer.json, else the
// SentencePiece model that some folders have alone.
func tokenizerOf(dir string) string {
	path := filepath.Join(dir, tokenizerFile)
	if _, err := os.Stat(path); err != nil {
		for _, name := range []string{"tokenizer.model", "spiece.model", "sentencepiece.bpe.model"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return filepath.Join(dir, name)
			}
		}
	}
	return path
}

// readPart reads one JSON file of a folder; want is what the folder should
// hold.
func readPart(dir, name, want string) ([]byte, error) {
	text, err := readText(dir, name, want)
	return []byte(text), err
}

// readText is readPart for what is kept as a text: there is one copy of it.
func readText(dir, name, want string) (string, error) {
	path := filepath.Join(dir, name)
	f, err := openPlain(path, want)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.Size() > maxJSON {
		return "", fmt.Errorf("%s has more than %d bytes", path, maxJSON)
	}
	var text strings.Builder
	if err == nil { // room that grows would be as much again for the system to clear
		text.Grow(int(info.Size()))
		_, err = io.CopyN(&text, f, info.Size())
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, cause(err))
	}
	return text.String(), nil
}

// openPlain opens a plain file: another kind may never end, or block. want is
// what its folder should hold.
func openPlain(path, want string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		if strings.HasPrefix(want, "a folder") {
			return nil, fmt.Errorf("%s: no %s in it; want %s", filepath.Dir(path), filepath.Base(path), want)
		}
		return nil, fmt.Errorf("%s: no such file; want %s", path, want)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a plain file; want %s", path, want)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, cause(err))
	}
	return f, nil
}

// A mapped file's bytes are read from disk when they are first touched.
type mapped struct {
	data mmap.MMap
	file *os.File
}

// mapFile maps a plain file into memory; want is what its folder should hold.
func mapFile(path, want string) (*mapped, error) {
	f, err := openPlain(path, want)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.Size() == 0 {
		f.Close()
		return nil, fmt.Errorf("%s is empty; want %s", path, want)
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: mapping it into memory: %w", path, err)
	}
	return &mapped{data, f}, nil
}

func (m *mapped) close() error {
	err := m.data.Unmap()
	if e := m.file.Close(); err == nil {
		err = e
	}
	return err
}

// Anchor returns the mean of a word's rows of the residual stream that enters
// the walk's layer: where the word stands in one of its texts, else in the
// sentence "This is about WORD.".
func (m *Model) Anchor(ctx context.Context, w trace.Walk, word string) ([]float64, string, error) {
	for _, t := range w.Traces {
		if rows, err := focusOf(&t, word); err == nil {
			text := t.Text
			if sequenceOf(t.Tokens[rows[0]]) == 1 {
				text = t.Pair
			}
			return mat.MeanRows(t.Embed, rows), fmt.Sprintf("in “%s”", text), nil
		}
	}
	if m.readsImages() {
		return nil, "", fmt.Errorf("%q is no patch of the images; they are named by row and column, r0c0, and [CLS]", word)
	}
	own := passage{text: "This is about " + word + "."}
	layer := w.Source.Layer
	runs, err := m.run(ctx, []passage{own}, m.keepLayers(layer, layer+1), Options{})
	if err != nil {
		return nil, "", err
	}
	traces, err := m.traces(runs, []string{word}, layer, w.Source.Head)
	if err != nil {
		return nil, "", err
	}
	return traces[0].Shift.From, fmt.Sprintf("in a sentence of its own, “%s”", own.text), nil
}
