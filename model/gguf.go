package model

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

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
// split.
//
// Source: ggml-org/ggml, docs/gguf.md; llama.cpp, src/llama-arch.cpp and
// convert_hf_to_gguf.py.
func GGUFConfig(g *tensor.GGUF) (Config, error) {
	m := &metadata{g: g, read: map[string]bool{}}
	arch, err := g.String("general.architecture")
	if err != nil {
		return Config{}, err
	}
	if !slices.Contains([]string{"llama", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi2", "gpt2"}, arch) {
		return Config{}, fmt.Errorf(`metadata "general.architecture" is %q; heed runs llama, qwen2, qwen3, gemma, gemma2, gemma3, phi2 and gpt2`, arch)
	}
	m.arch = arch
	c := m.config()
	if m.err != nil {
		return Config{}, m.err
	}
	return c, m.finish()
}

// metadata reads an architecture's values, each once. The first error is kept.
type metadata struct {
	g    *tensor.GGUF
	arch string
	read map[string]bool
	err  error
}

func (m *metadata) has(key string) bool { return m.g.Has(m.arch + "." + key) }

func (m *metadata) fail(err error) {
	if err != nil && m.err == nil {
		m.err = err
	}
}

// count reads a whole number from 1 up; absent is what it means where it is not
// there, 0 that it must be. A list, one a layer, must hold one number.
func (m *metadata) count(key string, absent, most int) int {
	full := m.arch + "." + key
	m.read[full] = true
	if !m.g.Has(full) && absent > 0 {
		return absent
	}
	n, err := m.g.Int(full)
	if list, e := m.g.Ints(full); err != nil && e == nil && len(list) > 0 {
		n, err = list[0], nil
		if slices.ContainsFunc(list, func(x int64) bool { return x != n }) {
			err = fmt.Errorf("metadata %q: differs from layer to layer; heed runs models where it does not", full)
		}
	}
	if err == nil && (n < 1 || n > int64(most)) {
		err = fmt.Errorf("metadata %q: is %d; want 1 to %d", full, n, most)
	}
	m.fail(err)
	return int(min(max(n, 1), int64(most)))
}

// number reads a positive number; absent is what it means where it is not
// there, NaN that it must be.
func (m *metadata) number(key string, absent float64) float64 {
	full := m.arch + "." + key
	m.read[full] = true
	if !m.g.Has(full) && absent == absent {
		return absent
	}
	x, err := m.g.Float(full)
	if err == nil && !(x > 0 && x <= math.MaxFloat32) {
		err = fmt.Errorf("metadata %q: is %v; want a positive number", full, x)
	}
	m.fail(err)
	return x
}

// there reports whether the file has a tensor.
func (m *metadata) there(name string) bool {
	_, ok := m.g.Entry(name)
	return ok
}

// finish returns an error for a value of the architecture that nobody read.
func (m *metadata) finish() error {
	var unknown []string
	for _, key := range m.g.Keys() {
		if name, of := strings.CutPrefix(key, m.arch+"."); of && !m.read[key] &&
			!slices.Contains([]string{"vocab_size", "rope.scaling.finetuned", "use_parallel_residual", "tensor_data_layout"}, name) {
			unknown = append(unknown, fmt.Sprintf("%q", key))
		}
	}
	if len(unknown) > 0 {
		return fmt.Errorf("metadata %s: heed does not know what this changes", strings.Join(unknown, ", "))
	}
	return nil
}

const many = math.MaxInt32

// config makes the description of a model of the file's architecture.
func (m *metadata) config() Config {
	width, layers, tokens := m.count("embedding_length", 0, many), m.count("block_count", 0, 10_000), m.count("context_length", 0, many)
	heads := m.count("attention.head_count", 0, many)
	kv := m.count("attention.head_count_kv", heads, many)
	if m.err == nil && heads%kv != 0 {
		m.fail(fmt.Errorf("metadata %q: is %d; want a divisor of %d, the heads", m.arch+".attention.head_count_kv", kv, heads))
	}
	key := m.count("attention.key_length", max(1, width/heads), many)
	if values := m.count("attention.value_length", key, many); values != key {
		m.fail(fmt.Errorf("metadata %q: is %d; want %d, the width of the keys", m.arch+".attention.value_length", values, key))
	}
	norm := &Norm{RMS: true, Shift: m.there("output_norm.bias")}
	if m.has("attention.layer_norm_epsilon") {
		norm.RMS, norm.Eps = false, m.number("attention.layer_norm_epsilon", math.NaN())
	} else {
		norm.Eps = m.number("attention.layer_norm_rms_epsilon", math.NaN())
	}
	words, ok := m.g.Entry("token_embd.weight")
	if !ok || len(words.Shape) != 2 {
		m.fail(errors.New(`tensor "token_embd.weight": missing; want a table of words`))
		return Config{}
	}
	attention := Attention{Heads: heads, KVHeads: kv, Key: key, Scale: rootOf(key), Causal: true,
		Bias: m.there("blk.0.attn_q.bias") || m.there("blk.0.attn_qkv.bias"), OutBias: m.there("blk.0.attn_output.bias")}
	if m.there("blk.0.attn_q_norm.weight") {
		attention.QKNorm = &Norm{RMS: norm.RMS, Eps: norm.Eps, Shift: m.there("blk.0.attn_q_norm.bias")}
	}
	c := Config{
		Family: m.arch, Vocab: words.Shape[0], MaxTokens: tokens,
		Embedding: Embedding{Width: width},
		Stack: Stack{Width: width, FinalNorm: norm, Blocks: repeat(layers, Block{
			Attention: attention,
			MLP:       MLP{Inner: m.count("feed_forward_length", 0, many), Activation: tensor.SiLU, Gated: true, Bias: m.there("blk.0.ffn_down.bias")},
			Place:     Pre, First: norm, Second: norm,
		})},
		Head:  Head{Tied: !m.there("output.weight")},
		names: ggufLayout(m.there("blk.0.attn_qkv.weight")),
	}
	if m.there("output.bias") {
		c.Head.Bias = Required
	}
	m.adapt(&c, key, tokens)
	return c
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
		c.names.blocks.paired = true
	case "phi2":
		every(func(_ int, b *Block) {
			b.MLP.Activation, b.MLP.Gated, b.Place, b.Second = tensor.GELUTanh, false, Parallel, nil
		})
	case "gemma", "gemma2", "gemma3":
		c.Embedding.Scale = math.Sqrt(float64(c.Width))
		every(func(_ int, b *Block) { b.MLP.Activation = tensor.GELUTanh })
	}
	if m.arch == "gemma2" || m.arch == "gemma3" {
		m.adaptGemma(c, rope)
	}
}

// adaptGemma adds what Gemma 2 and 3 have over the first: more norms, windows,
// caps, and, for the largest of each, another scale of the scores.
func (m *metadata) adaptGemma(c *Config, rope *Rope) {
	largest, pattern, local := 46, 2, rope
	if m.arch == "gemma3" {
		largest, pattern = 62, m.count("attention.sliding_window_pattern", 6, many)
		own := *rope
		own.Kind, own.Base = "default", m.number("rope.freq_base_swa", 10_000)
		local = &own
	}
	scores, window := 0.0, m.count("attention.sliding_window", 4096, many)
	if m.arch == "gemma2" {
		scores = m.number("attn_logit_softcapping", 50)
		c.Head.Cap = m.number("final_logit_softcapping", 30)
	}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		b.Place, b.Attention.Cap = Sandwich, scores
		if (i+1)%pattern != 0 {
			b.Attention.Window, b.Attention.Rope = window, local
		}
		if len(c.Blocks) == largest {
			b.Attention.Scale = rootOf(c.Width / b.Attention.Heads)
		}
	}
	c.names.blocks.afterFirst, c.names.blocks.afterLast = "post_attention_norm", "post_ffw_norm"
}

// rope reads the rotation.
func (m *metadata) rope(key, tokens int) *Rope {
	r := &Rope{Kind: "default", Tokens: tokens, Original: tokens, BetaFast: 32, BetaSlow: 1}
	r.Dim = m.count("rope.dimension_count", key, many)
	r.Base = m.number("rope.freq_base", 10_000)
	if r.Dim > key || r.Dim%2 != 0 {
		m.fail(fmt.Errorf("metadata %q: is %d; want an even number up to %d, the width of a head", m.arch+".rope.dimension_count", r.Dim, key))
		r.Dim = 2
	}
	if m.has("rope.scale_linear") {
		r.Kind, r.Factor = "linear", m.number("rope.scale_linear", 1)
	}
	if m.has("rope.scaling.type") {
		kind, err := m.g.String(m.arch + ".rope.scaling.type")
		m.fail(err)
		m.read[m.arch+".rope.scaling.type"] = true
		r.Factor = m.number("rope.scaling.factor", 1)
		r.Original = m.count("rope.scaling.original_context_length", tokens, many)
		switch kind {
		case "none":
		case "linear", "yarn":
			r.Kind = kind
		default:
			m.fail(fmt.Errorf("metadata %q: is %q; want none, linear or yarn", m.arch+".rope.scaling.type", kind))
		}
	}
	if e, ok := m.g.Entry("rope_freqs.weight"); ok {
		factors, err := tensor.Floats[float64](e)
		m.fail(err)
		if err == nil && len(factors) != r.Dim/2 {
			m.fail(fmt.Errorf("tensor %q: has %d numbers; want %d, half of what is rotated", e.Name, len(factors), r.Dim/2))
		}
		r.Kind, r.Short, r.Long, r.Factor, r.Scale = "longrope", factors, factors, 1, 1
	}
	return r
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
