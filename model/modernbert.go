package model

// modernbertConfig reads the keys of a ModernBERT config: an encoder with
// rotated queries and keys, norms before its parts, gated MLPs, and layers that
// see a window between those that see all.
//
// Defaults: transformers, models/modernbert/configuration_modernbert.py.
// Source: Warner et al., Smarter, Better, Faster, Longer (2024).
func modernbertConfig(k *keys) Config {
	width := k.count("hidden_size", 768)
	heads := k.divisor("num_attention_heads", 12, "hidden_size", width)
	layers, tokens := k.layers("num_hidden_layers", 22), k.count("max_position_embeddings", 8192)
	norm := &Norm{Eps: k.number("norm_eps", 1e-5), Shift: k.flag("norm_bias", false)}
	attention, mlp := k.flag("attention_bias", false), k.flag("mlp_bias", false)
	every := k.count("global_attn_every_n_layers", 3)
	windows := k.layerTypes(layers, func(i int) bool { return i%every != 0 })
	full, local := k.ropes(width/heads, tokens, ropeKeys{theta: "global_rope_theta", base: 160_000}, ropeKeys{theta: "local_rope_theta", base: 10_000})
	window := k.count("local_attention", 128)/2 + 1
	k.only("is_decoder", false)
	k.ignore("deterministic_flash_attn", "reference_compile", "repad_logits_with_grad", "sparse_prediction", "sparse_pred_ignore_index", "classifier_pooling", "position_embedding_type", "layer_norm_eps")
	c := Config{
		Vocab:     k.count("vocab_size", 50368),
		MaxTokens: tokens,
		Embedding: Embedding{Width: width, Norm: norm},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(layers, Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: attention, OutBias: attention, Rope: full},
			MLP:       MLP{Inner: k.count("intermediate_size", 1152), Activation: k.activation("hidden_activation", "gelu"), Gated: true, Bias: mlp},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head: Head{
			Tied: k.flag("tie_word_embeddings", true), Transform: norm, Activation: k.activation("classifier_activation", "gelu"),
			Bare: !k.flag("classifier_bias", false), Bias: k.flag("decoder_bias", true),
		},
		names: layout{
			prefix: "model.",
			parts:  []string{"embeddings.", "layers.", "final_norm."},

			words:     "embeddings.tok_embeddings.weight",
			embedNorm: "embeddings.norm",
			blocks: blockNames{
				at:    numbered("layers.", "."),
				fused: "attn.Wqkv", o: "attn.Wo",
				first: "attn_norm", second: "mlp_norm",
				gateUp: "mlp.Wi", down: "mlp.Wo",
			},
			final: "final_norm",

			head: "decoder.", headTransform: "head.dense", headNorm: "head.norm",
			headDecoder: "decoder.weight", headBias: "decoder.bias",
		},
	}
	c.Blocks[0].First = nil
	for i := range c.Blocks {
		if windows[i] {
			c.Blocks[i].Attention.Window, c.Blocks[i].Attention.Rope = window, local
		}
	}
	return c
}
