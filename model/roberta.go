package model

import "heed/tensor"

// robertaConfig reads the keys of a RoBERTa config: a BERT whose positions
// count from the id of padding on, over tokens that are no padding.
//
// Defaults: transformers, models/roberta/configuration_roberta.py.
// Source: Liu et al., RoBERTa (2019).
func robertaConfig(k *keys) Config { return robertaFrom(k, 50265) }

// xlmRobertaConfig reads the keys of an XLM-R config: a RoBERTa.
//
// Defaults: transformers, models/xlm_roberta/configuration_xlm_roberta.py.
// Source: Conneau et al., Unsupervised Cross-lingual Representation Learning
// at Scale (2019).
func xlmRobertaConfig(k *keys) Config { return robertaFrom(k, 30522) }

func robertaFrom(k *keys, vocab int) Config {
	c := bertConfig(k)
	c.Vocab = k.count("vocab_size", vocab)
	c.Embedding.Counting, c.Embedding.Pad = ByIDs, k.id("pad_token_id", 1)
	c.MaxTokens = c.Embedding.Positions - c.Embedding.Pad - 1
	c.Head.Activation = tensor.GELU // whatever the MLP's is
	c.names = bertLayout("roberta.")
	c.names.head, c.names.headTransform, c.names.headNorm = "lm_head.", "lm_head.dense", "lm_head.layer_norm"
	c.names.headDecoder, c.names.headBias, c.names.headDecoderBias = "lm_head.decoder.weight", "lm_head.bias", "lm_head.decoder.bias"
	return c
}
