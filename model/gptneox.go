package model

// gptNeoXConfig reads the keys of a GPT-NeoX config (Pythia): attention and
// MLP side by side, a quarter of each head rotated.
//
// Defaults: transformers, models/gpt_neox/configuration_gpt_neox.py.
// Source: Black et al., GPT-NeoX-20B (2022); Biderman et al., Pythia (2023).
func gptNeoXConfig(k *keys) Config {
	width := k.count("hidden_size", 6144)
	heads := k.divisor("num_attention_heads", 64, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-5), Shift: true}
	tokens := k.count("max_position_embeddings", 2048)
	rope := k.rope(width/heads, tokens, ropeKeys{theta: "rotary_emb_base", base: 10_000, partial: "rotary_pct", share: 0.25})
	place := Parallel
	if !k.flag("use_parallel_residual", true) {
		place = Pre
	}
	bias := k.flag("attention_bias", true)
	k.only("is_decoder", k.flag("is_decoder", false)) // changes no number
	k.ignore("rope_theta", "partial_rotary_factor")
	return Config{
		Vocab:     k.count("vocab_size", 50432),
		MaxTokens: rope.limit(),
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(k.layers("num_hidden_layers", 44), Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: bias, OutBias: bias, Rope: rope, Causal: true},
			MLP:       MLP{Inner: k.count("intermediate_size", 24576), Activation: k.activation("hidden_act", "gelu"), Bias: true},
			Place:     place, First: norm, Second: norm,
		})},
		Head: Head{Tied: k.flag("tie_word_embeddings", false)},
		names: layout{
			prefix: "gpt_neox.",
			parts:  []string{"embed_in.", "layers.", "final_layer_norm."},

			words: "embed_in.weight",
			blocks: blockNames{
				at:    numbered("layers.", "."),
				fused: "attention.query_key_value", perHead: true, o: "attention.dense",
				first: "input_layernorm", second: "post_attention_layernorm",
				up: "mlp.dense_h_to_4h", down: "mlp.dense_4h_to_h",
			},
			final: "final_layer_norm",

			head: "embed_out.", headDecoder: "embed_out.weight",

			ignored: []string{".attention.bias", ".attention.masked_bias", ".attention.rotary_emb.inv_freq"},
		},
	}
}
