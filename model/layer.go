package model

import "heed/tensor"

// A layerOf is one layer: its description, weights and place.
type layerOf[F tensor.Float] struct {
	Block
	w       *block[F]
	at      string // what its tensors' names begin with
	width   int
	tokens  int // of a text
	decoder bool
}

// stream returns the room of a step with one vector a token.
func (s *slab[F]) stream(l layerOf[F], step string) tensor.Matrix[F] {
	return s.rows(s.room(l.at+step, l.tokens*l.width), l.tokens, l.width)
}

// layer runs one block on the residual stream, from in to out, as Place says.
// Each token is worked on for itself, but for the heads, which look at all.
func (s *slab[F]) layer(l layerOf[F], out, in, encoded []F) {
	in = s.same(l.at+"resid_in", s.part(in))
	a := attending[F]{Attention: l.Attention, w: &l.w.attention, at: l.at, tokens: l.tokens, sources: l.tokens, mask: s.mask(l.decoder)}
	s.byTokens(l, func(b *slab[F]) {
		read := b.rows(in, l.tokens, l.width)
		if l.Place != Post && l.First != nil {
			x := read
			read = b.stream(l, "ln1")
			l.w.first.apply(b.k, read, x)
			b.edit(l.at+"ln1", read.Data)
		}
		b.project(a, read, read)
	})
	heads := s.heads(a)
	s.byTokens(l, func(b *slab[F]) { b.after(l, a, out, in, heads, encoded) })
}

// after runs what follows on the heads: all of it is done to each token for
// itself.
func (s *slab[F]) after(l layerOf[F], a attending[F], out, in, heads, encoded []F) {
	x := s.rows(in, l.tokens, l.width)
	attended := s.join(l, a, heads)
	if s.p.over(l.at + "attn_proj") {
		return
	}
	y := s.rows(s.part(out), l.tokens, l.width)
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
		mid = s.cross(l, mid, encoded)
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
func (s *slab[F]) parallel(l layerOf[F], y, x, attended tensor.Matrix[F]) {
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
func (s *slab[F]) cross(l layerOf[F], mid tensor.Matrix[F], encoded []F) tensor.Matrix[F] {
	read := s.stream(l, "cross.ln")
	l.w.crossNorm.apply(s.k, read, mid)
	s.edit(l.at+"cross.ln", read.Data)
	from := s.part(encoded)
	sources := tensor.Matrix[F]{Rows: len(from) / s.p.m.Config.Width, Cols: s.p.m.Config.Width, Data: from}
	a := attending[F]{Attention: *l.Cross, w: &l.w.cross, at: l.at + "cross.", tokens: l.tokens, sources: s.p.z.tokens, mask: s.mask(false), cross: true}
	s.project(a, read, sources)
	attended := s.join(l, a, s.heads(a))
	out := s.stream(l, "cross.resid_mid")
	s.k.Add(out.Data, mid.Data, attended.Data)
	s.edit(l.at+"cross.resid_mid", out.Data)
	return out
}

// mlp is down(act(up x)), or down(act(gate x) · up x).
func (s *slab[F]) mlp(l layerOf[F], x tensor.Matrix[F]) tensor.Matrix[F] {
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
