package vision

import "slices"

// zigzag gives a frequency's place in a block from its place in the file.
var zigzag = [64]byte{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// A scan is a pass through the blocks of some channels: of all their
// frequencies or, in a progressive picture, of those from..to, and of these
// the bits from low up, the first time (!refine) or one more.
type scan struct {
	*coded
	from, to int
	low      int
	refine   bool
	run      int // blocks that have no more frequencies
}

// scan reads a scan's header and its blocks.
func (p *picture) scan(s []byte) error {
	if len(s) < 1 || len(s) != 4+2*int(s[0]) || s[0] < 1 || int(s[0]) > len(p.channels) {
		return errSegment
	}
	n := int(s[0])
	rest := s[1+2*n:]
	sc := scan{coded: &coded{data: p.data, at: p.at}, from: int(rest[0]), to: int(rest[1]), low: int(rest[2] & 15), refine: rest[2]>>4 != 0}
	if !p.progressive {
		sc.from, sc.to, sc.low, sc.refine = 0, 63, 0, false
	}
	if sc.to > 63 || sc.from > sc.to || sc.low > 13 || p.progressive && (sc.from == 0) != (sc.to == 0) || sc.from > 0 && n > 1 {
		return errSegment
	}
	var parts []part
	for i := range n {
		at := slices.IndexFunc(p.channels, func(c channel) bool { return c.id == int(s[1+2*i]) })
		dc, ac := s[2+2*i]>>4, s[2+2*i]&15
		if at < 0 || dc > 3 || ac > 3 || slices.ContainsFunc(parts, func(o part) bool { return o.channel == &p.channels[at] }) {
			return errSegment
		}
		part := part{channel: &p.channels[at], dc: p.huffman[0][dc], ac: p.huffman[1][ac]}
		if part.quant == nil {
			if part.quant = p.quant[part.table]; part.quant == nil {
				return errSegment
			}
		}
		if part.dc == nil && sc.from == 0 && !sc.refine || part.ac == nil && sc.to > 0 {
			return errSegment
		}
		parts = append(parts, part)
	}
	err := sc.blocks(p, parts)
	p.at = sc.at
	return err
}

// A part is a channel in a scan.
type part struct {
	*channel
	dc, ac *huffman
	last   int32 // mean of the block before
}

// blocks goes through the MCUs: of one channel alone block by block, without
// those beyond the picture's edge; of several so many of each as make up the
// same square.
func (s *scan) blocks(p *picture, parts []part) error {
	first := p.channels[0]
	across, down := ceil(p.width, 8*first.h), ceil(p.height, 8*first.v)
	if c := parts[0].channel; len(parts) == 1 {
		across = ceil(ceil(p.width*c.h, first.h), 8)
		down = ceil(ceil(p.height*c.v, first.v), 8)
	}
	for i := range across * down {
		if p.restart > 0 && i > 0 && i%p.restart == 0 {
			if !s.restart() {
				return errCut
			}
			s.run = 0
			for j := range parts {
				parts[j].last = 0
			}
		}
		x, y := i%across, i/across
		for j := range parts {
			c := &parts[j]
			if len(parts) == 1 {
				s.block(c, &c.blocks[y*c.across+x])
				continue
			}
			for k := range c.h * c.v {
				s.block(c, &c.blocks[(y*c.v+k/c.h)*c.across+x*c.h+k%c.h])
			}
		}
		switch {
		case s.bad:
			return errCode
		case s.left < 0:
			return errCut
		}
	}
	return nil
}

// block reads what the scan has of one block.
func (s *scan) block(c *part, b *block) {
	switch {
	case s.from == 0 && s.refine:
		b[0] |= int16(s.take(1) << s.low)
	case s.from == 0:
		c.last += s.number(int(s.symbol(c.dc)))
		b[0] = int16(c.last << s.low)
	}
	switch {
	case s.to == 0:
	case s.refine:
		s.refineAC(c.ac, b)
	default:
		s.firstAC(c.ac, b)
	}
}

// firstAC reads frequencies: each symbol is a number of zeros and the bits of
// what follows them.
func (s *scan) firstAC(h *huffman, b *block) {
	if s.run > 0 {
		s.run--
		return
	}
	for k := max(s.from, 1); k <= s.to; k++ {
		zeros, size := s.pair(h)
		if size == 0 && zeros < 15 { // the end of this block, and of some after it
			s.run = 1<<zeros + int(s.take(zeros)) - 1
			return
		}
		k += zeros
		if size == 0 {
			continue
		}
		if k > s.to {
			s.bad = true
			return
		}
		b[zigzag[k]] = int16(s.number(size) << s.low)
	}
}

// refineAC reads one more bit of the frequencies that are not 0, and such as
// become ±1 now; a symbol's zeros count those that are 0 still.
func (s *scan) refineAC(h *huffman, b *block) {
	k := s.from
	one := int16(1) << s.low
	if s.run == 0 {
		for ; k <= s.to; k++ {
			zeros, size := s.pair(h)
			if size == 0 && zeros < 15 {
				s.run = 1<<zeros + int(s.take(zeros))
				break
			}
			fresh := int16(0)
			if size > 0 {
				s.bad = s.bad || size > 1
				fresh = -one
				if s.take(1) == 1 {
					fresh = one
				}
			}
			k = s.correct(b, k, zeros, one)
			if fresh != 0 {
				if k > s.to {
					s.bad = true
					return
				}
				b[zigzag[k]] = fresh
			}
		}
	}
	if s.run > 0 {
		s.correct(b, k, 64, one)
		s.run--
	}
}

// correct goes on from frequency k over so many zeros, up to the next one or
// the end, and adds a bit to each frequency that is not 0.
func (s *scan) correct(b *block, k, zeros int, one int16) int {
	for ; k <= s.to; k++ {
		x := &b[zigzag[k]]
		switch {
		case *x == 0 && zeros == 0:
			return k
		case *x == 0:
			zeros--
		case s.take(1) == 0 || *x&one != 0:
		case *x > 0:
			*x += one
		default:
			*x -= one
		}
	}
	return k
}
