package model

import (
	"math"
	"strings"

	"heed/tensor"
)

// t5Config reads the keys of a T5 config: an encoder and a decoder that looks
// at its output; RMS norms before the parts, scores that are not scaled, and a
// bias on them by distance, which the layers of a stack share. A file of the
// encoder alone is run as such.
//
// Defaults: transformers, models/t5/configuration_t5.py.
// Source: Raffel et al., Exploring the Limits of Transfer Learning (2019);
// Shazeer, GLU Variants Improve Transformer (2020), for the gated MLPs.
func t5Config(k *keys) Config {
	width, heads, key := k.count("d_model", 512), k.count("num_heads", 8), k.count("d_kv", 64)
	norm := &Norm{RMS: true, Eps: k.number("layer_norm_epsilon", 1e-6)}
	layers := k.layers("num_layers", 6)
	decoders := k.layers("num_decoder_layers", layers)
	buckets := Buckets{Count: k.count("relative_attention_num_buckets", 32), Distance: k.count("relative_attention_max_distance", 128), Both: true}
	if exact := buckets.Count / 4; exact < 1 || buckets.Distance <= buckets.Count/2 {
		k.fail("relative_attention_num_buckets", k.values["relative_attention_num_buckets"], "4 or more, and less than twice relative_attention_max_distance")
	}
	activation, gated := t5Activation(k)
	k.only("is_decoder", false)
	k.flag("is_encoder_decoder", true)
	k.ignore("dense_act_fn", "is_gated_act", "n_positions", "output_past", "torchscript")
	// Files of T5 1.1 say so by not being tied; newer ones by a key of its own.
	scaled := k.flag("scale_decoder_outputs", k.flag("tie_word_embeddings", true))

	attention := Attention{Heads: heads, KVHeads: heads, Key: key, Scale: 1}
	block := Block{Attention: attention, MLP: MLP{Inner: k.count("d_ff", 2048), Activation: activation, Gated: gated}, Place: Pre, First: norm, Second: norm}
	encoder, decoder := block, block
	encoder.Attention.Buckets = &buckets
	one := buckets
	one.Both = false
	decoder.Attention.Buckets, decoder.Attention.Causal = &one, true
	cross := attention
	cross.Zero = true
	decoder.Cross = &cross
	names := blockNames{
		q: "layer.0.SelfAttention.q", k: "layer.0.SelfAttention.k", v: "layer.0.SelfAttention.v", o: "layer.0.SelfAttention.o",
		first: "layer.0.layer_norm", second: "layer.1.layer_norm",
		up: "layer.1.DenseReluDense.wi", down: "layer.1.DenseReluDense.wo",
	}
	if gated {
		names.gate, names.up = "layer.1.DenseReluDense.wi_0", "layer.1.DenseReluDense.wi_1"
	}
	upper := names
	for _, name := range []*string{&upper.second, &upper.gate, &upper.up, &upper.down} {
		*name = strings.Replace(*name, "layer.1.", "layer.2.", 1)
	}
	upper.crossNorm = "layer.1.layer_norm"
	upper.crossQ, upper.crossK, upper.crossV, upper.crossO = "layer.1.EncDecAttention.q", "layer.1.EncDecAttention.k", "layer.1.EncDecAttention.v", "layer.1.EncDecAttention.o"
	for side, n := range map[string]*blockNames{"encoder.block.": &names, "decoder.block.": &upper} {
		n.at = numbered(side, ".")
		n.buckets = func(int) string { return side + "0.layer.0.SelfAttention.relative_attention_bias.weight" }
	}
	c := Config{
		Vocab:     k.count("vocab_size", 32128),
		Embedding: Embedding{Width: width},
		Stack:     Stack{Prefix: "enc.", Width: width, FinalNorm: norm, Blocks: repeat(layers, encoder)},
		Decoder:   &Stack{Prefix: "dec.", Width: width, FinalNorm: norm, Blocks: repeat(decoders, decoder)},
		Head:      Head{Tied: true},

		DecoderStart: max(0, k.id("decoder_start_token_id", k.id("pad_token_id", 0))),
		names: layout{
			prefix: "", parts: []string{"shared.", "encoder.", "decoder."},
			words:  "shared.weight",
			blocks: names, decoder: upper,
			final: "encoder.final_layer_norm", last: "decoder.final_layer_norm",
			head: "lm_head.", headDecoder: "lm_head.weight",
			ignored: []string{
				"encoder.embed_tokens.weight", "decoder.embed_tokens.weight", // shared.weight again
				"decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
			},
		},
	}
	if scaled {
		c.Head.Scale = 1 / math.Sqrt(float64(width))
	}
	return c
}

// t5Activation reads feed_forward_proj: "relu", "gated-gelu".
func t5Activation(k *keys) (a tensor.Activation, gated bool) {
	const name = "feed_forward_proj"
	text := k.text(name, "relu")
	act, gated := strings.CutPrefix(text, "gated-")
	if text == "gated-gelu" {
		act = "gelu_new" // so transformers has it
	}
	a, known := activations()[act]
	if !known {
		k.fail(name, k.values[name], "an activation like relu, or gated- and one")
	}
	return a, gated
}
