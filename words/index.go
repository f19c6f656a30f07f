package words

import "bytes"

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
// with linear probing: a slot holds a place plus one, 0 where it is free. At
// most half of the slots are taken. It is made in a tenth of the time of a
// map of strings, which is most of what a cold start has.
type index []uint32

// indexOf makes the index, and lists the places of words that stand earlier
// too; these are not in it.
func indexOf(n *names) (table index, twice []int) {
	size := 2
	for size < 2*n.len() {
		size *= 2
	}
	table = make(index, size)
	for i := range n.len() {
		word := n.at(i)
		slot := table.slot(n, word)
		if table[slot] != 0 {
			twice = append(twice, i)
			continue
		}
		table[slot] = uint32(i + 1)
	}
	return table, twice
}

func (t index) find(n *names, word string) (int, bool) {
	i := t[t.slot(n, []byte(word))]
	return int(i) - 1, i != 0
}

// slot is where the word is, or the free slot where it would be.
func (t index) slot(n *names, word []byte) uint32 {
	mask := uint32(len(t) - 1)
	for slot := hash(word) & mask; ; slot = (slot + 1) & mask {
		if i := t[slot]; i == 0 || bytes.Equal(n.at(int(i)-1), word) {
			return slot
		}
	}
}

// hash is FNV-1a of 64 bits, folded to 32.
//
// Source: Fowler, Noll and Vo, The FNV Non-Cryptographic Hash Algorithm, RFC 9923.
func hash(word []byte) uint32 {
	h := uint64(14695981039346656037)
	for _, b := range word {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return uint32(h ^ h>>32)
}
