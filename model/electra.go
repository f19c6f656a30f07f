package model

import "heed/tensor"

// electraConfig reads the keys of an ELECTRA config: a BERT whose tables may be
// narrower than its stream. The head is the generator's; a discriminator's is
// not run.
//
// Defaults: transformers, models/electra/configuration_electra.py.
// Source: Clark et al., ELECTRA (2020).
func electraConfig(k *keys) Config {
	const width, heads, inner = 256, 4, 1024
	k.absent("hidden_size", width)
	k.absent("num_attention_heads", heads)
	k.absent("intermediate_size", inner)
	c := bertConfig(k)
	c.Embedding.Width = k.count("embedding_size", 128)
	c.Embedding.Project = c.Embedding.Width != c.Width
	c.Embedding.Bias = true
	c.Head.Activation = tensor.GELU
	c.names = bertLayout("electra.")
	c.names.parts = append(c.names.parts, "embeddings_project.")
	c.names.pooler = ""
	c.names.embedProject = "embeddings_project"
	c.names.head, c.names.headTransform, c.names.headNorm = "generator_", "generator_predictions.dense", "generator_predictions.LayerNorm"
	c.names.headDecoder, c.names.headBias, c.names.headDecoderBias = "generator_lm_head.weight", "generator_lm_head.bias", ""
	return c
}
