package term_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/term"

	"charm.land/lipgloss/v2"
)

func words(text string) geom.Text { return geom.Text{{Text: text, Role: geom.Other, Context: -1}} }

func pictureOf(p geom.Panel, width int) string {
	return stripped(term.Picture(geom.Scene{Panels: []geom.Panel{p}}, width))
}

// someTiles has heads tiles in a row, with numbers from −1 to 1.
func someTiles(layers, heads int) *geom.Tiles {
	t := &geom.Tiles{Down: "layer", Across: "head", Tint: &geom.Tint{Most: 2, Says: "pull"}}
	for l := range layers {
		t.Rows = append(t.Rows, fmt.Sprint(l))
	}
	for h := range heads {
		t.Cols = append(t.Cols, fmt.Sprint(h))
		for l := range layers {
			x := 1 - 2*float64(h)/float64(max(1, heads-1))
			t.Tiles = append(t.Tiles, geom.Tile{Row: l, Col: h, Tint: x, Foot: words(geom.Signed(2*x, 2)), Chosen: h == 0 && l == 1})
		}
	}
	return t
}

func TestPicturesOfViews(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name  string
		panel geom.Panel
		want  string
	}{
		{"tiles by their numbers, the chosen one with a star", geom.Panel{Tiles: someTiles(2, 3)}, `
     head     0     1     2
        0 +2.00  0.00 −2.00
        1 +2.00* 0.00 −2.00
    rows: layer; * rank 1
`},
		{"signed bars to both sides of a line", geom.Panel{Bars: &geom.Bars{Signed: true, Most: 1, Rows: []geom.Bar{
			{Label: words("L5.H7"), Value: 1, Numbers: []string{"+1.00"}, Role: geom.Output},
			{Label: words("9 heads between"), Between: true},
			{Label: words("L0.H1"), Value: -0.5, Numbers: []string{"−0.50"}, Role: geom.Output, Context: 1},
			{Label: words("L0.H2"), Value: nan, Numbers: []string{"–"}}}}}, `
    L5.H7        │███████████████  +1.00
    … 9 heads between
    L0.H1 ▒▒▒▒▒▒▒│                 −0.50
    L0.H2        │                 –
`},
		{"bars with columns of numbers", geom.Panel{Bars: &geom.Bars{Most: 0.5, Columns: []string{"weight", "length"}, Rows: []geom.Bar{
			{Label: words("money"), Value: 0.5, Numbers: []string{"0.50", "0.1"}},
			{Label: words("a"), Value: 0.125, Numbers: []string{"0.12", "3.0"}}}}}, `
    money ███████████████████  0.50  0.1
    a     █████                0.12  3.0
`},
		{"a signed map: below 0 has a minus", geom.Panel{Map: &geom.Map{Signed: true, Most: 1, Says: "effect", Values: mat.Of([]float64{1, -1, -0.3, nan, 0})}}, `
       0 1 2 3 4
    0 ██−█−▒
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pictureOf(tt.panel, 40)
			var lines []string
			for line := range strings.Lines(got) {
				lines = append(lines, strings.TrimRight(line, " \n"))
			}
			if got := "\n" + strings.Join(lines, "\n") + "\n"; !strings.HasPrefix(got, tt.want) {
				t.Errorf("got%s\nwant%s", got, tt.want)
			}
		})
	}
}

// TestPicturesOfViewsFit: no line is wider than asked for, whatever the size.
func TestPicturesOfViewsFit(t *testing.T) {
	long := strings.Repeat("long ", 20)
	for _, width := range []int{40, 78} {
		for name, p := range map[string]geom.Panel{
			"12 heads": {Tiles: someTiles(6, 12)}, "64 heads": {Tiles: someTiles(3, 64)},
			"bars":  {Bars: &geom.Bars{Signed: true, Most: 1, Rows: []geom.Bar{{Label: words(long), Value: -1, Numbers: []string{"−1.00"}}, {Label: words("a"), Value: 1, Numbers: []string{"+1.00"}}}}},
			"chart": {Chart: &geom.Chart{Across: "layer", Down: "side", Zero: true, Places: []string{"0", "1", "2"}, Lines: []geom.Line{{Label: words(long), Values: []float64{0.1, math.NaN(), -0.2}}, {Values: []float64{0, 1, 2}, Variant: 1}}}},
		} {
			got := pictureOf(p, width)
			if strings.TrimSpace(got) == "" {
				t.Errorf("%s has no picture", name)
			}
			for line := range strings.Lines(got) {
				if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%s: %d columns of %d: %q", name, n, width, line)
				}
			}
		}
	}
}

// TestPictureOfAChart: a line that rises ends above one that falls.
func TestPictureOfAChart(t *testing.T) {
	up, down := geom.Line{Label: words("up"), Values: []float64{0, 1}}, geom.Line{Label: words("down"), Context: 1, Values: []float64{0, -1}}
	got := pictureOf(geom.Panel{Chart: &geom.Chart{Places: []string{"0", "1"}, Zero: true, Lines: []geom.Line{down, up}}}, 60)
	if a, b := strings.Index(got, "up"), strings.Index(got, "down"); a < 0 || b < a {
		t.Errorf("up does not stand above down:\n%s", got)
	}
	if !strings.Contains(got, "1.00 ") || !strings.Contains(got, "−1.00 ") {
		t.Errorf("the range is missing:\n%s", got)
	}
}

// TestPathsInTheTerminal: steps leave dots, dashed ones fewer.
func TestPathsInTheTerminal(t *testing.T) {
	dots := func(variant int) int {
		n := 0
		for _, r := range pictureOf(geom.Panel{Window: geom.Window{MinX: 1, MinY: 1, MaxX: 3, MaxY: 2}, Marks: []geom.Mark{
			{Kind: geom.Step, Role: geom.Output, Variant: variant, Points: []geom.Point{{X: 1.2, Y: 1.2}, {X: 2.8, Y: 1.8}}}}}, 40) {
			for bits := r - 0x2800; r >= 0x2800 && bits > 0; bits >>= 1 {
				n += int(bits & 1)
			}
		}
		return n
	}
	if solid, dashed := dots(0), dots(1); dashed == 0 || dashed >= solid {
		t.Errorf("%d dots of a solid step, %d of a dashed one", solid, dashed)
	}
}

// TestAllPanelsAreDrawn: of several views each stands beneath its title, and those
// of the side are left out.
func TestAllPanelsAreDrawn(t *testing.T) {
	chart := func(most float64) *geom.Chart {
		return &geom.Chart{Places: []string{"0", "1"}, Lines: []geom.Line{{Values: []float64{0, most}}}}
	}
	got := stripped(term.Picture(geom.Scene{Panels: []geom.Panel{
		{Name: "(a)", Title: "the money bank", Chart: chart(3)}, {Name: "(b)", Title: "the river bank", Chart: chart(5)}, {Title: "aside", Side: true, Chart: chart(7)}}}, 60))
	at := -1
	for _, want := range []string{"(a) the money bank\n", "3.00 ", "(b) the river bank\n", "5.00 "} {
		next := strings.Index(got, want)
		if next <= at {
			t.Errorf("%q is missing, or not in its place:\n%s", want, got)
		}
		at = next
	}
	if strings.Contains(got, "aside") || strings.Contains(got, "7.00") {
		t.Errorf("the side's panel is drawn:\n%s", got)
	}
}

// TestPathNamesStandBesideTheirPlane: letters at the ends, and what they are beneath.
func TestPathNamesStandBesideTheirPlane(t *testing.T) {
	marks := func(names ...string) []geom.Mark {
		var list []geom.Mark
		for k, name := range names {
			y := 1.2 + 0.6*float64(k)
			list = append(list, geom.Mark{Kind: geom.Step, Role: geom.Output, Context: k, Points: []geom.Point{{X: 1.2, Y: y}, {X: 2, Y: y}}},
				geom.Mark{Kind: geom.Arrow, Role: geom.Output, Context: k, Points: []geom.Point{{X: 2, Y: y}, {X: 2.6, Y: y}}, Label: geom.Label{Text: words(name)}})
		}
		return list
	}
	window := geom.Window{MinX: 1, MinY: 1, MaxX: 3, MaxY: 2}
	got := strings.Split(strings.TrimSuffix(pictureOf(geom.Panel{Window: window, Marks: marks("the money bank", "the river bank")}, 40), "\n"), "\n")
	plane, names := strings.Join(got[:len(got)-2], "\n"), got[len(got)-2:]
	if names[0] != "A the money bank" || names[1] != "B the river bank" {
		t.Errorf("the names are %q", names)
	}
	if strings.Contains(plane, "the") || strings.Count(plane, "A") != 1 || strings.Index(plane, "B") > strings.Index(plane, "A") || !strings.Contains(plane, "B") {
		t.Errorf("want B above A, and no names, in\n%s", plane)
	}
	if got := pictureOf(geom.Panel{Window: window, Marks: marks("the money bank")}, 40); strings.ContainsAny(got, "Athe") {
		t.Errorf("one path alone has a name:\n%s", got)
	}
}
