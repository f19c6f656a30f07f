package vision

import "image"

// fillYCbCr makes red, green and blue of a JPEG's brightness and colour. Where
// the file has fewer numbers for the colour, those between are made as
// libjpeg does, which PIL uses: each from its nearest ¾ and its next nearest ¼.
//
// Source: libjpeg-turbo, src/jdsample.c (h2v1_fancy_upsample and its kin),
// jdcolor.c (ycc_rgb_convert).
func (m raster) fillYCbCr(d *image.YCbCr) {
	h, v := ratio(d.SubsampleRatio)
	blue, red := newPlane(d.Cb, d.CStride, m, h, v), newPlane(d.Cr, d.CStride, m, h, v)
	cb, cr := make([]byte, m.width+h), make([]byte, m.width+h)
	for y := range m.height {
		blue.row(cb, y)
		red.row(cr, y)
		for x := range m.width {
			to := (*[3]byte)(m.pix[3*(y*m.width+x):])
			to[0], to[1], to[2] = rgb(int(d.Y[y*d.YStride+x]), int(cb[x])-128, int(cr[x])-128)
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

// ratio says how many pixels across and down share one number of colour.
func ratio(r image.YCbCrSubsampleRatio) (h, v int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

// A plane is one channel of colour, of fewer numbers than the image.
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
