package tensor

import (
	"encoding/binary"
	"fmt"
)

// A cursor goes through a file's bytes and never past their end.
type cursor struct {
	data []byte
	at   int
}

// left is how many bytes follow.
func (c *cursor) left() uint64 { return uint64(len(c.data) - c.at) }

// take returns the next n bytes.
func (c *cursor) take(n uint64) ([]byte, error) {
	if n > c.left() {
		return nil, fmt.Errorf("needs %d bytes at byte %d; only %d follow; the file is cut short", n, c.at, c.left())
	}
	part := c.data[c.at : c.at+int(n)]
	c.at += int(n)
	return part, nil
}

// fits checks that n things of at least least bytes may follow.
func (c *cursor) fits(what string, n, least uint64) error {
	if n > c.left()/least {
		return fmt.Errorf("says it has %d %s; only %d bytes follow at byte %d; the file is cut short", n, what, c.left(), c.at)
	}
	return nil
}

func (c *cursor) uint32() (uint32, error) {
	b, err := c.take(4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

func (c *cursor) uint64() (uint64, error) {
	b, err := c.take(8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// text returns a string's bytes: its length, then the bytes.
func (c *cursor) text() ([]byte, error) {
	n, err := c.uint64()
	if err != nil {
		return nil, err
	}
	return c.take(n)
}
