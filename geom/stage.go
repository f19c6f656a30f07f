package geom

import (
	"math"
	"slices"

	"heed/mat"
	"heed/trace"
)

// The steps of the walk.
const (
	StepEmbed = 1 + iota
	StepProject
	StepScore
	StepScale
	StepSoftmax
	StepWeigh
	StepSum
	Steps = StepSum
)

// Stage puts a walk on one plane for a page that goes through its seven steps:
// every mark says from which step on it is drawn. Queries and keys are drawn
// where they are as wide as the plane's space. The window holds all of them, so
// that it stays as it is from step to step. There is no caption: what one would
// say, the page's steps say. Errors are as for [Build].
func Stage(w trace.Walk, p Plane) (Scene, error) {
	b, err := newBuilder(w, p)
	if err != nil {
		return Scene{}, err
	}
	stage := Panel{Marks: slices.DeleteFunc(b.first().Marks, unknown)}
	cover(stage.Marks)
	for i := range stage.Marks {
		stage.Marks[i].Step = b.stepOf(stage.Marks[i])
	}
	for c := range w.Traces {
		stage.Marks = append(stage.Marks, b.queriesAndKeys(c)...)
	}
	stage.Marks = slices.DeleteFunc(stage.Marks, unknown)
	stage.Window = even(stage.Marks)
	s := Scene{Title: w.Source.Title, Plane: p, Kept: b.kept(), Panels: []Panel{stage}}
	return s, stage.Window.drawable()
}

// stepOf is the step that a mark of the last step's panel belongs to.
func (b builder) stepOf(m Mark) int {
	switch {
	case m.Role == Embed && m.Kind == Arrow:
		return StepEmbed
	case m.Role == Value && m.Kind == Arrow && m.Ghost:
		return StepProject
	case m.Role == Value && m.Kind == Arrow:
		return StepWeigh
	}
	return StepSum
}

// queriesAndKeys draws the query of the word under study in trace c, and the
// keys that it meets.
func (b builder) queriesAndKeys(c int) []Mark {
	t := b.walk.Traces[c]
	if t.Q.Cols != len(b.plane.X) || t.Q.Absent() || t.K.Absent() {
		return nil
	}
	var marks []Mark
	for j := range t.Tokens {
		m := b.arrow(t.K.Row(j), Key, c, refs(c, "k", j)...)
		m.Label, m.Step = symbol("k", b.name(t, j), Key, c), StepProject
		marks = append(marks, m)
	}
	q := b.arrow(mat.MeanRows(t.Q, t.Focus), Query, c, refs(c, "q", t.Focus...)...)
	q.Label, q.Step = symbol("q", b.studied(c), Query, c), StepProject
	return append(marks, q)
}

// even is the window of a page's plane: all marks and the origin, with the same
// free space on every side.
func even(marks []Mark) Window {
	w := fit(marks)
	size := (w.MaxX - w.MinX) / (1 + margin + marginRight) // where it is wider than tall
	if tall := (w.MaxY - w.MinY) / (1 + 2*margin); tall > size {
		size = tall
	}
	w.MaxX -= (marginRight - margin) * size
	return w
}

// A Grid is what a map does to the plane of two dimensions: the images of the
// axes' unit vectors, which for row vectors are the rows of the map, and what
// follows from them.
type Grid struct {
	Name        string        `json:"name"` // "Q"
	Rows        [2][2]float64 `json:"rows"`
	Says        string        `json:"says"`        // "identity", "solved", "given"
	Determinant float64       `json:"determinant"` // the factor by which areas grow
	Eigen       []Eigen       `json:"eigen"`       // real directions that the map only stretches; none of a rotation
}

// An Eigen is a direction that a map keeps: v·W = λ v.
type Eigen struct {
	Value     float64    `json:"value"`
	Direction [2]float64 `json:"direction"` // of length 1
}

// Grids are the maps of a walk in two dimensions, those that are given.
func Grids(w trace.Walk) []Grid {
	grids := []Grid{}
	if len(w.Traces) == 0 || w.Traces[0].Maps == nil {
		return grids
	}
	maps := w.Traces[0].Maps
	for _, m := range []struct {
		name string
		w    mat.Matrix
	}{{"Q", maps.Q}, {"K", maps.K}, {"V", maps.V}, {"O", maps.O}} {
		if m.w.Rows != 2 || m.w.Cols != 2 {
			continue
		}
		g := Grid{Name: m.name, Says: "given", Rows: [2][2]float64{{m.w.At(0, 0), m.w.At(0, 1)}, {m.w.At(1, 0), m.w.At(1, 1)}}}
		switch {
		case m.name == "Q" && maps.Solved:
			g.Says = "solved"
		case equal(m.w.Data, mat.Identity(2).Data):
			g.Says = "identity"
		}
		g.Determinant, g.Eigen = spectrum(g.Rows)
		grids = append(grids, g)
	}
	return grids
}

// spectrum is the determinant of a 2×2 map W and its real eigen-directions from
// the left, v·W = λv: λ = (tr ± √(tr² − 4 det))/2.
func spectrum(w [2][2]float64) (determinant float64, list []Eigen) {
	a, b, c, d := w[0][0], w[0][1], w[1][0], w[1][1]
	determinant = a*d - b*c
	trace, list := a+d, []Eigen{}
	under := (a-d)*(a-d) + 4*b*c // tr² − 4 det, without its cancellation
	if under < 0 {
		return determinant, list
	}
	root := math.Sqrt(under)
	for _, value := range []float64{(trace + root) / 2, (trace - root) / 2} {
		// v·(W − λ) = 0: v is at right angles to both columns of W − λ.
		v := [2]float64{-c, a - value}
		if u := [2]float64{d - value, -b}; math.Hypot(u[0], u[1]) > math.Hypot(v[0], v[1]) {
			v = u
		}
		length := math.Hypot(v[0], v[1])
		if length == 0 {
			return determinant, append(list, Eigen{value, [2]float64{1, 0}}, Eigen{value, [2]float64{0, 1}}) // λ·I keeps every direction
		}
		list = append(list, Eigen{value, [2]float64{v[0] / length, v[1] / length}})
		if root == 0 {
			break
		}
	}
	return determinant, list
}
