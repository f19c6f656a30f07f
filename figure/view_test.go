package figure_test

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"heed/figure"
	"heed/geom"
	"heed/trace"
)

// widths are those of a column, of a page, and of a screen.
var widths = []float64{3.3, 6.9, 10}

func TestEveryPartOfAViewHasASource(t *testing.T) {
	for name, s := range views() {
		for _, w := range widths {
			for i, it := range layout(t, s, figure.Options{Width: w}).Items {
				if !it.Part.Frame() && (len(it.Of) == 0 || it.Of[0].Tensor == "") {
					t.Errorf("%s, %g in: item %d (part %d, %q) stands for no tensor", name, w, i, it.Part, it.Text)
				}
			}
		}
	}
}

// TestWordsOfViewsKeepApart holds every word of every view, at every width,
// against all others and the page's edge, and asks for a legible size.
func TestWordsOfViewsKeepApart(t *testing.T) {
	for name, s := range views() {
		for _, w := range widths {
			d := layout(t, s, figure.Options{Width: w})
			words, boxes := figure.InkBoxes(d)
			for i, a := range boxes {
				if words[i].Size < 6 {
					t.Errorf("%s, %g in: %q is set in %.1f pt; want 6 at least", name, w, words[i].Text, words[i].Size)
				}
				for _, c := range a {
					if c.X < 0 || c.X > d.Width || c.Y < 0 || c.Y > d.Height {
						t.Errorf("%s, %g in: %q leaves the page at %v", name, w, words[i].Text, c)
						break
					}
				}
				for j, b := range boxes[:i] {
					if math.Abs(a[0].X-b[0].X) < 60 && math.Abs(a[0].Y-b[0].Y) < 60 && overlap(a[:], b[:]) {
						t.Errorf("%s, %g in: %q and %q overlap at %v", name, w, words[i].Text, words[j].Text, a[0])
					}
				}
			}
			for _, it := range d.Items {
				if it.Path == nil {
					continue
				}
				if b := it.Path.Bounds(); b.X0 < 0 || b.X1 > d.Width || b.Y0 < 0 || b.Y1 > d.Height {
					t.Errorf("%s, %g in: a line of %v leaves the page", name, w, it.Of)
				}
			}
		}
	}
}

// TestOneNumberMovesOnlyItself changes one number of each view and requires
// that its own items differ, and those of no other number.
func TestOneNumberMovesOnlyItself(t *testing.T) {
	tests := []struct {
		name   string
		scene  func() geom.Scene
		change func(*geom.Scene)
		moved  string
	}{
		{"a tile's tint", func() geom.Scene { return allHeads(6, 12) }, func(s *geom.Scene) { s.Panels[0].Tiles.Tiles[14].Tint += 0.05 }, "0:pull[1,2]"},
		{"an arrow of a tile", func() geom.Scene { return allHeads(6, 12) }, func(s *geom.Scene) { s.Panels[0].Tiles.Tiles[14].Marks[1].Points[1].X += 0.1 }, "1:projected[1,2]"},
		{"a bar", func() geom.Scene { return oneHead() }, func(s *geom.Scene) { s.Panels[2].Bars.Rows[1].Value += 0.01 }, "1:parts[1,1]"},
		{"a cell", func() geom.Scene { return patchScan(2, 3, true) }, func(s *geom.Scene) { s.Panels[0].Map.Values.Row(2)[3] += 0.02 }, "0:patch.change[2,3]"},
		{"a link", func() geom.Scene { return attentionMaps(2, 3, "a", "b", "*c") }, func(s *geom.Scene) {
			s.Panels[2].Links.Weights = s.Panels[2].Links.Weights.Clone()
			s.Panels[2].Links.Weights.Row(1)[1] += 0.02
		}, "0:L1.weights[2,1,1]"},
		{"a value of a chart", func() geom.Scene { return wordPath() }, func(s *geom.Scene) { s.Panels[2].Chart.Lines[2].Values[3] += 0.001 }, "2:at[3]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.scene()
			before := layout(t, s, figure.Options{Width: 6.9})
			tt.change(&s)
			after := layout(t, s, figure.Options{Width: 6.9})
			if len(before.Items) != len(after.Items) {
				t.Fatalf("%d items before and %d after", len(before.Items), len(after.Items))
			}
			moved := 0
			for i, a := range before.Items {
				b := after.Items[i]
				if reflect.DeepEqual(a, b) {
					continue
				}
				moved++
				if !strings.Contains(fmt.Sprint(a.Of), tt.moved) {
					t.Errorf("an item of %v (part %d, %q) changed with %s", a.Of, a.Part, a.Text, tt.moved)
				}
			}
			if moved == 0 {
				t.Errorf("nothing moved with %s", tt.moved)
			}
		})
	}
}

// TestTilesShareOneScale puts the tips of all tiles' arrows at their values on
// the scale that the legend draws.
func TestTilesShareOneScale(t *testing.T) {
	s := allHeads(6, 12)
	for l := range s.Panels[0].Tiles.Tiles { // long enough to have heads
		s.Panels[0].Tiles.Tiles[l].Marks = []geom.Mark{arrow(geom.Output, 0, 0.3+0.01*float64(l), 1.2-0.01*float64(l), ref(0, "projected", l), nil)}
	}
	d := layout(t, s, figure.Options{Width: 6.9})
	unit := 0.0
	for _, it := range d.Items { // the sample of length 1 is the first level ink line of the frame
		if b := it.Path; b != nil && it.Part == figure.Name && it.Width == 0.7 && b.Bounds().Y0 == b.Bounds().Y1 {
			unit = b.Bounds().W()
			break
		}
	}
	if unit == 0 {
		t.Fatal("no sample of a length")
	}
	n := 0
	for i, it := range d.Items {
		if it.Part != figure.Mark || it.Fill.A == 0 || it.Of[0].Tensor != "projected" {
			continue
		}
		shaft, tip := d.Items[i-1].Path.Coords()[0], it.Path.Coords()[0]
		l := float64(it.Of[0].Index[0])
		if x, y := (tip.X-shaft.X)/unit, (tip.Y-shaft.Y)/unit; math.Abs(x-0.3-0.01*l) > 1e-9 || math.Abs(y-1.2+0.01*l) > 1e-9 {
			t.Errorf("tile %g: the arrow is (%g, %g)", l, x, y)
		}
		n++
	}
	if n != 72 {
		t.Errorf("%d arrows; want 72", n)
	}
}

func TestPlaneWithoutItsOriginHasTicksAtItsEdges(t *testing.T) {
	d := layout(t, wordPath(), figure.Options{Width: 10})
	words, _ := figure.InkBoxes(d)
	found := map[string]geom.Point{}
	for _, w := range words {
		if w.Part == figure.Axis && found[w.Text] == (geom.Point{}) {
			found[w.Text] = w.At
		}
	}
	for _, want := range []string{"0.45", "0.65", "−0.15", "0", "0.10"} {
		if found[want] == (geom.Point{}) {
			t.Errorf("no number %s at the axes; have %v", want, found)
		}
	}
	if up := found["0.65"].Y - found["0.45"].Y; math.Abs(up/2-(found["0.10"].X-found["0"].X)) > 6 { // centred numbers of different width
		t.Errorf("0.2 up is %g pt, 0.1 across %g", up, found["0.10"].X-found["0"].X)
	}
}

func TestSideStandsBesideOnWidePages(t *testing.T) {
	place := func(width float64) (main, side geom.Point) {
		words, _ := figure.InkBoxes(layout(t, oneHead(), figure.Options{Width: width}))
		for _, w := range words {
			switch w.Text {
			case "what":
				main = w.At
			case "reads":
				if side == (geom.Point{}) {
					side = w.At
				}
			}
		}
		return main, side
	}
	if main, side := place(6.9); side.X < 300 || math.Abs(side.Y-main.Y) > 10 {
		t.Errorf("on 6.9 in the side is at %v, the plane's title at %v", side, main)
	}
	if main, side := place(3.3); side.X > 100 || side.Y > main.Y-100 {
		t.Errorf("on 3.3 in the side is at %v, the plane's title at %v", side, main)
	}
}

// TestTokensHaveTheirColours checks hues against the visual design, on paper
// and on a dark ground by their contrast.
func TestTokensHaveTheirColours(t *testing.T) {
	want := map[string]string{"[CLS]": "666d7b", "she": "8a2a63", "put": "7a7416", "money": "bf3d08", "river": "1d5bc0"}
	words, _ := figure.InkBoxes(layout(t, oneHead(), figure.Options{Width: 6.9}))
	for _, w := range words {
		if c := want[w.Text]; c != "" && w.Part == figure.View {
			if got := fmt.Sprintf("%02x%02x%02x", w.Fill.R, w.Fill.G, w.Fill.B); got != c {
				t.Errorf("%s is #%s; want #%s", w.Text, got, c)
			}
			delete(want, w.Text)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestViewsAreTheSameEachTime(t *testing.T) {
	o := figure.Options{Width: 6.9, DPI: 60}
	for format, scenes := range map[string][]geom.Scene{
		"svg": {allHeads(2, 3), wordPath(), attentionMaps(2, 3, "a", "b", "*c")},
		"pdf": {attentionMaps(2, 3, "a", "b", "*c")},
		"png": {attentionMaps(2, 3, "a", "b", "*c")},
	} {
		for _, s := range scenes {
			if !bytes.Equal(write(t, format, s, o), write(t, format, s, o)) {
				t.Errorf("%s: two runs of %s differ", format, s.Title)
			}
		}
	}
}

func TestRefusesViewsThatCannotBeDrawn(t *testing.T) {
	change := func(s geom.Scene, f func(*geom.Scene)) geom.Scene {
		f(&s)
		return s
	}
	inf := math.Inf(1)
	tests := []struct {
		name  string
		scene geom.Scene
		want  string
	}{
		{"tile outside its rows", change(allHeads(2, 3), func(s *geom.Scene) { s.Panels[0].Tiles.Tiles[1].Row = 2 }), "row 2"},
		{"tint that is not a number", change(allHeads(2, 3), func(s *geom.Scene) { s.Panels[0].Tiles.Tiles[1].Tint = math.NaN() }), "tile 0 1: tint NaN"},
		{"map without numbers", geom.Scene{Panels: []geom.Panel{{Map: &geom.Map{}}}}, "0 × 0 numbers"},
		{"map with too few names", change(patchScan(2, 3, false), func(s *geom.Scene) { s.Panels[0].Map.Cols = words("a") }), "names; want one for each"},
		{"map of infinity", change(patchScan(2, 3, false), func(s *geom.Scene) { s.Panels[0].Map.Values.Row(0)[0] = inf }), "a map holds +Inf"},
		{"chosen cell outside", change(patchScan(2, 3, false), func(s *geom.Scene) { s.Panels[0].Map.Chosen = [][2]int{{6, 0}} }), "chosen cell [6 0]"},
		{"bars without an end", change(oneHead(), func(s *geom.Scene) { s.Panels[1].Bars.Most = inf }), "panel 2: bars end at +Inf"},
		{"line shorter than its places", change(wordPath(), func(s *geom.Scene) { s.Panels[2].Chart.Lines[0].Values = nil }), "line 0 has 0 values of 7 entries; want 7"},
		{"weights for other words", change(attentionMaps(2, 3, "a", "b", "c"), func(s *geom.Scene) { s.Panels[2].Links.To = words("a") }), "links of 3 × 3 weights between 3 and 1"},
		{"inset of no width", change(wordPath(), func(s *geom.Scene) { s.Panels[0].Inset = &geom.Panel{Window: geom.Window{MaxY: 1}} }), "inset of panel 1: window"},
		{"bow of two points", change(wordPath(), func(s *geom.Scene) {
			s.Panels[0].Marks = append(s.Panels[0].Marks, geom.Mark{Kind: geom.Bow, Points: make([]geom.Point, 2), Of: []trace.Ref{{Tensor: "x"}}})
		}), "2 points; want 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := figure.Layout(tt.scene, figure.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %q in it", err, tt.want)
			}
		})
	}
}

// TestInsetShowsTheWindowAsDrawn measures the frame in the inset with the
// anchors' arrows: it has the shape and size of the plot, not of the window
// that was asked for.
func TestInsetShowsTheWindowAsDrawn(t *testing.T) {
	s := wordPath()
	s.Panels[0].Window.MinY = 0.1 // too tall for the page: the plot is wider
	face := s.Panels[0].Inset.Marks[0].Points
	face[0].Y, face[1].Y = 0.1, 0.1
	for _, w := range widths {
		d := layout(t, s, figure.Options{Width: w})
		var frame, plot, unit, scale float64
		for i, it := range d.Items {
			if it.Path == nil {
				continue
			}
			c, wide := it.Path.Coords(), it.Path.Bounds().W()
			switch {
			case it.Part == figure.Grid && wide > 0 && plot == 0: // a level grid line is as wide as the plot
				plot = wide
			case it.Part != figure.Mark:
			case len(it.Of) == 1 && it.Of[0].Tensor == "at" && it.Of[0].Index == nil:
				frame = wide
			case it.Of[0].Tensor == "anchors" && it.Fill.A == 255 && unit == 0: // the head of (−0.6, 0.8)
				unit = (c[0].Y - d.Items[i-1].Path.Coords()[0].Y) / 0.8
			case len(it.Of) == 2 && scale == 0: // the first step
				scale = (c[1].Y - c[0].Y) / (0.59 - 0.465)
			}
		}
		if want, got := plot/scale, frame/unit; math.Abs(want-got) > 1e-6 {
			t.Errorf("%g in: the frame is %g wide, the window %g", w, got, want)
		}
	}
}

// TestWhatIsBetweenBarsKeepsOffTheirLine puts most of the bars to the left.
func TestWhatIsBetweenBarsKeepsOffTheirLine(t *testing.T) {
	for _, value := range []float64{-1, 1} {
		s := geom.Scene{Panels: []geom.Panel{{Bars: &geom.Bars{Signed: true, Most: 1, Rows: []geom.Bar{
			{Label: words("a")[0], Value: value, Numbers: []string{"1.00"}, Of: ref(0, "a")},
			{Label: words("60 heads between")[0], Between: true},
			{Label: words("b")[0], Value: -value / 10, Numbers: []string{"0.10"}, Of: ref(0, "b")},
		}}}}}
		d := layout(t, s, figure.Options{Width: 2})
		var middle float64
		for _, it := range d.Items {
			if it.Part == figure.Axis && it.Path != nil {
				middle = it.Path.Bounds().X0
			}
		}
		list, boxes := figure.InkBoxes(d)
		for i, b := range boxes {
			if b[0].X < middle && b[1].X > middle {
				t.Errorf("longest bar %g: %q lies on the line", value, list[i].Text)
			}
		}
		for i := range list {
			if list[i].Text == "60" && boxes[i][0].X < middle != (boxes[i+2][1].X < middle) {
				t.Errorf("longest bar %g: the line goes through what is between", value)
			}
		}
	}
}

// TestSignsDoNotNeedColour: each cell below 0 of a signed map has its number or
// a minus, whatever its size.
func TestSignsDoNotNeedColour(t *testing.T) {
	for _, width := range []float64{1.3, 6.9} {
		s := patchScan(2, 3, true)
		m := s.Panels[0].Map
		cues := map[string]bool{}
		for _, it := range layout(t, s, figure.Options{Width: width}).Items {
			level := it.Path != nil && it.Path.Bounds().H() == 0
			if it.Part == figure.View && (level || strings.HasPrefix(it.Text, "−")) {
				cues[it.Of[0].String()] = true
			}
		}
		for r := range m.Values.Rows {
			for c, x := range m.Values.Row(r) {
				at := trace.Ref{Tensor: "patch.change", Index: []int{r, c}}.String()
				if x < -0.02 && !cues[at] || x > 0 && cues[at] {
					t.Errorf("%g in: %s is %g, and a minus there is %v", width, at, x, cues[at])
				}
			}
		}
	}
}

// TestViewsOfOneSortStandSideBySide: before and after are read across, on one
// scale; what is of another sort, or too wide, stands beneath.
func TestViewsOfOneSortStandSideBySide(t *testing.T) {
	small, wide := attentionMaps(1, 1, "a", "*b").Panels[1], patchScan(2, 3, true).Panels[0]
	line := func(x float64) geom.Panel {
		return geom.Panel{Chart: &geom.Chart{Places: numbers(2), Lines: []geom.Line{{Values: []float64{0, x}, Of: append(ref(0, "at", 0), ref(0, "at", 1)...)}}}}
	}
	bar := geom.Panel{Bars: &geom.Bars{Most: 1, Rows: []geom.Bar{{Value: 1, Of: ref(0, "a")}}}}
	for _, tt := range []struct {
		name   string
		a, b   geom.Panel
		width  float64
		beside bool
	}{
		{"two maps", small, small, 6.9, true},
		{"two maps in a column", small, small, 3.3, false},
		{"maps that want the width", wide, wide, 4.5, false},
		{"charts", line(1), line(5), 6.9, true},
		{"a chart and bars", line(1), bar, 6.9, false},
	} {
		tt.a.Name, tt.b.Name = "(a)", "(b)"
		d := layout(t, geom.Scene{Panels: []geom.Panel{tt.a, tt.b}}, figure.Options{Width: tt.width})
		at := map[string]geom.Point{}
		var ends []float64
		for _, it := range d.Items {
			if it.Part == figure.Name {
				at[it.Text] = it.At
			}
			if it.Part == figure.View && it.Path != nil && len(it.Of) == 2 {
				ends = append(ends, it.Path.Bounds().H())
			}
		}
		if beside := at["(a)"].Y == at["(b)"].Y; beside != tt.beside {
			t.Errorf("%s: side by side is %v; want %v", tt.name, beside, tt.beside)
		}
		if len(ends) == 2 && math.Abs(ends[1]-5*ends[0]) > 1e-6 {
			t.Errorf("%s: lines that rise by 1 and by 5 rise by %g and %g", tt.name, ends[0], ends[1])
		}
	}
}
