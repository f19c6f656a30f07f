package model

// gpt2Config reads the keys of a GPT-2 config: a causal model with learned
// positions and norms before its parts. Its files store weights [in out].
//
// Defaults: transformers, models/gpt2/configuration_gpt2.py.
// Source: Radford et al., Language Models are Unsupervised Multitask Learners
// (2019).
func gpt2Config(k *keys) Config {
	width := k.count("n_embd", 768)
	heads := k.divisor("n_head", 12, "n_embd", width)
	norm := &Norm{Eps: k.number("layer_norm_epsilon", 1e-5), Shift: true}
	positions := k.count("n_positions", 1024)
	layers := k.layers("n_layer", 12)
	scale := 1.0
	if k.flag("scale_attn_weights", true) {
		scale = rootOf(width / heads)
	}
	byLayer := k.flag("scale_attn_by_inverse_layer_idx", false)
	k.flag("reorder_and_upcast_attn", false) // another order of the same sums
	k.only("add_cross_attention", false)
	k.none("pruned_heads")
	k.ignore("n_ctx")
	c := Config{
		Vocab:     k.count("vocab_size", 50257),
		MaxTokens: positions,
		Embedding: Embedding{Width: width, Positions: positions},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(layers, Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: scale, Bias: true, OutBias: true, Causal: true},
			MLP:       MLP{Inner: k.count("n_inner", 4*width), Activation: k.activation("activation_function", "gelu_new"), Bias: true},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: k.flag("tie_word_embeddings", true)},
		names: gpt2Layout(),
	}
	if byLayer {
		for i := range c.Blocks {
			c.Blocks[i].Attention.Scale /= float64(i + 1)
		}
	}
	return c
}

// gpt2Layout names the tensors of a GPT-2 file.
func gpt2Layout() layout {
	return layout{
		prefix: "transformer.",
		parts:  []string{"wte.", "wpe.", "h.", "ln_f."},

		words:     "wte.weight",
		positions: "wpe.weight",
		blocks: blockNames{
			at:    numbered("h.", "."),
			fused: "attn.c_attn", o: "attn.c_proj",
			first: "ln_1", second: "ln_2",
			up: "mlp.c_fc", down: "mlp.c_proj",
		},
		final: "ln_f",

		head: "lm_head.", headDecoder: "lm_head.weight",

		ignored: []string{".attn.bias", ".attn.masked_bias"},
		turned:  true,
	}
}
