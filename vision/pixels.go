package vision

import (
	"fmt"
	"io"
)

// maxFile bounds the bytes of an image file.
const maxFile = 64 << 20

// maxValues bounds the pixels of a result; ViTs take some 10⁵.
const maxValues = 1 << 24

// Pixels are an image as a model reads it.
type Pixels struct {
	Channels, Height, Width int
	Data                    []float32 // [Channels Height Width]
}

// Pixels takes a PNG or JPEG through the steps: every pixel x of channel c
// becomes
//
//	(x·rescale_factor − image_mean[c]) / image_std[c]
//
// in float32, after resizing and cropping in 8 bits. There are always three
// channels, red, green and blue; gray and palette images are made so, and
// alpha is laid on white where the config says do_convert_rgb, else dropped.
// What is no PNG or JPEG, or of a kind that PIL would not turn into these
// three, is an error.
//
// Source: huggingface/transformers, src/transformers/image_processing_backends.py
// (PilBackend) and image_transforms.py.
func (p Processor) Pixels(r io.Reader) (Pixels, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Pixels{}, err
	}
	if len(data) > maxFile {
		return Pixels{}, fmt.Errorf("has more than %d bytes", maxFile)
	}
	m, err := decode(data, p.onWhite)
	if err != nil {
		return Pixels{}, err
	}
	if p.resize {
		height, width := p.size.of(m)
		if m, err = resize(m, height, width, p.filter); err != nil {
			return Pixels{}, err
		}
	}
	if p.crop {
		m = crop(m, p.frame.height, p.frame.width)
	}
	return p.values(m), nil
}

// A raster is an image in 8 bits.
type raster struct {
	height, width int
	pix           []byte // [height width 3]
}

func newRaster(height, width int) raster {
	return raster{height, width, make([]byte, height*width*3)}
}

// of gives the height and width to resize an image to. From the shortest edge
// the other follows, rounded down.
func (e extent) of(m raster) (height, width int) {
	if e.shortest == 0 {
		return e.height, e.width
	}
	long := int(float64(e.shortest*max(m.height, m.width)) / float64(min(m.height, m.width)))
	if m.width <= m.height {
		return long, e.shortest
	}
	return e.shortest, long
}

// crop cuts the middle out of an image. Where the image is the smaller, the
// rest is black.
func crop(m raster, height, width int) raster {
	out := newRaster(height, width)
	top, left := offset(m.height, height), offset(m.width, width)
	for y := range height {
		from := y + top
		if from < 0 || from >= m.height {
			continue
		}
		x0, x1 := max(0, -left), min(width, m.width-left)
		copy(out.pix[3*(y*width+x0):3*(y*width+x1)], m.pix[3*(from*m.width+x0+left):])
	}
	return out
}

// offset is where, along one axis, the crop begins in the image; it is
// negative where the image is the smaller. transformers pads first, rounding
// up, and then crops, rounding down.
func offset(from, to int) int {
	if to <= from {
		return (from - to) / 2
	}
	return -((to - from + 1) / 2)
}

// values rescales and normalises, as numpy does it: the product in float64,
// the rest in float32.
func (p Processor) values(m raster) Pixels {
	out := Pixels{3, m.height, m.width, make([]float32, len(m.pix))}
	n := m.height * m.width
	for c := range 3 {
		var table [256]float32 // there are no more values than these
		for x := range table {
			table[x] = float32(float64(x) * p.scale)
			if p.shift {
				table[x] = (table[x] - p.mean[c]) / p.std[c]
			}
		}
		for i := range n {
			out.Data[c*n+i] = table[m.pix[3*i+c]]
		}
	}
	return out
}
