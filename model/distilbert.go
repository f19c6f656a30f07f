package model

// distilbertConfig reads the keys of a DistilBERT config: a BERT without token
// types and pooler. Sinusoidal positions lie in the file as learned ones do.
//
// Defaults: transformers, models/distilbert/configuration_distilbert.py.
// Source: Sanh et al., DistilBERT (2019).
func distilbertConfig(k *keys) Config {
	width := k.count("dim", 768)
	heads := k.divisor("n_heads", 12, "dim", width)
	activation := k.activation("activation", "gelu")
	norm := &Norm{Eps: 1e-12, Shift: true}
	positions := k.count("max_position_embeddings", 512)
	k.flag("sinusoidal_pos_embds", false)
	k.none("pruned_heads")
	k.ignore("tie_weights_", "hidden_act")
	return Config{
		Vocab:     k.count("vocab_size", 30522),
		MaxTokens: positions,
		Embedding: Embedding{Width: width, Positions: positions, Norm: norm},
		Stack: Stack{Width: width, Blocks: repeat(k.layers("n_layers", 6), Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: true, OutBias: true},
			MLP:       MLP{Inner: k.count("hidden_dim", 4*768), Activation: activation, Bias: true},
			Place:     Post, First: norm, Second: norm,
		})},
		Head: Head{Tied: k.flag("tie_word_embeddings", true), Transform: norm, Activation: activation, Bias: true},
		names: layout{
			prefix: "distilbert.",
			parts:  []string{"embeddings.", "transformer."},

			words:     "embeddings.word_embeddings.weight",
			positions: "embeddings.position_embeddings.weight",
			embedNorm: "embeddings.LayerNorm",

			blocks: blockNames{
				at: numbered("transformer.layer.", "."),
				q:  "attention.q_lin", k: "attention.k_lin", v: "attention.v_lin", o: "attention.out_lin",
				first: "sa_layer_norm",
				up:    "ffn.lin1", down: "ffn.lin2",
				second: "output_layer_norm",
			},

			head: "vocab_", headTransform: "vocab_transform", headNorm: "vocab_layer_norm",
			headDecoder: "vocab_projector.weight", headBias: "vocab_projector.bias",

			ignored: []string{"embeddings.position_ids"},
		},
	}
}
