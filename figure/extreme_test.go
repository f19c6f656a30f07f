package figure_test

import (
	"math"
	"strings"
	"testing"

	"heed/figure"
	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// extremes are views of the least and the most that a maker may give.
func extremes() map[string]geom.Panel {
	nan := math.NaN()
	long := strings.Repeat("Donaudampfschifffahrt", 6)
	many := make([]string, 70)
	for i := range many {
		many[i] = "w"
	}
	of := trace.Ref{Tensor: "weights"}
	line := func(label string, values ...float64) geom.Line {
		l := geom.Line{Label: words(label)[0], Values: values}
		for i := range values {
			l.Of = append(l.Of, ref(0, "at", i)...)
		}
		return l
	}
	return map[string]geom.Panel{
		"a map of one number":           {Map: &geom.Map{Values: mat.Of([]float64{1}), Rows: words("a"), Cols: words(long), Most: 1, Of: of}},
		"a map of zeros":                {Map: &geom.Map{Values: mat.New(2, 2), Down: "query", Of: of}},
		"a map of nothing known":        {Map: &geom.Map{Values: mat.Filled(3, 2, nan), Rows: words(long, "b", "c"), Cols: words("a", long), Signed: true, Most: 1, Of: of}},
		"a map of many tokens":          {Map: &geom.Map{Values: mat.Filled(70, 70, 0.5), Rows: words(many...), Cols: words(many...), Most: 1, Of: of}},
		"a map of more tokens than fit": {Map: &geom.Map{Values: mat.Filled(400, 400, 0.5), Down: "query", Across: "key", Most: 1, Of: of}},
		"no bars":                       {Bars: &geom.Bars{Columns: []string{"weight"}}},
		"bars of zero and nothing":      {Bars: &geom.Bars{Signed: true, Rows: []geom.Bar{{Label: words(long)[0], Of: ref(0, "a")}, {Value: nan, Numbers: []string{"–"}, Of: ref(0, "b")}}}},
		"bars with long labels":         {Bars: &geom.Bars{Most: 1, Head: words(long)[0], Badge: "A", Columns: []string{"weight", "length"}, Rows: []geom.Bar{{Label: words(long)[0], Value: 3, Numbers: []string{"12345.678", "1.2346 × 10⁻⁷"}, Of: ref(0, "a")}}}},
		"a chart of one place":          {Chart: &geom.Chart{Places: []string{"0"}, Lines: []geom.Line{line("a", 0.5)}}},
		"a chart of gaps":               {Chart: &geom.Chart{Places: []string{"0", "1"}, Down: long, Lines: []geom.Line{line("a", nan, nan)}}},
		"a chart of large numbers":      {Chart: &geom.Chart{Places: []string{"0", "1", "2"}, Zero: true, Lines: []geom.Line{line(long, -3e9, 2e9, nan), line(long, 1, 2, 3), line("c", 1, 2, 3)}}},
		"links of nothing":              {Links: &geom.Links{Weights: mat.New(0, 0)}},
		"links of unequal columns":      {Links: &geom.Links{From: words("a"), To: words("b", long, "d"), Weights: mat.Of([]float64{0.2, nan, 1.5}), Of: of}},
		"one tile, without a foot":      {Tiles: &geom.Tiles{Rows: []string{"0"}, Cols: []string{"0"}, Window: geom.Window{MinX: -1, MinY: 0, MaxX: 1, MaxY: 9}, Tiles: []geom.Tile{{Of: ref(0, "a")}}}},
		"no tiles in their places":      {Tiles: &geom.Tiles{Rows: []string{"0", "1"}, Cols: []string{"0", "1"}, Window: geom.Window{MaxX: 1, MaxY: 1}}},
		"samples that take lines":       {Samples: []geom.Sample{{Mark: geom.Step, Text: words(long)[0]}, {Mark: geom.Bow, Text: words("an arc")[0]}, {Mark: geom.Face, Context: 1, Text: words("a face")[0]}}},
		"words without room":            {Words: geom.Text{{Text: long + " " + long, Context: -1}, {Style: geom.Break}, {Text: "end", Style: geom.Heading, Context: -1}}},
		"a title that takes lines":      {Name: "(a)", Title: strings.Repeat("what it shows ", 20), Bars: &geom.Bars{}},
		"ends of a very small plane":    {Window: geom.Window{MinX: -1, MinY: -1, MaxX: 1, MaxY: 1}, Ticks: true, Ends: geom.Ends{Left: words("left")[0], Right: words("right")[0], Up: words("up")[0], Down: words(long)[0]}},
	}
}

// TestExtremes: no view breaks, leaves the page or sets words over words,
// however little or much it holds, beside the plane and beneath it.
func TestExtremes(t *testing.T) {
	for name, p := range extremes() {
		for _, width := range []float64{2, 3.3, 10} {
			for _, side := range []bool{false, true} {
				p.Side = side
				main := geom.Panel{Window: geom.Window{MinX: -1, MinY: -1, MaxX: 1, MaxY: 1}}
				d, err := figure.Layout(geom.Scene{Panels: []geom.Panel{main, p}}, figure.Options{Width: width})
				if err != nil {
					t.Errorf("%s, %g in: %v", name, width, err)
					continue
				}
				list, boxes := figure.InkBoxes(d)
				for i, a := range boxes {
					for _, c := range a {
						if !(c.X >= 0 && c.X <= d.Width && c.Y >= 0 && c.Y <= d.Height) {
							t.Errorf("%s, %g in, side %v: %q leaves the page at %v", name, width, side, list[i].Text, c)
							break
						}
					}
					for j, b := range boxes[:i] {
						letters := list[i].At.Y == list[j].At.Y && len(list[i].Text)+len(list[j].Text) == 2 // of a word too long for its line
						if !letters && math.Abs(a[0].Y-b[0].Y) < 60 && overlap(a[:], b[:]) {
							t.Errorf("%s, %g in, side %v: %q and %q overlap", name, width, side, list[i].Text, list[j].Text)
						}
					}
				}
			}
		}
	}
}
