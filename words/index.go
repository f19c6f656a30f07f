package words

import (
	"bytes"
	"encoding/binary"
)

// names are the words, one after the other in one text, so that 400 000 of
// them are two allocations.
type names struct {
	text []byte
	ends []int
}

func (n *names) len() int { return len(n.ends) }

func (n *names) at(i int) []byte {
	start := 0
	if i > 0 {
		start = n.ends[i-1]
	}
	return n.text[start:n.ends[i]]
}

func (n *names) add(word []byte) {
	n.text = append(n.text, word...)
	n.ends = append(n.ends, len(n.text))
}

// An index is a hash table from words to their places, by open addressing
// with linear probing; at most half of its slots are taken. A slot holds the
// upper half of the word's hash above its place plus one, or 0 where it is
// free, so that words are looked at only where their hashes agree. A map of
// strings takes three times as long to make, and a command looks up few words.
type index []uint64

// indexOf makes the index, and lists the places of words that stand earlier
// too; these are not in it.
func indexOf(n *names) (table index, twice []int) {
	size := 2
	for size < 2*n.len() {
		size *= 2
	}
	table = make(index, size)
	for i := range n.len() {
		slot, upper := table.slot(n, n.at(i))
		if table[slot] != 0 {
			twice = append(twice, i)
			continue
		}
		table[slot] = upper | uint64(i+1)
	}
	return table, twice
}

func (t index) find(n *names, word string) (int, bool) {
	slot, _ := t.slot(n, []byte(word))
	return int(uint32(t[slot])) - 1, t[slot] != 0
}

// slot is where the word is, or the free slot where it would be, and the
// upper half of its hash.
func (t index) slot(n *names, word []byte) (slot int, upper uint64) {
	h := hash(word)
	upper = h &^ (1<<32 - 1)
	mask := uint64(len(t) - 1)
	for s := h & mask; ; s = (s + 1) & mask {
		found := t[s]
		if found == 0 || found&^(1<<32-1) == upper && bytes.Equal(n.at(int(uint32(found))-1), word) {
			return int(s), upper
		}
	}
}

// hash mixes eight bytes at a time by a multiplication, whose upper bits
// depend on all of them, and folds these down.
//
// Source: after Knuth, The Art of Computer Programming 3 (1998), §6.4,
// multiplicative hashing; the factor is 2⁶⁴ divided by the golden ratio.
func hash(word []byte) uint64 {
	const factor = 0x9e3779b97f4a7c15
	h := uint64(len(word))
	for ; len(word) >= 8; word = word[8:] {
		h = (h ^ binary.LittleEndian.Uint64(word)) * factor
		h ^= h >> 32
	}
	rest := uint64(0)
	for i, b := range word {
		rest |= uint64(b) << (8 * i)
	}
	h = (h ^ rest) * factor
	return h ^ h>>32
}
