package figure

import "heed/geom"

// InkBoxes returns the boxes of a drawing's words, corners anticlockwise; halos
// are left out.
func InkBoxes(d Drawing) (words []Item, boxes [][4]geom.Point) {
	fs := &fonts{}
	for _, it := range d.Items {
		if it.Path != nil || it.Stroke.A > 0 || it.Text == "" {
			continue
		}
		ink := fs.outline(it.Face, it.Size, it.Text).Bounds()
		b := turned(geom.Point{}, ink.X1-ink.X0, ink.Y1-ink.Y0, it.Turn)
		b.centre = add(it.At, add(times(b.along, (ink.X0+ink.X1)/2), times(b.across(), (ink.Y0+ink.Y1)/2)))
		words, boxes = append(words, it), append(boxes, b.grow(-0.15).corners())
	}
	return words, boxes
}
