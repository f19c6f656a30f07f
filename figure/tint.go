package figure

import (
	"image/color"
	"math"

	"heed/geom"
	"heed/trace"
)

const tintMost = 0.31 // opacity of a tile at the end of the scale

// tint is the ground of a tile: the colour of context A above 0, of B below,
// at an opacity of 0.31·√|share|.
func (t theme) tint(share float64) color.RGBA {
	return t.over(t.sign(share), tintMost*math.Sqrt(min(1, math.Abs(share))))
}

// sign is the colour of numbers above 0, or of those below.
func (t theme) sign(x float64) color.RGBA {
	if x < 0 {
		return t.context(1)
	}
	return t.context(0)
}

// tilesScale is the scale of the tiles' grounds, or of their maps.
func (s setter) tilesScale(t geom.Tiles) *scale {
	if t.Tint != nil {
		sc := &scale{low: number(-t.Tint.Most), high: "+" + number(t.Tint.Most), says: t.Tint.Says, signed: true, colour: s.theme.tint}
		if t.Tint.Formula != "" {
			sc.says += ": " + t.Tint.Formula
		}
		most := 0.0
		for _, tile := range t.Tiles { // those at the end of the scale give it its number
			switch size := math.Abs(tile.Tint); {
			case size > most:
				most, sc.of = size, append([]trace.Ref(nil), tile.Of...)
			case size == most:
				sc.of = append(sc.of, tile.Of...)
			}
		}
		return sc
	}
	var sc *scale
	var of []trace.Ref
	most := math.NaN()
	for _, tile := range t.Tiles {
		if tile.Map == nil {
			continue
		}
		of = append(of, tile.Of...)
		switch {
		case sc == nil:
			sc, most = s.mapScale(*tile.Map), tile.Map.Most
		case tile.Map.Most != most:
			sc.high = "largest of each"
			if sc.signed {
				sc.low = "least"
			}
		}
	}
	if sc != nil {
		sc.of = of
	}
	return sc
}

// number writes the end of a scale.
func number(x float64) string { return geom.Fixed(x, 2) }
