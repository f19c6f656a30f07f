package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"heed/tensor"
)

// weights are a folder's tensors: one safetensors file, or shards with an
// index.
type weights struct {
	path  string // of the file, or the index
	file  *tensor.File
	names []string // of the shards; nil where there is one file
	maps  []*mapped
}

// openWeights opens model.safetensors or, where there is none but an index,
// the shards that the index names.
func openWeights(dir string) (*weights, error) {
	w := &weights{path: filepath.Join(dir, weightsFile)}
	if _, err := os.Stat(w.path); errors.Is(err, fs.ErrNotExist) {
		index := filepath.Join(dir, indexFile)
		if _, err := os.Stat(index); err == nil {
			w.path = index
			return w, w.openShards(dir)
		}
	}
	var err error
	w.file, err = w.open(dir, weightsFile, wholeFolder)
	return w, err
}

func (w *weights) openShards(dir string) error {
	text, err := readPart(dir, indexFile, wholeFolder)
	if err != nil {
		return err
	}
	index, err := tensor.ParseIndex(text)
	if err != nil {
		return fmt.Errorf("%s: %w", w.path, err)
	}
	w.names = index.Files
	var shards []*tensor.File
	for _, name := range w.names {
		f, err := w.open(dir, name, "a folder with all shards of "+indexFile)
		if err != nil {
			return err
		}
		shards = append(shards, f)
	}
	if w.file, err = index.Join(shards); err != nil {
		w.close()
		return fmt.Errorf("%s: %w", w.path, err)
	}
	return nil
}

// open maps and parses one file. After an error nothing is left open.
func (w *weights) open(dir, name, want string) (*tensor.File, error) {
	path := filepath.Join(dir, name)
	m, err := mapFile(path, want)
	if err != nil {
		w.close()
		return nil, err
	}
	w.maps = append(w.maps, m)
	f, err := tensor.Parse(m.data)
	if err != nil {
		w.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// hash returns the SHA-256 of the file. That of shards is the SHA-256 of what
// `sha256sum` prints for them in the order of their names: for each its hash,
// two spaces, its name, and a line end.
func (w *weights) hash() string {
	if w.names == nil {
		return hashFile(w.path, w.maps[0].data)
	}
	all := sha256.New()
	for i, name := range w.names {
		fmt.Fprintf(all, "%s  %s\n", hashFile(filepath.Join(filepath.Dir(w.path), name), w.maps[i].data), name)
	}
	return hex.EncodeToString(all.Sum(nil))
}

func (w *weights) close() error {
	var errs []error
	for _, m := range w.maps {
		errs = append(errs, m.close())
	}
	w.maps = nil
	return errors.Join(errs...)
}
