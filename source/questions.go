package source

import (
	"fmt"
	"io"

	"heed/evaluate"
)

// Pairs reads a file of word pairs with people's scores.
func Pairs(path string) ([]evaluate.Pair, error) {
	return readQuestions(path, "a file of word pairs and scores", evaluate.ReadPairs)
}

// Analogies reads a file of analogies.
func Analogies(path string) ([]evaluate.Section, error) {
	return readQuestions(path, "a file of analogies", evaluate.ReadAnalogies)
}

func readQuestions[Q any](path, want string, read func(io.Reader) (Q, error)) (Q, error) {
	f, err := openPlain(path, want)
	if err != nil {
		return *new(Q), err
	}
	defer f.Close()
	q, err := read(f)
	if err != nil {
		return q, fmt.Errorf("%s: %w", path, cause(err))
	}
	return q, nil
}
