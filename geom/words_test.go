package geom_test

import (
	"fmt"
	"log"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/geom"
	"heed/trace"
)

// royal is six words of four dimensions and two analogies with one arrow.
func royal() geom.WordSet {
	s := geom.WordSet{Title: "vectors.bin", Analogies: []geom.WordAnalogy{{A: 0, B: 1, C: 2, D: 3, Cosine: 0.85}, {A: 0, B: 1, C: 4, D: 5, Cosine: 0.7}}}
	for i, w := range []struct {
		text string
		at   []float64
	}{
		{"man", []float64{2, -1, 0.5, 1}}, {"king", []float64{-3, -1, 0.2, 1.1}}, {"woman", []float64{3, 1, 0, 1}},
		{"queen", []float64{-2, 1.5, 0.1, 0.8}}, {"boy", []float64{3, -2, 0.3, 1}}, {"prince", []float64{-2, -2.5, 0, 1.2}},
	} {
		s.Words = append(s.Words, geom.WordVector{Text: w.text, Vector: w.at, Of: trace.Ref{Tensor: "embed", Index: []int{10 * i}}})
	}
	return s
}

func wordScene(t *testing.T, s geom.WordSet, spec string) (geom.Scene, geom.WordPlane) {
	t.Helper()
	plane, err := s.Plane(spec)
	if err != nil {
		t.Fatal(err)
	}
	scene, err := s.Scene(plane)
	if err != nil {
		t.Fatal(err)
	}
	return scene, plane
}

// TestNoWordIsInvented changes each vector and requires that exactly the marks
// that name it move, on one plane.
func TestNoWordIsInvented(t *testing.T) {
	for _, spec := range []string{"pca", "axes:0,3", "anchors:man,queen"} {
		before, plane := wordScene(t, royal(), spec)
		for i := range royal().Words {
			changed := royal()
			nudge(changed.Words[i].Vector)
			after, err := changed.Scene(plane)
			if err != nil {
				t.Fatal(err)
			}
			for k, m := range before.Panels[0].Marks {
				moved := !reflect.DeepEqual(m.Points, after.Panels[0].Marks[k].Points)
				named := names(m, changed.Words[i].Of)
				if moved != named {
					t.Errorf("%s: %s changed: mark %d (%s) moved: %v, names it: %v", spec, changed.Words[i].Text, k, describe(m), moved, named)
				}
			}
			for k, kept := range before.Kept {
				moved := kept.Share != after.Kept[k].Share
				named := slices.ContainsFunc(kept.Of, func(r trace.Ref) bool { return r.String() == changed.Words[i].Of.String() })
				if moved != named {
					t.Errorf("%s: %s changed: the share of %s changed: %v, names it: %v", spec, changed.Words[i].Text, textOf(kept.Label), moved, named)
				}
			}
		}
	}
}

// TestAnalogiesAreParallelograms: the arrow from a to b again at c, its tip the
// fourth corner of the face.
func TestAnalogiesAreParallelograms(t *testing.T) {
	s := royal()
	scene, plane := wordScene(t, s, "")
	dots := map[string]geom.Point{}
	arrows, faces := map[int][]geom.Mark{}, map[int]geom.Mark{}
	for _, m := range scene.Panels[0].Marks {
		switch m.Kind {
		case geom.Dot:
			dots[textOf(m.Label.Text)] = m.Points[0]
		case geom.Arrow:
			arrows[m.Context] = append(arrows[m.Context], m)
		case geom.Face:
			faces[m.Context] = m
		}
	}
	if len(dots) != 6 || len(arrows[0]) != 2 || len(arrows[1]) != 1 { // both start with one arrow, which is drawn once
		t.Fatalf("%d dots, %d and %d arrows; want 6, 2 and 1", len(dots), len(arrows[0]), len(arrows[1]))
	}
	same := func(p, q geom.Point) bool { return math.Hypot(p.X-q.X, p.Y-q.Y) < 1e-12 }
	for k, c := range map[int]string{0: "woman", 1: "boy"} {
		tip := geom.Point{X: dots[c].X + dots["king"].X - dots["man"].X, Y: dots[c].Y + dots["king"].Y - dots["man"].Y}
		moved := arrows[k][0]
		if !same(moved.Points[0], dots[c]) || !same(moved.Points[1], tip) || !same(tip, plane.At(s.Tip(k))) {
			t.Errorf("the arrow at %s runs %v; want to %v", c, moved.Points, tip)
		}
		if got, want := textOf(moved.Label.Text), "king − man + "+c; got != want {
			t.Errorf("its tip is labelled %q; want %q", got, want)
		}
		corners := faces[k].Points
		for i, want := range []geom.Point{dots["man"], dots["king"], tip, dots[c]} {
			if !same(corners[i], want) {
				t.Errorf("corner %d of the face at %s is %v; want %v", i, c, corners[i], want)
			}
		}
	}
}

// TestPCAGoesThroughTheMean: the words' places sum to 0, and no other of many
// planes keeps more of their distances from the mean.
func TestPCAGoesThroughTheMean(t *testing.T) {
	s := royal()
	seen := func(p geom.WordPlane) (sum float64) {
		for _, w := range s.Words {
			at := p.At(w.Vector)
			sum += at.X*at.X + at.Y*at.Y
		}
		return sum
	}
	pca, err := s.Plane("pca")
	if err != nil {
		t.Fatal(err)
	}
	var mean geom.Point
	for _, w := range s.Words {
		at := pca.At(w.Vector)
		mean.X, mean.Y = mean.X+at.X, mean.Y+at.Y
	}
	if math.Hypot(mean.X, mean.Y) > 1e-12 {
		t.Errorf("the places sum to %v; want 0", mean)
	}
	for i := range 4 {
		for j := range i {
			axes, err := s.Plane(fmt.Sprintf("axes:%d,%d", i, j))
			if err != nil {
				t.Fatal(err)
			}
			axes.Centre = pca.Centre
			if seen(axes) > seen(pca)+1e-12 {
				t.Errorf("axes %d, %d keep %v; pca only %v", i, j, seen(axes), seen(pca))
			}
		}
	}
}

func TestWordCaption(t *testing.T) {
	scene, _ := wordScene(t, royal(), "")
	caption := textOf(scene.Caption)
	for _, want := range []string{"vectors.bin. 6 word vectors as they stand, on the plane through their mean", "% of the sum of squares",
		"“man” is to “king” as “woman” is to “queen”, cosine 0.8500", "the largest cosine to b − a + c, each at length 1"} {
		if !strings.Contains(caption, want) {
			t.Errorf("caption lacks %q: %s", want, caption)
		}
	}
	flat := geom.WordSet{Title: "two.txt", Words: []geom.WordVector{{Text: "a", Vector: []float64{1, 2}}, {Text: "b", Vector: []float64{3, 1}}}}
	scene, plane := wordScene(t, flat, "")
	if caption := textOf(scene.Caption); !strings.Contains(caption, "nothing projected") || plane.Name != "identity" || scene.Panels[0].Marks[1].Points[0] != (geom.Point{X: 3, Y: 1}) {
		t.Errorf("two dimensions are drawn on plane %s: %s", plane.Name, caption)
	}
}

func TestWordsThatNoPlaneHolds(t *testing.T) {
	one := royal()
	one.Words, one.Analogies = one.Words[:1], nil
	for spec, want := range map[string]string{
		"axes:0,9":           "axes:0,9: want two different axes of 0 … 3",
		"identity":           "the identity plane is for 2 dimensions",
		"umap":               `no plane "umap"`,
		"anchors:man,nobody": `"nobody" is not among the words drawn`,
	} {
		if _, err := royal().Plane(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", spec, err, want)
		}
	}
	if _, err := one.Plane(""); err == nil || !strings.Contains(err.Error(), "two words or more") {
		t.Errorf("one word: %v", err)
	}
	plane, err := geom.Axes(3, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := royal().Scene(geom.WordPlane{Plane: plane, Centre: make([]float64, 3)}); err == nil || !strings.Contains(err.Error(), "3 dimensions; these vectors have 4") {
		t.Errorf("a plane of another width: %v", err)
	}
	alike := royal()
	for i := range alike.Words {
		alike.Words[i].Vector = make([]float64, 4)
	}
	p, err := alike.Plane("")
	if err == nil {
		_, err = alike.Scene(p)
	}
	if err != nil {
		t.Errorf("words that all lie at 0: %v", err)
	}
}

// Words on the plane that keeps most of their distances from their mean.
func ExampleWordSet_Scene() {
	s := geom.WordSet{Title: "vectors.bin", Words: []geom.WordVector{
		{Text: "money", Vector: []float64{2, 7, 0}}, {Text: "bank", Vector: []float64{9, 3, 1}}, {Text: "river", Vector: []float64{4, -3, -1}},
	}}
	plane, err := s.Plane("pca")
	if err != nil {
		log.Fatal(err)
	}
	scene, err := s.Scene(plane)
	if err != nil {
		log.Fatal(err)
	}
	for i, m := range scene.Panels[0].Marks {
		fmt.Printf("%s (%.2f, %.2f), %.0f%% of its distance kept\n", m.Label.Text[0].Text, m.Points[0].X, m.Points[0].Y, 100*scene.Kept[i].Share)
	}
	// Output:
	// money (5.16, 2.05), 100% of its distance kept
	// bank (-0.06, -4.18), 100% of its distance kept
	// river (-5.09, 2.13), 100% of its distance kept
}
