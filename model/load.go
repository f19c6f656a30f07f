package model

import (
	"fmt"
	"slices"
	"strings"

	"heed/tensor"
)

// Tensors is a file of named tensors.
type Tensors interface {
	Entry(name string) (tensor.Entry, bool)
	Entries() []tensor.Entry
}

// A loader finds a model's tensors in a file. The first error is kept.
type loader[F tensor.Float] struct {
	file   Tensors
	prefix string // that this file spells
	used   map[string]*weight[F]
	err    error
}

// load finds every tensor that c names and returns beside the weights the
// names of those that are not run: other heads.
func load[F tensor.Float](c Config, file Tensors) (weights[F], []string, error) {
	l := &loader[F]{file: file, used: map[string]*weight[F]{}}
	if err := l.spelling(c); err != nil {
		return weights[F]{}, nil, err
	}
	w := l.embedding(c)
	if c.Decoder != nil && !l.has(c.names.last+".weight") {
		c.Decoder, w.encoderAlone = nil, true
		c.names.parts = []string{"shared.", "encoder."}
		c.names.head = ""
	}
	for i := 0; i < c.Layers() && l.err == nil; i++ {
		b, s := c.Block(i)
		names, at := c.names.blocks, i
		if i >= len(c.Blocks) {
			names, at = c.names.decoder, i-len(c.Blocks)
		}
		w.blocks = append(w.blocks, l.block(b, s.Width, names, at, c.names.turned))
	}
	if c.FinalNorm != nil {
		w.final = l.norm(c.names.final, c.FinalNorm, c.Width)
	}
	if c.Decoder != nil {
		w.last = l.norm(c.names.last, c.Decoder.FinalNorm, c.Width)
	}
	if c.names.pooler != "" && l.has(c.names.pooler+".weight") {
		pooler := l.linear(c.names.pooler, c.pooled(), c.Width, true)
		w.pooler = &pooler
	}
	if l.hasHead(c) {
		w.head = l.head(c, w.words)
	}
	if l.err != nil {
		return weights[F]{}, nil, l.err
	}
	rest, err := l.rest(c)
	return w, rest, err
}

// spelling finds out which prefix the file's names begin with, if any.
func (l *loader[F]) spelling(c Config) error {
	n := c.names
	first := n.words
	if c.Embedding.Image != nil {
		first = n.class
	}
	for _, prefix := range append([]string{n.prefix, ""}, n.others...) {
		if _, ok := l.file.Entry(prefix + first); ok {
			l.prefix = prefix
			return nil
		}
	}
	return fmt.Errorf("tensor %q: missing, with and without %q before it; want a %s model", first, n.prefix, c.Family)
}

func (l *loader[F]) embedding(c Config) weights[F] {
	e, n := c.Embedding, c.names
	var w weights[F]
	if e.Image != nil {
		w.class = l.weight("1 × 1 × hidden_size", n.class, 1, 1, c.Width)
		w.patches = linear[F]{
			w: l.weight("hidden_size × num_channels × patch_size × patch_size", n.patches+".weight", c.Width, e.Image.Channels, e.Image.Patch, e.Image.Patch),
			b: l.weight("hidden_size", n.patches+".bias", c.Width),
		}
		w.positions = l.weight("1 × (1 + patches) × hidden_size", n.positions, 1, e.Positions, c.Width)
		return w
	}
	w.words = l.weight("vocabulary × width of the embeddings", n.words, c.Vocab, e.Width)
	if e.Types > 0 {
		w.types = l.weight("type_vocab_size × width of the embeddings", n.types, e.Types, e.Width)
	}
	if e.Positions > 0 {
		width := e.Width
		if c.Embedding.Counting == ByMask {
			width = c.Width // OPT adds them after the projection
		}
		w.positions = l.weight("positions × width", n.positions, e.Positions, width)
	}
	if e.Norm != nil {
		w.embedNorm = l.norm(n.embedNorm, e.Norm, e.Width)
	}
	if e.Project {
		w.embedProject = l.linear(n.embedProject, c.Width, e.Width, e.Bias)
	}
	return w
}

func (l *loader[F]) block(b Block, width int, n blockNames, i int, turned bool) block[F] {
	at := n.at(i)
	w := block[F]{attention: l.attention(b.Attention, width, n, at, i, turned)}
	if b.First != nil {
		w.first = l.norm(at+n.first, b.First, width)
	}
	if b.Second != nil {
		w.second = l.norm(at+n.second, b.Second, width)
	}
	if b.Place == Sandwich {
		w.afterFirst, w.afterLast = l.norm(at+n.afterFirst, b.First, width), l.norm(at+n.afterLast, b.Second, width)
	}
	if b.Cross != nil {
		all := b.Cross.Heads * b.Cross.Key
		part := func(name string) part[F] {
			return part[F]{linear: l.linear(at+name, all, width, b.Cross.Bias), step: b.Cross.Key}
		}
		w.cross = attention[F]{q: part(n.crossQ), k: part(n.crossK), v: part(n.crossV), o: l.linear(at+n.crossO, width, all, b.Cross.OutBias)}
		w.crossNorm = l.norm(at+n.crossNorm, b.First, width)
	}
	m := b.MLP
	switch {
	case m.Inner == 0:
		return w
	case n.gateUp != "":
		w.gate, w.up = l.halves(at+n.gateUp, m.Inner, width, m.Bias)
	case m.Gated:
		w.gate = l.linearAs(at+n.gate, m.Inner, width, m.Bias, turned)
		w.up = l.linearAs(at+n.up, m.Inner, width, m.Bias, turned)
	default:
		w.up = l.linearAs(at+n.up, m.Inner, width, m.Bias, turned)
	}
	w.down = l.linearAs(at+n.down, width, m.Inner, m.Bias, turned)
	return w
}

func (l *loader[F]) attention(a Attention, width int, n blockNames, at string, i int, turned bool) attention[F] {
	all, kv := a.Heads*a.Key, a.KVHeads*a.Key
	w := attention[F]{o: l.linearAs(at+n.o, width, all, a.OutBias, turned)}
	if n.fused != "" {
		fused := l.linearAs(at+n.fused, all+2*kv, width, a.Bias, turned)
		w.q, w.k, w.v = part[F]{linear: fused, step: a.Key}, part[F]{linear: fused, first: all, step: a.Key}, part[F]{linear: fused, first: all + kv, step: a.Key}
		if n.perHead {
			w.q, w.k, w.v = part[F]{linear: fused, step: 3 * a.Key}, part[F]{linear: fused, first: a.Key, step: 3 * a.Key}, part[F]{linear: fused, first: 2 * a.Key, step: 3 * a.Key}
		}
	} else {
		w.q = part[F]{linear: l.linearAs(at+n.q, all, width, a.Bias, turned), step: a.Key, paired: n.paired}
		w.k = part[F]{linear: l.linearAs(at+n.k, kv, width, a.Bias, turned), step: a.Key, paired: n.paired}
		w.v = part[F]{linear: l.linearAs(at+n.v, kv, width, a.Bias, turned), step: a.Key}
	}
	if a.QKNorm != nil {
		w.qNorm, w.kNorm = l.norm(at+n.qNorm, a.QKNorm, a.Key), l.norm(at+n.kNorm, a.QKNorm, a.Key)
	}
	if a.Buckets != nil {
		w.buckets = l.weight("buckets × heads", n.buckets(i), max(a.Buckets.Rows, a.Buckets.Count), a.Heads)
	}
	return w
}

// hasHead reports whether the file has logits of its own, or may make them of
// the table of words: a causal model whose head is tied needs no tensor of it.
func (l *loader[F]) hasHead(c Config) bool {
	if c.names.head == "" {
		return false
	}
	bare := c.Head.Tied && c.Head.Transform == nil && !c.Head.Bias
	return bare || slices.ContainsFunc(l.file.Entries(), func(e tensor.Entry) bool { return strings.HasPrefix(e.Name, c.names.head) })
}

// head finds what makes logits. A decoder that the file holds is used; without
// one the word embeddings are, where the config ties the two.
func (l *loader[F]) head(c Config, words *weight[F]) *head[F] {
	h, n := &head[F]{}, c.names
	narrow := c.Embedding.Width
	if c.Head.Project {
		h.project = l.linear(n.headProject, narrow, c.Width, false)
	}
	base := l.prefix
	l.prefix = "" // the head stands beside the base model, not in it
	defer func() { l.prefix = base }()
	if c.Head.Transform != nil {
		h.transform = l.linear(n.headTransform, narrow, c.Width, !c.Head.Bare)
		h.norm = l.norm(n.headNorm, c.Head.Transform, narrow)
	}
	rows := c.Vocab
	h.decoder = linear[F]{w: words}
	if c.Embedding.Image != nil {
		if e, ok := l.file.Entry(n.headDecoder); ok && len(e.Shape) == 2 {
			rows = e.Shape[0] // classes: the config may list their labels or not
		}
	}
	if l.has(n.headDecoder) || !c.Head.Tied {
		h.decoder.w = l.weight("outputs × width", n.headDecoder, rows, narrow)
	}
	if c.Head.Bias {
		bias := n.headBias
		if l.has(n.headDecoderBias) { // mostly the same numbers; where they differ, the decoder's are used
			bias = n.headDecoderBias
		}
		h.decoder.b = l.weight("outputs", bias, rows)
		l.used[n.headBias] = h.decoder.b
	}
	return h
}

// has reports whether the file holds a tensor.
func (l *loader[F]) has(name string) bool {
	_, ok := l.file.Entry(l.prefix + name)
	return name != "" && ok
}

// linear finds a layer of weights [out in], and its bias [out].
func (l *loader[F]) linear(name string, out, in int, bias bool) linear[F] {
	return l.linearAs(name, out, in, bias, false)
}

// linearAs finds a layer of weights [out in], or [in out].
func (l *loader[F]) linearAs(name string, out, in int, bias, turned bool) linear[F] {
	x := linear[F]{turned: turned}
	if turned {
		x.w = l.weight("in × out", name+".weight", in, out)
	} else {
		x.w = l.weight("out × in", name+".weight", out, in)
	}
	if bias {
		x.b = l.weight("out", name+".bias", out)
	}
	return x
}

// halves finds two layers whose rows stand one after the other in one tensor.
func (l *loader[F]) halves(name string, out, in int, bias bool) (first, second linear[F]) {
	both := l.linear(name, 2*out, in, bias)
	if l.err != nil {
		return first, second
	}
	half := func(w *weight[F], n int) *weight[F] {
		if w == nil {
			return nil
		}
		return &weight[F]{entry: w.entry.Rows(n*out, (n+1)*out)}
	}
	return linear[F]{w: half(both.w, 0), b: half(both.b, 0)}, linear[F]{w: half(both.w, 1), b: half(both.b, 1)}
}

// norm finds a norm's scale and shift, in the new spelling or the old.
func (l *loader[F]) norm(name string, n *Norm, width int) norm[F] {
	found := norm[F]{Norm: n}
	if n.Plain {
		return found
	}
	scale, shift := name+".weight", name+".bias"
	if !l.has(scale) && l.has(name+".gamma") {
		scale, shift = name+".gamma", name+".beta"
	}
	found.scale = l.weight("width", scale, width)
	if n.Shift {
		found.shift = l.weight("width", shift, width)
	}
	return found
}

// weight finds one tensor and checks its type and shape; axes says in the
// config's words what the shape is. Layers that share a tensor share its
// numbers.
func (l *loader[F]) weight(axes, name string, shape ...int) *weight[F] {
	name = l.prefix + name
	if w := l.used[name]; w != nil && slices.Equal(w.entry.Shape, shape) {
		return w
	}
	e, ok := l.file.Entry(name)
	var err error
	switch {
	case !ok:
		err = fmt.Errorf("tensor %q: missing; want %v (%s)", name, shape, axes)
	case !slices.Equal(e.Shape, shape):
		err = fmt.Errorf("tensor %q: has shape %v; want %v (%s by the config)", name, e.Shape, shape, axes)
	default:
		_, err = tensor.Floats[F](e.Rows(0, 0))
	}
	if err != nil && l.err == nil {
		l.err = err
	}
	w := &weight[F]{entry: e}
	l.used[name] = w
	return w
}

// rest returns the tensors that nothing used. One that belongs to the part
// that runs would change its numbers, and so is an error.
func (l *loader[F]) rest(c Config) ([]string, error) {
	var rest []string
	for _, e := range l.file.Entries() {
		base := strings.TrimPrefix(e.Name, l.prefix)
		if _, used := l.used[e.Name]; used || slices.ContainsFunc(c.names.ignored, func(end string) bool { return strings.HasSuffix(base, end) }) {
			continue
		}
		if slices.ContainsFunc(c.names.parts, func(part string) bool { return strings.HasPrefix(base, part) }) {
			return nil, fmt.Errorf("tensor %q: has no place in a %s of %d layers; does the config belong to this file?", e.Name, c.Family, c.Layers())
		}
		rest = append(rest, e.Name)
	}
	return rest, nil
}
