package model

import "heed/tensor"

// weights are a model's tensors, each checked against the config.
type weights[F tensor.Float] struct {
	words, types, positions *weight[F] // nil: the model has none
	class                   *weight[F]
	patches                 linear[F]
	embedNorm               norm[F]
	embedProject            linear[F]
	blocks                  []block[F] // of both stacks
	final, last             norm[F]
	pooler                  *linear[F] // nil: the file has none
	head                    *head[F]   // nil: the file has none
	encoderAlone            bool       // the file lacks the decoder
}

// A block is one layer's weights.
type block[F tensor.Float] struct {
	first, second, afterFirst, afterLast norm[F]
	attention, cross                     attention[F]
	crossNorm                            norm[F]
	gate, up, down                       linear[F]
}

// attention is the weights of one attention layer.
type attention[F tensor.Float] struct {
	q, k, v      part[F]
	o            linear[F]
	qNorm, kNorm norm[F]
	buckets      *weight[F]
}

// A part is where a linear layer's output has the queries, keys or values:
// those of head h in the K columns from first + h·step on.
type part[F tensor.Float] struct {
	linear      linear[F]
	first, step int
	paired      bool // a head's columns go 0, K/2, 1, K/2+1 …
}

// A head makes logits: decoder · norm(act(transform x)).
type head[F tensor.Float] struct {
	transform, decoder, project linear[F]
	norm                        norm[F]
}

// linear is y = x·wᵀ + b, w [out in], or x·w + b, w [in out], where turned.
type linear[F tensor.Float] struct {
	w, b   *weight[F] // b is nil where there is no bias
	turned bool
}

// norm is a norm's scale and shift, nil where it has none.
type norm[F tensor.Float] struct {
	*Norm
	scale, shift *weight[F]
}

// held reports whether no matrix of the block has to be converted.
func (b *block[F]) held() bool {
	a := &b.attention
	for _, l := range []linear[F]{a.q.linear, a.k.linear, a.v.linear, a.o, b.gate, b.up, b.down} {
		if !l.w.held() {
			return false
		}
	}
	return true
}

// out is how many numbers the layer makes of each row.
func (l linear[F]) out() int {
	if l.turned {
		return l.w.entry.Shape[1]
	}
	return l.w.entry.Shape[0]
}

// apply writes x·wᵀ + b, or x·w + b, to y.
func (l linear[F]) apply(k tensor.Kernels[F], y, x tensor.Matrix[F]) {
	l.w.lend(k, func(w tensor.Matrix[F]) {
		if l.turned {
			k.LinearIn(y, x, w, l.b.data())
			return
		}
		k.Linear(y, x, w, l.b.data())
	})
}

// column returns what output c reads of each input, [in].
func (l linear[F]) column(c int) []F {
	w := l.w.matrix()
	if !l.turned {
		return w.Row(c)
	}
	column := make([]F, w.Rows)
	for i := range column {
		column[i] = w.Row(i)[c]
	}
	return column
}

// apply writes the norm of x's rows to y.
func (n norm[F]) apply(k tensor.Kernels[F], y, x tensor.Matrix[F]) {
	if n.RMS {
		k.RMSNorm(y, x, n.scale.data(), F(n.Offset), n.Eps)
		return
	}
	k.LayerNorm(y, x, n.scale.data(), n.shift.data(), n.Eps)
}

// column is where number d of head h stands in the output.
func (p part[F]) column(h, d, width int) int {
	if p.paired {
		d = d%(width/2)*2 + d/(width/2)
	}
	return p.first + h*p.step + d
}
