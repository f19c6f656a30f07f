package geom_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"

	"pgregory.net/rapid"
)

func vectors(n, dim int) *rapid.Generator[[][]float64] {
	return rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(-10, 10), dim, dim), n, n)
}

func orthonormal(t *rapid.T, p geom.Plane) {
	// 1e-9: float64 through an SVD of a few dozen numbers
	if math.Abs(mat.Norm(p.X)-1) > 1e-9 || math.Abs(mat.Norm(p.Y)-1) > 1e-9 || math.Abs(mat.Dot(p.X, p.Y)) > 1e-9 {
		t.Fatalf("plane %s: ‖x‖ = %v, ‖y‖ = %v, x·y = %v", p.Name, mat.Norm(p.X), mat.Norm(p.Y), mat.Dot(p.X, p.Y))
	}
}

func TestPCAKeepsMoreThanAnyTwoAxes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		arrows := vectors(5, 7).Draw(t, "arrows")
		p, err := geom.PCA(arrows)
		if err != nil {
			t.Fatal(err)
		}
		orthonormal(t, p)
		kept := func(p geom.Plane) (sum float64) {
			for _, a := range arrows {
				at := p.At(a)
				sum += at.X*at.X + at.Y*at.Y
			}
			return sum
		}
		axes, _ := geom.Axes(7, rapid.IntRange(0, 2).Draw(t, "i"), rapid.IntRange(3, 6).Draw(t, "j"))
		if kept(p) < kept(axes)-1e-6 {
			t.Fatalf("pca keeps %v, %s keeps %v", kept(p), axes.Name, kept(axes))
		}
		if p.At(arrows[0]).X < -1e-9 {
			t.Fatal("the first arrow does not lie to the right")
		}
	})
}

func TestPCAOfAPlaneLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := vectors(2, 6).Draw(t, "base")
		mix := vectors(4, 2).Draw(t, "mix")
		var arrows [][]float64
		for _, m := range mix {
			arrows = append(arrows, mat.Add(mat.Scale(m[0], base[0]), mat.Scale(m[1], base[1])))
		}
		p, err := geom.PCA(arrows)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range arrows {
			if mat.Norm(a) > 1e-3 && p.KeptOf(a) < 1-1e-6 {
				t.Fatalf("kept %v of %v", p.KeptOf(a), a)
			}
		}
	})
}

func TestAnchorsHoldBothWordsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := vectors(2, 5).Draw(t, "words")
		p, err := geom.Anchors("money", "river", v[0], v[1])
		if err != nil {
			return // the words lie on one line
		}
		orthonormal(t, p)
		for _, a := range v {
			if p.KeptOf(a) < 1-1e-6 {
				t.Fatalf("kept %v", p.KeptOf(a))
			}
		}
		if p.At(v[0]).X > 0 || p.At(v[1]).X < 0 {
			t.Fatal("river does not lie right of money")
		}
	})
}

func TestPlanesThatCannotBe(t *testing.T) {
	w := shipped(t, "money-river")
	none := func(word string) ([]float64, error) { return nil, errors.New(`no vector for "` + word + `"`) }
	tests := []struct{ name, spec, want string }{
		{"an axis too many", "axes:0,2", "axes:0,2: want two different axes of 0 … 1"},
		{"one axis twice", "axes:1,1", "axes:1,1: want two different axes of 0 … 1"},
		{"axes that are no numbers", "axes:a,b", "no plane"},
		{"a kind that is not known", "umap", `no plane "umap"; want identity, axes:I,J, pca, anchors:WORD,WORD or basis:FILE`},
		{"an anchor without a vector", "anchors:sky,river", `anchors:sky,river: no vector for "sky"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := geom.ChoosePlane(tt.spec, w, none)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %s", err, tt.want)
			}
		})
	}
	if _, err := geom.Identity(3); err == nil {
		t.Error("identity of 3 dimensions is no error")
	}
	if _, err := geom.Anchors("a", "b", []float64{1, 2}, []float64{2, 4}); err == nil {
		t.Error("anchors on one line are no error")
	}
}

func TestBasisComesBack(t *testing.T) {
	p, err := geom.PCA([][]float64{{1, 2, 3}, {3, -1, 0}, {0, 0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back geom.Plane
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if d := mat.Distance(p.X, back.X) + mat.Distance(p.Y, back.Y); d != 0 || back.Name != "pca" {
		t.Errorf("came back as %+v, %v away", back, d)
	}
}

func FuzzBasis(f *testing.F) {
	f.Add([]byte(`{"heed":1,"plane":"pca","x":[1,0],"y":[0,1]}`))
	f.Add([]byte(`{"heed":1,"x":[1,null],"y":[0,1]}`))
	f.Add([]byte(`{"heed":1,"x":[1,1],"y":[0,1]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p geom.Plane
		if json.Unmarshal(data, &p) == nil && len(p.X) > 1 {
			if math.Abs(mat.Norm(p.X)-1) > 1e-5 || math.Abs(mat.Dot(p.X, p.Y)) > 1e-5 {
				t.Errorf("accepted %+v", p)
			}
		}
	})
}

func TestBuildRefusesAPlaneOfAnotherWidth(t *testing.T) {
	p, _ := geom.Axes(3, 0, 1)
	if _, err := geom.Build(shipped(t, "money-river"), p); err == nil || !strings.Contains(err.Error(), "3 dimensions; these vectors have 2") {
		t.Errorf("got %v", err)
	}
}
