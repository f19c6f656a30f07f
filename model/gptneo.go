package model

// gptNeoConfig reads the keys of a GPT-Neo config: a GPT-2 that does not scale
// its scores, and whose layers see all earlier tokens or a window, by turns.
//
// Defaults: transformers, models/gpt_neo/configuration_gpt_neo.py.
// Source: Black et al., GPT-Neo (2021).
func gptNeoConfig(k *keys) Config {
	width := k.count("hidden_size", 2048)
	heads := k.divisor("num_heads", 16, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_epsilon", 1e-5), Shift: true}
	positions := k.count("max_position_embeddings", 2048)
	layers, window := k.layers("num_layers", 24), k.count("window_size", 256)
	k.ignore("attention_layers") // attention_types, written out
	c := Config{
		Vocab:     k.count("vocab_size", 50257),
		MaxTokens: positions,
		Embedding: Embedding{Width: width, Positions: positions},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(layers, Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: 1, OutBias: true, Causal: true},
			MLP:       MLP{Inner: k.count("intermediate_size", 4*width), Activation: k.activation("activation_function", "gelu_new"), Bias: true},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: k.flag("tie_word_embeddings", true)},
		names: gpt2Layout(),
	}
	c.names.turned, c.names.ignored = false, []string{".attn.attention.bias", ".attn.attention.masked_bias"}
	b := &c.names.blocks
	b.fused, b.q, b.k, b.v, b.o = "", "attn.attention.q_proj", "attn.attention.k_proj", "attn.attention.v_proj", "attn.attention.out_proj"
	for i, kind := range k.attentionTypes(layers) {
		if kind == "local" {
			c.Blocks[i].Attention.Window = window
		}
	}
	return c
}

// attentionTypes writes attention_types out, [[["global", "local"], 12]]: a
// kind for each layer.
func (k *keys) attentionTypes(layers int) []string {
	const name = "attention_types"
	var groups [][2]any
	if !k.value(name, &groups, "a list like [[[\"global\", \"local\"], 12]]") {
		groups = [][2]any{{[]any{"global", "local"}, 12.0}}
	}
	var kinds []string
	for _, g := range groups {
		list, isList := g[0].([]any)
		times, isNumber := g[1].(float64)
		if !isList || !isNumber || !(times >= 0 && times <= float64(layers)) {
			k.fail(name, k.values[name], "a list like [[[\"global\", \"local\"], 12]]")
			return nil
		}
		for range int(times) {
			for _, kind := range list {
				if kind != "global" && kind != "local" {
					k.fail(name, k.values[name], "global and local")
					return nil
				}
				kinds = append(kinds, kind.(string))
			}
		}
	}
	if len(kinds) != layers {
		k.fail(name, k.values[name], "as many kinds as num_layers, "+itoa(layers))
		return nil
	}
	return kinds
}
