package figure

import (
	"image/color"
	"math"
)

// on returns the colour of text on a ground: ink, or the page's where that has
// more contrast.
func (t theme) on(ground color.RGBA) color.RGBA {
	l := luminance(ground)
	contrast := func(c color.RGBA) float64 {
		k := luminance(c)
		return (max(k, l) + 0.05) / (min(k, l) + 0.05)
	}
	if contrast(t.ground) > contrast(t.ink) {
		return t.ground
	}
	return t.ink
}

// luminance is how light a colour is, 0 … 1.
//
// Source: WCAG 2.2, "relative luminance".
func luminance(c color.RGBA) float64 {
	linear := func(x uint8) float64 {
		v := float64(x) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
