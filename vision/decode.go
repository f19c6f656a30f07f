package vision

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// maxPixels bounds an image's pixels: 8192 × 8192.
const maxPixels = 1 << 26

// decode reads a PNG or JPEG into red, green and blue of 8 bits, as PIL's
// Image.open and convert("RGB") do. Memory is only given to a picture whose
// file is long enough to hold it.
func decode(data []byte, onWhite bool) (raster, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return decodePNG(data, onWhite)
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return decodeJPEG(data)
	}
	return raster{}, errors.New("is neither PNG nor JPEG; convert it")
}

// measure checks a picture's size: most pixels is what its file can hold.
func measure(c image.Config, most int) error {
	switch {
	case c.Width < 1 || c.Height < 1 || c.Width > maxPixels/c.Height:
		return fmt.Errorf("says it has %d × %d pixels; want at most %d", c.Width, c.Height, maxPixels)
	case c.Width*c.Height > most:
		return fmt.Errorf("says it has %d × %d pixels; its bytes cannot hold that many; the file is cut short", c.Width, c.Height)
	}
	return nil
}

// decodePNG reads a PNG. Numbers of 16 bits lose their low byte, as in PIL;
// gray of 16 bits, which PIL keeps and then clips, is refused.
func decodePNG(data []byte, onWhite bool) (raster, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return raster{}, err
	}
	// The header is the first chunk, or DecodeConfig would have failed. Deflate
	// makes at most 1032 bytes of one.
	depth, kind := int(data[24]), data[25]
	channels := map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
	if err := measure(c, 1032*len(data)*8/max(depth*channels, 1)); err != nil {
		return raster{}, err
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return raster{}, err
	}
	m := newRaster(c.Height, c.Width)
	switch d := decoded.(type) {
	case *image.Gray:
		m.fill(d.Pix, d.Stride, 1, func(to, from []byte) { to[0], to[1], to[2] = from[0], from[0], from[0] })
	case *image.Paletted:
		m.fill(d.Pix, d.Stride, 1, m.palette(d.Palette, onWhite))
	case *image.RGBA: // always opaque
		m.fill(d.Pix, d.Stride, 4, func(to, from []byte) { copy(to[:3], from) })
	case *image.RGBA64:
		m.fill(d.Pix, d.Stride, 8, func(to, from []byte) { to[0], to[1], to[2] = from[0], from[2], from[4] })
	case *image.NRGBA:
		if kind == 0 && depth < 8 {
			return raster{}, fmt.Errorf("is gray of %d bits with a transparent shade; save it with 8 bits", depth)
		}
		m.fill(d.Pix, d.Stride, 4, func(to, from []byte) { lay(to, from[0], from[1], from[2], from[3], onWhite) })
	case *image.NRGBA64:
		if kind == 0 || kind == 2 {
			return raster{}, errors.New("has 16 bits and a transparent colour; save it with 8 bits")
		}
		m.fill(d.Pix, d.Stride, 8, func(to, from []byte) { lay(to, from[0], from[2], from[4], from[6], onWhite) })
	case *image.Gray16:
		return raster{}, errors.New("is gray of 16 bits, which has no agreed meaning in 8; save it with 8 bits")
	default:
		return raster{}, fmt.Errorf("is a PNG of a kind that heed does not know (%T)", d)
	}
	return m, nil
}

// fill makes every pixel of m from width bytes of pix.
func (m raster) fill(pix []byte, stride, width int, one func(to, from []byte)) {
	for y := range m.height {
		row := pix[y*stride:]
		for x := range m.width {
			one(m.pix[3*(y*m.width+x):3*(y*m.width+x)+3], row[width*x:width*x+width])
		}
	}
}

// palette returns what makes a pixel of its index.
func (m raster) palette(p color.Palette, onWhite bool) func(to, from []byte) {
	colours := make([][3]byte, len(p))
	for i, c := range p {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		lay(colours[i][:], n.R, n.G, n.B, n.A, onWhite)
	}
	return func(to, from []byte) { copy(to, colours[from[0]][:]) }
}

// lay writes a colour without its alpha, or as it looks on white.
//
// Source: python-pillow/Pillow, src/libImaging/AlphaComposite.c.
func lay(to []byte, r, g, b, alpha byte, onWhite bool) {
	if !onWhite {
		alpha = 255
	}
	for i, x := range [3]byte{r, g, b} {
		const bits = 7
		sum := int(x)*int(alpha)<<bits + 255*(255-int(alpha))<<bits + 0x80<<bits
		to[i] = byte((sum>>8 + sum) >> 8 >> bits)
	}
}

// decodeJPEG reads a JPEG.
func decodeJPEG(data []byte) (raster, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return raster{}, err
	}
	// A block of 64 pixels takes at least one bit.
	if err := measure(c, 512*len(data)); err != nil {
		return raster{}, err
	}
	decoded, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return raster{}, err
	}
	m := newRaster(c.Height, c.Width)
	switch d := decoded.(type) {
	case *image.Gray:
		m.fill(d.Pix, d.Stride, 1, func(to, from []byte) { to[0], to[1], to[2] = from[0], from[0], from[0] })
	case *image.YCbCr:
		m.fillYCbCr(d)
	case *image.RGBA: // stored as red, green and blue
		m.fill(d.Pix, d.Stride, 4, func(to, from []byte) { copy(to[:3], from) })
	case *image.CMYK:
		return raster{}, errors.New("is in the colours of print, CMYK; save it as RGB")
	default:
		return raster{}, fmt.Errorf("is a JPEG of a kind that heed does not know (%T)", d)
	}
	return m, nil
}
