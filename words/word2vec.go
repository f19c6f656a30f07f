package words

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// readWord2vec reads word2vec's binary form: a line "V D", then for each word
// its bytes, a space and D little-endian float32. Line ends before a word are
// not of it: word2vec writes one after each vector, gensim none.
//
// Source: Mikolov et al., word2vec (2013), word2vec.c, distance.c.
func readWord2vec(data []byte) (*Vectors, error) {
	first, body, found := bytes.Cut(data, []byte("\n"))
	count, dim, err := parseHeader(first)
	if err == nil && !found {
		err = short(count, dim, 0)
	}
	if err != nil {
		return nil, err
	}
	if count > len(body)/(4*dim+1) {
		return nil, short(count, dim, len(body))
	}
	n := naming{names: names{text: make([]byte, 0, len(body)-count*4*dim), ends: make([]int, 0, count)}}
	p := packed{dim: dim, data: body, at: make([]int, 0, count)}
	pos := 0
	for i := range count {
		for pos < len(body) && body[pos] == '\n' {
			pos++
		}
		length := bytes.IndexByte(body[pos:min(len(body), pos+maxWord+1)], ' ')
		if length < 0 && len(body)-pos > maxWord {
			return nil, fmt.Errorf("word %d has more than %d bytes; is the file a word2vec .bin, and is its dim %d?", i+1, maxWord, dim)
		}
		at := pos + length + 1
		if length < 0 || at+4*dim > len(body) {
			return nil, fmt.Errorf("ends in word %d; line 1 says %d words of %d dimensions; the file is cut short, or line 1 wrong", i+1, count, dim)
		}
		n.add(body[pos : pos+length])
		p.at = append(p.at, at)
		pos = at + 4*dim
	}
	if rest := bytes.Trim(body[pos:], "\n"); len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes follow the last word; line 1 says %d words of %d dimensions: want no more than these", len(rest), count, dim)
	}
	return n.build(p, dim)
}

// maxWord is the longest word in bytes: word2vec's own bound is 50, fastText's
// words of the web have some hundreds.
const maxWord = 1 << 16

func short(count, dim, got int) error {
	return fmt.Errorf("line 1 says %d words of %d dimensions; %d bytes follow, which are too few; the file is cut short, or line 1 wrong", count, dim, got)
}

// parseHeader reads the line "V D", a file's first.
func parseHeader(line []byte) (count, dim int, err error) {
	if !isHeader(line) {
		return 0, 0, fmt.Errorf("line 1 is %s; want the numbers of words and dimensions, as \"400000 50\"; a file without them is glove", clip(line))
	}
	fields := bytes.Fields(line)
	count, err = strconv.Atoi(string(fields[0]))
	dim, err2 := strconv.Atoi(string(fields[1]))
	if err != nil || err2 != nil || count < 1 || dim < 1 || dim > maxDim {
		return 0, 0, fmt.Errorf("line 1 says %s words of %s dimensions; want at least one word, and 1 to %d dimensions", fields[0], fields[1], maxDim)
	}
	return count, dim, nil
}

// isHeader reports whether a line is two whole numbers.
func isHeader(line []byte) bool {
	fields := bytes.Fields(line)
	whole := func(field []byte) bool {
		return len(bytes.Trim(bytes.TrimPrefix(field, []byte("-")), "0123456789")) == 0
	}
	return len(line) <= 64 && len(fields) == 2 && whole(fields[0]) && whole(fields[1])
}

// maxDim bounds a header's dimensions; published vectors have up to some 4096.
const maxDim = 1 << 20

// writeWord2vec writes the binary form as word2vec does, a line end after each
// vector.
func (v *Vectors) writeWord2vec(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%d %d\n", v.Len(), v.dim); err != nil {
		return err
	}
	buf := make([]float32, v.dim)
	var line []byte
	for i := range v.Len() {
		line = append(append(line[:0], v.names.at(i)...), ' ')
		for _, x := range v.rows.row(i, buf) {
			line = binary.LittleEndian.AppendUint32(line, math.Float32bits(x))
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// naming gathers a file's words, and puts \xNN for each byte of them that is
// not UTF-8, as gensim does with fastText's.
type naming struct {
	names
	escaped []int // places
}

func (n *naming) add(word []byte) {
	if !utf8.Valid(word) {
		word = escape(word)
		n.escaped = append(n.escaped, n.len())
	}
	n.names.add(word)
}

func escape(word []byte) []byte {
	var out []byte
	for len(word) > 0 {
		r, size := utf8.DecodeRune(word)
		if r == utf8.RuneError && size == 1 {
			out = fmt.Appendf(out, `\x%02x`, word[0])
		} else {
			out = append(out, word[:size]...)
		}
		word = word[size:]
	}
	return out
}

// build makes Vectors, with a note where a word is not UTF-8.
func (n *naming) build(r rows, dim int) (*Vectors, error) {
	v, err := build(n.names, r, dim)
	if err == nil && len(n.escaped) > 0 {
		first := n.escaped[0]
		v.notes = append(v.notes, fmt.Sprintf("%s not UTF-8, word %d the first; its other bytes are written as \\xNN: %s",
			count(len(n.escaped), "word is", "words are"), first+1, n.at(first)))
	}
	return v, err
}

// clip quotes the beginning of a line for a message.
func clip(line []byte) string {
	const most = 40
	if len(line) > most {
		return strconv.Quote(string(line[:most])) + "…"
	}
	return strconv.Quote(string(line))
}
