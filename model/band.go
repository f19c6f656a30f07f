package model

import "heed/tensor"

// A band is tokens from … to−1 of a slab, counted through all of its texts.
type band struct{ from, to int }

// span returns which of the slab's rows are worked on, from … to−1, of so many tokens
// a text.
func (s *slab[F]) span(tokens int) (from, to int) {
	if s.band != nil {
		return s.band.from, s.band.to
	}
	return 0, (s.to - s.from) * tokens
}

// rows returns the rows that are worked on of what the slab has, one of width
// numbers a token.
func (s *slab[F]) rows(x []F, tokens, width int) tensor.Matrix[F] {
	from, to := s.span(tokens)
	return tensor.Matrix[F]{Rows: to - from, Cols: width, Data: x[from*width : to*width]}
}

// working returns room for what nobody keeps, one row of width numbers a token.
func (s *slab[F]) working(step string, tokens, width int) tensor.Matrix[F] {
	return s.rows(s.spare.room(step, (s.to-s.from)*tokens*width), tokens, width)
}

// tokensOf returns which tokens of a text of the slab are worked on.
func (s *slab[F]) tokensOf(text, tokens int) (from, to int) {
	from, to = s.span(tokens)
	return min(max(0, from-text*tokens), tokens), min(max(0, to-text*tokens), tokens)
}

// byTokens does what is done to each token for itself: in bands, one for each
// thread or a few, none of which waits for another in between. A kernel that is shared out
// by its columns instead makes all wait for each other: at 128 tokens that cost
// a quarter of the time of two threads. Where there are too few tokens the
// kernels are shared out all the same, for then it is reading the weights that
// takes the time; so too where an edit wants to see each step whole, and the
// first time that weights have to be converted. No number hangs on it: a band has
// so many rows that the kernels sum as they do for all.
func (s *slab[F]) byTokens(l *layerOf[F], do func(*slab[F])) {
	rows := (s.to - s.from) * l.tokens
	workers := s.k.Workers()
	if workers == 1 || rows < few*workers || s.p.o.Edit != nil || l.Cross != nil || !l.w.held() {
		do(s)
		return
	}
	bands := bands(workers, rows, l.tokens)
	s.k.Each(len(bands), tensor.Grain, func(from, to int) {
		for i := from; i < to; i++ {
			b := *s
			b.k, b.band = tensor.Kernels[F]{Threads: 1}, &bands[i]
			do(&b)
		}
	})
}

const few = 16 // rows below which the kernels sum in another order

// bands cuts texts of so many tokens into even bands of few to 256 rows, about: at
// multiples of few, as the kernels like, but at the nearest text where fewer of
// one would be left over.
func bands(workers, rows, tokens int) []band {
	const many = 256
	n := workers * ((rows + many*workers - 1) / (many * workers))
	var bands []band
	from := 0
	for i := range n {
		to := (i + 1) * (rows / few) / n * few
		switch before := to % tokens; {
		case i == n-1:
			to = rows
		case min(before, tokens-before) >= few:
		case before <= tokens-before:
			to -= before
		default:
			to += tokens - before
		}
		if to-from >= few && (rows-to >= few || to == rows) {
			bands = append(bands, band{from, to})
			from = to
		}
	}
	return bands
}
