package model

// bertConfig reads the keys of a BERT config: every token sees every token,
// positions are learned and added, each block's two norms stand after its
// residual sums.
//
// Defaults: transformers, models/bert/configuration_bert.py (BertConfig).
// Source: Devlin et al., BERT (2018), section 3; Vaswani et al. (2017).
func bertConfig(k *keys) Config {
	c := Config{
		Family:     "bert",
		Vocab:      k.count("vocab_size", 30522),
		Width:      k.count("hidden_size", 768),
		Layers:     k.count("num_hidden_layers", 12),
		Heads:      k.count("num_attention_heads", 12),
		Inner:      k.count("intermediate_size", 3072),
		Activation: k.activation("hidden_act", "gelu"),
		MaxTokens:  k.count("max_position_embeddings", 512),
		Types:      k.count("type_vocab_size", 2),
		Eps:        k.number("layer_norm_eps", 1e-12),
		Tied:       k.flag("tie_word_embeddings", true),
		names:      bertLayout(),
	}
	k.only("is_decoder", false)
	k.only("is_encoder_decoder", false)
	k.only("add_cross_attention", false)
	k.only("tie_encoder_decoder", false)
	k.none("pruned_heads")
	k.none("cross_attention_hidden_size")
	if k.text("position_embedding_type", "absolute") != "absolute" {
		k.fail("position_embedding_type", k.values["position_embedding_type"], `"absolute"`)
	}
	return c
}

// bertLayout names the tensors of a BERT file.
func bertLayout() layout {
	return layout{
		prefix: "bert.",
		parts:  []string{"embeddings.", "encoder.", "pooler."},

		words:     "embeddings.word_embeddings.weight",
		types:     "embeddings.token_type_embeddings.weight",
		positions: "embeddings.position_embeddings.weight",
		embedNorm: "embeddings.LayerNorm",

		layer:    "encoder.layer.%d.",
		q:        "attention.self.query",
		k:        "attention.self.key",
		v:        "attention.self.value",
		o:        "attention.output.dense",
		attnNorm: "attention.output.LayerNorm",
		up:       "intermediate.dense",
		down:     "output.dense",
		mlpNorm:  "output.LayerNorm",

		pooler: "pooler.dense",

		head:            "cls.predictions.",
		headTransform:   "cls.predictions.transform.dense",
		headNorm:        "cls.predictions.transform.LayerNorm",
		headDecoder:     "cls.predictions.decoder.weight",
		headBias:        "cls.predictions.bias",
		headDecoderBias: "cls.predictions.decoder.bias",

		buffers: []string{"embeddings.position_ids", "embeddings.token_type_ids"},
	}
}
