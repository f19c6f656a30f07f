package words

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A Neighbour is a word with its cosine to what was asked for.
type Neighbour struct {
	Index  int
	Word   string
	Cosine float64
}

// Near returns the n words whose vectors have the largest cosine to a query
// [D], which may be of any length:
//
//	cos(q, r) = q · r / (‖q‖ ‖r‖)
//
// largest first, ties by their place. without are places to leave out, such
// as the query's own. A vector that is 0 has no direction and is near to
// nothing. Near panics if the query is not as wide as the vectors.
func (v *Vectors) Near(query []float32, n int, without ...int) []Neighbour {
	if len(query) != v.dim {
		panic(fmt.Sprintf("words: a query of %d numbers among vectors of %d", len(query), v.dim))
	}
	length := Norm(query)
	if length == 0 || n < 1 {
		return nil
	}
	best := make([]nearest, v.Len()/1000+1)
	parts := split(v.Len(), func(part, from, to int) {
		buf := make([]float32, v.dim)
		best[part].most = n
		for i := from; i < to; i++ {
			dot, square := products(query, v.rows.row(i, buf))
			if square > 0 {
				best[part].offer(place{i, dot / length / math.Sqrt(square)}, without)
			}
		}
	})
	all := nearest{most: n}
	for _, b := range best[:parts] {
		all.list = append(all.list, b.list...)
	}
	list := make([]Neighbour, len(all.cut()))
	for k, p := range all.list {
		list[k] = Neighbour{p.index, v.Word(p.index), max(-1, min(1, p.cosine))}
	}
	return list
}

// Cosine is a · b / (‖a‖ ‖b‖) of two vectors of one width, from −1 to 1; NaN
// where one of them is 0.
func Cosine(a, b []float32) float64 {
	dot, square := products(a, b)
	return max(-1, min(1, dot/Norm(a)/math.Sqrt(square)))
}

// Norm is a vector's length, ‖a‖.
func Norm(a []float32) float64 {
	_, square := products(a, a)
	return math.Sqrt(square)
}

// products returns a · b and b · b, summed in float64, the even and the odd
// terms apart, so that no sum waits for the one before.
func products(a, b []float32) (dot, square float64) {
	a = a[:len(b)]
	var dot2, square2 float64
	c := 0
	for ; c+1 < len(b); c += 2 {
		x, y := float64(b[c]), float64(b[c+1])
		dot += float64(a[c]) * x
		square += x * x
		dot2 += float64(a[c+1]) * y
		square2 += y * y
	}
	if c < len(b) {
		x := float64(b[c])
		dot += float64(a[c]) * x
		square += x * x
	}
	return dot + dot2, square + square2
}

// A place is a word with its cosine.
type place struct {
	index  int
	cosine float64
}

// nearest keeps the places of the largest cosines: it gathers up to twice as
// many as are wanted, then drops the lower half.
type nearest struct {
	most  int
	list  []place
	least float64 // what a cosine must exceed, once as many as wanted were kept
	full  bool
}

func (n *nearest) offer(p place, without []int) {
	if n.full && p.cosine <= n.least || slices.Contains(without, p.index) {
		return
	}
	n.list = append(n.list, p)
	if len(n.list) >= 2*n.most {
		n.cut()
	}
}

// cut sorts what was gathered, and keeps as many as are wanted.
func (n *nearest) cut() []place {
	slices.SortFunc(n.list, func(p, q place) int {
		return cmp.Or(cmp.Compare(q.cosine, p.cosine), cmp.Compare(p.index, q.index))
	})
	n.list = n.list[:min(n.most, len(n.list))]
	if len(n.list) == n.most {
		n.full, n.least = true, n.list[n.most-1].cosine
	}
	return n.list
}
