package corpus

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is the longest piece of a line in bytes, and so the longest word. A
// longer one is no text, and files of word vectors cannot hold it.
const piece = 1 << 16

// A Reader passes once over the lines of a corpus, as a bufio.Scanner does.
type Reader struct {
	rest   []text // after the open one
	before int64  // bytes of the texts before the open one

	name  string
	file  *counter
	close func() error
	text  *bufio.Reader // nil where no text is open
	line  int           // of the open text, from 1
	buf   []byte        // what is read of the line and not yet passed
	whole bool          // the line's end is read
	now   []byte        // the present piece, the beginning of buf
	next  int           // where the next one starts in buf
	ends  bool          // the present piece is the line's last
	err   error
}

// Read begins a pass over the corpus.
func (c *Corpus) Read() *Reader {
	return &Reader{rest: c.texts, ends: true, close: func() error { return nil }}
}

// Next reads the next line, or the next piece of one that is longer than 64
// KiB. It returns false at the end, or where reading failed.
func (r *Reader) Next() bool {
	for r.err == nil {
		if r.text == nil && !r.open() {
			return false
		}
		if r.ends {
			r.line++
		}
		switch found, err := r.read(); {
		case err != nil:
			r.err = fmt.Errorf("%s:%d: %w", r.name, r.line, err)
		case found:
			return true
		default: // the text ends
			r.before += r.file.n
			if err := r.close(); err != nil {
				r.err = fmt.Errorf("%s: %w", r.name, plainCause(err))
			}
			r.text, r.close = nil, func() error { return nil }
		}
	}
	return false
}

// Line is the line, or piece of one, that Next read, without its end. It is
// text in UTF-8 without zero bytes, and good until Next is called again.
func (r *Reader) Line() []byte { return r.now }

// Ends is whether the line ends with this piece.
func (r *Reader) Ends() bool { return r.ends }

// Err is what ended the pass too early, with the file and line.
func (r *Reader) Err() error { return r.err }

// At is how many bytes of the corpus's Size are read.
func (r *Reader) At() int64 {
	if r.text == nil {
		return r.before
	}
	return r.before + r.file.n
}

// Close ends the pass.
func (r *Reader) Close() error { return r.close() }

// open opens the next text; false is the end, or an error.
func (r *Reader) open() bool {
	if len(r.rest) == 0 {
		return false
	}
	t := r.rest[0]
	r.rest = r.rest[1:]
	r.name, r.line, r.ends = t.name, 0, true
	if t.copy != nil {
		r.file = &counter{in: io.NewSectionReader(t.copy, 0, t.size)}
	} else {
		f, err := os.Open(t.name)
		if err != nil {
			r.err = fmt.Errorf("%s: %w", t.name, plainCause(err))
			return false
		}
		r.file, r.close = &counter{in: f}, f.Close
	}
	r.text, r.err = unpack(r.file)
	if r.err != nil {
		r.err = fmt.Errorf("%s: %w", t.name, r.err)
	}
	return r.err == nil
}

// A counter counts the bytes that are read through it.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// byteOrderMark begins some texts in UTF-8; it is not of the text.
const byteOrderMark = "\xef\xbb\xbf"

// unpack looks at the first bytes of a text for how it is packed.
func unpack(in io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(in, piece)
	first, err := b.Peek(6)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, plainCause(err)
	}
	if bytes.HasPrefix(first, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, unpacking(err)
		}
		b = bufio.NewReaderSize(z, piece)
		first, _ = b.Peek(6) // an error is met again where the text is read
	}
	for _, other := range []struct{ magic, is string }{
		{"BZh", "is packed by bzip2; unpack it with bunzip2"},
		{"PK\x03\x04", "is a zip archive; unpack it"},
		{"\xfd7zXZ", "is packed by xz; unpack it with unxz"},
		{"\x28\xb5\x2f\xfd", "is packed by zstd; unpack it with unzstd"},
		{"\xff\xfe", "is UTF-16; save it as UTF-8"},
		{"\xfe\xff", "is UTF-16; save it as UTF-8"},
	} {
		if bytes.HasPrefix(first, []byte(other.magic)) {
			return nil, errors.New(other.is)
		}
	}
	if bytes.HasPrefix(first, []byte(byteOrderMark)) {
		_, err = b.Discard(len(byteOrderMark))
		return b, err
	}
	return b, nil
}

// unpacking says what is wrong with a packed text.
func unpacking(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("is packed by gzip and cut short; get the whole file")
	case strings.HasPrefix(err.Error(), "gzip:"), strings.HasPrefix(err.Error(), "flate:"):
		return fmt.Errorf("is packed by gzip and damaged (%w); get the file again", err)
	}
	return plainCause(err)
}

// read puts the next line, or piece, of the open text into r.now; found is
// false at its end.
func (r *Reader) read() (found bool, err error) {
	begins := r.ends
	if begins {
		r.whole = false
	}
	r.buf = append(r.buf[:0], r.buf[r.next:]...) // what the last piece left of its line
	for !r.whole && len(r.buf) <= piece {
		part, err := r.text.ReadSlice('\n')
		r.buf = append(r.buf, part...)
		switch {
		case err == nil:
			r.buf = r.buf[:len(r.buf)-1]
			r.whole = true
		case errors.Is(err, io.EOF):
			r.whole = true
			if begins && len(r.buf) == 0 {
				r.next = 0
				return false, nil
			}
		case !errors.Is(err, bufio.ErrBufferFull):
			return false, unpacking(err)
		}
	}
	r.next = len(r.buf)
	if r.ends = r.next <= piece; !r.ends {
		space := bytes.LastIndexFunc(r.buf[:piece+1], unicode.IsSpace)
		if space < 0 {
			return false, fmt.Errorf("more than %d bytes without white space; is it text?", piece)
		}
		_, size := utf8.DecodeRune(r.buf[space:])
		r.next = space + size
	}
	r.now = r.buf[:r.next]
	return true, r.check()
}

// check refuses what is no text.
func (r *Reader) check() error {
	if i := bytes.IndexByte(r.now, 0); i >= 0 {
		return fmt.Errorf("byte %d is zero, which no text has; is it text?", i+1)
	}
	if !utf8.Valid(r.now) {
		i := 0
		for {
			c, size := utf8.DecodeRune(r.now[i:])
			if c == utf8.RuneError && size == 1 {
				return fmt.Errorf("byte %d is %#x, which is not UTF-8; save the text as UTF-8", i+1, r.now[i])
			}
			i += size
		}
	}
	return nil
}
