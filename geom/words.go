package geom

import (
	"errors"
	"fmt"
	"slices"

	"heed/mat"
	"heed/trace"
)

// A WordSet is static word vectors to draw, and analogies between them.
type WordSet struct {
	Title     string // what the vectors are
	Words     []WordVector
	Analogies []WordAnalogy
}

// A WordVector is a word with its vector, [D].
type WordVector struct {
	Text   string
	Vector []float64
	Of     trace.Ref // where it was read
}

// A WordAnalogy says that A is to B as C is to D, by their places in a WordSet.
// D is what was found nearest to b/‖b‖ − a/‖a‖ + c/‖c‖, with that cosine.
type WordAnalogy struct {
	A, B, C, D int
	Cosine     float64
}

// A WordPlane is a plane through a point of the space: a vector v is drawn at
// Plane.At(v − Centre).
type WordPlane struct {
	Plane
	Centre []float64 // [D]
}

// Plane finds the plane that spec asks for, as [ChoosePlane] does; the words
// of anchors must be in the set. The pca plane goes through the mean of the
// words, from which they differ least off the plane; all others through 0.
//
// Source: Pearson, On Lines and Planes of Closest Fit (1901).
func (s WordSet) Plane(spec string) (WordPlane, error) {
	if len(s.Words) < 2 {
		return WordPlane{}, errors.New("one word alone spans no plane; want two words or more")
	}
	dim := len(s.Words[0].Vector)
	p := WordPlane{Centre: make([]float64, dim)}
	var err error
	p.Plane, err = choosePlane(spec, dim, func() [][]float64 {
		for _, w := range s.Words {
			mat.AddScaled(p.Centre, 1/float64(len(s.Words)), w.Vector)
		}
		var arrows [][]float64
		for _, w := range s.Words {
			arrows = append(arrows, mat.Sub(w.Vector, p.Centre))
		}
		return arrows
	}, func(word string) ([]float64, error) {
		i := slices.IndexFunc(s.Words, func(w WordVector) bool { return w.Text == word })
		if i < 0 {
			return nil, fmt.Errorf("%q is not among the words drawn; name it too", word)
		}
		return s.Words[i].Vector, nil
	})
	return p, err
}

// At is where a vector is drawn.
func (p WordPlane) At(v []float64) Point { return p.Plane.At(mat.Sub(v, p.Centre)) }

// Kept is the share of the distance from the plane's centre that is seen.
func (p WordPlane) Kept(v []float64) float64 { return p.KeptOf(mat.Sub(v, p.Centre)) }

// Scene draws the words as dots, and each analogy as a parallelogram: the
// arrow from a to b, the same arrow again from c, whose tip is c + (b − a),
// and a dotted line from there to the word that was found. It is an error if
// the plane is not as wide as the vectors, or these are too long or short.
func (s WordSet) Scene(p WordPlane) (Scene, error) {
	for _, w := range s.Words {
		if len(w.Vector) != len(p.X) {
			return Scene{}, fmt.Errorf("plane %s has %d dimensions; these vectors have %d", p.Name, len(p.X), len(w.Vector))
		}
	}
	scene := Scene{Title: s.Title, Plane: p.Plane, Caption: s.caption(p)}
	var marks []Mark
	for k := range s.Analogies {
		marks = append(marks, s.face(p, k))
	}
	for k := range s.Analogies {
		marks = append(marks, s.parallelogram(p, k)...)
	}
	for i, w := range s.Words {
		m := Mark{Kind: Dot, Role: Embed, Context: -1, Points: []Point{p.At(w.Vector)}, Of: []trace.Ref{w.Of}, Kept: p.Kept(w.Vector)}
		if k := slices.IndexFunc(s.Analogies, func(a WordAnalogy) bool { return a.D == i }); k >= 0 {
			m.Role, m.Context = Output, k
		}
		m.Label = Label{Text: Text{{Text: w.Text, Role: m.Role, Context: m.Context}}}
		marks = append(marks, m)
		scene.Kept = append(scene.Kept, Kept{Label: m.Label.Text, Role: m.Role, Context: m.Context, Share: m.Kept, Of: m.Of})
	}
	for k, a := range s.Analogies {
		if s.again(k) {
			continue
		}
		scene.Kept = append(scene.Kept, Kept{Label: s.differenceText(k), Role: Output, Context: k, Share: s.Difference(p, k), Of: s.of(a.A, a.B)})
	}
	panel := Panel{Window: fit(marks), Marks: marks, Ticks: true}
	scene.Panels = []Panel{panel}
	return scene, panel.Window.drawable()
}

// Tip is c + (b − a) of analogy k, [D].
func (s WordSet) Tip(k int) []float64 {
	a := s.Analogies[k]
	return mat.Add(s.Words[a.C].Vector, mat.Sub(s.Words[a.B].Vector, s.Words[a.A].Vector))
}

// Difference is the share of the length of b − a, of analogy k, that is seen.
func (s WordSet) Difference(p WordPlane, k int) float64 {
	a := s.Analogies[k]
	return p.KeptOf(mat.Sub(s.Words[a.B].Vector, s.Words[a.A].Vector))
}

// of names where the vectors of words were read.
func (s WordSet) of(words ...int) []trace.Ref {
	var list []trace.Ref
	for _, i := range words {
		list = append(list, s.Words[i].Of)
	}
	return list
}

// face is the parallelogram of analogy k: a, b, c + (b − a), c.
func (s WordSet) face(p WordPlane, k int) Mark {
	a := s.Analogies[k]
	at := func(i int) Point { return p.At(s.Words[i].Vector) }
	return Mark{Kind: Face, Role: Output, Context: k, Points: []Point{at(a.A), at(a.B), p.At(s.Tip(k)), at(a.C)},
		Of: s.of(a.A, a.B, a.C), Kept: 1}
}

// parallelogram draws the sides of analogy k that run from a to c and from b,
// its two arrows, and the line to what was found.
func (s WordSet) parallelogram(p WordPlane, k int) []Mark {
	a := s.Analogies[k]
	at := func(i int) Point { return p.At(s.Words[i].Vector) }
	tip := p.At(s.Tip(k))
	difference := s.Difference(p, k)
	mark := func(kind Kind, kept float64, from, to Point, of ...int) Mark {
		return Mark{Kind: kind, Role: Output, Context: k, Points: []Point{from, to}, Of: s.of(of...), Kept: kept}
	}
	moved := mark(Arrow, difference, at(a.C), tip, a.A, a.B, a.C)
	moved.Label = Label{Text: s.tipText(k)}
	across := p.KeptOf(mat.Sub(s.Words[a.C].Vector, s.Words[a.A].Vector))
	marks := []Mark{
		mark(Dotted, 1, tip, at(a.D), a.A, a.B, a.C, a.D),
		mark(Side, across, at(a.A), at(a.C), a.A, a.C),
		mark(Side, across, at(a.B), tip, a.A, a.B, a.C),
		moved,
	}
	if s.again(k) {
		return marks
	}
	return append(marks, mark(Arrow, difference, at(a.A), at(a.B), a.A, a.B))
}

// again reports whether an analogy before k has the same a and b, and so has
// drawn their arrow.
func (s WordSet) again(k int) bool {
	return slices.ContainsFunc(s.Analogies[:k], func(a WordAnalogy) bool {
		return a.A == s.Analogies[k].A && a.B == s.Analogies[k].B
	})
}

// differenceText is "king − man".
func (s WordSet) differenceText(k int) Text {
	a := s.Analogies[k]
	return Text{{Text: s.Words[a.B].Text + " − " + s.Words[a.A].Text, Role: Output, Context: k}}
}

// tipText is "king − man + woman".
func (s WordSet) tipText(k int) Text {
	return Text{{Text: s.differenceText(k)[0].Text + " + " + s.Words[s.Analogies[k].C].Text, Role: Output, Context: k}}
}

// caption tells what the plane is and keeps, and what each analogy found.
func (s WordSet) caption(p WordPlane) Text {
	w := &writer{}
	w.run(s.Title+". ", Heading)
	w.text("%s as they stand, ", count(len(s.Words), "word vector", "word vectors"))
	var seen, whole float64
	for _, v := range s.Words {
		d := mat.Sub(v.Vector, p.Centre)
		at := p.Plane.At(d)
		seen, whole = seen+at.X*at.X+at.Y*at.Y, whole+mat.Dot(d, d)
	}
	switch {
	case p.Name == "pca":
		w.text("on the plane through their mean, at (0, 0), that keeps most of their distances from it: %s of the sum of squares. ", share(seen, whole))
	case len(p.X) <= 2:
		w.text("nothing projected. ")
	default:
		w.text("on the plane %s: %s of the sum of their squared lengths. ", p.Name, share(seen, whole))
	}
	for _, a := range s.Analogies {
		name := func(i int) string { return s.Words[i].Text }
		w.text("“%s” is to “%s” as “%s” is to “%s”, cosine %s. ", name(a.A), name(a.B), name(a.C), name(a.D), Fixed(a.Cosine, 4))
	}
	if len(s.Analogies) > 0 {
		w.text("What is found is the word, other than the three, whose vector has the largest cosine to ")
		for k, letter := range []string{"b", "a", "c"} {
			w.text("%s", []string{"", " − ", " + "}[k])
			w.run(letter, Symbol)
		}
		w.text(", each at length 1. ")
	}
	return trimmed(w.out)
}

// share writes a part of a whole as a percentage.
func share(part, whole float64) string {
	if whole == 0 {
		return "all"
	}
	return Fixed(100*part/whole, 1) + "%"
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
