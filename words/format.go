package words

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Format is a form of a file of vectors.
type Format string

// The formats. Sniff finds which one a file has.
const (
	Sniff    Format = ""
	Word2vec Format = "word2vec"      // word2vec's binary form: "V D\n", then word, space, D float32
	Text     Format = "word2vec-text" // its text form and fastText's .vec: "V D\n", then lines of a word and D numbers
	GloVe    Format = "glove"         // such lines without the first
	FastText Format = "fasttext"      // fastText's .bin: words, and vectors of words and n-grams; read only
)

// ParseFormat takes a format's name; "vec" is another name of word2vec-text.
func ParseFormat(name string) (Format, error) {
	if name == "vec" {
		return Text, nil
	}
	if known := []Format{Sniff, Word2vec, Text, GloVe, FastText}; slices.Contains(known, Format(name)) {
		return Format(name), nil
	}
	return Sniff, fmt.Errorf("no format %q of vectors; want word2vec, word2vec-text (or vec), glove or fasttext", name)
}

// Read reads a file of vectors from its bytes. What it returns may share
// them: a memory map must outlive it. The whole file is checked before it is
// believed: as many words as its header says and no more, as many numbers for
// each, all of them finite; and nothing is allocated on the header's word
// alone. Errors name the word, or the line; the caller adds the file's name.
func Read(data []byte, f Format) (*Vectors, error) {
	if f == Sniff {
		var err error
		if f, err = sniff(data); err != nil {
			return nil, err
		}
	}
	switch f {
	case Word2vec:
		return readWord2vec(data)
	case Text:
		return readText(data)
	case GloVe:
		return readGloVe(data)
	case FastText:
		return readFastText(data)
	}
	return nil, fmt.Errorf("no format %q of vectors", f)
}

// sniff finds the format of a file from its first bytes.
func sniff(data []byte) (Format, error) {
	if len(data) == 0 {
		return Sniff, errors.New("is empty; want a file of word vectors")
	}
	for _, other := range []struct{ magic, is string }{
		{"\x1f\x8b", "is packed by gzip; unpack it with gunzip"},
		{"PK\x03\x04", "is a zip archive; unpack it"},
		{"BZh", "is packed by bzip2; unpack it with bunzip2"},
		{"\xfd7zXZ", "is packed by xz; unpack it with unxz"},
		{"\x28\xb5\x2f\xfd", "is packed by zstd; unpack it with unzstd"},
		{"\x80\x02", gensimModel}, {"\x80\x03", gensimModel}, {"\x80\x04", gensimModel}, {"\x80\x05", gensimModel},
		{"\x93NUMPY", "is a NumPy array, which has no words; want word2vec, GloVe or fastText"},
	} {
		if bytes.HasPrefix(data, []byte(other.magic)) {
			return Sniff, errors.New(other.is)
		}
	}
	if len(data) >= 8 && (binary.LittleEndian.Uint32(data) == fastTextMagic || bytes.Equal(data[2:4], []byte{0, 0})) {
		return FastText, nil // without the magic a file begins with a small dim, so with zero bytes, which no word has
	}
	first, rest, _ := bytes.Cut(trimBOM(data), []byte("\n"))
	if !isHeader(first) {
		return GloVe, nil
	}
	second, _, _ := bytes.Cut(rest, []byte("\n"))
	control := func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' }
	if bytes.ContainsFunc(second, control) || numbersOf(second) == 0 {
		return Word2vec, nil
	}
	return Text, nil
}

const gensimModel = "is a Python pickle, such as gensim's own form; in gensim, write it with save_word2vec_format"

// Write writes the vectors: as they stand, bit for bit, in word2vec's binary
// form, and with as few digits as give the same float32 in text. It is an
// error if the format cannot hold a word.
func (v *Vectors) Write(w io.Writer, f Format) error {
	for i := range v.Len() {
		if err := holds(f, v.names.at(i)); err != nil {
			return fmt.Errorf("word %d, %q: %w", i+1, v.names.at(i), err)
		}
	}
	switch f {
	case Word2vec:
		return v.writeWord2vec(w)
	case Text, GloVe:
		return v.writeText(w, f == Text)
	}
	return fmt.Errorf("cannot write %s files; want word2vec, word2vec-text or glove", f)
}

// holds is an error if a word cannot be read again from a file of the format.
func holds(f Format, word []byte) error {
	switch {
	case bytes.ContainsAny(word, "\n\r"):
		return errors.New("no format holds a word with a line end")
	case f == GloVe:
	case bytes.ContainsAny(word, " \t"):
		return errors.New("a space ends a word in word2vec files; glove files can hold it")
	}
	return nil
}

// Formats lists what Write can write, for messages.
func Formats() string {
	return strings.Join([]string{string(Word2vec), string(Text), string(GloVe)}, ", ")
}
