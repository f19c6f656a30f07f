package model

// vitConfig reads the keys of a ViT config: an encoder of an image's patches,
// norms before its parts. Its head, where the file has one, classifies.
//
// Defaults: transformers, models/vit/configuration_vit.py.
// Source: Dosovitskiy et al., An Image is Worth 16x16 Words (2020).
func vitConfig(k *keys) Config {
	width := k.count("hidden_size", 768)
	heads := k.divisor("num_attention_heads", 12, "hidden_size", width)
	norm := &Norm{Eps: k.number("layer_norm_eps", 1e-12), Shift: true}
	patch := k.count("patch_size", 16)
	image := &Image{Channels: k.count("num_channels", 3), Patch: patch}
	image.Height = k.divided("image_size", 224, patch)
	image.Width = image.Height
	rows, columns := image.Patches()
	bias := k.flag("qkv_bias", true)
	k.only("use_mask_token", false)
	k.ignore("encoder_stride")
	return Config{
		MaxTokens: 1 + rows*columns,
		Embedding: Embedding{Width: width, Positions: 1 + rows*columns, Image: image},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(k.layers("num_hidden_layers", 12), Block{
			Attention: Attention{Heads: heads, KVHeads: heads, Key: width / heads, Scale: rootOf(width / heads), Bias: bias, OutBias: true},
			MLP:       MLP{Inner: k.count("intermediate_size", 3072), Activation: k.activation("hidden_act", "gelu"), Bias: true},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head:   Head{Bias: true},
		Pooler: Pooler{Width: k.count("pooler_output_size", width), Activation: k.activation("pooler_act", "tanh")},
		names: layout{
			prefix: "vit.",
			parts:  []string{"embeddings.", "encoder.", "layernorm.", "pooler."},

			class:     "embeddings.cls_token",
			patches:   "embeddings.patch_embeddings.projection",
			positions: "embeddings.position_embeddings",
			blocks: blockNames{
				at: numbered("encoder.layer.", "."),
				q:  "attention.attention.query", k: "attention.attention.key", v: "attention.attention.value", o: "attention.output.dense",
				first: "layernorm_before", second: "layernorm_after",
				up: "intermediate.dense", down: "output.dense",
			},
			final:  "layernorm",
			pooler: "pooler.dense",

			head: "classifier.", headDecoder: "classifier.weight", headBias: "classifier.bias",

			ignored: []string{"embeddings.mask_token"},
		},
	}
}

// divided reads a size that another must divide: a number, or two that are
// equal.
func (k *keys) divided(name string, absent, by int) int {
	n := absent
	if raw, ok := k.values[name]; ok && len(raw) > 0 && raw[0] == '[' {
		if list := k.list(name); len(list) == 2 && list[0] == list[1] {
			n = int(list[0])
		} else {
			k.fail(name, raw, "one number, or the same twice")
		}
		k.read[name] = true
	} else {
		n = k.count(name, absent)
	}
	if n < 1 || n > 1<<14 || n%by != 0 {
		k.fail(name, k.values[name], "a multiple of patch_size, "+itoa(by)+", up to 16384")
		return by
	}
	return n
}
