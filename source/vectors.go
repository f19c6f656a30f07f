package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"heed/english"
	"heed/learn"
	"heed/words"
)

// OpenVectors maps a file of word vectors into memory and finds out its
// format; "" are those of the model that ships. The vectors must not be used
// after close.
func OpenVectors(name string) (v *words.Vectors, close func() error, err error) {
	return OpenVectorsAs(name, words.Sniff)
}

// OpenVectorsAs is OpenVectors for a file whose format is known.
func OpenVectorsAs(name string, f words.Format) (v *words.Vectors, close func() error, err error) {
	if name == "" {
		return englishVectors()
	}
	file, err := mapFile(name, "a file of word vectors")
	if err != nil {
		return nil, nil, err
	}
	if v, err = words.Read(file.data, f); err != nil {
		file.close()
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, file.close, nil
}

func englishVectors() (*words.Vectors, func() error, error) {
	m, err := learn.Parse(english.File)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", english.Name, err)
	}
	v, err := words.New(m.Vocabulary.Words(), m.Dim, m.Vectors())
	return v, func() error { return nil }, err
}

// MostFrequent returns the first words of a file of vectors, most at the most,
// which in all common files are the most frequent, their rows [V D], and the
// file's name and hash.
func MostFrequent(name string, most int) (list []string, dim int, rows []float32, sum learn.Input, err error) {
	v, done, err := OpenVectors(name)
	if err != nil {
		return nil, 0, nil, sum, err
	}
	defer done()
	for i := range min(most, v.Len()) {
		list = append(list, v.Word(i))
		rows = append(rows, v.Row(i)...)
	}
	sum.Name = filepath.Base(name)
	data := english.File
	if name == "" {
		sum.Name = english.Name
	} else {
		file, err := mapFile(name, "a file of word vectors")
		if err != nil {
			return nil, 0, nil, sum, err
		}
		defer file.close()
		data = file.data
	}
	hash := sha256.Sum256(data)
	sum.SHA256 = hex.EncodeToString(hash[:])
	return list, v.Dim(), rows, sum, nil
}

// Probes are the lines of a file of phrases to watch; "" are those that ship.
func Probes(name string) (iter.Seq2[string, error], error) {
	text := english.Probes
	if name != "" {
		data, err := readPart(filepath.Dir(name), filepath.Base(name), "a file of phrases to watch")
		if err != nil {
			return nil, err
		}
		text = string(data)
	}
	return func(yield func(string, error) bool) {
		for line := range strings.Lines(text) {
			if !yield(strings.TrimSuffix(line, "\n"), nil) {
				return
			}
		}
	}, nil
}
