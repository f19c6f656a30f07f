package model

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Step is a tensor that a run computes: its name and its shape.
type Step struct {
	Name  string
	Shape []int
}

// Len is how many numbers the tensor has.
func (s Step) Len() int {
	n := 1
	for _, d := range s.Shape {
		n *= d
	}
	return n
}

// sizes are the lengths of a batch.
type sizes struct {
	texts, tokens, targets int  // B; T; tokens of the decoder's texts, 0 for none
	padded                 bool // some text is
}

// Names lists every tensor that a run of the model can hold, in the order in
// which they are computed. A given run lacks the inputs that it was not given
// and, where nothing is masked, the masks.
func (m *Model[F]) Names() []string {
	names := inputNames()
	for _, step := range m.plan(sizes{1, 1, 1, true}) {
		names = append(names, step.Name)
	}
	return names
}

// Plan lists what a run of the inputs computes, in order, with shapes: what
// its tensors take is known before it starts. Inputs that the model cannot run
// are an error.
func (m *Model[F]) Plan(in Inputs) ([]Step, error) {
	if err := in.check(m.Config); err != nil {
		return nil, err
	}
	return m.plan(in.sizes(m.Config)), nil
}

func (m *Model[F]) plan(z sizes) []Step {
	c := m.Config
	steps := m.Config.Stack.plan(z.texts, z.tokens, 0, z.padded)
	width, last := c.Width, z.tokens
	if c.Head.Project {
		width = c.Embedding.Width
	}
	if c.Decoder != nil && z.targets > 0 {
		steps = append(steps, Step{c.Prefix + "final_hidden", []int{z.texts, z.tokens, c.Width}})
		steps = append(steps, c.Decoder.plan(z.texts, z.targets, z.tokens, z.padded)...)
		last = z.targets
		steps = append(steps, Step{c.Decoder.Prefix + "final_hidden", []int{z.texts, last, width}})
	} else {
		steps = append(steps, Step{c.Prefix + "final_hidden", []int{z.texts, last, width}})
	}
	if m.weights.pooler != nil {
		steps = append(steps, Step{"pooler", []int{z.texts, c.pooled()}})
	}
	switch {
	case m.weights.head == nil || c.Decoder != nil && z.targets == 0:
	case c.Embedding.Image != nil:
		steps = append(steps, Step{"logits", []int{z.texts, m.weights.head.decoder.out()}})
	default:
		steps = append(steps, Step{"logits", []int{z.texts, last, m.weights.head.decoder.out()}})
	}
	return steps
}

// plan lists what the layers of a stack compute.
func (s Stack) plan(texts, tokens, sources int, padded bool) []Step {
	steps := []Step{{s.Prefix + "embed", []int{texts, tokens, s.Width}}}
	for i, b := range s.Blocks {
		steps = append(steps, b.plan(s.at(i), texts, tokens, sources, s.Width, padded)...)
	}
	return steps
}

// at is what the names of a layer's tensors begin with: "L3.", "enc.L3.".
func (s Stack) at(layer int) string { return s.Prefix + "L" + itoa(layer) + "." }

// plan lists what a layer computes.
func (b Block) plan(at string, texts, tokens, sources, width int, padded bool) []Step {
	var steps []Step
	stream := func(names ...string) {
		for _, name := range names {
			steps = append(steps, Step{at + name, []int{texts, tokens, width}})
		}
	}
	stream("resid_in")
	if b.Place != Post && b.First != nil {
		stream("ln1")
	}
	steps = append(steps, b.Attention.plan(at, texts, tokens, tokens, padded, false)...)
	stream("attn_proj")
	switch b.Place {
	case Post:
		stream("resid_mid_prenorm", "resid_mid", "mlp_out", "resid_out_prenorm", "resid_out")
		return steps
	case Sandwich:
		stream("attn_proj_postnorm", "resid_mid")
	case Pre:
		stream("resid_mid")
	}
	if b.Cross != nil {
		stream("cross.ln")
		steps = append(steps, b.Cross.plan(at+"cross.", texts, tokens, sources, padded, true)...)
		stream("cross.attn_proj", "cross.resid_mid")
	}
	if b.Second != nil {
		stream("ln2")
	}
	stream("mlp_out")
	if b.Place == Sandwich {
		stream("mlp_out_postnorm")
	}
	stream("resid_out")
	return steps
}

// plan lists what one attention layer computes, up to its heads' outputs.
func (a Attention) plan(at string, texts, tokens, sources int, padded, cross bool) []Step {
	var steps []Step
	heads := func(name string, heads, rows, cols int) {
		steps = append(steps, Step{at + name, []int{texts, heads, rows, cols}})
	}
	qkv := func(suffix string) {
		heads("q"+suffix, a.Heads, tokens, a.Key)
		heads("k"+suffix, a.KVHeads, sources, a.Key)
	}
	if !cross {
		qkv("_pre")
		heads("v_pre", a.KVHeads, sources, a.Key)
	}
	if a.QKNorm != nil {
		qkv("_normed")
	}
	qkv("")
	heads("v", a.KVHeads, sources, a.Key)
	heads("scores_raw", a.Heads, tokens, sources)
	heads("scores_scaled", a.Heads, tokens, sources)
	if a.Cap > 0 {
		heads("scores_capped", a.Heads, tokens, sources)
	}
	if a.biased() {
		steps = append(steps, Step{at + "pos_bias", []int{1, a.Heads, tokens, sources}})
	}
	if a.masked(padded) {
		steps = append(steps, Step{at + "mask", []int{texts, 1, tokens, sources}})
	}
	heads("scores_masked", a.Heads, tokens, sources)
	heads("weights", a.Heads, tokens, sources)
	heads("head_out", a.Heads, tokens, a.Key)
	return steps
}

// biased reports whether a bias by distance is added to the scores.
func (a Attention) biased() bool { return a.Buckets != nil || a.Zero }

// masked reports whether some key may be hidden from some query.
func (a Attention) masked(padded bool) bool { return a.Causal || a.Window > 0 || a.Others || padded }

// Keep returns the function that [Model.Run] asks what to keep: every tensor
// that one of the patterns matches (see [Match]), in heed's spelling or another.
// A pattern that matches no tensor of the model is an error that lists the names
// there are.
func (m *Model[F]) Keep(s Spelling, patterns ...string) (func(name string) bool, error) {
	names := m.Names()
	for i, name := range names {
		names[i] = m.Spell(s, name)
	}
	for _, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("pattern %q: %w; want something like L3.* or *.weights", pattern, err)
		}
		own := slices.ContainsFunc(m.Names(), func(name string) bool { return Match([]string{pattern}, name) })
		if !own && !slices.ContainsFunc(names, func(name string) bool { return Match([]string{pattern}, name) }) {
			return nil, fmt.Errorf("pattern %q matches no tensor; there are %s", pattern, strings.Join(summary(names), ", "))
		}
	}
	return func(name string) bool { return Match(patterns, name) || Match(patterns, m.Spell(s, name)) }, nil
}

// summary lists names, those of layer 0 standing for all layers'.
func summary(names []string) []string {
	var list []string
	for _, name := range names {
		if at := strings.Index(name, "L0."); at >= 0 {
			name = name[:at] + "L{i}." + name[at+len("L0."):]
		} else if _, after, found := strings.Cut(name, "L"); found && len(after) > 0 && after[0] >= '0' && after[0] <= '9' {
			continue
		}
		list = append(list, name)
	}
	return list
}

// Match reports whether any of the patterns is name, "*" standing for any
// letters, "?" for one and "[0-2]" for one of several. A pattern that is not
// well-formed matches nothing.
func Match(patterns []string, name string) bool {
	for _, pattern := range patterns {
		if ok, err := path.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}
