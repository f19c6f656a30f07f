package geom

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/mat"
	"heed/trace"
)

// At returns where a vector is drawn: (a·X, a·Y).
func (p Plane) At(a []float64) Point {
	return Point{mat.Dot(a, p.X), mat.Dot(a, p.Y)}
}

// KeptOf returns the share of a vector's length that the plane keeps,
// ‖(a·X, a·Y)‖/‖a‖ in 0 … 1; 1 for the zero vector, which has nothing to lose.
func (p Plane) KeptOf(a []float64) float64 {
	whole := mat.Norm(a)
	if whole == 0 {
		return 1
	}
	at := p.At(a)
	return math.Min(1, math.Hypot(at.X, at.Y)/whole)
}

// Identity is the plane of two-dimensional data: nothing is lost. Data of one
// dimension lies on its x axis.
func Identity(dim int) (Plane, error) {
	if dim > 2 {
		return Plane{}, fmt.Errorf("the identity plane is for 2 dimensions; these vectors have %d: use pca, axes:I,J or anchors:WORD,WORD", dim)
	}
	p := Plane{Name: "identity", X: unit(dim, 0), Y: unit(dim, 1)}
	return p, nil
}

// Axes is the plane of two coordinates, counted from 0.
func Axes(dim, i, j int) (Plane, error) {
	if i == j || min(i, j) < 0 || max(i, j) >= dim {
		return Plane{}, fmt.Errorf("axes:%d,%d: want two different axes of 0 … %d", i, j, dim-1)
	}
	return Plane{Name: fmt.Sprintf("axes:%d,%d", i, j), X: unit(dim, i), Y: unit(dim, j),
		AxisX: fmt.Sprintf("axis %d", i), AxisY: fmt.Sprintf("axis %d", j)}, nil
}

// unit is the axis c of dim dimensions; zeros where there is no such axis.
func unit(dim, c int) []float64 {
	v := make([]float64, dim)
	if c < dim {
		v[c] = 1
	}
	return v
}

// PCA is the plane that keeps most of the squared lengths of the given arrows
// from the origin: the two leading right singular vectors of the matrix whose
// rows they are. The mean is not taken off, for arrows start at the origin.
// The rows are turned so that the first lies to the right of the origin, and
// above the second (or above the x axis, where there is one only).
//
// Source: Pearson, On Lines and Planes of Closest Fit (1901), about the origin.
func PCA(arrows [][]float64) (Plane, error) {
	if len(arrows) == 0 || len(arrows[0]) < 2 {
		return Plane{}, fmt.Errorf("pca wants arrows of 2 or more dimensions")
	}
	x, y, ok := principal(arrows)
	if !ok {
		return Plane{}, fmt.Errorf("pca did not converge on these vectors")
	}
	p := Plane{Name: "pca", X: x, Y: y, AxisX: "first principal direction", AxisY: "second"}
	if first := p.At(arrows[0]); first.X < 0 {
		p.X = mat.Scale(-1, p.X)
	}
	up := p.At(arrows[0]).Y
	if len(arrows) > 1 {
		up -= p.At(arrows[1]).Y
	}
	if up < 0 {
		p.Y = mat.Scale(-1, p.Y)
	}
	return p, nil
}

// Anchors is the plane through the vectors a and b of two words: x runs along
// unit(b) − unit(a), y along unit(a) + unit(b), which are at right angles.
func Anchors(nameA, nameB string, a, b []float64) (Plane, error) {
	if mat.Norm(a) == 0 || mat.Norm(b) == 0 {
		return Plane{}, fmt.Errorf("anchors:%s,%s: an anchor's vector is 0 and has no direction", nameA, nameB)
	}
	ua, ub := mat.Scale(1/mat.Norm(a), a), mat.Scale(1/mat.Norm(b), b)
	x, y := mat.Sub(ub, ua), mat.Add(ua, ub)
	if mat.Norm(x) < near || mat.Norm(y) < near {
		return Plane{}, fmt.Errorf("anchors:%s,%s: the two lie on one line; want words in two directions", nameA, nameB)
	}
	short, long := x, y
	if mat.Norm(y) < mat.Norm(x) {
		short, long = y, x
	}
	// The difference of two nearly equal vectors keeps few of their digits, and with
	// them the right angle: what it has along the longer is taken off.
	mat.AddScaled(short, -mat.Dot(short, long)/mat.Dot(long, long), long)
	return Plane{Name: fmt.Sprintf("anchors:%s,%s", nameA, nameB),
		X: mat.Scale(1/mat.Norm(x), x), Y: mat.Scale(1/mat.Norm(y), y),
		AxisX: nameA + " to " + nameB, AxisY: nameA + " and " + nameB}, nil
}

// ChoosePlane finds the plane that spec asks for: "identity", "axes:I,J",
// "pca" or "anchors:WORD,WORD"; "" is identity for two dimensions and pca for
// more. anchor gives the vector of an anchor's word.
func ChoosePlane(spec string, w trace.Walk, anchor func(word string) ([]float64, error)) (Plane, error) {
	return choosePlane(spec, w.Traces[0].Embed.Cols, func() [][]float64 { return principals(w) }, anchor)
}

// choosePlane is ChoosePlane for vectors of dim dimensions; arrows are those
// that the pca plane should keep.
func choosePlane(spec string, dim int, arrows func() [][]float64, anchor func(word string) ([]float64, error)) (Plane, error) {
	kind, arguments, _ := strings.Cut(spec, ":")
	a, b, pair := strings.Cut(arguments, ",")
	switch {
	case spec == "identity" || spec == "" && dim <= 2:
		return Identity(dim)
	case spec == "pca" || spec == "":
		return PCA(arrows())
	case kind == "axes" && pair:
		i, err := strconv.Atoi(a)
		j, err2 := strconv.Atoi(b)
		if err == nil && err2 == nil {
			return Axes(dim, i, j)
		}
	case kind == "anchors" && pair:
		va, err := anchor(a)
		if err != nil {
			return Plane{}, fmt.Errorf("%s: %w", spec, err)
		}
		vb, err := anchor(b)
		if err != nil {
			return Plane{}, fmt.Errorf("%s: %w", spec, err)
		}
		return Anchors(a, b, va, vb)
	}
	return Plane{}, fmt.Errorf("no plane %q; want identity, axes:I,J, pca, anchors:WORD,WORD or basis:FILE", spec)
}

// principals are the arrows that the pca plane should keep: for each text y,
// then e and what the head adds.
func principals(w trace.Walk) [][]float64 {
	var arrows [][]float64
	for _, t := range w.Traces {
		arrows = append(arrows, mat.MeanRows(t.Y, t.Focus))
	}
	for _, t := range w.Traces {
		arrows = append(arrows, mat.MeanRows(t.Embed, t.Focus), mat.MeanRows(t.Projected, t.Focus))
	}
	return arrows
}

// basis is the file form of a plane.
type basis struct {
	Version int        `json:"heed"`
	Name    string     `json:"plane"`
	X       mat.Vector `json:"x"`
	Y       mat.Vector `json:"y"`
	AxisX   string     `json:"axis_x,omitempty"`
	AxisY   string     `json:"axis_y,omitempty"`
}

// MarshalJSON writes the plane as a basis file, to be used for other texts.
func (p Plane) MarshalJSON() ([]byte, error) {
	return json.Marshal(basis{trace.Version, p.Name, p.X, p.Y, p.AxisX, p.AxisY})
}

// UnmarshalJSON reads a basis file and makes sure that it is one: two
// directions of one width, of length 1 and at right angles within 1e-6.
func (p *Plane) UnmarshalJSON(data []byte) error {
	var b basis
	if err := json.Unmarshal(data, &b); err != nil {
		return err
	}
	switch {
	case b.Version != trace.Version:
		return fmt.Errorf("version %d of the basis form; this heed reads %d", b.Version, trace.Version)
	case len(b.X) == 0 || len(b.X) != len(b.Y):
		return fmt.Errorf("x has %d numbers and y %d; want as many in both", len(b.X), len(b.Y))
	case slices.ContainsFunc(slices.Concat(b.X, b.Y), math.IsNaN):
		return fmt.Errorf("x or y holds null; want numbers")
	case len(b.X) > 1 && (math.Abs(mat.Norm(b.X)-1) > 1e-6 || math.Abs(mat.Norm(b.Y)-1) > 1e-6 || math.Abs(mat.Dot(b.X, b.Y)) > 1e-6):
		return fmt.Errorf("x and y are not two directions of length 1 at right angles")
	}
	*p = Plane{b.Name, b.X, b.Y, b.AxisX, b.AxisY}
	return nil
}
