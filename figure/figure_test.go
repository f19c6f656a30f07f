package figure_test

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/figure"
	"heed/geom"
	"heed/trace"
)

// scenes are those that every property must hold for.
func scenes() map[string]geom.Scene {
	list := map[string]geom.Scene{"worked-example": workedExample(), "model-head": modelHead(), "word-analogies": wordAnalogies()}
	for n := 5; n <= 40; n += 7 {
		for seed := range 2 {
			list[fmt.Sprintf("words-%d-%d", n, seed)] = manyWords(n, seed)
		}
	}
	list["head"], list["path"] = oneHead(), wordPath()
	return list
}

func layout(t *testing.T, s geom.Scene, o figure.Options) figure.Drawing {
	t.Helper()
	d, err := figure.Layout(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t *testing.T, format string, s geom.Scene, o figure.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := figure.Write(&b, format, s, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryItemHasASource(t *testing.T) {
	for name, s := range scenes() {
		for i, it := range layout(t, s, figure.Options{}).Items {
			if !it.Part.Frame() && len(it.Of) == 0 {
				t.Errorf("%s: item %d (part %d, %q) stands for no tensor", name, i, it.Part, it.Text)
			}
		}
	}
}

// TestOneMarkMovesOnlyItself moves each mark of a scene a little and requires
// that nothing else moves but labels, which may make room.
func TestOneMarkMovesOnlyItself(t *testing.T) {
	for _, s := range []geom.Scene{workedExample(), modelHead(), manyWords(12, 0), wordAnalogies()} {
		for p := range s.Panels {
			for m := range s.Panels[p].Marks { // a source of its own for each mark
				s.Panels[p].Marks[m].Of = ref(p, "mark", m)
				s.Panels[p].Marks[m].Label.Of = nil
			}
		}
		before := layout(t, s, figure.Options{})
		for p := range s.Panels {
			w := s.Panels[p].Window
			for m := range s.Panels[p].Marks {
				mark := &s.Panels[p].Marks[m]
				old := mark.Points
				mark.Points = nil
				for i, q := range old { // towards the window's middle, so that it need not grow
					f := 0.01 * float64(i+1)
					mark.Points = append(mark.Points, geom.Point{X: q.X + f*((w.MinX+w.MaxX)/2-q.X), Y: q.Y + f*((w.MinY+w.MaxY)/2-q.Y)})
				}
				after := layout(t, s, figure.Options{})
				compareMoved(t, before, after, mark.Of[0])
				mark.Points = old
			}
		}
	}
}

// compareMoved requires that a mark's own items differ, and no others. Labels,
// and the note on those that found no place, are free to react.
func compareMoved(t *testing.T, before, after figure.Drawing, moved trace.Ref) {
	t.Helper()
	split := func(d figure.Drawing) (own, others []figure.Item) {
		for _, it := range d.Items {
			switch {
			case it.Part == figure.Label || it.Part == figure.Note:
			case len(it.Of) == 1 && reflect.DeepEqual(it.Of[0], moved):
				own = append(own, it)
			default:
				others = append(others, it)
			}
		}
		return own, others
	}
	own, others := split(before)
	newOwn, newOthers := split(after)
	if reflect.DeepEqual(own, newOwn) {
		t.Errorf("%v moved, and nothing on the page did", moved)
	}
	for i := range others {
		if i >= len(newOthers) || !reflect.DeepEqual(others[i], newOthers[i]) {
			t.Fatalf("%v moved, and with it an item of %v (part %d)", moved, others[i].Of, others[i].Part)
		}
	}
}

func TestLabelsCoverNothing(t *testing.T) {
	for name, s := range scenes() {
		d := layout(t, s, figure.Options{})
		labelled := 0
		for _, p := range s.Panels {
			marks := p.Marks
			if p.Inset != nil {
				marks = slices.Concat(marks, p.Inset.Marks)
			}
			for _, m := range marks {
				if len(m.Label.Text) > 0 {
					labelled++
				}
			}
		}
		if got := len(d.Labels) + len(d.Dropped); got != labelled {
			t.Errorf("%s: %d labels placed or reported; want %d", name, got, labelled)
		}
		if len(d.Dropped) > labelled/20 {
			t.Errorf("%s: dropped %d of %d labels", name, len(d.Dropped), labelled)
		}
		for i, a := range d.Labels {
			for _, b := range d.Labels[:i] {
				if overlap(a.Corners[:], b.Corners[:]) {
					t.Errorf("%s: labels of marks %d and %d overlap", name, a.Mark, b.Mark)
				}
			}
			for _, tip := range append(tips(d), dots(d)...) {
				if overlap(a.Corners[:], []geom.Point{tip}) {
					t.Errorf("%s: the label of mark %d covers the tip at %v", name, a.Mark, tip)
				}
			}
			for _, c := range a.Corners {
				if c.X < 0 || c.X > d.Width || c.Y < 0 || c.Y > d.Height {
					t.Errorf("%s: the label of mark %d leaves the page at %v", name, a.Mark, c)
				}
			}
		}
	}
}

// overlap tells whether two convex polygons share an inner point: no side of
// either has them on its two sides.
func overlap(a, b []geom.Point) bool {
	for range 2 {
		for i := range a {
			p, q := a[i], a[(i+1)%len(a)]
			apart := len(a) > 1
			for _, r := range b {
				if (q.X-p.X)*(r.Y-p.Y)-(q.Y-p.Y)*(r.X-p.X) > 0 { // inner side: corners run anticlockwise
					apart = false
				}
			}
			if apart {
				return false
			}
		}
		a, b = b, a
	}
	return true
}

// tips are the first points of the filled heads.
func tips(d figure.Drawing) []geom.Point {
	var list []geom.Point
	for _, it := range d.Items {
		if it.Part == figure.Mark && it.Path != nil && it.Fill.A == 255 && len(it.Path.Coords()) == 4 {
			c := it.Path.Coords()[0]
			list = append(list, geom.Point{X: c.X, Y: c.Y})
		}
	}
	return list
}

// dots are the middles of the filled discs.
func dots(d figure.Drawing) []geom.Point {
	var list []geom.Point
	for _, it := range d.Items {
		if it.Part == figure.Mark && it.Path != nil && it.Fill.A == 255 && len(it.Path.Coords()) != 4 {
			b := it.Path.Bounds()
			list = append(list, geom.Point{X: (b.X0 + b.X1) / 2, Y: (b.Y0 + b.Y1) / 2})
		}
	}
	return list
}

func TestDotsAreOnTheirValues(t *testing.T) {
	s := wordAnalogies()
	got := dots(layout(t, s, figure.Options{}))
	var want []geom.Point
	for _, m := range s.Panels[0].Marks {
		if m.Kind == geom.Dot {
			want = append(want, m.Points[0], m.Points[0]) // a disc in the ground's colour, and the dot
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d discs; want %d", len(got), len(want))
	}
	scale := (got[2].X - got[0].X) / (want[2].X - want[0].X)
	for i, p := range want {
		x, y := got[0].X+scale*(p.X-want[0].X), got[0].Y+scale*(p.Y-want[0].Y)
		if math.Abs(got[i].X-x) > 1e-6 || math.Abs(got[i].Y-y) > 1e-6 { // canvas makes circles of arcs
			t.Errorf("disc %d at %v; want (%g, %g)", i, got[i], x, y)
		}
	}
}

func TestTipsAreOnTheirValues(t *testing.T) {
	windows := map[string]geom.Window{
		"square": {MinX: -5, MinY: -5, MaxX: 5, MaxY: 5},
		"wide":   {MinX: -1, MinY: -3, MaxX: 40, MaxY: 3},
		"tall":   {MinX: -3, MinY: -1, MaxX: 3, MaxY: 60},
		"tiny":   {MinX: -3e-6, MinY: -3e-6, MaxX: 3e-6, MaxY: 3e-6},
	}
	for name, w := range windows {
		for _, inches := range []float64{3.3, 6.9} {
			points := []geom.Point{{X: w.MaxX / 2}, {Y: w.MaxY / 2}, {X: w.MinX / 3, Y: w.MaxY / 5}, {X: w.MaxX, Y: w.MinY}}
			var marks []geom.Mark
			for i, p := range points {
				marks = append(marks, arrow(geom.Embed, -1, p.X, p.Y, ref(0, "embed", i), nil))
			}
			d := layout(t, geom.Scene{Panels: []geom.Panel{{Window: w, Marks: marks}}}, figure.Options{Width: inches})
			got := tips(d)
			if len(got) != len(points) {
				t.Fatalf("%s: %d heads; want %d", name, len(got), len(points))
			}
			scale := (got[0].X - got[2].X) / (points[0].X - points[2].X)
			for i, p := range points { // one scale on both axes puts all tips in place
				x, y := got[0].X+scale*(p.X-points[0].X), got[0].Y+scale*(p.Y-points[0].Y)
				if math.Abs(got[i].X-x) > 1e-9 || math.Abs(got[i].Y-y) > 1e-9 {
					t.Errorf("%s, %g in: tip %d at (%g, %g); want (%g, %g)", name, inches, i, got[i].X, got[i].Y, x, y)
				}
			}
		}
	}
}

func TestHeads(t *testing.T) {
	draw := func(x float64, role geom.Role, context int) []figure.Item {
		m := arrow(role, context, x, 0, ref(0, "y", 0), nil)
		var list []figure.Item
		for _, it := range layout(t, geom.Scene{Panels: []geom.Panel{{Window: geom.Window{MinX: -10, MinY: -10, MaxX: 10, MaxY: 10}, Marks: []geom.Mark{m}}}}, figure.Options{}).Items {
			if it.Part == figure.Mark {
				list = append(list, it)
			}
		}
		return list
	}
	if got := draw(0.001, geom.Output, 0); len(got) != 1 || got[0].Fill.A != 0 {
		t.Error("an arrow too short to see is not a ring")
	}
	if a, b := draw(5, geom.Output, 0), draw(5, geom.Output, 1); len(a) != 2 || len(b) != 3 {
		t.Errorf("A has %d items, B %d; want shaft and head, and for B the hollow in it", len(a), len(b))
	}
	for _, x := range []float64{0.05, 0.2, 1, 5} {
		items := draw(x, geom.Embed, -1)
		shaft, head := items[0].Path.Coords(), items[1].Path.Coords()
		length, size := head[0].X-shaft[0].X, head[0].X-head[1].X
		if size > 0.6*length+1e-9 {
			t.Errorf("arrow of %g: the head takes %g of it", x, size/length)
		}
		if math.Abs(shaft[1].X-head[1].X) > 1e-9 {
			t.Errorf("arrow of %g: the shaft ends at %g, the head's base is at %g", x, shaft[1].X, head[1].X)
		}
	}
	c, d := draw(5, geom.Output, 2), draw(5, geom.Output, 3)
	if len(c[0].Dash) == 0 || len(d[0].Dash) == 0 || len(d) != 3 {
		t.Error("contexts C and D look like A and B")
	}
}

func TestCoveredMarksAreLeftOut(t *testing.T) {
	s := manyWords(6, 0)
	s.Panels[0].Marks[2].Covered = true
	d := layout(t, s, figure.Options{})
	for _, it := range d.Items {
		if reflect.DeepEqual(it.Of, s.Panels[0].Marks[2].Of) {
			t.Fatalf("a covered mark is drawn: %+v", it)
		}
	}
}

func TestKeptStrip(t *testing.T) {
	count := func(share float64) int {
		s := manyWords(5, 0)
		s.Kept = []geom.Kept{{Share: 1, Of: ref(0, "y", 0)}, {Share: share, Of: ref(0, "y", 0)}}
		n := 0
		for _, it := range layout(t, s, figure.Options{}).Items {
			if it.Part == figure.Kept {
				n++
			}
		}
		return n
	}
	if n := count(0.9996); n != 0 {
		t.Errorf("%d items of the strip where nothing is lost", n)
	}
	if count(0.9994) == 0 {
		t.Error("no strip where the plane loses 0.06 % of an arrow")
	}
}

// TestWordsInAnyScript sets what the fonts have and spells out what they lack.
func TestWordsInAnyScript(t *testing.T) {
	caption := func(text string) string {
		s := manyWords(3, 0)
		s.Caption = geom.Text{run(text, geom.Upright, geom.Other, -1), run(text, geom.Symbol, geom.Other, -1),
			run(text, geom.Strong, geom.Other, -1), run(text, geom.Heading, geom.Other, -1)}
		write(t, "svg", s, figure.Options{})
		write(t, "pdf", s, figure.Options{})
		var b strings.Builder
		for _, it := range layout(t, s, figure.Options{}).Items {
			if it.Part == figure.Caption {
				b.WriteString(it.Text)
			}
		}
		return b.String()
	}
	has := "éßøŁřαβγΩЖяЇ√·×−→±∞≤≥≈′‖Σ∑⁰¹²³⁴⁵⁶⁷⁸⁹⁻“”‘’–—…←↑↓∈"
	if got := caption(has); got != strings.Repeat(has, 4) {
		t.Errorf("set as %s; want %s four times", got, has)
	}
	if got := caption("e\u0301"); got != "éééé" {
		t.Errorf("e and an accent are set as %q; want é", got)
	}
	if got, want := caption("銀行x🏦"), strings.Repeat("[U+9280U+884C]x[U+1F3E6]", 4); got != want {
		t.Errorf("set as %s; want %s", got, want)
	}
}

func TestRefusesWhatCannotBeDrawn(t *testing.T) {
	change := func(f func(*geom.Scene)) geom.Scene {
		s := manyWords(3, 0)
		f(&s)
		return s
	}
	nan := math.NaN()
	tests := []struct {
		name, format string
		scene        geom.Scene
		options      figure.Options
		want         string
	}{
		{"unknown format", "gif", manyWords(3, 0), figure.Options{}, `unknown figure format "gif"; want svg, pdf or png`},
		{"no panel", "svg", geom.Scene{}, figure.Options{}, "no panel"},
		{"window of no width", "svg", change(func(s *geom.Scene) { s.Panels[0].Window.MaxX = -10 }), figure.Options{}, "panel 1: window"},
		{"point that is not a number", "pdf", change(func(s *geom.Scene) { s.Panels[0].Marks[1].Points[1].Y = nan }), figure.Options{}, "panel 1: mark 1 ([0:embed[1]]): point 1"},
		{"arrow of one point", "png", change(func(s *geom.Scene) { s.Panels[0].Marks[1].Points = make([]geom.Point, 1) }), figure.Options{}, "1 points; want 2"},
		{"window far away", "svg", change(func(s *geom.Scene) { s.Panels[0].Window.MinX, s.Panels[0].Window.MaxX = 1e17, 1e17+64 }), figure.Options{}, ""},
		{"window beyond precision", "svg", geom.Scene{Panels: []geom.Panel{{Ticks: true, Window: geom.Window{MinX: 1e17, MinY: 0, MaxX: 1e17 + 64, MaxY: 64}}}}, figure.Options{}, "too narrow"},
		{"no such width", "svg", manyWords(3, 0), figure.Options{Width: -1}, "width -1"},
		{"image larger than memory", "png", manyWords(3, 0), figure.Options{Width: 40, DPI: 2400}, "dots"},
		{"no such resolution", "png", manyWords(3, 0), figure.Options{DPI: 1e9}, "resolution"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			err := figure.Write(&b, tt.format, tt.scene, tt.options)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %q in it", err, tt.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

func TestNoSourceOfChance(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			if path := strings.Trim(spec.Path.Value, `"`); strings.HasSuffix(path, "/rand") || strings.Contains(path, "math/rand") || path == "time" && !strings.HasSuffix(file, "_test.go") {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

// FuzzLabel sets any text as a label and a caption: no panic, and no label is
// lost in silence.
func FuzzLabel(f *testing.F) {
	f.Add("money", 2.0, 7.0, uint8(0))
	f.Add("銀行\n \u00a0\ufffd\xff", -1e-9, 3e5, uint8(3))
	f.Fuzz(func(t *testing.T, text string, x, y float64, style uint8) {
		s := manyWords(4, 0)
		s.Panels[0].Marks[0].Points[1] = geom.Point{X: x, Y: y}
		s.Panels[0].Marks[0].Label = geom.Label{Text: geom.Text{run(text, geom.Style(style%7), geom.Output, int(style))}, Badge: text, Along: style%2 == 0}
		s.Caption, s.Title = s.Panels[0].Marks[0].Label.Text, text
		var b bytes.Buffer
		for _, format := range []string{"svg", "pdf"} {
			if err := figure.Write(&b, format, s, figure.Options{}); err != nil {
				return
			}
		}
	})
}

func ExampleWrite() {
	tip := geom.Point{X: 2, Y: 7}
	scene := geom.Scene{Panels: []geom.Panel{{
		Ticks:  true,
		Window: geom.Window{MinX: -1, MinY: -1, MaxX: 9, MaxY: 8},
		Marks: []geom.Mark{{
			Kind: geom.Arrow, Role: geom.Embed, Context: -1, Kept: 1,
			Points: []geom.Point{{}, tip},
			Of:     []trace.Ref{{Tensor: "embed", Index: []int{0}}},
			Label:  geom.Label{Text: geom.Text{{Text: "e", Style: geom.Symbol}, {Text: "money", Style: geom.Sub}}},
		}},
	}}}
	var file bytes.Buffer
	if err := figure.Write(&file, "svg", scene, figure.Options{}); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s …\n", file.Bytes()[:4])
	// Output: <svg …
}
