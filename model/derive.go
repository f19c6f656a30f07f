package model

import (
	"slices"
	"strconv"
	"strings"

	"heed/tensor"
)

// This file works out steps that a run need not store: they are other steps,
// or follow from them by the very operations that the run itself did, so that
// the numbers are the same. A run of everything then writes half as much.

// origins lists what a step can be worked out from: nil where it cannot.
func (m *Model[F]) origins(name string) []string {
	if name == "final_hidden" || strings.HasSuffix(name, ".final_hidden") {
		return m.finalOrigins(name)
	}
	at, step, l, ok := m.place(name)
	if !ok {
		return nil
	}
	a := l.Block.Attention
	if strings.HasSuffix(at, "cross.") {
		a = *l.Block.Cross
	}
	switch step {
	case "resid_in":
		return []string{l.before}
	case "q_pre":
		if a.QKNorm == nil && a.Rope == nil && a.PreQ == 0 {
			return []string{at + "q"}
		}
	case "k_pre":
		if a.QKNorm == nil && a.Rope == nil {
			return []string{at + "k"}
		}
	case "v_pre":
		return []string{at + "v"}
	case "scores_raw", "scores_scaled", "scores_capped", "scores_masked":
		return []string{at + "q", at + "k"}
	case "resid_mid_prenorm":
		return []string{l.before, at + "attn_proj"}
	case "resid_out_prenorm":
		return []string{at + "resid_mid", at + "mlp_out"}
	case "pos_bias", "mask":
		return []string{}
	}
	return nil
}

// finalOrigins are those of a stack's last state: where nothing comes after the
// layers, what leaves the last one.
func (m *Model[F]) finalOrigins(name string) []string {
	c := m.Config
	s := c.Stack
	if c.Decoder != nil && strings.HasPrefix(name, c.Decoder.Prefix) {
		s = *c.Decoder
	}
	if s.FinalNorm != nil && c.Embedding.Image == nil || c.Head.Project {
		return nil
	}
	return []string{s.at(len(s.Blocks)-1) + "resid_out"}
}

// A located layer is one that a tensor's name speaks of.
type located struct {
	Block
	index  int    // of both stacks
	before string // the stream that enters it
}

// place takes the name of a layer's tensor apart: "dec.L1.cross.q" is step q at
// "dec.L1.cross.".
func (m *Model[F]) place(name string) (at, step string, l located, ok bool) {
	at, step = name[:strings.LastIndexByte(name, '.')+1], name[strings.LastIndexByte(name, '.')+1:]
	stack, number, _ := strings.Cut(strings.TrimSuffix(at, "cross."), "L")
	layer, err := strconv.Atoi(strings.TrimSuffix(number, "."))
	if err != nil || layer < 0 {
		return "", "", l, false
	}
	c := m.Config
	s, offset := c.Stack, 0
	if c.Decoder != nil && stack == c.Decoder.Prefix {
		s, offset = *c.Decoder, len(c.Blocks)
	}
	if s.Prefix != stack || layer >= len(s.Blocks) {
		return "", "", l, false
	}
	l = located{Block: s.Blocks[layer], index: offset + layer, before: s.Prefix + "embed"}
	if layer > 0 {
		l.before = s.at(layer-1) + "resid_out"
	}
	return at, step, l, true
}

// derivable reports whether a step can be worked out from others that are kept.
func (r *Run[F]) derivable(name string, kept map[string]bool) bool {
	origins := r.Model.origins(name)
	return origins != nil && !slices.ContainsFunc(origins, func(origin string) bool { return !kept[origin] })
}

// derive works a step out; false where it cannot be.
func (r *Run[F]) derive(name string) ([]F, bool) {
	origins := r.Model.origins(name)
	if origins == nil {
		return nil, false
	}
	var from [][]F
	for _, origin := range origins {
		x, ok := r.stored[origin]
		if !ok {
			return nil, false
		}
		from = append(from, x)
	}
	k := tensor.Kernels[F]{}
	switch step := name[strings.LastIndexByte(name, '.')+1:]; step {
	case "resid_mid_prenorm", "resid_out_prenorm":
		sum := make([]F, len(from[0]))
		k.Add(sum, from[0], from[1])
		return sum, true
	case "scores_raw", "scores_scaled", "scores_capped", "scores_masked":
		return r.scores(name, from[0], from[1]), true
	case "pos_bias", "mask":
		return r.fixed(name), true
	}
	return from[0], true
}

// scores goes through a layer's stages again, up to the one that is asked for.
func (r *Run[F]) scores(name string, q, k []F) []F {
	s, a := r.again(name)
	shape := r.shapes[name]
	x := make([]F, shape[0]*shape[1]*shape[2]*shape[3])
	for n := range shape[0] * shape[1] {
		for _, stage := range s.stages(a, q, k) {
			stage.do(n, 0, nth(x, n, a.tokens, a.sources))
			if a.at+stage.name == name {
				break
			}
		}
	}
	return x
}

// again sets a layer's attention up as the run had it.
func (r *Run[F]) again(name string) (*slab[F], attending[F]) {
	at, _, l, _ := r.Model.place(name)
	z := r.Inputs.sizes(r.Model.Config)
	p := &pass[F]{m: r.Model, in: r.Inputs, z: z, run: r}
	s := &slab[F]{p: p, k: tensor.Kernels[F]{}, to: z.texts}
	decoder := l.index >= len(r.Model.Config.Blocks)
	a := attending[F]{Attention: l.Attention, w: &r.Model.weights.blocks[l.index].attention, at: at, tokens: z.tokens, sources: z.tokens, mask: s.mask(decoder)}
	if decoder {
		a.tokens, a.sources = z.targets, z.targets
	}
	if strings.HasSuffix(at, "cross.") {
		a.Attention, a.w, a.cross, a.sources, a.mask = *l.Cross, &r.Model.weights.blocks[l.index].cross, true, z.tokens, s.mask(false)
	}
	return s, a
}

// fixed is what a layer adds to its scores whatever they are: the bias by
// distance, or the mask.
func (r *Run[F]) fixed(name string) []F {
	s, a := r.again(name)
	shape := r.shapes[name]
	x := make([]F, shape[0]*shape[1]*shape[2]*shape[3])
	if strings.HasSuffix(name, "pos_bias") {
		for h, bias := range s.bias(a) {
			for i := range a.tokens {
				copy(x[(h*a.tokens+i)*a.sources:], bias[a.tokens-1-i:][:a.sources])
			}
		}
		return x
	}
	for b := range shape[0] {
		for i := range a.tokens {
			a.hide(b, i, x[(b*a.tokens+i)*a.sources:][:a.sources])
		}
	}
	return x
}
