package model

import "heed/tensor"

// albertConfig reads the keys of an ALBERT config: a BERT whose tables are
// narrower than its stream, and whose layers share their weights in groups.
//
// Defaults: transformers, models/albert/configuration_albert.py.
// Source: Lan et al., ALBERT (2019).
func albertConfig(k *keys) Config {
	width := k.count("hidden_size", 4096)
	heads := k.divisor("num_attention_heads", 64, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-12), Shift: true}
	activation := k.activation("hidden_act", "gelu_new")
	positions := k.count("max_position_embeddings", 512)
	layers, inner := k.layers("num_hidden_layers", 12), k.upTo("inner_group_num", 1, 100)
	groups := k.divisor("num_hidden_groups", 1, "num_hidden_layers", layers)
	if k.text("position_embedding_type", "absolute") != "absolute" {
		k.fail("position_embedding_type", k.values["position_embedding_type"], `"absolute"`)
	}
	k.none("pruned_heads")
	k.ignore("net_structure_type", "gap_size", "num_memory_blocks", "down_scale_factor") // of Google's checkpoints; no code reads them
	return Config{
		Vocab:     k.count("vocab_size", 30000),
		MaxTokens: positions,
		Embedding: Embedding{Width: k.count("embedding_size", 128), Types: k.count("type_vocab_size", 2), Positions: positions, Norm: norm, Project: true, Bias: true},
		Stack: Stack{Width: width, Blocks: repeat(layers*inner, Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: true, OutBias: true},
			MLP:       MLP{Inner: k.count("intermediate_size", 16384), Activation: activation, Bias: true},
			Place:     Post, First: norm, Second: norm,
		})},
		Head:   Head{Tied: k.flag("tie_word_embeddings", true), Transform: norm, Activation: activation, Bias: true},
		Pooler: Pooler{Activation: tensor.Tanh},
		names: layout{
			prefix: "albert.",
			parts:  []string{"embeddings.", "encoder.", "pooler."},

			words:        "embeddings.word_embeddings.weight",
			types:        "embeddings.token_type_embeddings.weight",
			positions:    "embeddings.position_embeddings.weight",
			embedNorm:    "embeddings.LayerNorm",
			embedProject: "encoder.embedding_hidden_mapping_in",

			blocks: blockNames{
				at: func(i int) string { // each of the layers runs all of its group's inner ones
					group := i / inner / (layers / groups)
					return "encoder.albert_layer_groups." + itoa(group) + ".albert_layers." + itoa(i%inner) + "."
				},
				q: "attention.query", k: "attention.key", v: "attention.value", o: "attention.dense",
				first: "attention.LayerNorm",
				up:    "ffn", down: "ffn_output",
				second: "full_layer_layer_norm",
			},
			pooler: "pooler", // has no part named dense

			head: "predictions.", headTransform: "predictions.dense", headNorm: "predictions.LayerNorm",
			headDecoder: "predictions.decoder.weight", headBias: "predictions.bias", headDecoderBias: "predictions.decoder.bias",

			ignored: []string{"embeddings.position_ids"},
		},
	}
}
