package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"heed/model"
	"heed/tensor"
	"heed/token"
)

// ggufFile returns the GGUF file that a path stands for: the file itself, or the
// only one of a folder without a config.json and weights that go with it; ""
// where it stands for none.
func ggufFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", nil // whoever opens it says why
	}
	if !info.IsDir() {
		if isGGUF(path, info) {
			return path, nil
		}
		return "", nil
	}
	has := func(name string) bool {
		_, err := os.Stat(filepath.Join(path, name))
		return err == nil
	}
	if has(configFile) && (has(weightsFile) || has(indexFile)) {
		return "", nil
	}
	files, err := filepath.Glob(filepath.Join(path, "*.gguf"))
	switch {
	case err != nil || len(files) == 0:
		return "", nil
	case len(files) > 1:
		return "", fmt.Errorf("%s has %d GGUF files; name one of them, as %s", path, len(files), files[0])
	}
	return files[0], nil
}

// isGGUF tells a GGUF file by its ending, or by how it begins: some stores name
// files by their hash alone.
func isGGUF(path string, info fs.FileInfo) bool {
	if filepath.Ext(path) == ".gguf" {
		return true
	}
	if !info.Mode().IsRegular() || info.Size() < 4 {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false // whoever opens it says why
	}
	defer f.Close()
	var begin [4]byte
	_, err = io.ReadFull(f, begin[:])
	return err == nil && string(begin[:]) == "GGUF"
}

// openGGUF opens a model whose config, weights and tokenizer are in one file.
func openGGUF(path, shown string) (*Model, error) {
	m := &Model{name: shown, weights: &weights{path: path}}
	g, err := m.weights.openGGUF()
	if err != nil {
		return nil, err
	}
	if m.config, err = model.GGUFConfig(g); err == nil {
		if m.Tokenizer, m.untold = ggufTokenizer(g); m.untold != nil {
			m.untold = fmt.Errorf("%s: %w", path, m.untold)
		}
		m.Net, err = model.Open[float32](m.config, m.weights.file)
	}
	if err != nil {
		m.weights.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func (w *weights) openGGUF() (*tensor.GGUF, error) {
	m, err := mapFile(w.path, "a GGUF file")
	if err != nil {
		return nil, err
	}
	w.maps = append(w.maps, m)
	g, err := tensor.ParseGGUF(m.data)
	if err != nil {
		w.close()
		return nil, fmt.Errorf("%s: %w", w.path, err)
	}
	w.file = g.File
	return g, nil
}

// openVocabulary reads the tokenizer of a GGUF file.
func openVocabulary(path string, err error) (*token.Tokenizer, error) {
	w := &weights{path: path}
	if err != nil {
		return nil, err
	}
	g, err := w.openGGUF()
	if err != nil {
		return nil, err
	}
	defer w.close()
	t, err := ggufTokenizer(g)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// ggufTokenizer makes the tokenizer of a GGUF file's metadata.
func ggufTokenizer(g *tensor.GGUF) (*token.Tokenizer, error) {
	const all = "tokenizer.ggml."
	var v token.Vocabulary
	var errs []error
	read := func(err error) { errs = append(errs, err) }
	text := func(to *string, key string) {
		if g.Has(all + key) {
			s, err := g.String(all + key)
			*to = s
			read(err)
		}
	}
	number := func(to **int, key string) {
		if g.Has(all + key) {
			n, err := g.Int(all + key)
			id := int(n)
			*to = &id
			read(err)
		}
	}
	flag := func(to **bool, key string) {
		if g.Has(all + key) {
			b, err := g.Bool(all + key)
			*to = &b
			read(err)
		}
	}
	texts := func(to *[]string, key string) {
		if g.Has(all + key) {
			list, err := g.Strings(all + key)
			*to = list
			read(err)
		}
	}
	text(&v.Model, "model")
	text(&v.Pre, "pre")
	texts(&v.Tokens, "tokens")
	texts(&v.Merges, "merges")
	number(&v.BOS, "bos_token_id")
	number(&v.EOS, "eos_token_id")
	number(&v.Unknown, "unknown_token_id")
	number(&v.Separator, "seperator_token_id")
	number(&v.CLS, "cls_token_id")
	flag(&v.AddBOS, "add_bos_token")
	flag(&v.AddEOS, "add_eos_token")
	flag(&v.AddSpacePrefix, "add_space_prefix")
	var remove *bool
	if flag(&remove, "remove_extra_whitespaces"); remove != nil {
		v.RemoveExtraSpaces = *remove
	}
	if g.Has(all + "scores") {
		list, err := g.Floats(all + "scores")
		for _, x := range list {
			v.Scores = append(v.Scores, float32(x))
		}
		read(err)
	}
	if g.Has(all + "token_type") {
		list, err := g.Ints(all + "token_type")
		for _, x := range list {
			v.Types = append(v.Types, int32(x))
		}
		read(err)
	}
	if g.Has(all + "precompiled_charsmap") {
		list, err := g.Ints(all + "precompiled_charsmap")
		for _, x := range list {
			v.CharsMap = append(v.CharsMap, byte(x))
		}
		read(err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return token.FromVocabulary(v)
}
