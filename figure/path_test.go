package figure_test

import (
	"strings"
	"testing"

	"heed/figure"
	"heed/geom"
)

// TestPathNamesKeepOffTheirPath: what a sentence encoder makes of two sentences,
// whose names beside their last arrows lay across their first steps.
func TestPathNamesKeepOffTheirPath(t *testing.T) {
	ways := [][][2]float64{
		{{-0.0792, 0.4071}, {-0.0753, 0.5335}, {-0.1196, 0.5612}, {-0.1267, 0.6221}, {-0.1386, 0.6752}, {-0.1141, 0.6804}, {-0.0975, 0.5215}},
		{{-0.0814, 0.4201}, {0.0046, 0.5180}, {0.0446, 0.5562}, {0.0368, 0.5863}, {0.0282, 0.6144}, {0.0508, 0.6078}, {0.1398, 0.5176}},
	}
	p := geom.Panel{Ticks: true, Window: geom.Window{MinX: -0.19, MinY: 0.38, MaxX: 0.19, MaxY: 0.71}}
	for k, way := range ways {
		for l := 1; l < len(way); l++ {
			m := geom.Mark{Kind: geom.Step, Role: geom.Output, Context: k, Kept: 0.5, Of: ref(k, "at", l),
				Points: []geom.Point{{X: way[l-1][0], Y: way[l-1][1]}, {X: way[l][0], Y: way[l][1]}}}
			if l == len(way)-1 {
				m.Kind = geom.Arrow
				m.Label = geom.Label{Text: geom.Text{run([]string{"she put the money in the bank", "she sat by the river bank"}[k], geom.Heading, geom.Output, k)}}
			}
			p.Marks = append(p.Marks, m)
		}
	}
	for _, width := range []float64{3.3, 4.5, 6.9} {
		d := layout(t, geom.Scene{Panels: []geom.Panel{p}}, figure.Options{Width: width})
		if len(d.Labels) != len(ways) {
			t.Fatalf("%g in: %d names; want %d", width, len(d.Labels), len(ways))
		}
		steps := 0
		for _, it := range d.Items {
			if it.Part != figure.Mark || it.Path == nil || it.Stroke.A == 0 {
				continue
			}
			c := it.Path.Coords()
			steps++
			for _, l := range d.Labels {
				if overlap(l.Corners[:], []geom.Point{{X: c[0].X, Y: c[0].Y}, {X: c[1].X, Y: c[1].Y}}) {
					t.Errorf("%g in: the name of mark %d lies across the step of %v", width, l.Mark, it.Of)
				}
			}
		}
		if steps < 12 {
			t.Errorf("%g in: %d steps drawn", width, steps)
		}
	}
}

// TestInsetsAreReadable: the sentence beneath an inset is whole at every width.
func TestInsetsAreReadable(t *testing.T) {
	for _, width := range []float64{2.5, 3.3, 5, 6.9} {
		d := layout(t, wordPath(), figure.Options{Width: width})
		var text []string
		for _, it := range d.Items {
			text = append(text, it.Text)
		}
		if all := strings.Join(text, " "); !strings.Contains(all, "on the arc nothing is lost") {
			t.Errorf("%g in: the inset's sentence is cut: %s", width, all)
		}
	}
}
