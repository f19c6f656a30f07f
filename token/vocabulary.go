package token

import (
	"cmp"
	"fmt"
	"slices"
)

// An entry is one piece of a vocabulary and its id.
type entry struct {
	text string
	id   int32
}

// A vocabulary finds a piece's id and an id's piece. Entries lie in the order
// of their ids; slots is an open-addressing hash table over them, at most
// half full. A Go map would do as well, but takes
// twice as long to build, and its hash cannot be carried on byte by byte: one
// walk over a word gives the hashes of all its beginnings, so finding the
// longest piece that begins a word takes as many steps as the piece has
// bytes, not its square.
type vocabulary struct {
	entries []entry
	slots   []slot // length a power of two
	longest int    // bytes of the longest piece
}

// A slot holds a piece's hash and its place in entries plus one; 0 is empty.
type slot struct{ hash, place uint32 }

// A hash is FNV-1a, 32 bits, of the bytes so far.
//
// Source: Fowler, Noll, Vo, The FNV Non-Cryptographic Hash Algorithm.
type hash uint32

const emptyHash hash = 2166136261

// hashOf carries h on over s.
func hashOf[S string | []byte](h hash, s S) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * 16777619
	}
	return h
}

// newVocabulary indexes entries, which it keeps. Two entries with the same
// text or id are an error, placed at place.
func newVocabulary(place string, entries []entry) (*vocabulary, error) {
	byID := func(a, b entry) int { return cmp.Compare(a.id, b.id) }
	if !slices.IsSortedFunc(entries, byID) {
		slices.SortStableFunc(entries, byID)
	}
	size := 8
	for size < 2*len(entries) {
		size *= 2
	}
	v := &vocabulary{entries: entries, slots: make([]slot, size)}
	clear(v.slots) // else the system is asked twice for each of their pages: when it is first read, and when it is written
	for i, e := range entries {
		if i > 0 && entries[i-1].id == e.id {
			return nil, fmt.Errorf("%s: %q and %q have the same id %d; give each its own", place, entries[i-1].text, e.text, e.id)
		}
		h := hashOf(emptyHash, e.text)
		at := slotOf(v, h, e.text)
		if v.slots[at].place != 0 {
			return nil, fmt.Errorf("%s: %q stands twice, with ids %d and %d; take one out",
				place, e.text, entries[v.slots[at].place-1].id, e.id)
		}
		v.slots[at] = slot{uint32(h), uint32(i) + 1}
		v.longest = max(v.longest, len(e.text))
	}
	return v, nil
}

// slotOf gives the slot that holds text, or the empty one where it belongs.
func slotOf[S string | []byte](v *vocabulary, h hash, text S) int {
	mask := len(v.slots) - 1
	// FNV leaves its low bits poorly mixed; fold the high ones in.
	at := int(h^h>>15) & mask
	for {
		s := v.slots[at]
		if s.place == 0 || s.hash == uint32(h) && v.entries[s.place-1].text == string(text) {
			return at
		}
		at = (at + 1) & mask
	}
}

// find gives the entry of text, whose hash is h.
func find[S string | []byte](v *vocabulary, h hash, text S) (entry, bool) {
	s := v.slots[slotOf(v, h, text)]
	if s.place == 0 {
		return entry{}, false
	}
	return v.entries[s.place-1], true
}

// id gives the id of text.
func (v *vocabulary) id(text string) (int, bool) {
	e, ok := find(v, hashOf(emptyHash, text), text)
	return int(e.id), ok
}

// piece gives the text of id, at once where the ids below have no holes.
func (v *vocabulary) piece(id int) (string, bool) {
	if id >= 0 && id < len(v.entries) && int(v.entries[id].id) == id {
		return v.entries[id].text, true
	}
	i, ok := slices.BinarySearchFunc(v.entries, id, func(e entry, id int) int { return cmp.Compare(int(e.id), id) })
	if !ok {
		return "", false
	}
	return v.entries[i].text, true
}

// entries reads the object of pieces and ids that r stands at.
func (r *reader) entries(path string) ([]entry, error) {
	// A usual entry takes fifteen bytes and more; the room is bounded by the
	// input whatever it holds.
	entries := make([]entry, 0, (len(r.src)-r.at)/12)
	err := r.object(func(key string, _ int) error {
		if c := r.peek(); c != '-' && (c < '0' || c > '9') {
			return r.unexpected(fmt.Sprintf("the id of %q, a whole number", key))
		}
		at := r.at
		digits, err := r.number()
		if err != nil {
			return err
		}
		id, ok := parseID(digits)
		if !ok {
			return r.errorf(at, "%s[%q] is %s; want a whole number from 0 to %d", path, key, digits, maxID)
		}
		entries = append(entries, entry{key, int32(id)})
		return nil
	})
	return entries, err
}
