package model

import "heed/tensor"

// A layerOf is one layer at work: its description, weights and place.
type layerOf[F tensor.Float] struct {
	Block
	w       *block[F]
	index   int    // in its stack
	at      string // what its tensors' names begin with
	width   int
	tokens  int // of a text
	decoder bool
	in, out []F // the residual stream before and after it, of all texts
	encoded []F // what a decoder looks at
}

// stream returns the room of a step with one vector a token.
func (s *slab[F]) stream(l *layerOf[F], step string) tensor.Matrix[F] {
	return s.rows(s.room(l.at+step, l.tokens*l.width), l.tokens, l.width)
}

// enter runs what comes before the heads: all of it is done to each token for
// itself.
func (s *slab[F]) enter(l *layerOf[F]) {
	read, own := s.entering(l)
	if own {
		copy(read.Data, s.rows(s.part(l.in), l.tokens, l.width).Data)
		s.edit(l.at+"resid_in", read.Data)
	}
	if l.Place != Post && l.First != nil {
		x := read
		read = s.stream(l, "ln1")
		l.w.first.apply(s.k, read, x)
		s.edit(l.at+"ln1", read.Data)
	}
	s.project(s.attention(l), read, read)
}

// entering is where the residual stream stands before the layer: where the last
// one left it, unless it is kept or may be changed, and so has a room of its own.
func (s *slab[F]) entering(l *layerOf[F]) (x tensor.Matrix[F], own bool) {
	if s.p.o.Edit == nil && s.p.run.stored[l.at+"resid_in"] == nil {
		return s.rows(s.part(l.in), l.tokens, l.width), false
	}
	return s.stream(l, "resid_in"), true
}

// attention is what the layer's tokens look at each other with.
func (s *slab[F]) attention(l *layerOf[F]) attending[F] {
	return attending[F]{Attention: l.Attention, w: &l.w.attention, index: l.index, at: l.at, tokens: l.tokens, sources: l.tokens, mask: s.mask(l.decoder)}
}

// leave runs the heads and what follows, as Place says: all of it is done to each
// token for itself, once the keys and values of all are there.
func (s *slab[F]) leave(l *layerOf[F]) {
	x, _ := s.entering(l)
	a := s.attention(l)
	heads := s.heads(a)
	attended := s.join(l, a, heads)
	if s.p.over(l.at + "attn_proj") {
		return
	}
	y := s.rows(s.part(l.out), l.tokens, l.width)
	if l.Place == Parallel {
		s.parallel(l, y, x, attended)
		return
	}
	if l.Place == Sandwich {
		after := s.stream(l, "attn_proj_postnorm")
		l.w.afterFirst.apply(s.k, after, attended)
		s.edit(l.at+"attn_proj_postnorm", after.Data)
		attended = after
	}
	mid := s.stream(l, "resid_mid")
	if l.Place == Post {
		sum := s.stream(l, "resid_mid_prenorm")
		s.k.Add(sum.Data, x.Data, attended.Data)
		s.edit(l.at+"resid_mid_prenorm", sum.Data)
		l.w.first.apply(s.k, mid, sum)
	} else {
		s.k.Add(mid.Data, x.Data, attended.Data)
	}
	s.edit(l.at+"resid_mid", mid.Data)
	if s.p.over(l.at + "resid_mid") {
		return
	}
	if l.Cross != nil {
		mid = s.cross(l, mid)
	}
	read := mid
	if l.Place != Post {
		read = s.stream(l, "ln2")
		l.w.second.apply(s.k, read, mid)
		s.edit(l.at+"ln2", read.Data)
	}
	made := s.mlp(l, read)
	if l.Place == Sandwich {
		after := s.stream(l, "mlp_out_postnorm")
		l.w.afterLast.apply(s.k, after, made)
		s.edit(l.at+"mlp_out_postnorm", after.Data)
		made = after
	}
	if l.Place == Post {
		sum := s.stream(l, "resid_out_prenorm")
		s.k.Add(sum.Data, mid.Data, made.Data)
		s.edit(l.at+"resid_out_prenorm", sum.Data)
		l.w.second.apply(s.k, y, sum)
	} else {
		s.k.Add(y.Data, mid.Data, made.Data)
	}
	s.edit(l.at+"resid_out", y.Data)
}

// parallel ends a block whose MLP reads what attention read, or another norm
// of the same.
func (s *slab[F]) parallel(l *layerOf[F], y, x, attended tensor.Matrix[F]) {
	read := x
	switch {
	case l.Second != nil:
		read = s.stream(l, "ln2")
		l.w.second.apply(s.k, read, x)
		s.edit(l.at+"ln2", read.Data)
	case l.First != nil:
		read = s.stream(l, "ln1")
	}
	made := s.mlp(l, read)
	sum := s.working("sum", l.tokens, l.width) // made + attended + x, in the order of transformers
	s.k.Add(sum.Data, made.Data, attended.Data)
	s.k.Add(y.Data, sum.Data, x.Data)
	s.edit(l.at+"resid_out", y.Data)
}

// cross lets the stream look at the encoder's output.
func (s *slab[F]) cross(l *layerOf[F], mid tensor.Matrix[F]) tensor.Matrix[F] {
	read := s.stream(l, "cross.ln")
	l.w.crossNorm.apply(s.k, read, mid)
	s.edit(l.at+"cross.ln", read.Data)
	from := s.part(l.encoded)
	sources := tensor.Matrix[F]{Rows: len(from) / s.p.m.Config.Width, Cols: s.p.m.Config.Width, Data: from}
	a := attending[F]{Attention: *l.Cross, w: &l.w.cross, index: l.index, at: l.at + "cross.", tokens: l.tokens, sources: s.p.z.tokens, mask: s.mask(false), cross: true}
	s.project(a, read, sources)
	attended := s.join(l, a, s.heads(a))
	out := s.stream(l, "cross.resid_mid")
	s.k.Add(out.Data, mid.Data, attended.Data)
	s.edit(l.at+"cross.resid_mid", out.Data)
	return out
}

// mlp is down(act(up x)), or down(act(gate x) · up x).
func (s *slab[F]) mlp(l *layerOf[F], x tensor.Matrix[F]) tensor.Matrix[F] {
	m, w := l.MLP, l.w
	if m.Inner == 0 {
		y := s.stream(l, "mlp_out")
		clear(y.Data)
		s.edit(l.at+"mlp_out", y.Data)
		return y
	}
	inner := s.working("inner", l.tokens, m.Inner)
	if m.Gated {
		up := s.working("up", l.tokens, m.Inner)
		w.gate.apply(s.k, inner, x)
		w.up.apply(s.k, up, x)
		s.k.Gate(m.Activation, inner.Data, up.Data)
	} else {
		w.up.apply(s.k, inner, x)
		s.k.Activate(m.Activation, inner.Data)
	}
	y := s.stream(l, "mlp_out")
	w.down.apply(s.k, y, inner)
	s.edit(l.at+"mlp_out", y.Data)
	return y
}
