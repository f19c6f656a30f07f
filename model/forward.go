package model

import (
	"context"
	"fmt"
	"math"
	"strings"

	"heed/tensor"
)

// A pass is a run under way.
type pass[F tensor.Float] struct {
	m        *Model[F]
	in       Inputs
	z        sizes
	o        Options[F]
	run      *Run[F]
	order    map[string]int // of all steps
	shapes   map[string][]int
	wanted   map[string]bool     // steps to keep, and be able to give afterwards
	stores   map[string]bool     // of them, those whose numbers are stored as they are computed
	layers   map[string][]string // the stored steps, by what their names begin with
	last     int                 // place of the last step that anybody looks at
	memory   *Memory[F]
	k        tensor.Kernels[F]
	borrowed [][]F                 // to give back at the end of the run
	spare    *spare[F]             // of the batch where it is one slab, which goes on from layer to layer; nil until then
	streamed int                   // of the kept steps
	turns    map[*Rope]rotation[F] // by kind of layer, of the texts under way
}

// A rotation is the cosines and sines of each text's positions, one text's for
// all where all have the same.
type rotation[F tensor.Float] struct{ cos, sin []tensor.Matrix[F] }

func (r rotation[F]) of(text int) (cos, sin tensor.Matrix[F]) {
	text = min(text, len(r.cos)-1)
	return r.cos[text], r.sin[text]
}

// newPass lays out what is to be kept. A step is stored unless it can be worked out
// again from others that are kept (see derive.go); where an edit may change what
// follows, all are stored.
func newPass[F tensor.Float](m *Model[F], in Inputs, o Options[F]) *pass[F] {
	p := &pass[F]{m: m, in: in, z: in.sizes(m.Config), o: o, order: map[string]int{}, shapes: map[string][]int{}, wanted: map[string]bool{}, stores: map[string]bool{}, layers: map[string][]string{}, last: -1, memory: o.Memory, k: tensor.Kernels[F]{Threads: o.Threads}}
	if p.memory == nil {
		p.memory = &Memory[F]{}
	}
	p.run = &Run[F]{Model: m, Inputs: in, stored: map[string][]F{}, shapes: p.shapes, edited: o.Edit != nil}
	steps := m.plan(p.z)
	for i, step := range steps {
		p.order[step.Name], p.shapes[step.Name] = i, step.Shape
	}
	for i, step := range steps {
		if !p.before(step.Name) && (o.Keep == nil || o.Keep(step.Name)) {
			p.wanted[step.Name], p.last = true, i
			p.run.names = append(p.run.names, step.Name)
		}
	}
	for _, name := range p.run.names {
		if p.run.edited || !p.run.derivable(name, p.wanted) {
			p.stores[name] = true
			at := strings.TrimSuffix(name[:strings.LastIndexByte(name, '.')+1], "cross.")
			p.layers[at] = append(p.layers[at], name)
		}
	}
	return p
}

// over reports whether nobody looks at what comes after a step.
func (p *pass[F]) over(name string) bool { return p.order[name] >= p.last }

// ready makes room for a layer's steps, whose names begin so.
func (p *pass[F]) ready(at string) {
	for _, name := range p.layers[at] {
		p.room(name)
	}
}

// room makes room for a step, if it is stored.
func (p *pass[F]) room(name string) {
	if p.stores[name] {
		p.run.stored[name] = p.memory.take(Step{name, p.shapes[name]}.Len())
	}
}

// all runs every part of the model that somebody looks at.
func (p *pass[F]) all(ctx context.Context) error {
	c := p.m.Config
	layer := 0
	x, err := p.stack(ctx, c.Stack, false, nil, &layer)
	if err != nil || c.Decoder == nil || p.in.DecoderIDs == nil || p.over(c.Prefix+"final_hidden") {
		if err == nil && c.Decoder == nil && x != nil {
			err = p.finish(x)
		}
		return err
	}
	x, err = p.stack(ctx, *c.Decoder, true, x, &layer)
	if err == nil && x != nil {
		err = p.finish(x)
	}
	return err
}

// stack runs the layers of a stack, and the norm after them; what it returns
// is nil where nobody looks so far. encoded is what a decoder looks at.
func (p *pass[F]) stack(ctx context.Context, s Stack, decoder bool, encoded []F, layer *int) ([]F, error) {
	c := p.m.Config
	tokens, norm := p.z.tokens, p.m.weights.final
	if decoder {
		tokens, norm = p.z.targets, p.m.weights.last
	}
	p.turn(s, tokens, decoder)
	flow := p.borrow(p.z.texts * tokens * s.Width)
	x, first, err := p.begin(s, decoder, tokens, flow)
	if err != nil {
		return nil, err
	}
	slabs := p.slabs(tokens)
	at := func(i int, in []F) *layerOf[F] { // nil where the stack ends, or nobody looks so far
		if i == len(s.Blocks) || p.order[s.at(i)+"resid_in"] > p.last {
			return nil
		}
		p.ready(s.at(i))
		return &layerOf[F]{Block: s.Blocks[i], w: &p.m.weights.blocks[*layer+i], index: i, at: s.at(i), width: s.Width, tokens: tokens, decoder: decoder,
			in: in, out: p.whole(s.at(i)+"resid_out", flow), encoded: encoded}
	}
	ahead := len(slabs) == 1 && p.o.Stream == nil // else a layer may have another spare, or what is kept of two be in memory
	var l, next *layerOf[F]
	for i := first; i < len(s.Blocks); i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		entered := next != nil
		if l, next = next, nil; !entered {
			l = at(i, x)
		}
		if l == nil {
			return nil, nil
		}
		if ahead {
			next = at(i+1, l.out)
		}
		p.each(slabs, func(b *slab[F]) {
			if !entered {
				b.byTokens(l, func(b *slab[F]) { b.enter(l) })
			}
			b.byTokens(l, func(b *slab[F]) {
				b.leave(l)
				if next != nil {
					b.enter(next)
				}
			})
		})
		x = l.out
		if !p.over(l.at + "mlp_out") {
			if err := p.finite(l.at+"resid_out", x); err != nil {
				return nil, err
			}
		}
		if p.o.AfterLayer != nil {
			p.o.AfterLayer(*layer + i)
		}
		if err := p.flush(l.at + "resid_out"); err != nil {
			return nil, err
		}
	}
	*layer += len(s.Blocks)
	final := s.Prefix + "final_hidden"
	if p.order[final] > p.last {
		return nil, nil
	}
	p.room(final)
	if s.FinalNorm == nil || c.Embedding.Image != nil {
		return p.projected(final, x)
	}
	out := p.whole(final, nil)
	norm.apply(p.k, tensor.Matrix[F]{Rows: len(x) / s.Width, Cols: s.Width, Data: out}, tensor.Matrix[F]{Rows: len(x) / s.Width, Cols: s.Width, Data: x})
	return p.projected(final, out)
}

// projected ends a stack: what comes after the norm, if a family has a layer
// there, is its final hidden state.
func (p *pass[F]) projected(name string, x []F) ([]F, error) {
	if project := p.m.weights.head; project != nil && project.project.w != nil {
		in := tensor.Matrix[F]{Rows: len(x) / p.m.Config.Width, Cols: p.m.Config.Width, Data: x}
		y := tensor.Matrix[F]{Rows: in.Rows, Cols: project.project.out(), Data: p.borrow(in.Rows * project.project.out())}
		project.project.apply(p.k, y, in)
		x = y.Data
	}
	if p.stores[name] {
		copy(p.run.stored[name], x)
		x = p.run.stored[name]
	}
	return x, p.done(name, x)
}

// whole is the room of a step for all texts: where it is stored, else spare.
// A spare of nil is made.
func (p *pass[F]) whole(name string, spare []F) []F {
	if x := p.run.stored[name]; x != nil {
		return x
	}
	if n := (Step{name, p.shapes[name]}).Len(); len(spare) != n {
		return p.borrow(n)
	}
	return spare
}

// borrow takes memory until the end of the run.
func (p *pass[F]) borrow(n int) []F {
	x := p.memory.take(n)
	p.borrowed = append(p.borrowed, x)
	return x
}

// done hands a step that has been computed to the edit, and looks for what is
// no number.
func (p *pass[F]) done(name string, x []F) error {
	p.edit(name, x)
	return p.finite(name, x)
}

// edit lets Options.Edit change a step before anything reads it.
func (p *pass[F]) edit(name string, x []F) {
	if p.o.Edit != nil {
		p.o.Edit(Tensor[F]{name, p.shapes[name], x})
		if stored := p.run.stored[name]; stored != nil && len(x) > 0 && &stored[0] != &x[0] {
			copy(stored, x)
		}
	}
}

// flush hands Options.Stream what has been kept up to a step, in order, and
// lets go of it, but for that step itself: what follows may start from it.
func (p *pass[F]) flush(through string) error {
	if p.o.Stream == nil {
		return nil
	}
	names := p.run.names
	for ; p.streamed < len(names) && p.order[names[p.streamed]] <= p.order[through]; p.streamed++ {
		t, ok := p.run.Tensor(names[p.streamed])
		if !ok {
			return fmt.Errorf("%s: was not computed", names[p.streamed])
		}
		if err := p.o.Stream(t); err != nil {
			return err
		}
	}
	for name := range p.run.stored { // the memory is not used again: what follows may still read it
		if p.order[name] < p.order[through] {
			delete(p.run.stored, name)
		}
	}
	return nil
}

// finite refuses a residual stream that holds what is no finite number: what
// is drawn of it would mean nothing.
func (p *pass[F]) finite(name string, x []F) error {
	if allFinite(x) {
		return nil
	}
	for i, v := range x {
		if v-v != 0 { // NaN and the infinities alone
			shape := p.shapes[name]
			cols, rows := shape[len(shape)-1], shape[len(shape)-2]
			why := "the weights are broken, or too large for this float type"
			if p.o.Edit != nil {
				why = "a number that was changed before it is too large to go on from"
			}
			return fmt.Errorf("%s[%d,%d,%d] is %v; want a finite number: %s", name, i/cols/rows, i/cols%rows, i%cols, v, why)
		}
	}
	return nil
}

// allFinite reports whether no number is NaN or infinite: less itself each is
// else 0. Four sums do not wait for each other.
func allFinite[F tensor.Float](x []F) bool {
	var a, b, c, d F
	for ; len(x) >= 4; x = x[4:] {
		a += x[0] - x[0]
		b += x[1] - x[1]
		c += x[2] - x[2]
		d += x[3] - x[3]
	}
	for _, v := range x {
		a += v - v
	}
	return a+b+c+d == 0
}

// turn works out the rotations that a stack's layers need.
func (p *pass[F]) turn(s Stack, tokens int, decoder bool) {
	p.turns = map[*Rope]rotation[F]{}
	for _, b := range s.Blocks {
		rope := b.Attention.Rope
		if _, known := p.turns[rope]; known || rope == nil {
			continue
		}
		var r rotation[F]
		rows := p.in.Positions
		if rows == nil || decoder {
			rows = [][]int{count(0, tokens)}
		}
		for _, positions := range rows {
			cos, sin := rotations[F](rope, positions)
			r.cos, r.sin = append(r.cos, cos), append(r.sin, sin)
		}
		p.turns[rope] = r
	}
}

// finish computes what stands after the stacks, as far as it is kept.
func (p *pass[F]) finish(x []F) error {
	c, w, k := p.m.Config, p.m.weights, p.k
	tokens := p.z.tokens
	if p.z.targets > 0 {
		tokens = p.z.targets
	}
	width := len(x) / (p.z.texts * tokens)
	all := tensor.Matrix[F]{Rows: p.z.texts * tokens, Cols: width, Data: x}
	if c.Embedding.Image != nil { // the head and the pooler read the class token, after the norm
		y := tensor.Zeros[F](all.Rows, width)
		w.final.apply(k, y, all)
		all = y
	}
	firsts := tensor.Zeros[F](p.z.texts, width)
	for b := range p.z.texts {
		copy(firsts.Row(b), all.Row(b*tokens))
	}
	if p.wanted["pooler"] {
		p.room("pooler")
		y := tensor.Matrix[F]{Rows: p.z.texts, Cols: c.pooled(), Data: p.run.stored["pooler"]}
		w.pooler.apply(k, y, firsts)
		k.Activate(c.Pooler.Activation, y.Data)
		p.edit("pooler", y.Data)
	}
	if !p.wanted["logits"] {
		return nil
	}
	p.room("logits")
	in := all
	if c.Embedding.Image != nil {
		in = firsts
	}
	y := tensor.Matrix[F]{Rows: in.Rows, Cols: w.head.decoder.out(), Data: p.run.stored["logits"]}
	p.m.unembed(k, y, in)
	p.edit("logits", y.Data)
	return nil
}

// capped replaces each x by most · tanh(x/most).
func capped[F tensor.Float](k tensor.Kernels[F], x []F, most float64) {
	for i := range x {
		x[i] /= F(most)
	}
	k.Activate(tensor.Tanh, x)
	k.Scale(x, x, F(most))
}

// count returns from, from+1, … n numbers in all.
func count(from, n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = from + i
	}
	return list
}

// lowest is the least finite number of F.
func lowest[F tensor.Float]() F {
	least := -math.MaxFloat64
	if x := F(least); !math.IsInf(float64(x), -1) {
		return x
	}
	return -math.MaxFloat32
}
