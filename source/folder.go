package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"heed/words"
)

// A Named source is one that a folder holds, by a name that leads nowhere else.
type Named struct {
	Name string // "minilm-l6", "smollm2.gguf"
	path string
}

// In lists the models that a folder holds, sorted by name: folders with
// config.json or one GGUF file, GGUF files, and files that heed learn wrote. A folder
// with a config.json of its own holds itself. What leads out of the folder is left out.
func In(dir string) ([]Named, error) {
	root, err := rootOf(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(root, configFile)); err == nil {
		return []Named{{filepath.Base(root), root}}, nil
	}
	return inside(dir, isModel)
}

// rootOf is the folder itself, where it stands.
func rootOf(dir string) (string, error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", dir, cause(err))
	}
	return filepath.Abs(root)
}

// inside lists what is wanted of a folder, sorted by name, without what leads out of
// it.
func inside(dir string, wanted func(path string) bool) ([]Named, error) {
	root, err := rootOf(dir)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, cause(err))
	}
	var list []Named
	for _, e := range entries {
		path, err := filepath.EvalSymlinks(filepath.Join(root, e.Name()))
		if err != nil || !strings.HasPrefix(path, root+string(filepath.Separator)) {
			continue
		}
		if wanted(path) {
			list = append(list, Named{e.Name(), path})
		}
	}
	slices.SortFunc(list, func(a, b Named) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// VectorsIn lists the files of word vectors that a folder holds: by the endings that
// such files have, and texts whose first line is a word and numbers.
func VectorsIn(dir string) ([]Named, error) {
	return inside(dir, func(path string) bool {
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			return false
		}
		ending := filepath.Ext(path)
		return ending == ".bin" || ending == ".vec" || ending == ".txt" && beginsWithVector(path)
	})
}

// beginsWithVector is whether a text's first line is a word and two numbers or more,
// or two numbers.
func beginsWithVector(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	start := make([]byte, 64<<10)
	n, _ := io.ReadFull(f, start)
	line, _, _ := strings.Cut(string(start[:n]), "\n")
	fields := strings.Fields(line)
	for _, field := range fields[min(1, len(fields)):] {
		if _, err := strconv.ParseFloat(field, 64); err != nil {
			return false
		}
	}
	if len(fields) == 2 {
		_, err := strconv.Atoi(fields[0])
		return err == nil
	}
	return len(fields) > 2
}

// OpenVectors opens a file of word vectors; see [OpenVectors].
func (n Named) OpenVectors() (*words.Vectors, func() error, error) {
	v, done, err := OpenVectors(n.path)
	return v, done, n.called(err)
}

// called is an error with the name where it has the path, which who asks need not
// know.
func (n Named) called(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.ReplaceAll(err.Error(), n.path, n.Name))
}

// isModel is whether a path looks like a model's, before it is opened.
func isModel(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	if !info.IsDir() {
		return filepath.Ext(path) == ".heed" || filepath.Ext(path) == ".gguf"
	}
	if _, err := os.Stat(filepath.Join(path, configFile)); err == nil {
		return true
	}
	file, err := ggufFile(path)
	return file != "" && err == nil
}

// Open opens the model. One that reads images is refused: its texts would name
// files.
func (n Named) Open() (Source, error) {
	s, err := Open(n.path)
	if err != nil {
		return nil, n.called(err)
	}
	if m, is := s.(*Model); is {
		if m.readsImages() {
			m.Close()
			return nil, fmt.Errorf("%s reads images; want a model that reads texts", n.Name)
		}
		m.name = n.Name
	}
	if l, is := s.(*Learned); is {
		l.name = n.Name
	}
	return s, nil
}
