package token

// A trie finds the texts that begin another text, in as many steps as they
// have code points. Its edges lie in an open-addressing hash table, at most
// half full: a Go map takes three times as long to fill with a vocabulary.
type trie struct {
	edges []edge  // length a power of two
	ids   []int32 // of the text that ends at a node, −1 for none; node 0 is the root
}

// An edge leads from a node on by one code point. No edge leads to the root,
// so to is 0 where there is none.
type edge struct {
	node, to int32
	r        rune
}

func newTrie() *trie { return &trie{edges: make([]edge, 16), ids: []int32{-1}} }

// slot gives the place of the edge from node by r, or where it belongs.
func (tr *trie) slot(node int32, r rune) *edge {
	mask := uint32(len(tr.edges) - 1)
	h := (uint32(node)*0x9E3779B1 ^ uint32(r)) * 0x85EBCA6B
	for at := (h ^ h>>15) & mask; ; at = (at + 1) & mask {
		if e := &tr.edges[at]; e.to == 0 || e.node == node && e.r == r {
			return e
		}
	}
}

// step leads from node on by r; to is 0 where no text goes on so.
func (tr *trie) step(node int32, r rune) (to int32) { return tr.slot(node, r).to }

// add enters content under id, unless it is there already: then under which
// id.
func (tr *trie) add(content string, id int) (other int, taken bool) {
	node := int32(0)
	for _, r := range content {
		e := tr.slot(node, r)
		if e.to == 0 {
			*e = edge{node, int32(len(tr.ids)), r}
			tr.ids = append(tr.ids, -1)
			if 2*len(tr.ids) > len(tr.edges) {
				tr.grow()
				e = tr.slot(node, r)
			}
		}
		node = e.to
	}
	if tr.ids[node] >= 0 {
		return int(tr.ids[node]), true
	}
	tr.ids[node] = int32(id)
	return id, false
}

func (tr *trie) grow() {
	old := tr.edges
	tr.edges = make([]edge, 2*len(old))
	for _, e := range old {
		if e.to != 0 {
			*tr.slot(e.node, e.r) = e
		}
	}
}

// longest gives the id of the longest text that begins t and its length in
// code points, 0 if there is none.
func (tr *trie) longest(t text) (id, n int) {
	node := int32(0)
	for i, g := range t {
		if node = tr.step(node, g.r); node == 0 {
			break
		}
		if tr.ids[node] >= 0 {
			id, n = int(tr.ids[node]), i+1
		}
	}
	return id, n
}
