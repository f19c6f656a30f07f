package token

// A trie finds the longest of its texts that begins another text, in as many
// steps as that text has code points.
type trie struct {
	next map[edge]int
	id   []int // of the text that ends at a node, −1 for none; node 0 is the root
}

// An edge leads from a node on by one code point.
type edge struct {
	node int
	r    rune
}

func newTrie() *trie { return &trie{next: map[edge]int{}, id: []int{-1}} }

// add enters content under id, unless it is there already: then under which
// id.
func (tr *trie) add(content string, id int) (other int, taken bool) {
	node := 0
	for _, r := range content {
		next, ok := tr.next[edge{node, r}]
		if !ok {
			next = len(tr.id)
			tr.id = append(tr.id, -1)
			tr.next[edge{node, r}] = next
		}
		node = next
	}
	if tr.id[node] >= 0 {
		return tr.id[node], true
	}
	tr.id[node] = id
	return id, false
}

// longest gives the id of the longest text that begins t and its length in
// code points, 0 if there is none.
func (tr *trie) longest(t text) (id, n int) {
	node := 0
	for i, g := range t {
		next, ok := tr.next[edge{node, g.r}]
		if !ok {
			break
		}
		node = next
		if tr.id[node] >= 0 {
			id, n = tr.id[node], i+1
		}
	}
	return id, n
}
