// Package corpus turns files of text into a stream of lines: plain or packed
// by gzip, many after one another, standard input among them. A corpus can be
// read again from its start, for the vocabulary first and the training after,
// and holds no more than a piece of a line in memory.
package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// A Corpus is a list of texts, read one after the other.
type Corpus struct {
	texts []text
	size  int64
}

// A text is a file; what comes through a pipe is a copy, without a name on disk.
type text struct {
	name string
	copy *os.File // nil where the text is the file of its name
	size int64
}

// Open finds the named texts; "-" is standard input. It and other pipes are
// copied to a temporary file until Close, since several passes read them. A
// text that is missing, no file, or empty is an error.
func Open(names []string, stdin io.Reader) (*Corpus, error) {
	c := &Corpus{}
	for i, name := range names {
		t, err := find(name, stdin)
		if err == nil && t.copy != nil && slices.Contains(names[:i], name) {
			err = errors.Join(fmt.Errorf("%s is named twice, but can be read only once", t.name), t.copy.Close())
		}
		if err != nil {
			c.Close()
			return nil, err
		}
		c.texts = append(c.texts, t)
		c.size += t.size
		if t.size == 0 {
			c.Close()
			return nil, fmt.Errorf("%s is empty; want a text", t.name)
		}
	}
	if len(c.texts) == 0 {
		return nil, errors.New("no text given; want files of text, plain or .gz, or - for standard input")
	}
	return c, nil
}

func find(name string, stdin io.Reader) (text, error) {
	if name == "-" {
		return spool("standard input", stdin)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return text{}, fmt.Errorf("%s: no such file; want a text, plain or .gz", name)
	case err != nil:
		return text{}, fmt.Errorf("%s: %w", name, plainCause(err))
	case info.IsDir():
		return text{}, fmt.Errorf("%s is a folder; name the texts in it", name)
	case info.Mode()&fs.ModeNamedPipe != 0:
		f, err := os.Open(name)
		if err != nil {
			return text{}, fmt.Errorf("%s: %w", name, plainCause(err))
		}
		defer f.Close()
		return spool(name, f)
	case !info.Mode().IsRegular():
		return text{}, fmt.Errorf("%s is not a plain file; want a text, plain or .gz, or - for standard input", name)
	}
	return text{name: name, size: info.Size()}, nil
}

// spool copies what can be read only once to a file that goes when it is
// closed.
func spool(name string, in io.Reader) (text, error) {
	t := text{name: name}
	f, err := os.CreateTemp("", "heed-text-")
	if err == nil {
		_ = os.Remove(f.Name()) // where a system cannot, its cleaning of temporary files does
		t.copy = f
		t.size, err = io.Copy(f, in)
	}
	if err != nil {
		if f != nil {
			f.Close()
		}
		return t, fmt.Errorf("%s: keeping a copy in %s: %w; TMPDIR names another folder", name, os.TempDir(), plainCause(err))
	}
	return t, nil
}

// Size is how many bytes the texts have, as they are packed.
func (c *Corpus) Size() int64 { return c.size }

// Close gives back what Open copied.
func (c *Corpus) Close() error {
	var err error
	for _, t := range c.texts {
		if t.copy != nil {
			err = errors.Join(err, t.copy.Close())
		}
	}
	return err
}

// A Sum is a text's name and SHA-256.
type Sum struct{ Name, SHA256 string }

// Sums are the names and hashes of all texts, as they are packed.
func (c *Corpus) Sums(ctx context.Context) ([]Sum, error) {
	var sums []Sum
	for _, t := range c.texts {
		sum, err := t.sum(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, plainCause(err))
		}
		sums = append(sums, Sum{t.name, sum})
	}
	return sums, nil
}

func (t text) sum(ctx context.Context) (string, error) {
	var in io.Reader = io.NewSectionReader(t.copy, 0, t.size)
	if t.copy == nil {
		f, err := os.Open(t.name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	h, block := sha256.New(), make([]byte, 1<<20)
	for {
		n, err := in.Read(block)
		h.Write(block[:n])
		switch {
		case err == io.EOF:
			return hex.EncodeToString(h.Sum(nil)), nil
		case err != nil:
			return "", err
		case ctx.Err() != nil:
			return "", ctx.Err()
		}
	}
}

// plainCause is a file error without its path, which the message has already.
func plainCause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
