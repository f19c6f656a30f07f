package attention_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

func inf(sign int) float64 { return math.Inf(sign) }

func ExampleAttend() {
	e := mat.Of([]float64{2, 7}, []float64{9, 3})
	t := attention.Attend(mat.New(2, 2), e, e) // a query of 0 asks for nothing
	fmt.Println(t.Weights.Row(1), t.Output.Row(1))
	// Output: [0.5 0.5] [5.5 5]
}

func ExampleWalk() {
	embed := mat.Of([]float64{2, 7}, []float64{9, 3}) // money, bank
	t := attention.Walk(embed, attention.Head{
		Maps: trace.Maps{Q: mat.Identity(2), K: mat.Identity(2), V: mat.Identity(2)},
		Pins: []trace.Pin{{At: "weights[1,0]", Value: 0.2}, {At: "weights[1,1]", Value: 0.8}},
	})
	fmt.Printf("y = %.1f\n", t.Y.Row(1))
	c := t.Checks[0]
	fmt.Printf("%s: stated %v, by the formula %.2g\nneeds %s\nor %s\n", c.At, c.Stated, c.Formula, c.Needs, c.Or)
	// Output:
	// y = [7.6 3.8]
	// weights[1,0]: stated 0.2, by the formula 2.2e-16
	// needs scaled[1,1] - scaled[1,0] = 1.386294; it is 36.062446
	// or a divisor of 36.7887; √2 is 1.414214
}

func ExampleShift() {
	bank, y := []float64{9, 3}, []float64{7.6, 3.8}
	s := attention.Shift(bank, y, []attention.Target{{Token: "money", Vector: []float64{2, 7}}})
	money := s.Towards[0]
	fmt.Printf("%.4f towards money, distance %.4f → %.4f\n", money.Signed, money.Distance[0], money.Distance[1])
	// Output: 1.6125 towards money, distance 8.0623 → 6.4498
}

func ExampleSolveDiagonal() {
	embed := mat.Of([]float64{2, 7}, []float64{9, 3}) // money, bank
	q, err := attention.SolveDiagonal(embed, mat.Identity(2), trace.Bias{},
		[]trace.Pin{{At: "scores[1,0]", Value: 10}, {At: "scores[1,1]", Value: 32}})
	fmt.Println(q.Row(0), q.Row(1), err)
	fmt.Println(194./513, 26./171)
	// Output:
	// [0.37816764132553604 0] [0 0.15204678362573099] <nil>
	// 0.37816764132553604 0.15204678362573099
}

func TestWeights(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name         string
		scores, want []float64
	}{
		{"equal scores weigh equally", []float64{3, 3}, []float64{.5, .5}},
		{"a gap of ln 4 gives four to one", []float64{0, math.Log(4)}, []float64{.2, .8}},
		{"a masked key weighs 0", []float64{inf(-1), 1}, []float64{0, 1}},
		{"a row of masked keys weighs nothing", []float64{inf(-1), inf(-1)}, []float64{0, 0}},
		{"an unknown score leaves the row unknown", []float64{nan, 1}, []float64{nan, nan}},
		{"the largest floats do not overflow", []float64{math.MaxFloat64, -math.MaxFloat64}, []float64{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := trace.Trace{Weights: attention.Weights(mat.Of(tt.scores))}
			if d := trace.Diff(got, trace.Trace{Weights: mat.Of(tt.want)}, 1e-15); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCallersMistakesPanic(t *testing.T) {
	two, three := mat.New(2, 2), mat.New(2, 3)
	for want, f := range map[string]func(){
		"attention: q 2×2 and k 2×3 do not fit": func() { attention.Attend(two, three, two) },
		"mat: 2×2 · 3×2 does not fit":           func() { attention.Attend(two, two, mat.New(3, 2)) },
		"attention: bias of 3 numbers on 2×2":   func() { attention.Project(two, two, make([]float64, 3)) },
		`attention: pin at "weights[0]"`:        func() { walkPinned("weights[0]") },
		`attention: pin at "wieghts[0,0]"`:      func() { walkPinned("wieghts[0,0]") },
		`attention: pin at "weights[0,0"`:       func() { walkPinned("weights[0,0") },
		"runtime error: ":                       func() { walkPinned("weights[0,2]") },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, want) {
					t.Errorf("panic %q; want %q", got, want)
				}
			}()
			f()
		}()
	}
}

func walkPinned(at string) {
	attention.Walk(example(), attention.Head{Maps: solved(), Pins: stated(at, .5)})
}

func TestStagesCannotBeChanged(t *testing.T) {
	attention.Stages()[0] = "x"
	if got := strings.Join(attention.Stages(), " "); got != "q k v scores scaled weights output" {
		t.Errorf("stages are %s", got)
	}
}

func TestFormulaIsTheWalkWithoutPins(t *testing.T) {
	h := attention.Head{Maps: solved(), Pins: stated("weights[1,0]", .2)}
	got := attention.Formula(example(), h)
	if got.Pins != nil || got.Checks != nil || len(h.Pins) != 1 {
		t.Errorf("pins %v, checks %v of the formula; %d of the head", got.Pins, got.Checks, len(h.Pins))
	}
	if d := trace.Diff(got, attention.Walk(example(), attention.Head{Maps: solved()}), 0); d != "" {
		t.Error(d)
	}
}

func TestAloneAWordKeepsItsVector(t *testing.T) {
	bank := mat.Of([]float64{9, 3})
	tests := []struct {
		name  string
		head  attention.Head
		y     []float64
		notes int
	}{
		{"without a residual", attention.Head{Maps: solved()}, []float64{9, 3}, 1},
		{"with one e is not added twice, nor the bias", attention.Head{Maps: solved(), Residual: true, Bias: trace.Bias{O: []float64{1, 1}}}, []float64{9, 3}, 1},
		{"where nothing gives the values", attention.Head{Maps: trace.Maps{Q: mat.Identity(2), K: mat.Identity(2)}}, []float64{9, 3}, 1},
		{"unless its output is stated", attention.Head{Maps: solved(), Pins: stated("output[0,0]", 0., "output[0,1]", 0.)}, []float64{0, 0}, 0},
		{"unless its weight is", attention.Head{Maps: solved(), Pins: stated("weights[0,0]", 1., "v[0,0]", 0., "v[0,1]", 0.)}, []float64{0, 0}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.head.ExcludeSelf = true
			got := attention.Walk(bank, tt.head)
			if d := trace.Diff(trace.Trace{Y: got.Y}, trace.Trace{Y: mat.Of(tt.y)}, 0); d != "" {
				t.Error(d)
			}
			if len(got.Notes) != tt.notes || tt.notes == 1 && (got.Notes[0].At != "y[0]" || got.Weights.At(0, 0) != 0) {
				t.Errorf("notes %v, weights %v; want %d", got.Notes, got.Weights.Data, tt.notes)
			}
		})
	}
}

func TestAPartOfARowIsNotRenormalised(t *testing.T) {
	e := mat.Of([]float64{1, 0}, []float64{0, 1}, []float64{1, 1})
	zero, one := mat.New(2, 2), mat.Identity(2)
	got := attention.Walk(e, attention.Head{Maps: trace.Maps{Q: zero, K: one, V: one}, Pins: stated("weights[2,0]", .5)})
	want := mat.Of([]float64{1. / 3, 1. / 3, 1. / 3}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.5, 1. / 3, 1. / 3})
	if d := trace.Diff(trace.Trace{Weights: got.Weights}, trace.Trace{Weights: want}, 1e-15); d != "" {
		t.Error(d)
	}
	if len(got.Notes) != 1 || got.Notes[0].At != "weights[2]" || !strings.Contains(got.Notes[0].Text, "sums to 1.16667, not 1") {
		t.Errorf("notes %v; want the sum of weights[2]", got.Notes)
	}
}

func TestWhatNothingGivesIsUnknown(t *testing.T) {
	// No maps at all: pinned scores serve the checks of scaled and weights,
	// for nothing else gives a score, but pinned scaled scores do not serve
	// those of weights.
	got := attention.Walk(example(), attention.Head{Maps: trace.Maps{V: mat.Identity(2)}, Pins: stated(
		"scores[1,0]", 10., "scores[1,1]", 32., "scaled[1,0]", 7.09, "scaled[1,1]", 22.69, "weights[1,0]", .2, "weights[1,1]", .8)})
	for _, x := range got.Q.Data {
		if !math.IsNaN(x) {
			t.Errorf("q = %v without a map; want unknown", x)
		}
	}
	if !math.IsNaN(got.Y.At(0, 0)) || math.Abs(got.Y.At(1, 0)-7.6) > 1e-12 {
		t.Errorf("y = %v; want money's unknown and bank's 7.6", got.Y.Data)
	}
	want := map[string]float64{"scaled[1,0]": 10 / math.Sqrt2, "scaled[1,1]": 32 / math.Sqrt2,
		"weights[1,0]": 1.7537323521840776e-07, "weights[1,1]": 0.9999998246267648}
	if len(got.Checks) != len(want) {
		t.Errorf("%d checks; want %d", len(got.Checks), len(want))
	}
	for _, c := range got.Checks {
		if f := float64(c.Formula); math.Abs(f-want[c.At]) > 1e-12*want[c.At] {
			t.Errorf("%s is %v by the formula; want %v", c.At, f, want[c.At])
		}
	}
}

func TestFinishAndContrasts(t *testing.T) {
	walk := func(rows ...[]float64) trace.Trace {
		t := attention.Walk(mat.Of(rows...), attention.Head{Maps: solved(), Residual: true})
		for range rows {
			t.Tokens = append(t.Tokens, trace.Token{Text: "w"})
		}
		return t
	}
	a := walk([]float64{2, 7}, []float64{9, 3}, []float64{1, 1}, []float64{0, 1})
	a.Focus, a.Tokens[3].Special = []int{1, 2}, true
	b := walk([]float64{4, -3}, []float64{9, 3})
	b.Focus = []int{1}
	other := 1
	attention.Finish(&a, []attention.Target{{Token: "river", Context: &other, Vector: []float64{4, -3}}}, true)
	attention.Finish(&b, nil, false)
	if b.Share != nil || len(b.Parts) != 1 || len(a.Parts) != 2 {
		t.Errorf("share %v, %d and %d parts; want none, 2 and 1", b.Share, len(a.Parts), len(b.Parts))
	}
	// The word's two tokens count as their mean, and are no targets themselves.
	if e := a.Shift.From; e[0] != 5 || e[1] != 2 || len(a.Shift.Towards) != 3 {
		t.Errorf("from %v with %d targets; want (5, 2) with money, the special token and river", e, len(a.Shift.Towards))
	}
	if last := a.Shift.Towards[2]; last.Token != "river" || *last.Context != 1 {
		t.Errorf("last target %v; want river of trace 1", last)
	}
	for c, x := range a.Share.To {
		if want := 5*float64(1-c) + 2*float64(c) + (a.Projected.At(1, c)+a.Projected.At(2, c))/2; math.Abs(x-want) > 1e-15*10 {
			t.Errorf("share.to[%d] = %v; want %v", c, x, want)
		}
	}
	cs := attention.Contrasts([]trace.Trace{a, b})
	if len(cs) != 2 || cs[0].A != 0 || cs[0].B != 1 || cs[0].Index != 0 || cs[1].A != 1 {
		t.Fatalf("contrasts %v; want one each way, none with the special token", cs)
	}
	if want := mat.Cosine(a.Shift.To, []float64{2, 7}) - mat.Cosine(b.Shift.To, []float64{2, 7}); math.Abs(float64(cs[0].Value)-want) > 1e-15 {
		t.Errorf("contrast %v; want %v", cs[0].Value, want)
	}
}

func TestShiftTowardsItselfHasNoDirection(t *testing.T) {
	s := attention.Shift([]float64{1, 2}, []float64{3, 4}, []attention.Target{{Vector: []float64{1, 2}}, {Vector: []float64{0, 0}}})
	if !math.IsNaN(float64(s.Towards[0].Signed)) || s.Towards[0].Distance[0] != 0 {
		t.Errorf("towards e itself %v; want unknown", s.Towards[0])
	}
	if !math.IsNaN(float64(s.Towards[1].Cosine[0])) || math.Abs(float64(s.Towards[1].Signed)+6/math.Sqrt(5)) > 1e-15*6 {
		t.Errorf("towards 0 %v; want no cosine and -6/√5", s.Towards[1])
	}
}

func TestSolveDiagonalErrors(t *testing.T) {
	one := mat.Identity(2)
	tests := []struct {
		name string
		mapK mat.Matrix
		pins []trace.Pin
		want string
	}{
		{"keys of another width", mat.New(2, 3), nil, "a diagonal Q needs keys as wide as the embeddings; K gives 3 numbers, want 2"},
		{"no scores", one, nil, "the pinned scores leave number 0 of Q's diagonal open; pin more scores or give Q"},
		{"too few", one, stated("scores[1,0]", 10.), "the pinned scores leave number 1 of Q's diagonal open; pin more scores or give Q"},
		{"the same twice over", one, stated("scores[0,1]", 10., "scores[1,0]", 10.), "the pinned scores leave number 1 of Q's diagonal open; pin more scores or give Q"},
		{"a contradiction", one, stated("scores[0,0]", 1., "scores[1,0]", 10., "scores[1,1]", 32.),
			"no diagonal Q gives all the pinned scores: scores[1,1] would be 47.35714, not 32; pin fewer or give Q"},
		{"beyond float64", mat.Of([]float64{1e-300, 0}, []float64{0, 1e-300}), stated("scores[1,0]", 1e300, "scores[1,1]", 32.),
			"no diagonal Q gives all the pinned scores: scores[1,0] would be NaN, not 1e+300; pin fewer or give Q"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := attention.SolveDiagonal(example(), tt.mapK, trace.Bias{}, tt.pins); err == nil || err.Error() != tt.want {
				t.Errorf("%v; want %s", err, tt.want)
			}
		})
	}
	wide := mat.Filled(50, 50, 1)
	var pins []trace.Pin
	for i := range 50 {
		pins = append(pins, stated(trace.At("scores", i, 0), 1.)...)
	}
	if _, err := attention.SolveDiagonal(wide, mat.Identity(50), trace.Bias{}, pins); err == nil || !strings.Contains(err.Error(), "too many to solve") {
		t.Errorf("%v; want too many to solve", err)
	}
}

func TestWidthsFollowFromWhateverMapIsGiven(t *testing.T) {
	wide := mat.New(2, 3)
	tests := []struct {
		name       string
		maps       trace.Maps
		key, value int
	}{
		{"none", trace.Maps{}, 2, 2},
		{"Q", trace.Maps{Q: wide}, 3, 2},
		{"K", trace.Maps{K: wide}, 3, 2},
		{"V", trace.Maps{V: wide}, 2, 3},
		{"O", trace.Maps{O: mat.New(3, 2)}, 2, 3},
	}
	for _, tt := range tests {
		if k, v := attention.KeyWidth(tt.maps, 2), attention.ValueWidth(tt.maps, 2); k != tt.key || v != tt.value {
			t.Errorf("%s given: keys %d, values %d wide; want %d, %d", tt.name, k, v, tt.key, tt.value)
		}
	}
}
