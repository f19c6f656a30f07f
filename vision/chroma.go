package vision

// join makes red, green and blue of a JPEG's channels: one of gray, or three,
// the first of which has all its numbers. Where the others have fewer, those
// between are made as libjpeg does, which PIL uses: each from its nearest ¾ and
// its next nearest ¼.
//
// Source: libjpeg-turbo, src/jdsample.c (h2v1_fancy_upsample and its kin),
// jdcolor.c (ycc_rgb_convert).
func (m raster) join(planes []plane, isRGB bool) {
	var rows [3][]byte
	for i := range rows {
		rows[i] = make([]byte, m.width+4)
	}
	for y := range m.height {
		for i := range rows {
			planes[min(i, len(planes)-1)].row(rows[i], y)
		}
		for x := range m.width {
			to := (*[3]byte)(m.pix[3*(y*m.width+x):])
			to[0], to[1], to[2] = rows[0][x], rows[1][x], rows[2][x]
			if len(planes) == 3 && !isRGB {
				to[0], to[1], to[2] = rgb(int(to[0]), int(to[1])-128, int(to[2])-128)
			}
		}
	}
}

// rgb converts one pixel in 16 fraction bits.
func rgb(y, cb, cr int) (r, g, b byte) {
	const half = 1 << 15
	return limit(y + (91881*cr+half)>>16), // 1.402
		limit(y + (-22554*cb-46802*cr+half)>>16), // 0.34414, 0.71414
		limit(y + (116130*cb+half)>>16) // 1.772
}

func limit(x int) byte { return byte(min(max(x, 0), 255)) }

// A plane is one channel, of which h × v pixels share a number.
type plane struct {
	pix           []byte
	stride        int
	width, height int // without the padding to whole blocks
	h, v          int
	sums          []int // of a row and its neighbour
}

func newPlane(pix []byte, stride int, m raster, h, v int) plane {
	width := (m.width + h - 1) / h
	return plane{pix, stride, width, (m.height + v - 1) / v, h, v, make([]int, width)}
}

// row makes row y of the image: at least as many numbers as its width.
func (p plane) row(to []byte, y int) {
	near := p.pix[y/p.v*p.stride:][:p.width]
	switch {
	case p.h == 1 && p.v == 1:
		copy(to, near)
	case p.h == 2 && p.v == 1 && p.width > 2:
		for i, x := range near {
			p.sums[i] = int(x)
		}
		between(to, p.sums, 2, 1, 2)
	case p.h == 2 && p.v == 2 && p.width > 2:
		p.add(near, y)
		between(to, p.sums, 4, 8, 7)
	case p.h == 1 && p.v == 2:
		p.add(near, y)
		for i, sum := range p.sums {
			to[i] = byte((sum + 1 + y%2) >> 2)
		}
	default: // too narrow, or too coarse: each number as it is
		for x := range p.width * p.h {
			to[x] = near[x/p.h]
		}
	}
}

// add sums three times a row and once the one above or, for odd y, below; the
// edge is its own neighbour.
func (p plane) add(near []byte, y int) {
	next := min(max(y/2-1+y%2*2, 0), p.height-1)
	far := p.pix[next*p.stride:][:p.width]
	for i, x := range near {
		p.sums[i] = 3*int(x) + int(far[i])
	}
}

// between doubles a row: of each number x, the left half leans to the one
// before and the right half to the one after. The weights add up to 1 << bits;
// left and right round.
func between(to []byte, x []int, bits, left, right int) {
	last := len(x) - 1
	for i, near := range x {
		to[2*i] = byte((3*near + x[max(i-1, 0)] + left) >> bits)
		to[2*i+1] = byte((3*near + x[min(i+1, last)] + right) >> bits)
	}
}
