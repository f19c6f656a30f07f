package model

// LearnedConfig describes a model that heed learn made, as the one forward pass
// runs it: word vectors, and one layer of attention in which no word sees
// itself, without positions, norms, or an MLP,
//
//	y_i = e_i + Σ over heads h, Σ over j≠i of w^h_ij e_j W_V^h
//
// A head's queries and keys are as wide as its values here, key of their
// numbers learned and the others 0, which changes no score. The tensors are
// "words" [V D], "q", "k" and "v" [H·W D] with their biases, and "o" [D H·W],
// in which each head has the identity; W is the larger of D and key.
func LearnedConfig(words, width, heads, key int) Config {
	wide := max(width, key)
	return Config{
		Family:    "learned",
		Vocab:     words,
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, Blocks: []Block{{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: wide, Scale: rootOf(key), Bias: true, Others: true},
			Place:     Parallel,
		}}},
		names: layout{
			words: "words",
			blocks: blockNames{
				at: func(int) string { return "" },
				q:  "q", k: "k", v: "v", o: "o",
			},
		},
	}
}
