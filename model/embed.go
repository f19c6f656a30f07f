package model

import "heed/tensor"

// embed makes the residual stream that enters layer 0:
//
//	x_t = norm(Scale · words[id_t] + types[type_t] + positions[position_t])
//
// and, where the tables are narrower than the stream, a layer over it.
func (s *slab[F]) embed(out []F, decoder bool, tokens int) {
	c, w := s.p.m.Config, s.p.m.weights
	e := c.Embedding
	if e.Image != nil {
		s.embedImages(out)
		return
	}
	rows := (s.to - s.from) * tokens
	y := tensor.Matrix[F]{Rows: rows, Cols: c.Width, Data: s.part(out)}
	x := y
	if e.Project {
		x = tensor.Matrix[F]{Rows: rows, Cols: e.Width, Data: s.spare.room("narrow", rows*e.Width)}
	}
	ids := s.p.in.IDs
	if decoder {
		ids = s.p.in.DecoderIDs
	}
	for b := s.from; b < s.to; b++ {
		var positions []int
		if e.Positions > 0 {
			positions = s.p.places(b)
		}
		for t, id := range ids[b] {
			row := x.Row((b-s.from)*tokens + t)
			copy(row, w.words.row(id))
			if e.Scale > 0 {
				s.k.Scale(row, row, F(e.Scale))
			}
			if e.Types > 0 {
				kind := 0
				if s.p.in.Types != nil {
					kind = s.p.in.Types[b][t]
				}
				s.k.Add(row, row, w.types.row(kind))
			}
			if e.Positions > 0 && e.Counting != ByMask {
				s.k.Add(row, row, w.positions.row(positions[t]))
			}
		}
	}
	if e.Norm != nil {
		w.embedNorm.apply(s.k, x, x)
	}
	if e.Project {
		w.embedProject.apply(s.k, y, x)
	}
	if e.Counting == ByMask {
		for b := s.from; b < s.to; b++ {
			for t, place := range s.p.places(b) {
				row := y.Row((b-s.from)*tokens + t)
				s.k.Add(row, row, w.positions.row(place))
			}
		}
	}
}

// places returns which row of the table of positions each token of a text has.
func (p *pass[F]) places(b int) []int {
	e := p.m.Config.Embedding
	given := p.in.Positions
	places := make([]int, p.z.tokens)
	n := 0
	for t := range places {
		real := true
		switch e.Counting {
		case ByIDs:
			real = p.in.IDs[b][t] != e.Pad
		case ByMask:
			real = p.in.Mask == nil || p.in.Mask[b][t] == 1
		}
		if real {
			n++
		}
		switch {
		case e.Counting == ByMask && given != nil:
			places[t] = given[b][t] + 2
		case given != nil:
			places[t] = given[b][t]
		case e.Counting == FromZero:
			places[t] = t
		case e.Counting == ByIDs && real:
			places[t] = e.Pad + n
		case e.Counting == ByIDs:
			places[t] = e.Pad
		case real:
			places[t] = n + 1
		default:
			places[t] = 1
		}
	}
	return places
}

// embedImages makes a vector of each patch, after the class token's own:
//
//	x_0 = class + positions[0],  x_{1+i} = patch_i · Wᵀ + b + positions[1+i]
//
// Patches run row by row; the numbers of one by channel, row and column.
func (s *slab[F]) embedImages(out []F) {
	c, w := s.p.m.Config, s.p.m.weights
	image := c.Embedding.Image
	down, across := image.Patches()
	size := image.Channels * image.Patch * image.Patch
	patches := tensor.Matrix[F]{Rows: down * across, Cols: size, Data: s.spare.room("patches", down*across*size)}
	made := tensor.Matrix[F]{Rows: down * across, Cols: c.Width, Data: s.spare.room("made", down*across*c.Width)}
	y := s.part(out)
	for b := s.from; b < s.to; b++ {
		pixels := s.p.in.Pixels.Data[b*image.Channels*image.Height*image.Width:]
		for i := range patches.Rows {
			row := patches.Row(i)[:0]
			for channel := range image.Channels {
				for v := range image.Patch {
					start := (channel*image.Height+i/across*image.Patch+v)*image.Width + i%across*image.Patch
					for _, x := range pixels[start : start+image.Patch] {
						row = append(row, F(x))
					}
				}
			}
		}
		w.patches.apply(s.k, made, patches)
		text := y[(b-s.from)*c.MaxTokens*c.Width:][:c.MaxTokens*c.Width]
		copy(text, w.class.data())
		copy(text[c.Width:], made.Data)
		s.k.Add(text, text, w.positions.data())
	}
}
