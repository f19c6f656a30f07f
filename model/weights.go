package model

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"heed/tensor"
)

// weights are a model's tensors, each checked against the config.
type weights[F tensor.Float] struct {
	words, types, positions *weight[F]
	embedNorm               norm[F]
	layers                  []layer[F]
	pooler                  *linear[F] // nil: the file has none
	head                    *head[F]   // nil: the file has none
}

// A layer is one block.
type layer[F tensor.Float] struct {
	q, k, v, o linear[F]
	attnNorm   norm[F]
	up, down   linear[F]
	mlpNorm    norm[F]
}

// A head is the masked-word head: logits = decoder · norm(act(transform x)).
type head[F tensor.Float] struct {
	transform linear[F]
	norm      norm[F]
	decoder   linear[F]
}

// linear is y = x·wᵀ + b, w [out in].
type linear[F tensor.Float] struct{ w, b *weight[F] }

// norm is a LayerNorm's scale and shift.
type norm[F tensor.Float] struct{ scale, shift *weight[F] }

// A weight is one tensor of the file. Its numbers are converted, where they
// are of another type than F, when they are first asked for: a run that stops
// at layer 2 reads no more than that.
type weight[F tensor.Float] struct {
	entry  tensor.Entry
	once   sync.Once
	floats []F
}

// data returns all numbers.
func (w *weight[F]) data() []F {
	w.once.Do(func() { w.floats = floats[F](w.entry) })
	return w.floats
}

// matrix returns a weight of two axes.
func (w *weight[F]) matrix() tensor.Matrix[F] {
	return tensor.Matrix[F]{Rows: w.entry.Shape[0], Cols: w.entry.Shape[1], Data: w.data()}
}

// row returns one row of a table, converting no other.
func (w *weight[F]) row(i int) []F { return floats[F](w.entry.Rows(i, i+1)) }

// floats reads an entry whose type the loader has checked.
func floats[F tensor.Float](e tensor.Entry) []F {
	data, err := tensor.Floats[F](e)
	if err != nil {
		panic(err)
	}
	return data
}

// apply returns x·wᵀ + b as a new matrix.
func (l linear[F]) apply(x tensor.Matrix[F]) tensor.Matrix[F] {
	w := l.w.matrix()
	y := tensor.Zeros[F](x.Rows, w.Rows)
	tensor.Linear(y, x, w, l.b.data())
	return y
}

// apply returns the norm of x's rows as a new matrix.
func (n norm[F]) apply(x tensor.Matrix[F], eps float64) tensor.Matrix[F] {
	y := tensor.Zeros[F](x.Rows, x.Cols)
	tensor.LayerNorm(y, x, n.scale.data(), n.shift.data(), eps)
	return y
}

// A loader finds a model's tensors in a file. The first error is kept.
type loader[F tensor.Float] struct {
	file   *tensor.File
	prefix string // that this file spells
	used   map[string]bool
	err    error
}

// load finds every tensor that c names and returns beside the weights the
// names of those that are not run: other heads.
func load[F tensor.Float](c Config, file *tensor.File) (weights[F], []string, error) {
	l := &loader[F]{file: file, used: map[string]bool{}}
	n := c.names
	if _, ok := file.Entry(n.prefix + n.words); ok {
		l.prefix = n.prefix
	} else if _, ok := file.Entry(n.words); !ok {
		return weights[F]{}, nil, fmt.Errorf("tensor %q: missing, with and without %q before it; want a %s model", n.words, n.prefix, c.Family)
	}
	w := weights[F]{
		words:     l.weight("vocab_size × hidden_size", n.words, c.Vocab, c.Width),
		types:     l.weight("type_vocab_size × hidden_size", n.types, c.Types, c.Width),
		positions: l.weight("max_position_embeddings × hidden_size", n.positions, c.MaxTokens, c.Width),
		embedNorm: l.norm(n.embedNorm, c.Width),
	}
	for i := 0; i < c.Layers && l.err == nil; i++ {
		at := fmt.Sprintf(n.layer, i)
		w.layers = append(w.layers, layer[F]{
			q:        l.linear(at+n.q, c.Width, c.Width),
			k:        l.linear(at+n.k, c.Width, c.Width),
			v:        l.linear(at+n.v, c.Width, c.Width),
			o:        l.linear(at+n.o, c.Width, c.Width),
			attnNorm: l.norm(at+n.attnNorm, c.Width),
			up:       l.linear(at+n.up, c.Inner, c.Width),
			down:     l.linear(at+n.down, c.Width, c.Inner),
			mlpNorm:  l.norm(at+n.mlpNorm, c.Width),
		})
	}
	if l.has(n.pooler + ".weight") {
		pooler := l.linear(n.pooler, c.Width, c.Width)
		w.pooler = &pooler
	}
	if slices.ContainsFunc(file.Entries(), func(e tensor.Entry) bool { return strings.HasPrefix(e.Name, n.head) }) {
		w.head = l.head(c, w.words)
	}
	if l.err != nil {
		return weights[F]{}, nil, l.err
	}
	rest, err := l.rest(c)
	return w, rest, err
}

// head finds the masked-word head. A decoder that the file holds is used;
// without one the word embeddings are, where the config ties the two.
func (l *loader[F]) head(c Config, words *weight[F]) *head[F] {
	n := c.names
	base := l.prefix
	l.prefix = "" // the head stands beside the base model, not in it
	defer func() { l.prefix = base }()
	h := &head[F]{
		transform: l.linear(n.headTransform, c.Width, c.Width),
		norm:      l.norm(n.headNorm, c.Width),
		decoder:   linear[F]{w: words},
	}
	if l.has(n.headDecoder) || !c.Tied {
		h.decoder.w = l.weight("vocab_size × hidden_size", n.headDecoder, c.Vocab, c.Width)
	}
	bias := n.headBias
	if !l.has(bias) && l.has(n.headDecoderBias) {
		bias = n.headDecoderBias
	}
	h.decoder.b = l.weight("vocab_size", bias, c.Vocab)
	l.used[n.headDecoderBias] = true // the same numbers under the other spelling
	return h
}

// has reports whether the file holds a tensor.
func (l *loader[F]) has(name string) bool {
	_, ok := l.file.Entry(l.prefix + name)
	return ok
}

// linear finds a layer of weights [out in] with its bias [out].
func (l *loader[F]) linear(name string, out, in int) linear[F] {
	return linear[F]{l.weight("out × in", name+".weight", out, in), l.weight("out", name+".bias", out)}
}

// norm finds a norm's scale and shift, in the new spelling or the old.
func (l *loader[F]) norm(name string, width int) norm[F] {
	scale, shift := name+".weight", name+".bias"
	if !l.has(scale) && l.has(name+".gamma") {
		scale, shift = name+".gamma", name+".beta"
	}
	return norm[F]{l.weight("hidden_size", scale, width), l.weight("hidden_size", shift, width)}
}

// weight finds one tensor and checks its type and shape; axes says in the
// config's words what the shape is.
func (l *loader[F]) weight(axes, name string, shape ...int) *weight[F] {
	name = l.prefix + name
	e, ok := l.file.Entry(name)
	l.used[name] = true
	var err error
	switch {
	case !ok:
		err = fmt.Errorf("tensor %q: missing; want %v (%s)", name, shape, axes)
	case !slices.Equal(e.Shape, shape):
		err = fmt.Errorf("tensor %q: has shape %v; want %v (%s in config.json)", name, e.Shape, shape, axes)
	default:
		_, err = tensor.Floats[F](e.Rows(0, 0))
	}
	if err != nil && l.err == nil {
		l.err = err
	}
	return &weight[F]{entry: e}
}

// rest returns the tensors that nothing used. One that belongs to the part
// that runs would change its numbers, and so is an error.
func (l *loader[F]) rest(c Config) ([]string, error) {
	var rest []string
	for _, e := range l.file.Entries() {
		base := strings.TrimPrefix(e.Name, l.prefix)
		if l.used[e.Name] || slices.Contains(c.names.buffers, base) {
			continue
		}
		if slices.ContainsFunc(c.names.parts, func(part string) bool { return strings.HasPrefix(base, part) }) {
			return nil, fmt.Errorf("tensor %q: has no place in a %s of %d layers; does config.json belong to this file?", e.Name, c.Family, c.Layers)
		}
		rest = append(rest, e.Name)
	}
	return rest, nil
}
