package model

// phiConfig reads the keys of a Phi config: attention and MLP side by side
// after one norm, half of each head rotated.
//
// Defaults: transformers, models/phi/configuration_phi.py.
// Source: Li et al., Textbooks Are All You Need II: phi-1.5 (2023).
func phiConfig(k *keys) Config {
	width := k.count("hidden_size", 2048)
	heads := k.divisor("num_attention_heads", 32, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-5), Shift: true}
	tokens := k.count("max_position_embeddings", 2048)
	rope := k.rope(width/heads, tokens, ropeKeys{theta: "rope_theta", base: 10_000, partial: "partial_rotary_factor", share: 0.5})
	var qk *Norm
	if k.flag("qk_layernorm", false) {
		qk = norm
	}
	return Config{
		Vocab:     k.count("vocab_size", 51200),
		MaxTokens: rope.limit(),
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(k.layers("num_hidden_layers", 24), Block{
			Attention: Attention{
				Heads: heads, KVHeads: k.divisor("num_key_value_heads", heads, "num_attention_heads", heads), Key: width / heads,
				Scale: rootOf(width / heads), Bias: true, OutBias: true, QKNorm: qk, Rope: rope, Causal: true,
			},
			MLP:   MLP{Inner: k.count("intermediate_size", 8192), Activation: k.activation("hidden_act", "gelu_new"), Bias: true},
			Place: Parallel, First: norm,
		})},
		Head: Head{Tied: k.flag("tie_word_embeddings", false), Bias: true},
		names: layout{
			prefix: "model.",
			parts:  []string{"embed_tokens.", "layers.", "final_layernorm."},

			words: "embed_tokens.weight",
			blocks: blockNames{
				at: numbered("layers.", "."),
				q:  "self_attn.q_proj", k: "self_attn.k_proj", v: "self_attn.v_proj", o: "self_attn.dense",
				qNorm: "self_attn.q_layernorm", kNorm: "self_attn.k_layernorm",
				first: "input_layernorm",
				up:    "mlp.fc1", down: "mlp.fc2",
			},
			final: "final_layernorm",

			head: "lm_head.", headDecoder: "lm_head.weight", headBias: "lm_head.bias",

			ignored: []string{".self_attn.rotary_emb.inv_freq"},
		},
	}
}
