package model

import (
	"math"
	"strings"

	"heed/tensor"
)

// A pass is a run under way.
type pass[F tensor.Float] struct {
	m       *Model[F]
	in      Inputs
	texts   int // B
	tokens  int // T
	run     *Run[F]
	mask    [][]F // [B T], added to every query's scores; nil where no text is padded
	keep    map[string]bool
	awaited int // kept tensors that are still to come
}

// newPass lays out what is to be kept and what the mask adds: 0 for a real
// key, for padding the least finite number, as transformers has it (not −∞).

func newPass[F tensor.Float](m *Model[F], in Inputs, keep func(string) bool) *pass[F] {
	p := &pass[F]{m: m, in: in, keep: map[string]bool{}, run: &Run[F]{Model: m, Inputs: in, index: map[string]int{}}}
	p.texts, p.tokens = in.size()
	if in.padded() {
		for _, row := range in.Mask {
			mask := make([]F, p.tokens)
			for t, real := range row {
				if real == 0 {
					mask[t] = lowest[F]()
				}
			}
			p.mask = append(p.mask, mask)
		}
	}
	for _, name := range m.steps() {
		if (keep == nil || keep(name)) && (p.mask != nil || !strings.HasSuffix(name, ".mask")) {
			p.keep[name] = true
		}
	}
	p.awaited = len(p.keep)
	return p
}

// record takes note of a step that has been computed, if it is to be kept.
func (p *pass[F]) record(name string, data []F, shape ...int) {
	if !p.keep[name] {
		return
	}
	p.awaited--
	p.run.index[name] = len(p.run.tensors)
	p.run.tensors = append(p.run.tensors, Tensor[F]{name, shape, data})
}

// stream records a step that has one vector a token: [B T D].
func (p *pass[F]) stream(name string, x tensor.Matrix[F]) {
	p.record(name, x.Data, p.texts, p.tokens, x.Cols)
}

// embed makes the residual stream that enters layer 0:
//
//	x_t = norm(words[id_t] + types[type_t] + positions[position_t])
func (p *pass[F]) embed() tensor.Matrix[F] {
	w := p.m.weights
	x := tensor.Zeros[F](p.texts*p.tokens, p.m.Config.Width)
	for b, ids := range p.in.IDs {
		for t, id := range ids {
			kind, position := 0, t
			if p.in.Types != nil {
				kind = p.in.Types[b][t]
			}
			if p.in.Positions != nil {
				position = p.in.Positions[b][t]
			}
			words, types, positions := w.words.row(id), w.types.row(kind), w.positions.row(position)
			for d := range words {
				x.Row(b*p.tokens + t)[d] = words[d] + types[d] + positions[d]
			}
		}
	}
	x = w.embedNorm.apply(x, p.m.Config.Eps)
	p.stream("embed", x)
	return x
}

// layer runs one block on the residual stream x, norms after the sums:
//
//	mid = norm(x + attention(x))      out = norm(mid + MLP(mid))
func (p *pass[F]) layer(i int, x tensor.Matrix[F]) tensor.Matrix[F] {
	l, eps := &p.m.weights.layers[i], p.m.Config.Eps
	p.stream(at(i, "resid_in"), x)

	attended := p.attention(i, x)
	p.stream(at(i, "attn_proj"), attended)
	sum := add(x, attended)
	p.stream(at(i, "resid_mid_prenorm"), sum)
	if p.awaited == 0 {
		return x // nobody looks further
	}
	mid := l.attnNorm.apply(sum, eps)
	p.stream(at(i, "resid_mid"), mid)

	inner := l.up.apply(mid)
	tensor.Activate(p.m.Config.Activation, inner.Data)
	mlp := l.down.apply(inner)
	p.stream(at(i, "mlp_out"), mlp)
	sum = add(mid, mlp)
	p.stream(at(i, "resid_out_prenorm"), sum)
	out := l.mlpNorm.apply(sum, eps)
	p.stream(at(i, "resid_out"), out)
	return out
}

// finish computes what stands after the layers, as far as it is kept.
func (p *pass[F]) finish(x tensor.Matrix[F]) {
	c, w := p.m.Config, p.m.weights
	p.stream("final_hidden", x)
	if p.keep["pooler"] {
		first := tensor.Zeros[F](p.texts, c.Width)
		for b := range p.texts {
			copy(first.Row(b), x.Row(b*p.tokens))
		}
		pooled := w.pooler.apply(first)
		tensor.Activate(tensor.Tanh, pooled.Data)
		p.record("pooler", pooled.Data, p.texts, c.Width)
	}
	if p.keep["logits"] {
		y := w.head.transform.apply(x)
		tensor.Activate(c.Activation, y.Data)
		y = w.head.norm.apply(y, c.Eps)
		p.stream("logits", w.head.decoder.apply(y))
	}
}

// add returns a + b.
func add[F tensor.Float](a, b tensor.Matrix[F]) tensor.Matrix[F] {
	sum := tensor.Zeros[F](a.Rows, a.Cols)
	copy(sum.Data, a.Data)
	addTo(sum.Data, b.Data)
	return sum
}

// lowest is the least finite number of F.
func lowest[F tensor.Float]() F {
	least := -math.MaxFloat64
	if x := F(least); !math.IsInf(float64(x), -1) {
		return x
	}
	return -math.MaxFloat32
}
