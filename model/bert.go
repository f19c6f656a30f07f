package model

import "heed/tensor"

// bertConfig reads the keys of a BERT config: every token sees every token,
// positions are learned and added, each block's two norms stand after its
// residual sums.
//
// Defaults: transformers, models/bert/configuration_bert.py (BertConfig).
// Source: Devlin et al., BERT (2018), section 3; Vaswani et al. (2017).
func bertConfig(k *keys) Config {
	k.only("is_decoder", false)
	k.only("is_encoder_decoder", false)
	k.only("add_cross_attention", false)
	k.only("tie_encoder_decoder", false)
	k.none("pruned_heads")
	k.none("cross_attention_hidden_size")
	if k.text("position_embedding_type", "absolute") != "absolute" {
		k.fail("position_embedding_type", k.values["position_embedding_type"], `"absolute"`)
	}
	width := k.count("hidden_size", 768)
	heads := k.divisor("num_attention_heads", 12, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-12), Shift: true}
	activation := k.activation("hidden_act", "gelu")
	positions := k.count("max_position_embeddings", 512)
	return Config{
		Vocab:     k.count("vocab_size", 30522),
		MaxTokens: positions,
		Embedding: Embedding{Width: width, Types: k.count("type_vocab_size", 2), Positions: positions, Norm: norm},
		Stack: Stack{Width: width, Blocks: repeat(k.layers("num_hidden_layers", 12), Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: true, OutBias: true},
			MLP:       MLP{Inner: k.count("intermediate_size", 3072), Activation: activation, Bias: true},
			Place:     Post, First: norm, Second: norm,
		})},
		Head:   Head{Tied: k.flag("tie_word_embeddings", true), Transform: norm, Activation: activation, Bias: true},
		Pooler: Pooler{Activation: tensor.Tanh},
		names:  bertLayout("bert."),
	}
}

// bertLayout names the tensors of a BERT file.
func bertLayout(prefix string) layout {
	return layout{
		prefix: prefix,
		parts:  []string{"embeddings.", "encoder.", "pooler."},

		words:     "embeddings.word_embeddings.weight",
		types:     "embeddings.token_type_embeddings.weight",
		positions: "embeddings.position_embeddings.weight",
		embedNorm: "embeddings.LayerNorm",

		blocks: blockNames{
			at: numbered("encoder.layer.", "."),
			q:  "attention.self.query", k: "attention.self.key", v: "attention.self.value", o: "attention.output.dense",
			first: "attention.output.LayerNorm",
			up:    "intermediate.dense", down: "output.dense",
			second: "output.LayerNorm",
		},
		pooler: "pooler.dense",

		head:            "cls.predictions.",
		headTransform:   "cls.predictions.transform.dense",
		headNorm:        "cls.predictions.transform.LayerNorm",
		headDecoder:     "cls.predictions.decoder.weight",
		headBias:        "cls.predictions.bias",
		headDecoderBias: "cls.predictions.decoder.bias",

		ignored: []string{"embeddings.position_ids", "embeddings.token_type_ids"},
	}
}
