package token

import (
	"fmt"
	"strings"
)

// A mergeTable gives for two ids the rank of their merge and the id that they
// become: an open-addressing hash table, at most two thirds full.
type mergeTable []mergeSlot

// A mergeSlot is empty while its id is −1.
type mergeSlot struct{ left, right, rank, id int32 }

func newMergeTable(n int) mergeTable {
	size := 8
	for 2*size < 3*n {
		size *= 2
	}
	t := make(mergeTable, size)
	for i := range t {
		t[i].id = -1
	}
	return t
}

// slot gives the merge of left and right, or the empty place where it belongs.
func (t mergeTable) slot(left, right int32) *mergeSlot {
	mask := uint32(len(t) - 1)
	h := (uint32(left)*0x9E3779B1 ^ uint32(right)) * 0x85EBCA6B
	for at := (h ^ h>>15) & mask; ; at = (at + 1) & mask {
		if s := &t[at]; s.id < 0 || s.left == left && s.right == right {
			return s
		}
	}
}

// add enters a merge; as in the library, one that stands twice has its later
// rank.
func (t mergeTable) add(left, right, rank, id int32) {
	*t.slot(left, right) = mergeSlot{left, right, rank, id}
}

// findJoined finds the entry of a+b without writing them together.
func findJoined(v *vocabulary, a, b string) (entry, bool) {
	h := hashOf(hashOf(emptyHash, a), b)
	mask := len(v.slots) - 1
	for at := int(h^h>>15) & mask; ; at = (at + 1) & mask {
		s := v.slots[at]
		if s.place == 0 {
			return entry{}, false
		}
		e := v.entries[s.place-1]
		if s.hash == uint32(h) && len(e.text) == len(a)+len(b) && e.text[:len(a)] == a && e.text[len(a):] == b {
			return e, true
		}
	}
}

// merges reads the list of merges that r stands at: pairs of pieces, or, in
// files of before 2024, strings of two pieces with a space between.
func (r *reader) merges(path string) ([][2]string, error) {
	// The shortest merge, "a b", takes six bytes with its comma; a usual one
	// twice as many. The room is bounded by the input whatever it holds.
	merges := make([][2]string, 0, (len(r.src)-r.at)/16)
	err := r.items(func() error {
		at := r.at
		if r.peek() == '"' {
			line, err := r.string()
			if err != nil || strings.HasPrefix(line, "#version") {
				return err
			}
			pair, err := mergeOf(line)
			if err != nil {
				return r.errorf(at, "%s: %v", path, err)
			}
			merges = append(merges, pair)
			return nil
		}
		var pair [2]string
		n := 0
		err := r.items(func() error {
			piece, err := r.string()
			if n < 2 {
				pair[n] = piece
			}
			n++
			return err
		})
		if err == nil && n != 2 {
			err = r.errorf(at, "%s: a merge of %d pieces; want two", path, n)
		}
		merges = append(merges, pair)
		return err
	})
	return merges, err
}

// mergeOf takes "a b" apart.
func mergeOf(line string) ([2]string, error) {
	left, right, ok := strings.Cut(line, " ")
	if !ok || strings.Contains(right, " ") {
		return [2]string{}, fmt.Errorf("%q is no merge; want two pieces with one space between", line)
	}
	return [2]string{left, right}, nil
}
