package word2vec

import "slices"

// A tree is Huffman's: its leaves are the words, and frequent ones are near the
// root. Inner nodes are 0 … V−2, the root the last.
type tree struct {
	nodes [][]uint32  // on the way from the root to each word
	turns [][]float32 // at each of them, as a label: 1 to the rarer side
}

// newTree builds the tree of words by their counts, which fall. Of equal
// counts leaves are taken before inner nodes, so the tree is as flat as can be.
//
// Source: Huffman, A Method for the Construction of Minimum-Redundancy Codes
// (1952); van Leeuwen, On the Construction of Huffman Trees (1976), for the two
// queues.
func newTree(counts []uint64) tree {
	v := len(counts)
	sums := make([]uint64, 0, v-1) // of the inner nodes: they rise
	parent, right := make([]int, 2*v-1), make([]bool, 2*v-1)
	leaf, inner := v-1, 0 // the rarest leaf and inner node without a parent
	take := func() (node int, count uint64) {
		if leaf >= 0 && (inner == len(sums) || counts[leaf] <= sums[inner]) {
			leaf--
			return leaf + 1, counts[leaf+1]
		}
		inner++
		return v + inner - 1, sums[inner-1]
	}
	for node := v; node < 2*v-1; node++ {
		a, na := take()
		b, nb := take()
		parent[a], parent[b], right[a] = node, node, true
		sums = append(sums, na+nb)
	}
	t := tree{make([][]uint32, v), make([][]float32, v)}
	for word := range v {
		for node := word; node != 2*v-2; node = parent[node] {
			t.nodes[word] = append(t.nodes[word], uint32(parent[node]-v))
			turn := float32(0)
			if right[node] {
				turn = 1
			}
			t.turns[word] = append(t.turns[word], turn)
		}
		slices.Reverse(t.nodes[word])
		slices.Reverse(t.turns[word])
	}
	return t
}
