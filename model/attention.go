package model

import (
	"math"

	"heed/tensor"
)

// attention lets every token look at every other, in each head apart:
//
//	q = x·W_Q + b   k = x·W_K + b   v = x·W_V + b
//	weights = softmax(q·kᵀ/√K + mask)
//	result  = [Σ_j w_ij v_j, heads side by side]·W_O + b
//
// Source: Vaswani et al., Attention Is All You Need (2017), section 3.2.
func (p *pass[F]) attention(i int, x tensor.Matrix[F]) tensor.Matrix[F] {
	l := &p.m.weights.layers[i]
	q, k, v := p.split(l.q.apply(x)), p.split(l.k.apply(x)), p.split(l.v.apply(x))
	for _, suffix := range []string{"_pre", ""} { // nothing happens to them in between
		p.perHead(at(i, "q"+suffix), q, p.m.Config.HeadWidth())
		p.perHead(at(i, "k"+suffix), k, p.m.Config.HeadWidth())
		p.perHead(at(i, "v"+suffix), v, p.m.Config.HeadWidth())
	}
	return l.o.apply(p.join(p.heads(i, q, k, v)))
}

// heads computes the output of every head of every text, [B H T K]. A head's
// scores become its weights in place; each step on the way that is kept is
// copied out as it stands then.
func (p *pass[F]) heads(i int, q, k, v []F) []F {
	heads, t, width := p.m.Config.Heads, p.tokens, p.m.Config.HeadWidth()
	raw, scaled := p.room(at(i, "scores_raw")), p.room(at(i, "scores_scaled"))
	masked := scaled // one and the same where nothing is added
	apart := p.mask != nil || scaled == nil
	if apart {
		masked = p.room(at(i, "scores_masked"))
	}
	weights := p.room(at(i, "weights"))
	out := make([]F, len(q))
	scale := F(1 / math.Sqrt(float64(width)))

	const exp = 16 // multiplications that one e^x is worth
	tensor.Parallel(p.texts*heads, t*t*(2*width+exp), func(from, to int) {
		scores := tensor.Zeros[F](t, t)
		turned := tensor.Zeros[F](width, t) // vᵀ, as Multiply takes it
		for n := from; n < to; n++ {
			tensor.Multiply(scores, nth(q, n, t, width), nth(k, n, t, width))
			copyTo(raw, n, scores)
			for j := range scores.Data {
				scores.Data[j] *= scale
			}
			copyTo(scaled, n, scores)
			if p.mask != nil {
				for query := range t {
					addTo(scores.Row(query), p.mask[n/heads])
				}
			}
			if apart {
				copyTo(masked, n, scores)
			}
			for query := range t {
				tensor.Softmax(scores.Row(query))
			}
			copyTo(weights, n, scores)
			transpose(turned, nth(v, n, t, width))
			tensor.Multiply(nth(out, n, t, width), scores, turned)
		}
	})
	p.perHead(at(i, "scores_raw"), raw, t)
	p.perHead(at(i, "scores_scaled"), scaled, t)
	p.recordMask(at(i, "mask"))
	p.perHead(at(i, "scores_masked"), masked, t)
	p.perHead(at(i, "weights"), weights, t)
	p.perHead(at(i, "head_out"), out, width)
	return out
}

// perHead records a step that has one row a head and token: [B H T cols].
func (p *pass[F]) perHead(name string, x []F, cols int) {
	p.record(name, x, p.texts, p.m.Config.Heads, p.tokens, cols)
}

// room returns memory for a step of [B H T T], nil if it is not kept.
func (p *pass[F]) room(name string) []F {
	if !p.keep[name] {
		return nil
	}
	return make([]F, p.texts*p.m.Config.Heads*p.tokens*p.tokens)
}

// recordMask records what was added to the scores, [B 1 T T]: the same for
// every query.
func (p *pass[F]) recordMask(name string) {
	if !p.keep[name] {
		return
	}
	var mask []F
	for _, keys := range p.mask {
		for range p.tokens {
			mask = append(mask, keys...)
		}
	}
	p.record(name, mask, p.texts, 1, p.tokens, p.tokens)
}

// split lays out [B·T H·K] as [B H T K].
func (p *pass[F]) split(x tensor.Matrix[F]) []F {
	k := p.m.Config.HeadWidth()
	heads := make([]F, 0, len(x.Data))
	for b := range p.texts {
		for h := range p.m.Config.Heads {
			for t := range p.tokens {
				heads = append(heads, x.Row(b*p.tokens + t)[h*k:(h+1)*k]...)
			}
		}
	}
	return heads
}

// join is the inverse of split.
func (p *pass[F]) join(heads []F) tensor.Matrix[F] {
	k := p.m.Config.HeadWidth()
	x := tensor.Zeros[F](p.texts*p.tokens, p.m.Config.Width)
	for b := range p.texts {
		for h := range p.m.Config.Heads {
			for t := range p.tokens {
				heads = heads[copy(x.Row(b*p.tokens + t)[h*k:(h+1)*k], heads):]
			}
		}
	}
	return x
}

// nth returns the n-th of equal matrices that lie one behind the other.
func nth[F tensor.Float](x []F, n, rows, cols int) tensor.Matrix[F] {
	return tensor.Matrix[F]{Rows: rows, Cols: cols, Data: x[n*rows*cols : (n+1)*rows*cols]}
}

// copyTo writes m as the n-th of equal matrices; a nil x is not kept.
func copyTo[F tensor.Float](x []F, n int, m tensor.Matrix[F]) {
	if x != nil {
		copy(x[n*len(m.Data):], m.Data)
	}
}

// addTo adds b to a in place.
func addTo[F tensor.Float](a, b []F) {
	for i, x := range b {
		a[i] += x
	}
}

// transpose writes mᵀ to t.
func transpose[F tensor.Float](t, m tensor.Matrix[F]) {
	for i := range m.Rows {
		for j, x := range m.Row(i) {
			t.Row(j)[i] = x
		}
	}
}
