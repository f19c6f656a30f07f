package model

// optConfig reads the keys of an OPT config: a causal model with learned
// positions, two rows of which come before the first; its query is scaled in
// place of the scores, and its tables may be narrower than its stream.
//
// Defaults: transformers, models/opt/configuration_opt.py.
// Source: Zhang et al., OPT (2022).
func optConfig(k *keys) Config {
	width := k.count("hidden_size", 768)
	heads := k.divisor("num_attention_heads", 12, "hidden_size", width)
	norm := &Norm{Eps: 1e-5, Shift: true}
	if !k.flag("layer_norm_elementwise_affine", true) {
		norm = &Norm{Eps: 1e-5, Plain: true}
	}
	bias := k.flag("enable_bias", true)
	tokens, narrow := k.count("max_position_embeddings", 2048), k.count("word_embed_proj_dim", width)
	place, final := Pre, norm
	if !k.flag("do_layer_norm_before", true) {
		place, final = Post, nil
	}
	if k.flag("_remove_final_layer_norm", false) {
		final = nil
	}
	return Config{
		Vocab:     k.count("vocab_size", 50272),
		MaxTokens: tokens,
		Embedding: Embedding{Width: narrow, Positions: tokens + 2, Counting: ByMask, Project: narrow != width},
		Stack: Stack{Width: width, FinalNorm: final, Blocks: repeat(k.layers("num_hidden_layers", 12), Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: 1, PreQ: rootOf(width / heads), Bias: bias, OutBias: bias, Causal: true},
			MLP:       MLP{Inner: k.count("ffn_dim", 3072), Activation: k.activation("activation_function", "relu"), Bias: bias},
			Place:     place, First: norm, Second: norm,
		})},
		Head: Head{Tied: k.flag("tie_word_embeddings", true), Project: narrow != width},
		names: layout{
			prefix: "model.",
			parts:  []string{"decoder."},

			words:        "decoder.embed_tokens.weight",
			positions:    "decoder.embed_positions.weight",
			embedProject: "decoder.project_in",
			blocks: blockNames{
				at: numbered("decoder.layers.", "."),
				q:  "self_attn.q_proj", k: "self_attn.k_proj", v: "self_attn.v_proj", o: "self_attn.out_proj",
				first: "self_attn_layer_norm", second: "final_layer_norm",
				up: "fc1", down: "fc2",
			},
			final: "decoder.final_layer_norm",

			head: "lm_head.", headDecoder: "lm_head.weight", headProject: "decoder.project_out",
		},
	}
}
