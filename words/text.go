package words

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"sync"
)

// readText reads word2vec's text form, which is fastText's .vec too: a line
// "V D", then V lines of a word and D numbers.
func readText(data []byte) (*Vectors, error) {
	first, body, _ := bytes.Cut(trimBOM(data), []byte("\n"))
	wanted, dim, err := parseHeader(first)
	if err != nil {
		return nil, err
	}
	t := textFile{body: trimEnd(body), first: 2, dim: dim}
	if found := t.cut(); found != wanted {
		return nil, fmt.Errorf("line 1 says %s; %s; the file is cut short, or line 1 wrong",
			count(wanted, "word", "words"), count(found, "line follows", "lines follow"))
	}
	return t.read()
}

// readGloVe reads lines of a word and D numbers; D is how many most of the
// first hundred lines end in.
//
// Source: Pennington, Socher and Manning, GloVe (2014), and its README.
func readGloVe(data []byte) (*Vectors, error) {
	t := textFile{body: trimEnd(trimBOM(data)), first: 1}
	n, lines := 0, map[int]int{} // by how many numbers they end in
	for line := range bytes.Lines(t.body) {
		if n++; n > 100 {
			break
		}
		if found := numbersOf(line); found > 0 {
			if lines[found]++; lines[found] > lines[t.dim] {
				t.dim = found
			}
		}
	}
	if t.dim == 0 {
		first, _, _ := bytes.Cut(t.body, []byte("\n"))
		return nil, fmt.Errorf("line 1 is %s; want a word and its numbers, or a file of word2vec or fastText", clip(first))
	}
	t.cut()
	return t.read()
}

// A textFile is lines of a word and dim numbers.
type textFile struct {
	body  []byte
	first int // the number of the body's first line in its file
	dim   int
	parts []textPart
}

// A textPart is some of the lines, which one goroutine reads.
type textPart struct {
	body        []byte
	from, lines int // place of its first line, and how many it has
	naming      naming
	err         error
}

// cut divides the lines among the processors, and returns how many there are.
func (t *textFile) cut() (lines int) {
	rest := t.body
	for left := runtime.GOMAXPROCS(0); left > 0 && len(rest) > 0; left-- {
		end, from := len(rest), len(rest)/left
		if i := bytes.IndexByte(rest[from:], '\n'); i >= 0 {
			end = from + i + 1
		}
		t.parts = append(t.parts, textPart{body: rest[:end]})
		rest = rest[end:]
	}
	t.each(func(p *textPart) { p.lines = bytes.Count(p.body, []byte("\n")) })
	if n := len(t.parts); n > 0 && t.body[len(t.body)-1] != '\n' {
		t.parts[n-1].lines++
	}
	for i := range t.parts {
		t.parts[i].from = lines
		lines += t.parts[i].lines
	}
	return lines
}

func (t *textFile) each(f func(*textPart)) {
	var wait sync.WaitGroup
	for i := range t.parts {
		wait.Go(func() { f(&t.parts[i]) })
	}
	wait.Wait()
}

// read reads all parts, and puts their words together.
func (t *textFile) read() (*Vectors, error) {
	lines := 0
	for _, p := range t.parts {
		lines += p.lines
	}
	if lines == 0 {
		return nil, errors.New("no line has a word and its numbers")
	}
	if lines > (len(t.body)+1)/(2*t.dim) { // a number takes two bytes at least, its space among them
		return nil, fmt.Errorf("%d lines of %d numbers each need more than the %d bytes there are; the file is cut short, or its dim wrong", lines, t.dim, len(t.body))
	}
	data := make([]float32, lines*t.dim)
	t.each(func(p *textPart) { p.err = t.readPart(p, data[p.from*t.dim:(p.from+p.lines)*t.dim]) })
	var all naming
	for _, p := range t.parts {
		if p.err != nil {
			return nil, p.err
		}
		for _, i := range p.naming.escaped {
			all.escaped = append(all.escaped, p.from+i)
		}
		for _, end := range p.naming.ends {
			all.ends = append(all.ends, len(all.text)+end)
		}
		all.text = append(all.text, p.naming.text...)
	}
	return all.build(dense{t.dim, data}, t.dim)
}

func (t *textFile) readPart(p *textPart, to []float32) error {
	p.naming.ends = make([]int, 0, p.lines)
	n := p.from
	for line := range bytes.Lines(p.body) {
		word, err := parseLine(line, to[:t.dim])
		if err == nil && len(word) > maxWord {
			err = fmt.Errorf("begins with a word of %d bytes, %s; want at most %d", len(word), clip(word), maxWord)
		}
		if err != nil {
			return fmt.Errorf("line %d %w", t.first+n, err)
		}
		p.naming.add(word)
		to = to[t.dim:]
		n++
	}
	return nil
}

// parseLine takes a line apart: its last numbers, as many as to has, and the
// word before them.
func parseLine(line []byte, to []float32) (word []byte, err error) {
	if word, ok := plainLine(line, to); ok {
		return word, nil
	}
	return anyLine(line, to)
}

// plainLine reads a line as most are: a word without a space, and one space
// before each number. Of others ok is false.
func plainLine(line []byte, to []float32) (word []byte, ok bool) {
	end := bytes.IndexByte(line, ' ')
	if end < 0 || bytes.IndexByte(line[:end], '\t') >= 0 {
		return nil, false
	}
	at := end
	for c := range to {
		if at >= len(line) || line[at] != ' ' {
			return nil, false
		}
		x, stop := scanFloat(line, at+1)
		if stop == at+1 {
			return nil, false
		}
		to[c], at = x, stop
	}
	return line[:end], len(bytes.TrimRight(line[at:], " \t\r\n")) == 0
}

// anyLine reads any line from the right, for a word may hold spaces.
func anyLine(line []byte, to []float32) (word []byte, err error) {
	rest := bytes.TrimRight(line, " \t\r\n")
	for c := len(to) - 1; c >= 0; c-- {
		before, number, ok := lastField(rest)
		if !ok {
			return nil, fmt.Errorf("has %s, %s; want a word and %d", count(len(to)-1-c, "number", "numbers"), clip(line), len(to))
		}
		if to[c], err = parseFloat(number); err != nil {
			return nil, fmt.Errorf("has %s as number %d; want a word and %s", clip(number), c+1, count(len(to), "number", "numbers"))
		}
		rest = before
	}
	if _, last, ok := lastField(rest); ok { // else one number too many would be a part of the word
		if _, err := parseFloat(last); err == nil {
			return nil, fmt.Errorf("has %d numbers or more, %s; want %d", len(to)+1, clip(line), len(to))
		}
	}
	return rest, nil
}

// lastField cuts off the last field of a line, and the one space or tab
// before it; ok is false where there is no such space.
func lastField(line []byte) (before, field []byte, ok bool) {
	i := bytes.LastIndexAny(line, " \t")
	if i < 0 {
		return nil, line, false
	}
	return line[:i], line[i+1:], true
}

// numbersOf counts the numbers that a line ends in; its first field is a word
// even if it looks like a number.
func numbersOf(line []byte) int {
	rest := bytes.TrimRight(line, " \t\r\n")
	for n := 0; ; n++ {
		before, field, ok := lastField(rest)
		if _, err := parseFloat(field); !ok || err != nil {
			return n
		}
		rest = before
	}
}

func trimBOM(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

// trimEnd drops empty lines at the end of a file.
func trimEnd(body []byte) []byte {
	end := len(bytes.TrimRight(body, "\r\n"))
	if end < len(body) && body[end] == '\r' {
		end++
	}
	return body[:min(len(body), end+1)]
}

// writeText writes a line for each word, after a line "V D" where wanted.
func (v *Vectors) writeText(w io.Writer, header bool) error {
	if header {
		if _, err := fmt.Fprintf(w, "%d %d\n", v.Len(), v.dim); err != nil {
			return err
		}
	}
	buf := make([]float32, v.dim)
	var line []byte
	for i := range v.Len() {
		line = append(line[:0], v.names.at(i)...)
		for _, x := range v.rows.row(i, buf) {
			line = strconv.AppendFloat(append(line, ' '), float64(x), 'g', -1, 32)
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}
