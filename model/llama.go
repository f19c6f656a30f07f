package model

// llamaConfig reads the keys of a Llama config, 1 to 3 (and SmolLM2): a causal
// model with RMS norms before its parts, rotated queries and keys, gated MLPs,
// and keys and values that several heads share.
//
// Defaults: transformers, models/llama/configuration_llama.py.
// Source: Touvron et al., Llama 2 (2023); Dubey et al., The Llama 3 Herd of
// Models (2024).
func llamaConfig(k *keys) Config {
	c := llamaLike(k, llamaDefaults{vocab: 32000, width: 4096, inner: 11008, layers: 32, heads: 32, tokens: 2048, activation: "silu"})
	bias, mlp := k.flag("attention_bias", false), k.flag("mlp_bias", false)
	for i := range c.Blocks {
		c.Blocks[i].Attention.Bias, c.Blocks[i].Attention.OutBias, c.Blocks[i].MLP.Bias = bias, bias, mlp
	}
	k.ignore("pretraining_tp")                         // other pieces of the same sums
	k.ignore("is_llama_config", "max_sequence_length") // of published files; no code reads them
	k.only("rope_interleaved", false)
	return c
}

// mistralConfig reads the keys of a Mistral config: a Llama that sees a window.
//
// Defaults: transformers, models/mistral/configuration_mistral.py.
// Source: Jiang et al., Mistral 7B (2023).
func mistralConfig(k *keys) Config {
	c := llamaLike(k, llamaDefaults{vocab: 32000, width: 4096, inner: 14336, layers: 32, heads: 32, kvHeads: 8, tokens: 4096 * 32, activation: "silu"})
	if _, there := k.values["sliding_window"]; !there || k.has("sliding_window") { // null is no window
		window := k.count("sliding_window", 4096)
		for i := range c.Blocks {
			c.Blocks[i].Attention.Window = window
		}
	}
	k.ignore("sliding_window")
	return c
}

// qwen2Config reads the keys of a Qwen2 config: a Llama with biases on queries,
// keys and values, and perhaps windows in its upper layers.
//
// Defaults: transformers, models/qwen2/configuration_qwen2.py.
// Source: Yang et al., Qwen2 Technical Report (2024).
func qwen2Config(k *keys) Config {
	c := llamaLike(k, llamaDefaults{vocab: 151936, width: 4096, inner: 22016, layers: 32, heads: 32, kvHeads: 32, tokens: 32768, activation: "silu"})
	for i := range c.Blocks {
		c.Blocks[i].Attention.Bias = true
	}
	qwenWindows(k, c.Blocks)
	return c
}

// qwen3Config reads the keys of a Qwen3 config: a Llama that normalises each
// head's queries and keys.
//
// Defaults: transformers, models/qwen3/configuration_qwen3.py.
// Source: Yang et al., Qwen3 Technical Report (2025).
func qwen3Config(k *keys) Config {
	c := llamaLike(k, llamaDefaults{vocab: 151936, width: 4096, inner: 22016, layers: 32, heads: 32, kvHeads: 32, key: 128, tokens: 32768, activation: "silu"})
	bias := k.flag("attention_bias", false)
	for i := range c.Blocks {
		a := &c.Blocks[i].Attention
		a.Bias, a.OutBias, a.QKNorm = bias, bias, c.FinalNorm
	}
	qwenWindows(k, c.Blocks)
	return c
}

// qwenWindows sets the windows of a Qwen: none unless use_sliding_window.
func qwenWindows(k *keys, blocks []Block) {
	k.only("use_mrope", false)
	slides, window := k.flag("use_sliding_window", false), k.count("sliding_window", 4096)
	from := 28
	k.value("max_window_layers", &from, "a number of layers")
	windows := k.layerTypes(len(blocks), func(i int) bool { return slides && i >= from })
	for i := range blocks {
		if windows[i] {
			if !slides {
				k.fail("layer_types", k.values["layer_types"], "full_attention alone where use_sliding_window is false")
			}
			blocks[i].Attention.Window = window
		}
	}
}

// llamaDefaults are what keys mean that are absent; 0 for kvHeads means heads,
// for key width/heads.
type llamaDefaults struct {
	vocab, width, inner, layers, heads, kvHeads, key, tokens int
	activation                                               string
	tied                                                     bool
}

// llamaLike reads what Llama and its kin have in common.
func llamaLike(k *keys, d llamaDefaults) Config {
	width, heads, tokens := k.count("hidden_size", d.width), k.count("num_attention_heads", d.heads), k.count("max_position_embeddings", d.tokens)
	key := d.key
	if key == 0 {
		key = max(1, width/heads)
	}
	key = k.count("head_dim", key)
	if d.kvHeads == 0 || k.values["num_key_value_heads"] != nil && !k.has("num_key_value_heads") { // null means all
		d.kvHeads = heads
	}
	norm := &Norm{RMS: true, Eps: k.number("rms_norm_eps", 1e-6)}
	rope := k.rope(key, tokens, ropeKeys{theta: "rope_theta", base: 10_000, partial: "partial_rotary_factor", share: 1})
	return Config{
		Vocab:     k.count("vocab_size", d.vocab),
		MaxTokens: rope.limit(),
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(k.layers("num_hidden_layers", d.layers), Block{
			Attention: Attention{
				Heads: heads, KVHeads: k.divisor("num_key_value_heads", d.kvHeads, "num_attention_heads", heads), Key: key,
				Scale: rootOf(key), Rope: rope, Causal: true,
			},
			MLP:   MLP{Inner: k.count("intermediate_size", d.inner), Activation: k.activation("hidden_act", d.activation), Gated: true},
			Place: Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: k.flag("tie_word_embeddings", d.tied)},
		names: llamaLayout(),
	}
}

// llamaLayout names the tensors of a Llama file.
func llamaLayout() layout {
	return layout{
		prefix: "model.",
		parts:  []string{"embed_tokens.", "layers.", "norm."},

		words: "embed_tokens.weight",
		blocks: blockNames{
			at: numbered("layers.", "."),
			q:  "self_attn.q_proj", k: "self_attn.k_proj", v: "self_attn.v_proj", o: "self_attn.o_proj",
			qNorm: "self_attn.q_norm", kNorm: "self_attn.k_norm",
			first: "input_layernorm", second: "post_attention_layernorm",
			gate: "mlp.gate_proj", up: "mlp.up_proj", down: "mlp.down_proj",
		},
		final: "norm",

		head: "lm_head.", headDecoder: "lm_head.weight",

		ignored: []string{".self_attn.rotary_emb.inv_freq"},
	}
}

// layerTypes reads layer_types: whether each layer sees a window alone.
func (k *keys) layerTypes(layers int, absent func(i int) bool) []bool {
	const name = "layer_types"
	windows := make([]bool, layers)
	types := k.texts(name)
	for i := range windows {
		if types == nil {
			windows[i] = absent(i)
			continue
		}
		if len(types) != layers {
			k.fail(name, k.values[name], "a type for each of "+itoa(layers)+" layers")
			break
		}
		switch types[i] {
		case "sliding_attention":
			windows[i] = true
		case "full_attention":
		default:
			k.fail(name, k.values[name], "full_attention and sliding_attention")
		}
	}
	return windows
}
