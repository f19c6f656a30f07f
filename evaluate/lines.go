package evaluate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxQuestion bounds a line of two or four words, and maxQuestions how many
// such lines are read: the largest published sets have some 100 000.
const (
	maxQuestion  = 1 << 16
	maxQuestions = 1 << 22
)

// eachQuestion calls do for each line of a file of pairs or analogies and its
// number, from 1. Empty lines and those that begin with # are passed over.
func eachQuestion(r io.Reader, do func(line string, n int) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxQuestion)
	n := 0
	for lines.Scan() {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		n++
		switch {
		case n > maxQuestions:
			return fmt.Errorf("line %d: the file goes on; want at most %d lines", n, maxQuestions)
		case !utf8.ValidString(line):
			return fmt.Errorf("line %d is not UTF-8; save the file as UTF-8 text", n)
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		}
		if err := do(line, n); err != nil {
			return fmt.Errorf("line %d %w", n, err)
		}
	}
	err := lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d has more than %d bytes; want a few words", n+1, maxQuestion)
	}
	return err
}
