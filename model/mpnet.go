package model

import "heed/tensor"

// mpnetConfig reads the keys of an MPNet config: a RoBERTa without token
// types, with a bias on the scores by distance that all layers share.
//
// Defaults: transformers, models/mpnet/configuration_mpnet.py.
// Source: Song et al., MPNet (2020).
func mpnetConfig(k *keys) Config {
	width := k.count("hidden_size", 768)
	heads := k.divisor("num_attention_heads", 12, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-12), Shift: true}
	positions, pad := k.count("max_position_embeddings", 512), k.id("pad_token_id", 1)
	const distance = 128 // no key of the config changes it
	return Config{
		Vocab:     k.count("vocab_size", 30527),
		MaxTokens: positions - pad - 1,
		Embedding: Embedding{Width: width, Positions: positions, Counting: ByIDs, Pad: pad, Norm: norm},
		Stack: Stack{Width: width, Blocks: repeat(k.layers("num_hidden_layers", 12), Block{
			Attention: Attention{
				Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: true, OutBias: true,
				Buckets: &Buckets{Count: k.count("relative_attention_num_buckets", 32), Distance: distance, Both: true},
			},
			MLP:   MLP{Inner: k.count("intermediate_size", 3072), Activation: k.activation("hidden_act", "gelu"), Bias: true},
			Place: Post, First: norm, Second: norm,
		})},
		Head:   Head{Tied: k.flag("tie_word_embeddings", true), Transform: norm, Activation: tensor.GELU, Bias: true},
		Pooler: Pooler{Activation: tensor.Tanh},
		names: layout{
			prefix: "mpnet.",
			parts:  []string{"embeddings.", "encoder.", "pooler."},

			words:     "embeddings.word_embeddings.weight",
			positions: "embeddings.position_embeddings.weight",
			embedNorm: "embeddings.LayerNorm",

			blocks: blockNames{
				at: numbered("encoder.layer.", "."),
				q:  "attention.attn.q", k: "attention.attn.k", v: "attention.attn.v", o: "attention.attn.o",
				buckets: func(int) string { return "encoder.relative_attention_bias.weight" },
				first:   "attention.LayerNorm",
				up:      "intermediate.dense", down: "output.dense",
				second: "output.LayerNorm",
			},
			pooler: "pooler.dense",

			head: "lm_head.", headTransform: "lm_head.dense", headNorm: "lm_head.layer_norm",
			headDecoder: "lm_head.decoder.weight", headBias: "lm_head.bias", headDecoderBias: "lm_head.decoder.bias",

			ignored: []string{"embeddings.position_ids"},
		},
	}
}
