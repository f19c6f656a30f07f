package figure

import (
	"image/color"

	"heed/geom"
)

// A theme holds the colours of one ground. The values are the tokens of the
// visual design, where their contrast and their distance under colour
// blindness were measured.
type theme struct {
	ground, grid, axis, trough color.RGBA
	ink, ink2, ink3            color.RGBA
	embed, query, key, value   color.RGBA
	valueFill, warn            color.RGBA
	contexts, fills            []color.RGBA // of A, B, …; more contexts begin again
	special                    color.RGBA   // tokens that are no words
	hues                       []color.RGBA // other tokens in order of appearance; more begin again
}

// paper is the theme of print: the light tokens on white.
func paper() theme {
	return theme{
		ground: hex(0xffffff), grid: hex(0xe6e4e0), axis: hex(0x7d7a72), trough: hex(0xe9e6e0),
		ink: hex(0x1c2230), ink2: hex(0x4d5566), ink3: hex(0x646b7a),
		embed: hex(0x1f2a3d), query: hex(0x5b1f9e), key: hex(0x6a4c00), value: hex(0x0b7669),
		valueFill: hex(0xe3f2ef), warn: hex(0x855300),
		contexts: []color.RGBA{hex(0xbf3d08), hex(0x1d5bc0), hex(0x84296b), hex(0x936100), hex(0x0b7a72)},
		fills:    []color.RGBA{hex(0xfdeee5), hex(0xe8effb), hex(0xf3e9f1), hex(0xf5efe5), hex(0xe6f2f1)},
		special:  hex(0x666d7b),
		hues:     []color.RGBA{hex(0x8a2a63), hex(0x7a7416), hex(0x1f7f70), hex(0x4f7d1f), hex(0x8f6200)},
	}
}

// night is the theme of a dark terminal.
func night() theme {
	return theme{
		ground: hex(0x11141a), grid: hex(0x1d222b), axis: hex(0x636c7b), trough: hex(0x272d37),
		ink: hex(0xeceae4), ink2: hex(0xb4bac6), ink3: hex(0x8e96a5),
		embed: hex(0xdfe3ea), query: hex(0xe0ccff), key: hex(0xf2d27e), value: hex(0x3fc0ad),
		valueFill: hex(0x123029), warn: hex(0xf0c35b),
		contexts: []color.RGBA{hex(0xff8a56), hex(0x79aaff), hex(0xe08cc8), hex(0xd9a545), hex(0x55bdb4)},
		fills:    []color.RGBA{hex(0x33201a), hex(0x18253c), hex(0x2f1a29), hex(0x2d2415), hex(0x142c2a)},
		special:  hex(0x98a0af),
		hues:     []color.RGBA{hex(0xe291c4), hex(0xc9c24f), hex(0x55bdb4), hex(0x93c45a), hex(0xd9a545)},
	}
}

// context returns the colour of a context, ink for none.
func (t theme) context(c int) color.RGBA {
	if c < 0 {
		return t.ink
	}
	return t.contexts[c%len(t.contexts)]
}

// fill returns the colour of a parallelogram of a context.
func (t theme) fill(c int) color.RGBA {
	if c < 0 {
		return t.valueFill
	}
	return t.fills[c%len(t.fills)]
}

// role returns the colour of what an arrow or a word stands for.
func (t theme) role(r geom.Role, context int) color.RGBA {
	switch r {
	case geom.Embed:
		return t.embed
	case geom.Query:
		return t.query
	case geom.Key:
		return t.key
	case geom.Value:
		return t.value
	case geom.Output:
		return t.context(context)
	case geom.Aside:
		return t.ink2
	}
	return t.ink
}

// token returns the colour of a token: its hue, or that of its role where it
// has none.
func (t theme) token(h geom.Hue, r geom.Role, context int) color.RGBA {
	switch {
	case h == geom.HueWord:
		return t.embed
	case h == geom.HueTarget:
		return t.context(context)
	case h == geom.HueSpecial:
		return t.special
	case h >= geom.HueFirst:
		return t.hues[int(h-geom.HueFirst)%len(t.hues)]
	}
	return t.role(r, context)
}

// over mixes a share of c into the ground: a see-through colour that hides the
// grid below it, and prints the same everywhere.
func (t theme) over(c color.RGBA, share float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(share*float64(a) + (1-share)*float64(b) + 0.5) }
	return color.RGBA{mix(c.R, t.ground.R), mix(c.G, t.ground.G), mix(c.B, t.ground.B), 255}
}

func hex(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
}
