package figure_test

import (
	"math"
	"testing"

	"heed/figure"
	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// TestChartsShareOneScale: charts of the same numbers have the same ticks whether
// they stand beside or beneath each other.
func TestChartsShareOneScale(t *testing.T) {
	chart := func(panel int, values ...float64) *geom.Chart {
		of := []trace.Ref{{Trace: panel, Tensor: "x", Index: []int{0}}, {Trace: panel, Tensor: "x", Index: []int{1}}}
		return &geom.Chart{Down: "side", Places: []string{"0", "1"}, Zero: true, Lines: []geom.Line{{Values: values, Of: of}}}
	}
	scene := geom.Scene{Panels: []geom.Panel{{Chart: chart(0, 0.25, 1)}, {Chart: chart(1, 0.25, -3)}}}
	for _, width := range []float64{3.3, 6.9} {
		d, err := figure.Layout(scene, figure.Options{Width: width})
		if err != nil {
			t.Fatal(err)
		}
		// The rise from one value to the next, in points: 0.75 and −3.25 on one scale.
		rise := map[int]float64{}
		for _, it := range d.Items {
			if it.Part == figure.View && len(it.Of) == 2 {
				b := it.Path.Bounds()
				rise[it.Of[0].Trace] = b.Y1 - b.Y0
			}
		}
		if ratio := rise[1] / rise[0]; !(math.Abs(ratio-3.25/0.75) < 0.01) {
			t.Errorf("%v in: rises %v, %v apart; want %v", width, rise, ratio, 3.25/0.75)
		}
	}
}

// TestAMapSaysWhatItsRowsAre: also where they have no names.
func TestAMapSaysWhatItsRowsAre(t *testing.T) {
	m := &geom.Map{Down: "reads", Across: "is read", Values: mat.Filled(80, 80, 0.5), Most: 1, Context: -1}
	d, err := figure.Layout(geom.Scene{Panels: []geom.Panel{{Map: m}}}, figure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, it := range d.Items {
		told[it.Text] = true
	}
	if !told["reads"] || !told["read"] {
		t.Errorf("the page says %v; want what the rows and the columns are", told)
	}
}
