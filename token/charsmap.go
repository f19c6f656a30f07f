package token

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// A charsMap says what SentencePiece writes for some strings: a double-array
// trie of their bytes, whose leaves point into replaced, where each
// replacement ends with a zero byte.
//
// Source: Yata, darts-clone; Aoe, An Efficient Digital Search Algorithm by
// Using a Double-Array Structure (1989).
type charsMap struct {
	units    []uint32
	replaced string
}

// What a map may hold: of real ones the longest string has 12 bytes and the
// longest replacement 33, but a file could make a text grow without end, or its
// trie run in a circle.
const (
	maxMapped  = 256
	maxWritten = 1024
)

// newCharsMap reads the bytes of a precompiled_charsmap: the trie's length in
// bytes, the trie, the replacements. No bytes map nothing.
func newCharsMap(data []byte) (charsMap, error) {
	if len(data) == 0 {
		return charsMap{}, nil
	}
	if len(data) < 4 {
		return charsMap{}, fmt.Errorf("it has %d bytes; want at least 4; fetch the file again", len(data))
	}
	n := uint64(binary.LittleEndian.Uint32(data))
	data = data[4:]
	if n%4 != 0 || n > uint64(len(data)) {
		return charsMap{}, fmt.Errorf("its trie is said to take %d bytes, of %d; want a multiple of 4 that fits; fetch the file again", n, len(data))
	}
	m := charsMap{units: make([]uint32, n/4), replaced: string(data[n:])}
	for i := range m.units {
		m.units[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	if !utf8.ValidString(m.replaced) {
		return charsMap{}, fmt.Errorf("its replacements are not UTF-8; fetch the file again")
	}
	for written := range strings.SplitSeq(m.replaced, "\x00") {
		if len(written) > maxWritten {
			return charsMap{}, fmt.Errorf("a replacement of %d bytes; want at most %d; fetch the file again", len(written), maxWritten)
		}
	}
	return m, nil
}

// next goes from unit at on by one byte. A unit holds its byte, whether a text
// ends there, and how far its children are. ok is false where none go on.
func (m charsMap) next(at uint32, b byte) (child uint32, ends, ok bool) {
	at ^= uint32(b)
	if at >= uint32(len(m.units)) || m.units[at]&(1<<31|0xFF) != uint32(b) {
		return 0, false, false
	}
	unit := m.units[at]
	return at ^ children(unit), unit>>8&1 == 1, true
}

// children is how far a unit's children are, by exclusive or.
func children(unit uint32) uint32 { return unit >> 10 << (unit & (1 << 9) >> 6) }

// prefixes calls each for the strings of the map that begin s, shortest
// first, with their length and what is written for them.
func (m charsMap) prefixes(s []byte, each func(n int, written string) (more bool)) {
	if len(m.units) == 0 {
		return
	}
	at := children(m.units[0])
	for i, b := range s[:min(len(s), maxMapped)] {
		child, ends, ok := m.next(at, b)
		if !ok || b == 0 {
			return
		}
		at = child
		if !ends || at >= uint32(len(m.units)) {
			continue
		}
		written := ""
		if leaf := m.units[at] &^ (1 << 31); leaf < uint32(len(m.replaced)) {
			written, _, _ = strings.Cut(m.replaced[leaf:], "\x00")
		}
		if !each(i+1, strings.ToValidUTF8(written, "")) {
			return
		}
	}
}

// shortest gives what is written for the shortest string of the map that
// begins s.
func (m charsMap) shortest(s []byte) (written string, ok bool) {
	m.prefixes(s, func(_ int, w string) bool {
		written, ok = w, true
		return false
	})
	return written, ok
}

// longest gives what is written for the longest string of the map that begins
// s, and how long that is: 0 if there is none.
func (m charsMap) longest(s []byte) (n int, written string) {
	m.prefixes(s, func(length int, w string) bool {
		n, written = length, w
		return true
	})
	return n, written
}

// rewrite is the library's "Precompiled", which is not SentencePiece's own
// way: it asks the map for whole grapheme clusters of less than six bytes,
// then for each code point, and takes the shortest match, even where that is
// only the beginning of what it replaces.
func (m charsMap) rewrite(t text) text {
	s := t.String()
	changes := make([]change, 0, len(t))
	for clusters := graphemes.FromString(s); clusters.Next(); {
		cluster := clusters.Value()
		if len(cluster) < 6 {
			if written, ok := m.shortest([]byte(cluster)); ok {
				changes = replaceBy(changes, utf8.RuneCountInString(cluster), written)
				continue
			}
		}
		var buf [utf8.UTFMax]byte
		for _, r := range cluster {
			if written, ok := m.shortest(buf[:utf8.EncodeRune(buf[:], r)]); ok {
				changes = replaceBy(changes, 1, written)
			} else {
				changes = append(changes, change{r: r})
			}
		}
	}
	return apply(changes, t)
}

// replaceBy writes new for n code points. As in the library, what is removed
// counts for the code point before; at the beginning of a text, where there is
// none, all that follows stands for what came before it.
func replaceBy(changes []change, n int, written string) []change {
	i := 0
	for _, r := range written {
		c := change{r: r}
		if i >= n {
			c.delta = 1
		}
		changes = append(changes, c)
		i++
	}
	if i < n && len(changes) > 0 {
		changes[len(changes)-1].delta -= n - i
	}
	return changes
}

// charsMapOf takes out the map, in base 64; null is none.
func charsMapOf(f *fields) charsMap {
	s := f.optionalString("precompiled_charsmap")
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		f.fail("precompiled_charsmap", "%v; want base 64; fetch the file again", err)
		return charsMap{}
	}
	m, err := newCharsMap(data)
	if err != nil {
		f.fail("precompiled_charsmap", "%v", err)
	}
	return m
}
