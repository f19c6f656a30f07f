package geom

import (
	"fmt"
	"math"
)

// margin is the free space around what is drawn, as a share of its size. On
// the right, where most labels stand, there is more.
const (
	margin      = 0.12
	marginRight = 0.22
)

// fit is the window that holds every mark and the origin, with its margin.
func fit(marks []Mark) Window {
	var w Window
	for _, m := range marks {
		w.hold(m.Points)
	}
	return w.padded(marginRight)
}

// Around is the window that holds the points and the origin, with the same
// margin on all sides.
func Around(points []Point) Window {
	var w Window
	w.hold(points)
	return w.padded(margin)
}

// hold makes the window hold more points.
func (w *Window) hold(points []Point) {
	for _, p := range points {
		w.MinX, w.MaxX = math.Min(w.MinX, p.X), math.Max(w.MaxX, p.X)
		w.MinY, w.MaxY = math.Min(w.MinY, p.Y), math.Max(w.MaxY, p.Y)
	}
}

// padded is the window with its margins, in shares of its larger side.
func (w Window) padded(right float64) Window {
	size := math.Max(w.MaxX-w.MinX, w.MaxY-w.MinY)
	if size == 0 {
		size = 1
	}
	pad := margin * size
	return Window{w.MinX - pad, w.MinY - pad, w.MaxX + right*size, w.MaxY + pad}
}

func union(a, b Window) Window {
	return Window{math.Min(a.MinX, b.MinX), math.Min(a.MinY, b.MinY), math.Max(a.MaxX, b.MaxX), math.Max(a.MaxY, b.MaxY)}
}

// drawable refuses sizes beside which float64 has no room for the sums that
// drawing takes.
func (w Window) drawable() error {
	const least, most = 1e-100, 1e100
	if size := math.Max(w.MaxX-w.MinX, w.MaxY-w.MinY); !(size >= least && size <= most) {
		return fmt.Errorf("the vectors are %.3g long, which no picture can hold; scale them to %g … %g (the numbers alone: --json)", size, least, most)
	}
	return nil
}
