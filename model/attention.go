package model

import (
	"heed/tensor"
)

// An attending is one attention layer at work: every query looks at the keys it may
// see, in each head apart:
//
//	q = x·W_Q + b   k = src·W_K + b   v = src·W_V + b             project
//	weights = softmax(q·kᵀ·Scale + bias + mask)                   heads
//	result  = [Σ_j w_ij v_j, heads side by side]·W_O + b          join
//
// with what the family does to q and k before, and to the scores in between.
//
// Source: Vaswani et al., Attention Is All You Need (2017), section 3.2.
type attending[F tensor.Float] struct {
	Attention
	w               *attention[F]
	index           int     // of the layer, in its stack
	at              string  // what its tensors' names begin with
	tokens, sources int     // of a text: queries and keys
	mask            [][]int // which keys are real; nil: all
	cross           bool
}

// project makes queries, keys and values, [B H T K] each, as they enter the
// dot products: the rooms of q, k and v.
func (s *slab[F]) project(a attending[F], x, src tensor.Matrix[F]) {
	one := tensor.Kernels[F]{Threads: 1}
	var last linear[F]
	var flat tensor.Matrix[F]
	split := func(name string, p part[F], in tensor.Matrix[F], heads, tokens int, norm norm[F], turned bool, scale float64) {
		if p.linear.w != last.w {
			last = p.linear
			flat = s.working("flat "+name, tokens, last.out()) // bands may be at different ones
			last.apply(s.k, flat, in)
		}
		perText := heads * tokens * a.Key
		// What nothing is done to is one step, unless an edit is to see it as two.
		if straight := norm.Norm == nil && !turned && scale == 0; straight && (a.cross || s.p.o.Edit == nil) {
			made := s.looking(a, name, perText)
			s.split(made, flat, p, heads, tokens, a.Key)
			s.also(a.at+name+"_pre", made, heads, tokens, a.Key)
			s.edit(a.at+name, made)
			return
		}
		made := s.room(a.at+name+"_pre", perText)
		s.split(made, flat, p, heads, tokens, a.Key)
		s.edit(a.at+name+"_pre", made)
		if norm.Norm != nil {
			normed := s.room(a.at+name+"_normed", perText)
			s.ofHeads(heads, tokens, a.Key, 16, func(_ int, at, n int) {
				norm.apply(one, tensor.Matrix[F]{Rows: n, Cols: a.Key, Data: normed[at : at+n*a.Key]}, tensor.Matrix[F]{Rows: n, Cols: a.Key, Data: made[at : at+n*a.Key]})
			})
			s.edit(a.at+name+"_normed", normed)
			made = normed
		}
		out := s.looking(a, name, perText)
		s.ofHeads(heads, tokens, a.Key, 4, func(text, at, n int) {
			if scale > 0 {
				one.Scale(out[at:at+n*a.Key], made[at:at+n*a.Key], F(scale))
			} else {
				copy(out[at:at+n*a.Key], made[at:at+n*a.Key])
			}
			if turned {
				s.rotate(a, out[at:at+n*a.Key], text, tokens)
			}
		})
		s.edit(a.at+name, out)
	}
	turned := a.Rope != nil
	split("q", a.w.q, x, a.Heads, a.tokens, a.w.qNorm, turned, a.PreQ)
	split("k", a.w.k, src, a.KVHeads, a.sources, a.w.kNorm, turned, 0)
	split("v", a.w.v, src, a.KVHeads, a.sources, norm[F]{}, false, 0)
}

// looking returns the room of q, k or v. Tokens that are done with a layer make the
// next one's while others still read this one's: layers have two rooms by turns.
func (s *slab[F]) looking(a attending[F], name string, perText int) []F {
	if s.p.run.stored[a.at+name] != nil {
		return s.room(a.at+name, perText)
	}
	return s.spare.room([]string{"even ", "odd "}[a.index%2]+name, (s.to-s.from)*perText)
}

// ofHeads calls do for the tokens of each text and head that are worked on, of
// [B H T K]: n rows, whose numbers begin at a place. A number costs so much.
func (s *slab[F]) ofHeads(heads, tokens, width, cost int, do func(text, at, n int)) {
	s.k.Each((s.to-s.from)*heads, cost*tokens*width, func(first, end int) {
		for i := first; i < end; i++ {
			if from, to := s.tokensOf(i/heads, tokens); from < to {
				do(i/heads, (i*tokens+from)*width, to-from)
			}
		}
	})
}

// split lays out a part of the rows worked on, [B·T out], as [B H T K].
func (s *slab[F]) split(made []F, flat tensor.Matrix[F], p part[F], heads, tokens, width int) {
	first, _ := s.span(tokens)
	s.ofHeads(heads, tokens, width, 1, func(text, at, n int) {
		h, t := at/width/tokens%heads, at/width%tokens
		for i := range n {
			row, out := flat.Row(text*tokens + t + i - first)[p.first+h*p.step:][:width], made[at+i*width:][:width]
			if !p.paired {
				copy(out, row)
				continue
			}
			for d := range width / 2 {
				out[d], out[d+width/2] = row[2*d], row[2*d+1]
			}
		}
	})
}

// also keeps what holds the same numbers as another step.
func (s *slab[F]) also(name string, x []F, heads, tokens, width int) {
	if stored := s.p.run.stored[name]; stored != nil {
		to := s.part(stored)
		s.ofHeads(heads, tokens, width, 1, func(_, at, n int) { copy(to[at:at+n*width], x[at:at+n*width]) })
	}
}

// rotate turns queries or keys by their positions, in place: the tokens of a
// text that are worked on.
func (s *slab[F]) rotate(a attending[F], x []F, text, tokens int) {
	from, to := s.tokensOf(text, tokens)
	cos, sin := s.p.turns[a.Rope].of(s.from + text)
	tensor.Kernels[F]{Threads: 1}.Rotate(tensor.Matrix[F]{Rows: to - from, Cols: a.Key, Data: x},
		cos.Part(from, 0, to-from, cos.Cols), sin.Part(from, 0, to-from, sin.Cols), false)
}

// join sets the heads' outputs, [B H T K], side by side and brings them back to
// the stream.
func (s *slab[F]) join(l *layerOf[F], a attending[F], heads []F) tensor.Matrix[F] {
	y := s.rows(s.room(a.at+"attn_proj", a.tokens*l.width), a.tokens, l.width)
	if s.p.order[a.at+"attn_proj"] > s.p.last {
		return y
	}
	joined := s.working("joined", a.tokens, a.Heads*a.Key)
	first, _ := s.span(a.tokens)
	for b := range s.to - s.from {
		from, to := s.tokensOf(b, a.tokens)
		for h := range a.Heads {
			for t := from; t < to; t++ {
				copy(joined.Row(b*a.tokens + t - first)[h*a.Key:(h+1)*a.Key], heads[((b*a.Heads+h)*a.tokens+t)*a.Key:])
			}
		}
	}
	a.w.o.apply(s.k, y, joined)
	s.edit(a.at+"attn_proj", y.Data)
	return y
}

// A stage is one step from queries and keys to weights, on some rows of one
// head's [T U]: queries from i on, and the keys that come first.
type stage[F tensor.Float] struct {
	name string
	do   func(n, i int, scores tensor.Matrix[F])
}

// heads computes the output of every head of every text, [B H T K], for the
// tokens that are worked on. A head's scores become its weights in place, stage
// by stage; each step on the way that is stored is copied out as it stands then.
// Where an edit wants to see the steps whole, all heads do a stage before any
// does the next.
func (s *slab[F]) heads(a attending[F]) []F {
	items, t, u := (s.to-s.from)*a.Heads, a.tokens, a.sources
	q, k, v := s.looking(a, "q", a.Heads*t*a.Key), s.looking(a, "k", a.KVHeads*u*a.Key), s.looking(a, "v", a.KVHeads*u*a.Key)
	out := s.room(a.at+"head_out", a.Heads*t*a.Key)
	stages := s.stages(a, q, k)
	weigh := func(n, i int, weights tensor.Matrix[F]) {
		y, values := nth(out, n, t, a.Key), nth(v, n/(a.Heads/a.KVHeads), u, a.Key)
		tensor.Kernels[F]{Threads: 1}.LinearIn(y.Part(i, 0, weights.Rows, a.Key), weights, values.Part(0, 0, weights.Cols, a.Key), nil)
	}
	if s.p.o.Edit != nil {
		scores := s.room(a.at+"weights", a.Heads*t*u)
		for _, stage := range stages {
			if stage.name == "scores_masked" {
				stage.do = s.given(a)
			}
			for n := range items {
				stage.do(n, 0, nth(scores, n, t, u))
			}
			s.edit(a.at+stage.name, scores)
		}
		for n := range items {
			weigh(n, 0, nth(scores, n, t, u))
		}
		s.edit(a.at+"head_out", out)
		return out
	}
	stored := map[string][]F{}
	for _, stage := range stages {
		if x := s.p.run.stored[a.at+stage.name]; x != nil {
			stored[stage.name] = s.part(x)
		}
	}
	whole := len(stored) > 1 || len(stored) == 1 && stored["weights"] == nil
	const exp = 8 // multiplications that one e^x is worth
	s.k.Each(items, t*u*(2*a.Key+exp), func(from, to int) {
		spare := s.p.memory.spare()
		defer s.p.memory.back(spare)
		var blocks []rowBlock
		for n := from; n < to; n++ {
			scores := tensor.Matrix[F]{Rows: t, Cols: u, Data: spare.room("scores", t*u)}
			if weights := stored["weights"]; weights != nil {
				scores = nth(weights, n, t, u)
			}
			first, end := s.tokensOf(n/a.Heads, t)
			blocks = a.blocks(blocks[:0], first, end, whole)
			for _, b := range blocks {
				rows := scores.Part(b.from, 0, b.to-b.from, b.keys)
				for _, stage := range stages {
					stage.do(n, b.from, rows)
					if x := stored[stage.name]; x != nil && stage.name != "weights" {
						copy(nth(x, n, t, u).Data[b.from*u:b.to*u], scores.Data[b.from*u:])
					}
				}
				for i := b.from; i < b.to; i++ {
					clear(scores.Row(i)[b.keys:])
				}
				weigh(n, b.from, rows)
			}
		}
	})
	return out
}

// A rowBlock is queries from … to−1, which see no key but the first ones.
type rowBlock struct{ from, to, keys int }

// blocks cuts queries first … end−1 of a causal layer, so that most scores of
// keys that they must not see are not computed: their weights are 0 all the
// same. A block has so many rows that the kernels sum as they do for all. Where
// a step before the weights is stored, there is one block. They are appended.
func (a attending[F]) blocks(blocks []rowBlock, first, end int, whole bool) []rowBlock {
	const rows, least = 64, 32
	if first == end {
		return blocks
	}
	if whole || !a.Causal || a.cross {
		return append(blocks, rowBlock{first, end, a.sources})
	}
	for from := first; from < end; {
		to := from + rows
		if to+least > end {
			to = end
		}
		blocks = append(blocks, rowBlock{from, to, to})
		from = to
	}
	return blocks
}

// stages lists what happens to a head's scores.
func (s *slab[F]) stages(a attending[F], q, k []F) []stage[F] {
	t, u, shared := a.tokens, a.sources, a.Heads/a.KVHeads
	one := tensor.Kernels[F]{Threads: 1}
	perRow := func(name string, do func(n, i int, row []F)) stage[F] {
		return stage[F]{name, func(n, i int, x tensor.Matrix[F]) {
			for r := range x.Rows {
				do(n, i+r, x.Row(r))
			}
		}}
	}
	stages := []stage[F]{
		{"scores_raw", func(n, i int, x tensor.Matrix[F]) {
			queries, keys := nth(q, n, t, a.Key), nth(k, n/shared, u, a.Key)
			one.Linear(x, queries.Part(i, 0, x.Rows, a.Key), keys.Part(0, 0, x.Cols, a.Key), nil)
		}},
		{"scores_scaled", func(_, _ int, x tensor.Matrix[F]) {
			switch {
			case a.Scale == 1:
			case x.Stride == 0 || x.Stride == x.Cols:
				one.Scale(x.Data[:x.Rows*x.Cols], x.Data[:x.Rows*x.Cols], F(a.Scale))
			default:
				for r := range x.Rows {
					one.Scale(x.Row(r), x.Row(r), F(a.Scale))
				}
			}
		}},
	}
	if a.Cap > 0 {
		stages = append(stages, perRow("scores_capped", func(_, _ int, row []F) { capped(one, row, a.Cap) }))
	}
	hidden := stage[F]{"scores_masked", func(int, int, tensor.Matrix[F]) {}}
	if bias := s.bias(a); bias != nil || a.masked(a.mask != nil) {
		hidden = perRow(hidden.name, func(n, i int, row []F) {
			if bias != nil {
				one.Add(row, row, bias[n%a.Heads][t-1-i:][:len(row)])
			}
			a.hide(s.from+n/a.Heads, i, row)
		})
	}
	return append(stages, hidden, stage[F]{"weights", func(_, _ int, x tensor.Matrix[F]) { one.Softmax(x) }})
}

// given is the stage that adds the bias by distance and the mask, after the
// edit has seen them.
func (s *slab[F]) given(a attending[F]) func(n, i int, scores tensor.Matrix[F]) {
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
	return func(n, _ int, scores tensor.Matrix[F]) {
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
	least, from, to := lowest[F](), 0, len(row) // the window: outside of it no key is seen
	if a.Causal {
		to = min(to, i+1)
	}
	if a.Window > 0 {
		from, to = min(max(0, i-a.Window+1), to), min(to, i+a.Window)
	}
	for j := range row[:from] {
		row[j] += least
	}
	for j := to; j < len(row); j++ {
		row[j] += least
	}
	if a.Others {
		row[i] += least
	}
	if a.mask == nil {
		return
	}
	for j, real := range a.mask[text][from:to] {
		if real == 0 {
			row[from+j] += least
		}
	}
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
