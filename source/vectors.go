package source

import (
	"errors"
	"fmt"

	"heed/words"
)

// OpenVectors maps a file of word vectors into memory and finds out its
// format. The vectors must not be used after close.
func OpenVectors(name string) (v *words.Vectors, close func() error, err error) {
	return OpenVectorsAs(name, words.Sniff)
}

// OpenVectorsAs is OpenVectors for a file whose format is known.
func OpenVectorsAs(name string, f words.Format) (v *words.Vectors, close func() error, err error) {
	if name == "" {
		return nil, nil, errors.New("no --words FILE given; want a file of vectors in word2vec's, GloVe's or fastText's form")
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
