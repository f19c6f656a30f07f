package evaluate

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The files of a word's folder, in the form of CoarseWSD-20: an index and a
// sentence a line, parted by a tab; the class number of each line; and what
// the classes are called.
const (
	classesFile = "classes_map.txt"
	dataFile    = ".data.txt"
	goldFile    = ".gold.txt"
)

// What is read of a file of sentences at the most.
const (
	maxRows = 1 << 18 // each is compared with all others: more would take days
	maxLine = 1 << 20 // bytes of a sentence
	maxFile = 1 << 28 // bytes of a file
)

// ReadSenses reads a folder with a word's train.data.txt, train.gold.txt,
// test.data.txt, test.gold.txt and classes_map.txt, as CoarseWSD-20 has them,
// or a folder of such folders. Place is what messages call the folder, word
// what its word is called; the words of folders in it are called as these are.
//
// A sentence's words are parted by spaces; the index, from 0, says which is
// under study. Errors name file and line.
func ReadSenses(folder fs.FS, place, word string) ([]Senses, error) {
	if isWord(folder) {
		s, err := readWord(folder, place, word)
		return []Senses{s}, err
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, cause(err))
	}
	var all []Senses
	for _, e := range entries {
		sub, err := fs.Sub(folder, e.Name())
		if err != nil || !isWord(sub) {
			continue
		}
		s, err := readWord(sub, path.Join(place, e.Name()), e.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if all == nil {
		return nil, fmt.Errorf("%s: no train%s or test%s in it, nor in a folder in it; want a word's folder as CoarseWSD has it, a folder of such, or a file like bank.tsv", place, dataFile, dataFile)
	}
	return all, nil
}

// isWord reports whether a folder looks like a word's.
func isWord(folder fs.FS) bool {
	for _, part := range []string{"train", "test"} {
		if _, err := fs.Stat(folder, part+dataFile); err == nil {
			return true
		}
	}
	return false
}

func readWord(folder fs.FS, place, word string) (Senses, error) {
	s := Senses{Word: word}
	classes, err := readClasses(folder, place)
	if err != nil {
		return s, err
	}
	if s.Train, err = readPart(folder, place, "train", classes); err != nil {
		return s, err
	}
	s.Test, err = readPart(folder, place, "test", classes)
	return s, err
}

// readClasses reads what the class numbers stand for.
func readClasses(folder fs.FS, place string) (map[string]string, error) {
	place = path.Join(place, classesFile)
	f, err := open(folder, classesFile, place)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxLine))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, cause(err))
	}
	var classes map[string]string
	if err := json.Unmarshal(text, &classes); err != nil || len(classes) == 0 {
		return nil, fmt.Errorf(`%s: %q is not a JSON object of names; want {"0": "one sense", "1": "another"}`, place, clip(string(text)))
	}
	number := map[string]string{}
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		name := classes[class]
		other, taken := number[name]
		switch {
		case name == "":
			return nil, fmt.Errorf("%s: class %q has no name", place, class)
		case taken:
			return nil, fmt.Errorf("%s: class %q is called %q, as class %q is; want a name of its own for each", place, class, name, other)
		}
		number[name] = class
	}
	return classes, nil
}

// readPart reads the train or test files of a word.
func readPart(folder fs.FS, place, part string, classes map[string]string) ([]Instance, error) {
	name, goldName := path.Join(place, part+dataFile), path.Join(place, part+goldFile)
	gold, err := open(folder, part+goldFile, goldName)
	if err != nil {
		return nil, err
	}
	defer gold.Close()
	var labels []string
	err = readLines(gold, goldName, func(line, at string) error {
		class := strings.TrimSpace(line)
		label, ok := classes[class]
		if !ok {
			return fmt.Errorf("%s: class %q is not in %s; want one of %s", at, clip(class), classesFile, strings.Join(slices.Sorted(maps.Keys(classes)), ", "))
		}
		labels = append(labels, label)
		return nil
	})
	if err != nil {
		return nil, err
	}
	data, err := open(folder, part+dataFile, name)
	if err != nil {
		return nil, err
	}
	defer data.Close()
	var instances []Instance
	err = readLines(data, name, func(line, at string) error {
		index, sentence, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("%s: %q has no tab; want an index, a tab and a sentence", at, clip(line))
		}
		if len(instances) == len(labels) {
			return fmt.Errorf("%s: %s has no line %d; want a class for each sentence", at, part+goldFile, len(labels)+1)
		}
		i, err := instanceOf(sentence, index, at)
		i.Label = labels[len(instances)]
		instances = append(instances, i)
		return err
	})
	if err == nil && len(instances) < len(labels) {
		err = fmt.Errorf("%s:%d: %s has no line %d; want a sentence for each class", goldName, len(instances)+1, part+dataFile, len(instances)+1)
	}
	return instances, err
}

// ReadTagged reads a file of labelled sentences in the form of bank.tsv:
// corpus, document, label, index and sentence, parted by tabs, a line each. A
// sentence's words are parted by spaces; the index, from 0, says which is
// under study. Place is what messages call the file, word what its word is
// called.
func ReadTagged(r io.Reader, place, word string) (Senses, error) {
	s := Senses{Word: word}
	err := readLines(r, place, func(line, at string) error {
		fields := strings.Split(line, "\t")
		if len(fields) != 5 {
			return fmt.Errorf("%s: %d columns; want 5, parted by tabs: corpus, document, label, index, sentence", at, len(fields))
		}
		if fields[2] == "" {
			return fmt.Errorf("%s: the label, column 3, is empty; name the sense", at)
		}
		i, err := instanceOf(fields[4], fields[3], at)
		i.Label = fields[2]
		s.Test = append(s.Test, i)
		return err
	})
	if err == nil && len(s.Test) < 2 {
		err = fmt.Errorf("%s: 1 line; want at least 2, to compare each with the others", place)
	}
	return s, err
}

// instanceOf finds the word that an index stands for.
func instanceOf(sentence, index, at string) (Instance, error) {
	spans := wordSpans(sentence)
	n, err := strconv.Atoi(index)
	switch {
	case len(spans) == 0:
		return Instance{}, fmt.Errorf("%s: the sentence has no words", at)
	case err != nil:
		return Instance{}, fmt.Errorf("%s: the index is %q; want a whole number", at, clip(index))
	case n < 0 || n >= len(spans):
		return Instance{}, fmt.Errorf("%s: index %d, but the sentence has %d words; want 0 to %d", at, n, len(spans), len(spans)-1)
	}
	start, end := spans[n][0], spans[n][1]
	return Instance{Word: string([]rune(sentence)[start:end]), Text: sentence, Start: start, End: end, Place: at}, nil
}

// wordSpans gives the code points [start, end) of the words between spaces.
func wordSpans(sentence string) [][2]int {
	var spans [][2]int
	at, inside := 0, false
	for _, r := range sentence {
		letter := !unicode.IsSpace(r)
		if letter && !inside {
			spans = append(spans, [2]int{at, at})
		}
		if inside = letter; inside {
			spans[len(spans)-1][1] = at + 1
		}
		at++
	}
	return spans
}

// readLines calls do for each line of a file and its place, "file:3". Empty
// lines at the end are passed over; a file without any other is an error.
func readLines(r io.Reader, place string, do func(line, at string) error) error {
	limited := &io.LimitedReader{R: r, N: maxFile}
	lines := bufio.NewScanner(limited)
	lines.Buffer(nil, maxLine)
	n, empty := 0, 0
	for lines.Scan() {
		line := lines.Text()
		if n++; n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		at := fmt.Sprintf("%s:%d", place, n)
		switch {
		case n > maxRows || limited.N == 0:
			return fmt.Errorf("%s: the file goes on; want at most %d lines and %d bytes: give a part of it", at, maxRows, maxFile)
		case !utf8.ValidString(line):
			return fmt.Errorf("%s: the line is not UTF-8; save the file as UTF-8 text", at)
		case strings.TrimSpace(line) == "":
			empty++
			continue
		case empty > 0:
			return fmt.Errorf("%s:%d: the line is empty; take it out", place, n-empty)
		}
		if err := do(line, at); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: the line has more than %d bytes; want a sentence", place, n+1, maxLine)
	} else if err != nil {
		return fmt.Errorf("%s:%d: %w", place, n+1, cause(err))
	}
	if n == empty {
		return fmt.Errorf("%s is empty; want a line for each sentence", place)
	}
	return nil
}

// open opens a plain file: another kind may never end, or block.
func open(folder fs.FS, name, place string) (fs.File, error) {
	info, err := fs.Stat(folder, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file; want train and test, each as %s and %s, and %s", place, dataFile, goldFile, classesFile)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", place, cause(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a plain file; want text", place)
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, cause(err))
	}
	return f, nil
}

// cause is a file error without its path, which the message has.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// clip shortens a text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
