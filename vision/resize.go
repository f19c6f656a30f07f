package vision

import (
	"fmt"
	"math"
)

// A filter is one of PIL's resampling filters.
type filter int

const (
	nearest filter = iota
	lanczos
	bilinear
	bicubic
)

// resize makes an image of another height and width as PIL does: first along
// rows, then along columns, with rounding to 8 bits between.
//
// Source: python-pillow/Pillow, src/libImaging/Resample.c and, for the nearest
// pixel, Geometry.c (ImagingScaleAffine).
func resize(m raster, height, width int, f filter) (raster, error) {
	if height < 1 || width < 1 || height*width > maxValues || max(m.height, height)*width > maxPixels {
		return raster{}, fmt.Errorf("an image of %d × %d cannot be resized to %d × %d; want at most %d pixels", m.width, m.height, width, height, maxValues)
	}
	if f == nearest {
		return pick(m, height, width), nil
	}
	if width != m.width {
		out, line := newRaster(m.height, width), taps(m.width, width, f)
		for y := range m.height {
			for x, t := range line {
				row := m.pix[3*(y*m.width+t.from):]
				var sum [3]int
				for k, w := range t.weights {
					three := (*[3]byte)(row[3*k:])
					sum[0] += w * int(three[0])
					sum[1] += w * int(three[1])
					sum[2] += w * int(three[2])
				}
				at := out.pix[3*(y*width+x):]
				at[0], at[1], at[2] = clip(sum[0]), clip(sum[1]), clip(sum[2])
			}
		}
		m = out
	}
	if height != m.height {
		out, sums := newRaster(height, m.width), make([]int, 3*m.width)
		for y, t := range taps(m.height, height, f) {
			clear(sums)
			for k, w := range t.weights {
				row := m.pix[3*(t.from+k)*m.width:]
				for i := range sums {
					sums[i] += w * int(row[i])
				}
			}
			row := out.pix[3*y*m.width:]
			for i, sum := range sums {
				row[i] = clip(sum)
			}
		}
		m = out
	}
	return m, nil
}

// bits are the fraction bits of a weight.
const bits = 32 - 8 - 2

// clip rounds a sum of weighted bytes to one.
func clip(sum int) byte { return byte(min(max((sum+1<<(bits-1))>>bits, 0), 255)) }

// A tap is what one pixel of the result takes: weights[k] of pixel from+k.
type tap struct {
	from    int
	weights []int // of sum 1 << bits, but for rounding
}

// taps are those of a line of out pixels made from one of in. Where the line
// shrinks, the filter is stretched over all the pixels that fall into one.
func taps(in, out int, f filter) []tap {
	scale := float64(in) / float64(out)
	stretch := max(scale, 1)
	reach := f.reach() * stretch
	all := make([]tap, out)
	for i := range all {
		center := (float64(i) + 0.5) * scale
		from := max(int(center-reach+0.5), 0)
		to := min(int(center+reach+0.5), in)
		weights, total := make([]float64, to-from), 0.0
		for k := range weights {
			weights[k] = f.at((float64(k+from) - center + 0.5) * (1 / stretch))
			total += weights[k]
		}
		all[i] = tap{from, make([]int, to-from)}
		for k, w := range weights {
			if total != 0 {
				w /= total
			}
			all[i].weights[k] = int(math.Copysign(0.5, w) + w*(1<<bits)) // to the nearest
		}
	}
	return all
}

// reach is how far from its centre a filter is not 0.
func (f filter) reach() float64 {
	return map[filter]float64{lanczos: 3, bilinear: 1, bicubic: 2}[f]
}

// at is a filter's weight at a distance in pixels.
func (f filter) at(x float64) float64 {
	switch f {
	case lanczos:
		if x < -3 || x >= 3 {
			return 0
		}
		return sinc(x) * sinc(x/3)
	case bicubic:
		const a = -0.5
		switch x = math.Abs(x); {
		case x < 1:
			return ((a+2)*x-(a+3))*x*x + 1
		case x < 2:
			return (((x-5)*x+8)*x - 4) * a
		}
		return 0
	}
	return max(1-math.Abs(x), 0)
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	x *= math.Pi
	return math.Sin(x) / x
}

// pick takes for each pixel of the result the one that its centre falls into.
func pick(m raster, height, width int) raster {
	out := newRaster(height, width)
	columns := nearestOf(m.width, width)
	for y, from := range nearestOf(m.height, height) {
		for x, column := range columns {
			copy(out.pix[3*(y*width+x):3*(y*width+x)+3], m.pix[3*(from*m.width+column):])
		}
	}
	return out
}

// nearestOf gives the places of a line of out pixels in one of in. The steps
// are added up, as PIL does, not multiplied.
func nearestOf(in, out int) []int {
	step := float64(in) / float64(out)
	places := make([]int, out)
	at := step * 0.5
	for i := range places {
		places[i] = min(int(at), in-1)
		at += step
	}
	return places
}
