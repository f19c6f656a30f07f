package figure

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"

	"heed/geom"
	"heed/trace"
)

const (
	linkRow    = 9.6
	linkSize   = 7.2
	linksMost  = 270.0
	linkWords  = 0.34 // of the width, a column of words at most
	linkThin   = 0.35
	linkThick  = 1.5
	linkFaint  = 0.22 // of its colour, a line that does not stand out
	linkHidden = 1.0 / 256
)

// links draws two columns of words and a line from each query to each key, as
// wide and as strong as its weight; the strongest on top.
func (s setter) links(l geom.Links, a area) (items []Item, bottom float64, err error) {
	if l.Weights.Rows != len(l.From) || l.Weights.Cols != len(l.To) {
		return nil, 0, fmt.Errorf("links of %d × %d weights between %d and %d words", l.Weights.Rows, l.Weights.Cols, len(l.From), len(l.To))
	}
	width := min(a.width, linksMost)
	column := func(list []geom.Text) (blocks []block, wide float64) {
		for _, t := range list {
			b := s.short(t, linkSize, linkWords*width)
			blocks, wide = append(blocks, b), max(wide, b.advance())
		}
		return blocks, wide
	}
	from, left := column(l.From)
	to, right := column(l.To)
	up := s.grey(l.Up)
	left, right = max(left, s.grey(l.Down).advance()), max(right, up.advance())
	x0, x1 := a.x+left+barGap, a.x+width-right-barGap
	y := a.top
	if l.Down != "" || l.Up != "" {
		down := s.grey(l.Down)
		items = append(items, down.level(x0-barGap-down.advance(), y-7, Axis, nil)...)
		items = append(items, up.level(x1+barGap, y-7, Axis, nil)...)
		y -= linkRow + 1
	}
	// The shorter column stands in the middle of the longer.
	tall := float64(max(len(l.From), len(l.To)))
	row := func(i, n int) float64 { return y - linkRow*(float64(i)+0.5+(tall-float64(n))/2) }
	type link struct {
		i, j   int
		weight float64
		back   bool
	}
	var list []link
	for i := range l.Weights.Rows {
		for j, w := range l.Weights.Row(i) {
			switch {
			case math.IsInf(w, 0):
				return nil, 0, fmt.Errorf("link %d to %d weighs %g; want a finite number", i, j, w)
			case w >= linkHidden: // also false for NaN
				list = append(list, link{i, j, w, len(l.Highlighted) > 0 && !slices.Contains(l.Highlighted, i)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b link) int {
		if a.back != b.back {
			if a.back {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.weight, b.weight)
	})
	ref := func(i, j int) []trace.Ref {
		return []trace.Ref{{Trace: l.Of.Trace, Tensor: l.Of.Tensor, Index: append(slices.Clone(l.Of.Index), i, j)}}
	}
	for _, k := range list {
		strength := min(1, k.weight)
		colour := s.linkColour(l.From[k.i])
		if k.back {
			colour = s.theme.over(colour, linkFaint)
		}
		items = append(items, Item{Part: View, Of: ref(k.i, k.j), Path: line(point(x0, row(k.i, len(l.From))), point(x1, row(k.j, len(l.To)))),
			Stroke: translucent(colour, strength), Width: linkThin + (linkThick-linkThin)*strength})
	}
	for i, b := range from {
		items = append(items, b.level(x0-barGap/2-b.advance(), row(i, len(from))-2.3, Axis, nil)...)
	}
	for j, b := range to {
		items = append(items, b.level(x1+barGap/2, row(j, len(to))-2.3, Axis, nil)...)
	}
	return items, y - linkRow*tall, nil
}

// linkColour is that of the word a line starts from.
func (s setter) linkColour(t geom.Text) color.RGBA {
	if len(t) == 0 {
		return s.theme.ink
	}
	return s.theme.token(t[0].Hue, t[0].Role, t[0].Context)
}
