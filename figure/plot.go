package figure

import (
	"fmt"
	"math"

	"github.com/tdewolff/canvas"

	"heed/geom"
)

// A plot is a panel's place on the page: the window's lower left corner stands
// at origin, and scale points are one unit on both axes.
type plot struct {
	window        geom.Window
	origin        geom.Point
	scale         float64
	width, height float64
	path          bool    // arrows end paths: they are as wide as their steps
	fine          float64 // strokes and heads of small multiples are so much finer; 0: as they are
}

// stroke is what a length of a mark, not of the plane, becomes in pl.
func (pl plot) stroke(x float64) float64 {
	if pl.fine == 0 {
		return x
	}
	return pl.fine * x
}

// at returns where p is on the page:
//
//	origin + scale·(p − (MinX, MinY))
func (pl plot) at(p geom.Point) geom.Point {
	return geom.Point{
		X: pl.origin.X + pl.scale*(p.X-pl.window.MinX),
		Y: pl.origin.Y + pl.scale*(p.Y-pl.window.MinY),
	}
}

// inside tells whether a point of the page lies within the plot.
func (pl plot) inside(p geom.Point) bool {
	return p.X >= pl.origin.X && p.X <= pl.origin.X+pl.width &&
		p.Y >= pl.origin.Y && p.Y <= pl.origin.Y+pl.height
}

// needs says how many points each kind of mark has.
func needs(k geom.Kind) (least, most int) {
	switch k {
	case geom.Face:
		return 3, math.MaxInt
	case geom.Angle, geom.Bow:
		return 3, 3
	case geom.Place, geom.Dot:
		return 1, 1
	}
	return 2, 2
}

// fit returns the window of a panel, grown where a mark would leave it, so
// that nothing is ever cut off. It refuses what cannot be drawn.
func fit(p geom.Panel) (geom.Window, error) { return enclose(p.Window, p.Marks) }

// enclose is fit for a window and its marks.
func enclose(w geom.Window, marks []geom.Mark) (geom.Window, error) {
	if !finite(w.MinX, w.MinY, w.MaxX, w.MaxY) || w.MinX >= w.MaxX || w.MinY >= w.MaxY {
		return w, fmt.Errorf("window %v; want finite numbers, each Min below its Max", w)
	}
	for i, m := range marks {
		if least, most := needs(m.Kind); len(m.Points) < least || len(m.Points) > most {
			return w, fmt.Errorf("mark %d (%v) has %d points; want %d", i, m.Of, len(m.Points), least)
		}
		for j, q := range m.Points {
			if !finite(q.X, q.Y) {
				return w, fmt.Errorf("mark %d (%v): point %d is (%g, %g); want finite numbers", i, m.Of, j, q.X, q.Y)
			}
			if m.Kind == geom.Angle && j > 0 {
				continue // only the ray's direction counts
			}
			w = include(w, q)
		}
		if m.Kind == geom.Bow {
			for _, q := range newBow(m.Points).points() {
				w = include(w, q)
			}
		}
	}
	// Far from the origin, neighbouring numbers lie further apart than a dot.
	if far := max(-w.MinX, w.MaxX, -w.MinY, w.MaxY); min(w.MaxX-w.MinX, w.MaxY-w.MinY) < 1e-9*far {
		return w, fmt.Errorf("window %v is too narrow for numbers of that size", w)
	}
	return w, nil
}

func include(w geom.Window, q geom.Point) geom.Window {
	return geom.Window{MinX: min(w.MinX, q.X), MinY: min(w.MinY, q.Y), MaxX: max(w.MaxX, q.X), MaxY: max(w.MaxY, q.Y)}
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// widen returns w with its centre kept and at least the given size.
func widen(w geom.Window, width, height float64) geom.Window {
	if more := width - (w.MaxX - w.MinX); more > 0 {
		w.MinX, w.MaxX = w.MinX-more/2, w.MaxX+more/2
	}
	if more := height - (w.MaxY - w.MinY); more > 0 {
		w.MinY, w.MaxY = w.MinY-more/2, w.MaxY+more/2
	}
	return w
}

// Shapes on the page.

func line(points ...geom.Point) *canvas.Path {
	p := &canvas.Path{}
	p.MoveTo(points[0].X, points[0].Y)
	for _, q := range points[1:] {
		p.LineTo(q.X, q.Y)
	}
	return p
}

func polygon(points ...geom.Point) *canvas.Path {
	p := line(points...)
	p.Close()
	return p
}

func circle(c geom.Point, radius float64) *canvas.Path {
	return canvas.Circle(radius).Translate(c.X, c.Y)
}

// Vectors on the page.

func add(a, b geom.Point) geom.Point                { return geom.Point{X: a.X + b.X, Y: a.Y + b.Y} }
func sub(a, b geom.Point) geom.Point                { return geom.Point{X: a.X - b.X, Y: a.Y - b.Y} }
func times(a geom.Point, s float64) geom.Point      { return geom.Point{X: s * a.X, Y: s * a.Y} }
func dot(a, b geom.Point) float64                   { return a.X*b.X + a.Y*b.Y }
func hypot(a geom.Point) float64                    { return math.Hypot(a.X, a.Y) }
func between(a, b geom.Point, t float64) geom.Point { return add(a, times(sub(b, a), t)) }
func polar(angle, radius float64) geom.Point {
	sin, cos := math.Sincos(angle)
	return geom.Point{X: radius * cos, Y: radius * sin}
}
