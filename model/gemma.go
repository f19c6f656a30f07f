package model

import (
	"encoding/json"
	"math"

	"heed/tensor"
)

// gemmaConfig reads the keys of a Gemma config: a Llama whose norms stretch by
// 1 + scale and whose words' vectors are multiplied by √D.
//
// Defaults: transformers, models/gemma/configuration_gemma.py.
// Source: Gemma Team, Gemma (2024).
func gemmaConfig(k *keys) Config {
	c := gemmaLike(k, llamaDefaults{vocab: 256000, width: 3072, inner: 24576, layers: 28, heads: 16, kvHeads: 16, key: 256, tokens: 8192}, "hidden_act")
	activation := k.activation("hidden_act", "gelu_pytorch_tanh")
	if k.text("hidden_act", "") == "gelu" { // transformers takes it for the other, as the first files meant it
		activation = tensor.GELUTanh
	} else if k.has("hidden_activation") {
		activation = k.activation("hidden_activation", "")
	}
	k.ignore("hidden_activation")
	for i := range c.Blocks {
		c.Blocks[i].MLP.Activation = activation
	}
	k.only("use_bidirectional_attention", false)
	return c
}

// gemma2Config reads the keys of a Gemma 2 config: more norms, windows in every
// other layer, and scores that cannot exceed a cap.
//
// Defaults: transformers, models/gemma2/configuration_gemma2.py.
// Source: Gemma Team, Gemma 2 (2024).
func gemma2Config(k *keys) Config {
	c := gemmaLike(k, llamaDefaults{vocab: 256000, width: 2304, inner: 9216, layers: 26, heads: 8, kvHeads: 4, key: 256, tokens: 8192}, "hidden_activation")
	k.only("use_bidirectional_attention", false)
	gemmaNorms(&c)
	gemmaScores(k, &c, 50, 30)
	windows, window := k.layerTypes(len(c.Blocks), func(i int) bool { return (i+1)%2 != 0 }), k.count("sliding_window", 4096)
	for i := range c.Blocks {
		if windows[i] {
			c.Blocks[i].Attention.Window = window
		}
	}
	k.ignore("hidden_act", "cache_implementation", "sliding_window_size") // of old files; not read
	return c
}

// gemma3Config reads the keys of a Gemma 3 config, of its text model: five
// layers with a window and a rotation of their own to each that sees all, and
// norms of each head's queries and keys.
//
// Defaults: transformers, models/gemma3/configuration_gemma3.py
// (Gemma3TextConfig).
// Source: Gemma Team, Gemma 3 Technical Report (2025).
func gemma3Config(k *keys) Config {
	c := gemmaLike(k, llamaDefaults{vocab: 262_208, width: 2304, inner: 9216, layers: 26, heads: 8, kvHeads: 4, key: 256, tokens: 131_072}, "hidden_activation")
	k.only("use_bidirectional_attention", false)
	gemmaNorms(&c)
	gemmaScores(k, &c, 0, 0)
	tokens := k.count("max_position_embeddings", 131_072)
	full, local := k.ropes(c.Blocks[0].Attention.Key, tokens, ropeKeys{theta: "rope_theta", base: 1_000_000}, ropeKeys{theta: "rope_local_base_freq", base: 10_000, share: 1})
	c.MaxTokens = full.limit()
	every := k.count("sliding_window_pattern", k.count("_sliding_window_pattern", 6))
	windows, window := k.layerTypes(len(c.Blocks), func(i int) bool { return (i+1)%every != 0 }), k.count("sliding_window", 4096)
	for i := range c.Blocks {
		a := &c.Blocks[i].Attention
		a.QKNorm, a.Rope = c.FinalNorm, full
		if windows[i] {
			a.Window, a.Rope = window, local
		}
	}
	k.ignore("cache_implementation", "hidden_act")
	return c
}

// gemma3TextConfig reads the keys of a Gemma 3 that reads images too, of which
// heed runs the text model.
//
// Defaults: transformers, models/gemma3/configuration_gemma3.py (Gemma3Config).
func gemma3TextConfig(k *keys) Config {
	text := k.object("text_config")
	if text == nil {
		text = &keys{values: map[string]json.RawMessage{}, read: map[string]bool{}, within: "text_config.", err: k.err}
	}
	if !text.has("model_type") {
		text.values["model_type"] = []byte(`"gemma3_text"`)
	}
	c := gemma3Config(text)
	k.inside(text)
	c.names.prefix, c.names.others = "language_model.model.", []string{"model.language_model."}
	c.names.head, c.names.headDecoder = "language_model.lm_head.", "language_model.lm_head.weight"
	k.only("tie_word_embeddings", true)
	k.ignore("vision_config", "mm_tokens_per_image", "boi_token_index", "eoi_token_index", "image_token_index", "boi_token_id", "eoi_token_id", "image_token_id")
	return c
}

// gemmaLike reads what all Gemmas have in common.
func gemmaLike(k *keys, d llamaDefaults, activation string) Config {
	width, heads, tokens, key := k.count("hidden_size", d.width), k.count("num_attention_heads", d.heads), k.count("max_position_embeddings", d.tokens), k.count("head_dim", d.key)
	norm := &Norm{RMS: true, Eps: k.number("rms_norm_eps", 1e-6), Offset: 1}
	var rope *Rope
	if k.text("model_type", "") != "gemma3_text" {
		rope = k.rope(key, tokens, ropeKeys{theta: "rope_theta", base: 10_000})
		tokens = rope.limit()
	}
	bias := k.flag("attention_bias", false)
	return Config{
		Vocab:     k.count("vocab_size", d.vocab),
		MaxTokens: tokens,
		Embedding: Embedding{Width: width, Scale: math.Sqrt(float64(width))},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(k.layers("num_hidden_layers", d.layers), Block{
			Attention: Attention{
				Heads: heads, KVHeads: k.divisor("num_key_value_heads", d.kvHeads, "num_attention_heads", heads), Key: key,
				Scale: rootOf(key), Bias: bias, OutBias: bias, Rope: rope, Causal: true,
			},
			MLP:   MLP{Inner: k.count("intermediate_size", d.inner), Activation: k.activation(activation, "gelu_pytorch_tanh"), Gated: true},
			Place: Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: k.flag("tie_word_embeddings", true)},
		names: llamaLayout(),
	}
}

// gemmaNorms puts norms on both sides of attention and MLP.
func gemmaNorms(c *Config) {
	for i := range c.Blocks {
		c.Blocks[i].Place = Sandwich
	}
	n := &c.names.blocks
	n.afterFirst, n.second, n.afterLast = "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm"
}

// gemmaScores reads what scores are divided by and where they and the logits
// are capped; null is no cap.
func gemmaScores(k *keys, c *Config, scores, logits float64) {
	ceiling := func(name string, absent float64) float64 {
		k.read[name] = true
		if raw, there := k.values[name]; there && string(raw) == "null" || !there && absent == 0 {
			return 0
		}
		return k.number(name, absent)
	}
	scale, most := 1/math.Sqrt(k.number("query_pre_attn_scalar", 256)), ceiling("attn_logit_softcapping", scores)
	for i := range c.Blocks {
		c.Blocks[i].Attention.Scale, c.Blocks[i].Attention.Cap = scale, most
	}
	c.Head.Cap = ceiling("final_logit_softcapping", logits)
}
