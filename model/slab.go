package model

import (
	"runtime"
	"strings"

	"heed/tensor"
)

// A slab is some texts of the batch, worked on together.
type slab[F tensor.Float] struct {
	p        *pass[F]
	k        tensor.Kernels[F]
	from, to int // texts
	spare    *spare[F]
	band     *band // some of its tokens alone; nil: all
}

// room returns the slab's part of a step, perText numbers for each text: where
// it is stored, if it is, else spare, the same in every layer.
func (s *slab[F]) room(name string, perText int) []F {
	if x := s.p.run.stored[name]; x != nil {
		return x[s.from*perText : s.to*perText]
	}
	_, step, _ := strings.Cut(name[strings.IndexByte(name, 'L'):], ".")
	return s.spare.room(step, (s.to-s.from)*perText)
}

// part is the slab's part of what is there for all texts.
func (s *slab[F]) part(x []F) []F {
	n := len(x) / s.p.z.texts
	return x[s.from*n : s.to*n]
}

// edit hands a step to the edit, where there is one: the slab is then the
// whole batch. Numbers that are another step's too are copied first.
func (s *slab[F]) edit(name string, x []F) {
	if s.p.o.Edit != nil {
		s.p.edit(name, x)
	}
}

// slabs cuts the batch into even pieces of whole texts for workers to take, each of
// some 256 tokens at the most: a worker then needs no other within a layer, and what
// it works on stays in its cache. Where there are too few for all workers, or an edit
// wants to see each step whole, the batch is one piece, which is shared out within
// (see byTokens).
func (p *pass[F]) slabs(tokens int) [][2]int {
	const enough = 256
	per := max(1, enough/max(1, tokens))
	n := (p.z.texts + per - 1) / per
	if p.o.Edit != nil || n < p.threads() || n == 1 {
		return [][2]int{{0, p.z.texts}}
	}
	var slabs [][2]int
	for i := range n { // even ones: in one of a few tokens the kernels would sum in another order
		slabs = append(slabs, [2]int{i * p.z.texts / n, (i + 1) * p.z.texts / n})
	}
	return slabs
}

func (p *pass[F]) threads() int {
	if p.o.Threads > 0 {
		return p.o.Threads
	}
	return runtime.GOMAXPROCS(0)
}

// each lets f work on every slab.
func (p *pass[F]) each(slabs [][2]int, f func(*slab[F])) {
	if len(slabs) == 1 {
		if p.spare == nil {
			p.spare = p.memory.spare()
		}
		f(&slab[F]{p: p, k: p.k, from: slabs[0][0], to: slabs[0][1], spare: p.spare})
		return
	}
	p.k.Each(len(slabs), tensor.Grain, func(from, to int) {
		spare := p.memory.spare()
		for _, s := range slabs[from:to] {
			f(&slab[F]{p: p, k: tensor.Kernels[F]{Threads: 1}, from: s[0], to: s[1], spare: spare})
		}
		p.memory.back(spare)
	})
}
