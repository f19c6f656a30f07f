package model

import (
	"errors"
	"fmt"
	"math"

	"heed/tensor"
)

// GGUFConfig reads what a GGUF file says of its model: the architectures
// llama, qwen2, qwen3, gemma, gemma2, gemma3, phi2 and gpt2. A value that heed
// does not know, or does not compute, is an error that names it; the caller
// adds the file's name.
//
// A file that llama.cpp's converter wrote holds the weights of a config.json's
// model under other names; the norms of Gemma have their 1 added, and rows of
// Llama's W_Q and W_K stand in another order, which is undone where heads are
// split. Where file and config.json differ, the file counts: Mistral's window
// is applied if it is stated, which the converter does not do.
//
// Source: ggml-org/ggml, docs/gguf.md; llama.cpp, src/llama-model.cpp,
// src/models, and conversion.
func GGUFConfig(g *tensor.GGUF) (Config, error) {
	m := &metadata{g: g, read: map[string]bool{}}
	if err := m.known(); err != nil {
		return Config{}, err
	}
	c := m.config()
	if m.err == nil {
		m.err = m.finish()
	}
	if m.err != nil {
		return Config{}, m.err
	}
	return c, nil
}

// known reports whether the file is one whole model that heed may run.
func (m *metadata) known() (err error) {
	if kind, err := m.g.String("general.type"); err == nil && kind != "model" {
		return fmt.Errorf(`metadata "general.type": is %q; want a model`, kind)
	}
	if n, err := m.g.Int("split.count"); err == nil && n > 1 {
		return fmt.Errorf(`metadata "split.count": the file is one of %d parts; want a whole model: join them with llama-gguf-split --merge`, n)
	}
	if m.arch, err = m.g.String("general.architecture"); err != nil {
		return err
	}
	if !m.is("llama", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi2", "gpt2") {
		return fmt.Errorf(`metadata "general.architecture" is %q; heed runs llama, qwen2, qwen3, gemma, gemma2, gemma3, phi2 and gpt2`, m.arch)
	}
	return nil
}

const many = math.MaxInt32

// config makes the description of a model of the file's architecture.
func (m *metadata) config() Config {
	width, layers, tokens := m.count("embedding_length", 0, many), m.count("block_count", 0, 10_000), m.count("context_length", 0, many)
	heads := m.count("attention.head_count", 0, many)
	kv := m.count("attention.head_count_kv", heads, many)
	if heads%kv != 0 {
		m.fail(fmt.Errorf("metadata %q: is %d; want a divisor of %d, the heads", m.arch+".attention.head_count_kv", kv, heads))
	}
	key := m.count("attention.key_length", max(1, width/heads), many)
	m.same("attention.value_length", key, "the width of the keys")
	m.same("attention.key_length_swa", key, "the width of the keys of other layers")
	m.same("attention.value_length_swa", key, "the width of the keys")
	m.idle("expert_count", "expert_used_count")
	norm, eps, other := &Norm{RMS: true}, "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"
	if m.is("gpt2", "phi2") {
		norm, eps, other = &Norm{Shift: true}, other, eps
	}
	norm.Eps = m.number(eps, 0)
	m.ignore(other, "vocab_size", "pooling_type", "classifier.output_labels", "tensor_data_layout", "use_parallel_residual", "rope.scaling.finetuned")
	words, ok := m.g.Entry("token_embd.weight")
	if !ok || len(words.Shape) != 2 {
		m.fail(errors.New(`tensor "token_embd.weight": missing; want a table of words`))
	}
	for i := 0; i < layers && m.err == nil; i++ { // before there is a block for each
		if name := fmt.Sprintf("blk.%d.attn_norm.weight", i); !m.there(name) {
			m.fail(fmt.Errorf("tensor %q: missing; want %d layers", name, layers))
		}
	}
	if m.err != nil {
		return Config{}
	}
	attention := Attention{Heads: heads, KVHeads: kv, Key: key, Scale: rootOf(key), Causal: m.flag("attention.causal", true),
		Bias: m.there("blk.0.attn_q.bias") || m.there("blk.0.attn_qkv.bias"), OutBias: m.there("blk.0.attn_output.bias")}
	if m.is("qwen3", "gemma3") {
		attention.QKNorm = norm
	}
	c := Config{
		Family: m.arch, Vocab: words.Shape[0], MaxTokens: tokens,
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(layers, Block{
			Attention: attention,
			MLP:       MLP{Inner: m.inner(), Activation: tensor.SiLU, Gated: true, Bias: m.there("blk.0.ffn_down.bias")},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: !m.there("output.weight")},
		names: ggufLayout(m.there("blk.0.attn_qkv.weight")),
	}
	if m.there("output.bias") {
		c.Head.Bias = true
	}
	m.adapt(&c, key, tokens)
	if scale := m.optional("attention.scale", 0); scale > 0 {
		for i := range c.Blocks {
			c.Blocks[i].Attention.Scale = scale
		}
	}
	return c
}

// inner reads the width of the MLPs. For GPT-2 and Phi the converter writes
// 4·width, whatever they have; there the weights say it.
func (m *metadata) inner() int {
	n := m.count("feed_forward_length", 0, many)
	if e, ok := m.g.Entry("blk.0.ffn_up.weight"); ok && m.is("gpt2", "phi2") && len(e.Shape) == 2 {
		n = max(1, e.Shape[0])
	}
	return n
}

// adapt makes of a Llama what the architecture is.
func (m *metadata) adapt(c *Config, key, tokens int) {
	every := func(f func(i int, b *Block)) {
		for i := range c.Blocks {
			f(i, &c.Blocks[i])
		}
	}
	if m.arch == "gpt2" {
		c.Embedding.Positions = tokens
		every(func(_ int, b *Block) { b.MLP.Activation, b.MLP.Gated = tensor.GELUTanh, false })
		return
	}
	rope := m.rope(key, tokens)
	every(func(_ int, b *Block) { b.Attention.Rope = rope })
	c.MaxTokens = rope.limit()
	switch m.arch {
	case "llama":
		if c.names.blocks.fused != "" {
			m.fail(errors.New(`tensor "blk.0.attn_qkv.weight": in a llama the order of its rows is not known; want attn_q, attn_k and attn_v`))
		}
		c.names.blocks.paired = true
		m.windows(c.Blocks, 0, 0, rope)
	case "qwen2", "qwen3":
		if m.has("attention.sliding_window") && !m.has("attention.sliding_window_pattern") {
			m.fail(fmt.Errorf("metadata %q: of which layers is not said; want it with %q", m.arch+".attention.sliding_window", m.arch+".attention.sliding_window_pattern"))
		}
		m.windows(c.Blocks, 0, 0, rope)
	case "phi2":
		every(func(_ int, b *Block) {
			b.MLP.Activation, b.MLP.Gated, b.Place, b.Second = tensor.GELUTanh, false, Parallel, nil
		})
	case "gemma", "gemma2", "gemma3":
		c.Embedding.Scale = math.Sqrt(float64(c.Width))
		every(func(_ int, b *Block) { b.MLP.Activation = tensor.GELUTanh })
	}
	if m.is("gemma2", "gemma3") {
		m.adaptGemma(c, rope)
	}
}

// adaptGemma adds what Gemma 2 and 3 have over the first: more norms, windows,
// caps, and, for the largest of each, another scale of the scores.
func (m *metadata) adaptGemma(c *Config, rope *Rope) {
	local, largest, scores := *rope, 46, 0.0
	if m.arch == "gemma3" {
		largest = 62
		local.Kind, local.Base = "default", m.number("rope.freq_base_swa", 10_000)
		c.MaxTokens = rope.Tokens // which the stretching has reached already
		c.Head.Cap = m.optional("final_logit_softcapping", 0)
		m.windows(c.Blocks, 0, 6, &local)
	} else {
		local.Base = m.number("rope.freq_base_swa", rope.Base)
		scores = m.optional("attn_logit_softcapping", 50)
		c.Head.Cap = m.optional("final_logit_softcapping", 30)
		m.windows(c.Blocks, 4096, 2, &local)
	}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		b.Place, b.Attention.Cap = Sandwich, scores
		if len(c.Blocks) == largest {
			b.Attention.Scale = rootOf(c.Width / b.Attention.Heads)
		}
	}
	c.names.blocks.afterFirst, c.names.blocks.afterLast = "post_attention_norm", "post_ffw_norm"
}

// windows gives layers the window that is stated, or else absent, and with it
// the rotation local; 0 is no window. The pattern is a list, true for layers
// that have it, or a number n: all have it but each n-th; of 0, all have it.
func (m *metadata) windows(blocks []Block, absent, n int, local *Rope) {
	const pattern = "attention.sliding_window_pattern"
	window := m.whole("attention.sliding_window", absent)
	m.same("rope.dimension_count_swa", local.Dim, "what is rotated in other layers")
	has, err := m.g.Bools(m.arch + "." + pattern)
	if m.ignore(pattern); err != nil {
		n = m.whole(pattern, n)
		has = make([]bool, len(blocks))
		for i := range has {
			has[i] = n == 0 || (i+1)%n != 0
		}
	}
	if len(has) != len(blocks) {
		m.fail(fmt.Errorf("metadata %q: has %d values; want %d, one a layer", m.arch+"."+pattern, len(has), len(blocks)))
		return
	}
	for i := range blocks {
		if window > 0 && has[i] {
			blocks[i].Attention.Window, blocks[i].Attention.Rope = window, local
		}
	}
}

// rope reads the rotation. A factor without a type is of the linear type.
func (m *metadata) rope(key, tokens int) *Rope {
	r := &Rope{Kind: "default", Tokens: tokens, Original: tokens, BetaFast: 32, BetaSlow: 1}
	r.Dim = m.count("rope.dimension_count", key, many)
	r.Base = m.number("rope.freq_base", 10_000)
	if r.Dim > key || r.Dim%2 != 0 || m.arch == "llama" && r.Dim < key { // whose rows are paired over the whole head
		m.fail(fmt.Errorf("metadata %q: is %d; want an even number up to %d, the width of a head, and in a llama that", m.arch+".rope.dimension_count", r.Dim, key))
		r.Dim = 2
	}
	kind, attn := m.text("rope.scaling.type", "linear"), m.number("rope.scaling.attn_factor", 1)
	r.Original = m.count("rope.scaling.original_context_length", tokens, many)
	factor := m.optional("rope.scaling.factor", m.optional("rope.scale_linear", 0))
	switch {
	case kind == "linear" && factor > 0 && factor != 1:
		r.Kind, r.Factor = kind, factor
	case kind == "yarn":
		m.yarn(r, factor, attn)
	case kind != "linear" && kind != "none":
		m.fail(fmt.Errorf("metadata %q: is %q; want none, linear or yarn", m.arch+".rope.scaling.type", kind))
	}
	if attn != 1 && r.Kind != "yarn" {
		m.fail(fmt.Errorf("metadata %q: is %v; want 1 but for yarn", m.arch+".rope.scaling.attn_factor", attn))
	}
	if e, ok := m.g.Entry("rope_freqs.weight"); ok {
		m.stretch(r, e)
	}
	return r
}

// yarn reads what YaRN needs. Its cos and sin are scaled by what transformers
// calls attention_factor, yarn_attn_factor here, or YaRN's own, 0.1·ln(factor) + 1,
// times attn.
func (m *metadata) yarn(r *Rope, factor, attn float64) {
	if r.Kind, r.Factor = "yarn", factor; factor == 0 {
		m.fail(fmt.Errorf("metadata %q: missing; yarn wants it", m.arch+".rope.scaling.factor"))
	}
	if ext := m.number("rope.scaling.yarn_ext_factor", 1); ext != 1 {
		m.fail(fmt.Errorf("metadata %q: is %v; want 1, all of yarn", m.arch+".rope.scaling.yarn_ext_factor", ext))
	}
	r.BetaFast, r.BetaSlow = m.number("rope.scaling.yarn_beta_fast", 32), m.number("rope.scaling.yarn_beta_slow", 1)
	if all := m.optional("rope.scaling.yarn_log_multiplier", 0); all > 0 {
		r.MScale, r.MScaleAll = 1, all
	}
	if r.Scale = m.optional("rope.scaling.yarn_attn_factor", 0); r.Scale == 0 && attn != 1 {
		r.Scale = r.yarnScale()
	}
	r.Scale *= attn
}

// stretch makes of r a rotation whose every wavelength has a factor of its own:
// how Llama 3 is written.
func (m *metadata) stretch(r *Rope, e tensor.Entry) {
	if m.arch != "llama" || r.Kind == "yarn" || e.Len() != r.Dim/2 {
		m.fail(fmt.Errorf("tensor %q: has %d numbers; want %d, half of what is rotated, in a llama without yarn", e.Name, e.Len(), r.Dim/2))
		return
	}
	factors, err := tensor.Floats[float64](e)
	m.fail(err)
	for d := range factors {
		if !(factors[d] > 0 && factors[d] <= math.MaxFloat32) {
			m.fail(fmt.Errorf("tensor %q: holds %v; want positive numbers", e.Name, factors[d]))
		}
		if r.Kind == "linear" {
			factors[d] *= r.Factor
		}
	}
	r.Kind, r.Short, r.Long, r.Factor, r.Scale = "longrope", factors, factors, 1, 1
}

// ggufLayout names the tensors of a GGUF file.
func ggufLayout(fused bool) layout {
	n := layout{
		parts:     []string{"token_embd.", "position_embd.", "blk.", "output_norm."},
		words:     "token_embd.weight",
		positions: "position_embd.weight",
		blocks: blockNames{
			at: numbered("blk.", "."),
			q:  "attn_q", k: "attn_k", v: "attn_v", o: "attn_output",
			qNorm: "attn_q_norm", kNorm: "attn_k_norm",
			first: "attn_norm", second: "ffn_norm",
			gate: "ffn_gate", up: "ffn_up", down: "ffn_down",
		},
		final: "output_norm",

		head: "output.", headDecoder: "output.weight", headBias: "output.bias",

		ignored: []string{"rope_freqs.weight", ".attn_rot_embd"},
	}
	if fused {
		n.blocks.fused = "attn_qkv"
	}
	return n
}
