package model

import (
	"heed/tensor"
)

// An attending is one attention layer at work.
type attending[F tensor.Float] struct {
	Attention
	w               *attention[F]
	at              string  // what its tensors' names begin with
	tokens, sources int     // of a text: queries and keys
	mask            [][]int // which keys are real; nil: all
	cross           bool
}

// attend lets every query look at the keys it may see, in each head apart:
//
//	q = x·W_Q + b   k = src·W_K + b   v = src·W_V + b
//	weights = softmax(q·kᵀ·Scale + bias + mask)
//	result  = [Σ_j w_ij v_j, heads side by side]·W_O + b
//
// with what the family does to q and k before, and to the scores in between.
//
// Source: Vaswani et al., Attention Is All You Need (2017), section 3.2.
func (s *slab[F]) attend(l layerOf[F], a attending[F], x, src tensor.Matrix[F]) tensor.Matrix[F] {
	q, k, v := s.project(a, x, src)
	out := s.heads(a, q, k, v)
	texts := s.to - s.from
	joined := tensor.Matrix[F]{Rows: texts * a.tokens, Cols: a.Heads * a.Key, Data: s.spare.room("joined", texts*a.tokens*a.Heads*a.Key)}
	for b := range texts {
		for h := range a.Heads {
			for t := range a.tokens {
				copy(joined.Row(b*a.tokens + t)[h*a.Key:(h+1)*a.Key], out[((b*a.Heads+h)*a.tokens+t)*a.Key:])
			}
		}
	}
	y := tensor.Matrix[F]{Rows: joined.Rows, Cols: l.width, Data: s.room(a.at+"attn_proj", a.tokens*l.width)}
	if s.p.order[a.at+"attn_proj"] <= s.p.last {
		a.w.o.apply(s.k, y, joined)
		s.edit(a.at+"attn_proj", y.Data)
	}
	return y
}

// project makes queries, keys and values, [B H T K] each, as they enter the
// dot products.
func (s *slab[F]) project(a attending[F], x, src tensor.Matrix[F]) (q, k, v []F) {
	var last linear[F]
	var flat tensor.Matrix[F]
	split := func(name string, p part[F], in tensor.Matrix[F], heads, tokens int, norm norm[F], turned bool, scale float64) []F {
		if p.linear.w != last.w {
			last = p.linear
			flat = tensor.Matrix[F]{Rows: in.Rows, Cols: last.out(), Data: s.spare.room("flat", in.Rows*last.out())}
			last.apply(s.k, flat, in)
		}
		perText := heads * tokens * a.Key
		straight := norm.Norm == nil && !turned && scale == 0
		room := a.at + name
		if !straight || s.p.o.Edit != nil {
			room += "_pre"
		}
		made := s.room(room, perText)
		if a.cross {
			made = s.room(a.at+name, perText)
		}
		s.split(made, flat, p, heads, tokens, a.Key)
		if a.cross {
			s.edit(a.at+name, made)
			return made
		}
		if straight && s.p.o.Edit == nil {
			s.keep(a.at+name+"_pre", made)
			return made
		}
		s.edit(a.at+name+"_pre", made)
		if norm.Norm != nil {
			normed := s.room(a.at+name+"_normed", perText)
			norm.apply(s.k, tensor.Matrix[F]{Rows: len(made) / a.Key, Cols: a.Key, Data: normed}, tensor.Matrix[F]{Rows: len(made) / a.Key, Cols: a.Key, Data: made})
			s.edit(a.at+name+"_normed", normed)
			made = normed
		}
		out := s.room(a.at+name, perText)
		switch {
		case scale > 0:
			s.k.Scale(out, made, F(scale))
		default:
			copy(out, made)
		}
		if turned {
			s.rotate(a, out, heads, tokens)
		}
		s.edit(a.at+name, out)
		return out
	}
	turned := a.Rope != nil
	q = split("q", a.w.q, x, a.Heads, a.tokens, a.w.qNorm, turned, a.PreQ)
	k = split("k", a.w.k, src, a.KVHeads, a.sources, a.w.kNorm, turned, 0)
	v = split("v", a.w.v, src, a.KVHeads, a.sources, norm[F]{}, false, 0)
	return q, k, v
}

// split lays out a part of [B·T out] as [B H T K].
func (s *slab[F]) split(made []F, flat tensor.Matrix[F], p part[F], heads, tokens, width int) {
	s.k.Each((s.to-s.from)*heads, tokens*width, func(from, to int) {
		for n := from; n < to; n++ {
			b, h := n/heads, n%heads
			for t := range tokens {
				row, out := flat.Row(b*tokens + t)[p.first+h*p.step:][:width], made[(n*tokens+t)*width:][:width]
				if !p.paired {
					copy(out, row)
					continue
				}
				for d := range width / 2 {
					out[d], out[d+width/2] = row[2*d], row[2*d+1]
				}
			}
		}
	})
}

// rotate turns queries or keys by their positions, in place.
func (s *slab[F]) rotate(a attending[F], x []F, heads, tokens int) {
	r := s.p.turns[a.Rope]
	s.k.Each((s.to-s.from)*heads, 4*tokens*a.Key, func(from, to int) {
		for n := from; n < to; n++ {
			cos, sin := r.of(s.from + n/heads)
			tensor.Kernels[F]{Threads: 1}.Rotate(nth(x, n, tokens, a.Key), cos, sin, false)
		}
	})
}

// A stage is one step from queries and keys to weights, on one head's [T T].
type stage[F tensor.Float] struct {
	name string
	do   func(n int, scores tensor.Matrix[F])
}

// heads computes the output of every head of every text, [B H T K]. A head's
// scores become its weights in place, stage by stage; each step on the way that
// is stored is copied out as it stands then. Where an edit wants to see the
// steps whole, all heads do a stage before any does the next.
func (s *slab[F]) heads(a attending[F], q, k, v []F) []F {
	items, t, u := (s.to-s.from)*a.Heads, a.tokens, a.sources
	out := s.room(a.at+"head_out", a.Heads*t*a.Key)
	stages := s.stages(a, q, k)
	shared := a.Heads / a.KVHeads
	one := tensor.Kernels[F]{Threads: 1}
	weigh := func(n int, weights tensor.Matrix[F]) {
		one.LinearIn(nth(out, n, t, a.Key), weights, nth(v, n/shared, u, a.Key), nil)
	}
	const exp = 8 // multiplications that one e^x is worth
	work := t * u * (2*a.Key + exp)
	if s.p.o.Edit != nil {
		scores := s.room(a.at+"weights", a.Heads*t*u)
		for _, stage := range stages {
			if stage.name == "scores_masked" {
				stage.do = s.given(a)
			}
			for n := range items {
				stage.do(n, nth(scores, n, t, u))
			}
			s.edit(a.at+stage.name, scores)
		}
		for n := range items {
			weigh(n, nth(scores, n, t, u))
		}
		s.edit(a.at+"head_out", out)
		return out
	}
	s.k.Each(items, work, func(from, to int) {
		spare := s.p.memory.spare()
		defer s.p.memory.back(spare)
		for n := from; n < to; n++ {
			scores := tensor.Matrix[F]{Rows: t, Cols: u}
			if weights := s.p.run.stored[a.at+"weights"]; weights != nil {
				scores.Data = nth(s.part(weights), n, t, u).Data
			} else {
				scores.Data = spare.room("scores", t*u)
			}
			for _, stage := range stages {
				stage.do(n, scores)
				if stored := s.p.run.stored[a.at+stage.name]; stored != nil && stage.name != "weights" {
					copy(nth(s.part(stored), n, t, u).Data, scores.Data)
				}
			}
			weigh(n, scores)
		}
	})
	return out
}

// stages lists what happens to a head's scores.
func (s *slab[F]) stages(a attending[F], q, k []F) []stage[F] {
	t, u, shared := a.tokens, a.sources, a.Heads/a.KVHeads
	one := tensor.Kernels[F]{Threads: 1}
	stages := []stage[F]{
		{"scores_raw", func(n int, x tensor.Matrix[F]) { one.Linear(x, nth(q, n, t, a.Key), nth(k, n/shared, u, a.Key), nil) }},
		{"scores_scaled", func(_ int, x tensor.Matrix[F]) {
			if a.Scale != 1 {
				one.Scale(x.Data, x.Data, F(a.Scale))
			}
		}},
	}
	if a.Cap > 0 {
		stages = append(stages, stage[F]{"scores_capped", func(_ int, x tensor.Matrix[F]) { cap(one, x.Data, a.Cap) }})
	}
	bias := s.bias(a)
	stages = append(stages, stage[F]{"scores_masked", func(n int, x tensor.Matrix[F]) {
		for i := range x.Rows {
			row := x.Row(i)
			if bias != nil {
				one.Add(row, row, bias[n%a.Heads][t-1-i:][:u])
			}
			a.hide(s.from+n/a.Heads, i, row)
		}
	}})
	return append(stages, stage[F]{"weights", func(_ int, x tensor.Matrix[F]) { one.Softmax(x) }})
}

// given is the stage that adds the bias by distance and the mask, after the
// edit has seen them.
func (s *slab[F]) given(a attending[F]) func(n int, scores tensor.Matrix[F]) {
	fixed := func(name string) []F {
		if s.p.shapes[a.at+name] == nil {
			return nil
		}
		x := s.p.run.fixed(a.at + name)
		s.edit(a.at+name, x)
		return x
	}
	bias, mask := fixed("pos_bias"), fixed("mask")
	one, t, u := tensor.Kernels[F]{Threads: 1}, a.tokens, a.sources
	return func(n int, scores tensor.Matrix[F]) {
		if bias != nil {
			one.Add(scores.Data, scores.Data, nth(bias, n%a.Heads, t, u).Data)
		}
		if mask != nil {
			one.Add(scores.Data, scores.Data, nth(mask, n/a.Heads, t, u).Data)
		}
	}
}

// bias returns for each head the bias by distance, from keys T−1 places before
// the query on, so that those of query i begin at T−1−i; nil where there is
// none.
func (s *slab[F]) bias(a attending[F]) [][]F {
	if a.Buckets == nil {
		return nil
	}
	table := a.w.buckets.matrix()
	lists := make([][]F, a.Heads)
	for h := range lists {
		lists[h] = make([]F, a.tokens-1+a.sources)
		for d := -(a.tokens - 1); d < a.sources; d++ {
			lists[h][a.tokens-1+d] = table.Row(bucket[F](a.Buckets, d))[h]
		}
	}
	return lists
}

// hide adds the least finite number to the scores of keys that query i of a
// text must not see, as transformers does (not −∞).
func (a attending[F]) hide(text, i int, row []F) {
	least := lowest[F]()
	for j := range row {
		if a.hidden(text, i, j) {
			row[j] += least
		}
	}
}

// hidden reports whether query i of a text must not see key j.
func (a attending[F]) hidden(text, i, j int) bool {
	return a.Causal && j > i ||
		a.Window > 0 && (i-j >= a.Window || j-i >= a.Window) ||
		a.mask != nil && a.mask[text][j] == 0
}

// mask returns which keys are real, in a decoder its own; nil where all are.
func (s *slab[F]) mask(decoder bool) [][]int {
	mask := s.p.in.Mask
	if decoder {
		mask = s.p.in.DecoderMask
	}
	if !masks(mask) {
		return nil
	}
	return mask
}

// nth returns the n-th of equal matrices that lie one behind the other.
func nth[F tensor.Float](x []F, n, rows, cols int) tensor.Matrix[F] {
	return tensor.Matrix[F]{Rows: rows, Cols: cols, Data: x[n*rows*cols : (n+1)*rows*cols]}
}
