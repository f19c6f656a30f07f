package attention_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heed/attention"
	"heed/mat"
	"heed/trace"

	"pgregory.net/rapid"
)

// TestNeeds states numbers that the formula does not give, and makes the
// change that each check asks for: the formula must then give what was stated.
func TestNeeds(t *testing.T) {
	withK := func(k ...[]float64) attention.Head {
		return attention.Head{Maps: trace.Maps{Q: solved().Q, K: mat.Of(k...), V: solved().V}}
	}
	three := mat.Of([]float64{2, 7}, []float64{9, 3}, []float64{4, -3})
	maps := attention.Head{Maps: solved()}
	told := stated("weights[1,0]", .2, "weights[1,1]", .8)
	tests := []struct {
		name      string
		embed     mat.Matrix
		head      attention.Head
		pins      []trace.Pin
		needs, or string // of the first check
	}{
		{"a query needs another map", example(), maps, stated("q[1,0]", 3.), "-0.004483431·embed[1] added to column 0 of maps.q", ""},
		{"a key needs another map", example(), maps, stated("k[0,1]", 8.), "0.01886792·embed[0] added to column 1 of maps.k", ""},
		{"a value needs another map", example(), maps, stated("v[1,1]", 2.5), "-0.005555556·embed[1] added to column 1 of maps.v", ""},
		{"the query of a zero vector needs a bias", mat.Of([]float64{0, 0}, []float64{9, 3}), maps, stated("q[0,1]", 3.), "bias.q[1] = 3, for embed[0] is 0 under any map", ""},
		{"a score needs another query", example(), maps, stated("scores[1,0]", 12.), "0.03773585·k[0] added to q[1]", ""},
		{"a score with a zero key needs another key", example(), withK([]float64{0, 0}, []float64{0, 0}), stated("scores[1,0]", 12.), "another k[0]: it is 0, so every score with it is 0", ""},
		{"a scaled score needs another score or divisor", example(), maps, stated("scaled[1,0]", 7.09), "scores[1,0] = 10.02677; it is 10", "a divisor of 1.410437; √2 is 1.414214"},
		{"a scaled score of 0 has no divisor", example(), maps, stated("scaled[1,0]", 0.), "scores[1,0] = 0; it is 10", ""},
		{"a scaled score of the other sign has no divisor", example(), maps, stated("scaled[1,0]", -1.), "scores[1,0] = -1.414214; it is 10", ""},
		{"two weights need a gap or a divisor", example(), maps, told, "scaled[1,1] - scaled[1,0] = 1.386294; it is 15.556349", "a divisor of 15.8696; √2 is 1.414214"},
		{"weights the other way round have no divisor", example(), maps, stated("weights[1,0]", .8, "weights[1,1]", .2), "scaled[1,0] - scaled[1,1] = 1.386294; it is -15.556349", ""},
		{"equal weights need no gap and have no divisor", example(), maps, stated("weights[1,0]", .5, "weights[1,1]", .5), "scaled[1,1] - scaled[1,0] = 0.000000; it is 15.556349", ""},
		{"nearly equal weights need a small gap", example(), maps, stated("weights[1,0]", .50001, "weights[1,1]", .49999), "scaled[1,0] - scaled[1,1] = 4e-05; it is -15.556349", ""},
		{"three weights need two gaps", three, maps, stated("weights[1,0]", .2, "weights[1,1]", .5, "weights[1,2]", .3), "scaled[1,1] - scaled[1,0] = 0.916291; it is 15.556349", ""},
		{"where something is added the gap is after it", example(), attention.Head{Maps: solved(), ScoreBias: []float64{1, 0}}, told, "masked[1,1] - masked[1,0] = 1.386294; it is 14.556349", ""},
		{"a gap to a masked key is endless", example(), attention.Head{Maps: solved(), ExcludeSelf: true}, told, "masked[1,1] - masked[1,0] = 1.386294; it is -∞", ""},
		{"and from one", example(), attention.Head{Maps: solved(), ExcludeSelf: true}, stated("weights[1,0]", .8, "weights[1,1]", .2), "masked[1,0] - masked[1,1] = 1.386294; it is ∞", ""},
		{"one weight of three needs a lead", three, maps, stated("weights[1,0]", .2), "scaled[1,0] ahead of all other keys together by -1.386294; it leads by -15.556350", ""},
		{"one weight of 1 needs a lead without limit", three, maps, stated("weights[1,0]", 1.), "scaled[1,0] ahead of all other keys without limit; it leads by -15.55635", ""},
		{"a row of 1 and 0 needs a lead without limit", example(), maps, stated("weights[1,0]", 1., "weights[1,1]", 0.), "scaled[1,0] ahead of all other keys without limit; it leads by -15.55635", ""},
		{"a weight of 0 needs a mask", example(), maps, stated("weights[1,1]", 0.), "scaled[1,1] = -∞; it is 22.62742", ""},
		{"a weight alone needs to be seen", mat.Of([]float64{9, 3}), attention.Head{Maps: solved(), ExcludeSelf: true}, stated("weights[0,0]", 1.), "masked[0,0] above -∞, where it and all other keys are", ""},
		{"a weight alone can only be 1", mat.Of([]float64{9, 3}), maps, stated("weights[0,0]", .9), "another key above -∞: alone, key 0 can only weigh 1", ""},
		{"an output needs other values", example(), maps, stated("output[1,0]", 7.6), "-1.399999·weights[1] added to column 0 of v", ""},
		{"an output of no weights needs weights", mat.Of([]float64{9, 3}), attention.Head{Maps: solved(), ExcludeSelf: true}, stated("output[0,0]", 7.6), "a weight other than 0 in weights[0]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.head.Pins = tt.pins
			got := attention.Walk(tt.embed, tt.head)
			if len(got.Checks) == 0 {
				t.Fatal("no check")
			}
			if c := got.Checks[0]; c.Needs != tt.needs || c.Or != tt.or {
				t.Errorf("needs %q or %q; want %q or %q", c.Needs, c.Or, tt.needs, tt.or)
			}
			for _, c := range got.Checks {
				says(t, c.Needs, c.Ways[0])
				if c.Or != "" {
					says(t, c.Or, c.Ways[1])
				}
			}
			reconcile(t, tt.embed, tt.head, got.Checks)
		})
	}
}

// says makes sure that a saying has the numbers and places of its sentence.
func says(t *testing.T, text string, s trace.Saying) {
	t.Helper()
	if s.Key == "" {
		t.Errorf("%q has no key", text)
	}
	for name, x := range s.Numbers {
		written := []string{fmt.Sprintf("%.7g", float64(x)), fmt.Sprintf("%.6g", float64(x)), fmt.Sprintf("%f", float64(x))}
		if name == "column" { // readers count from 1
			written = []string{fmt.Sprintf("column %d", int(x)-1)}
		} else if math.IsInf(float64(x), 0) {
			written = []string{"∞"}
		}
		if !slices.ContainsFunc(written, func(w string) bool { return strings.Contains(text, w) }) {
			t.Errorf("%s of %s is %v, which %q does not say", name, s.Key, x, text)
		}
	}
	for name, place := range s.Places {
		if !strings.Contains(text, place) {
			t.Errorf("%s of %s is %s, which %q does not say", name, s.Key, place, text)
		}
	}
}

func TestNeedsOfAnyHead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, h := pinnedHeads(t)
		h.Pins = h.Pins[:1] // a full row's gaps only hold together
		reconcile(t, e, h, attention.Walk(e, h).Checks)
	})
}

type failer interface {
	Fatalf(format string, args ...any)
}

// reconcile makes the changes that checks ask for, and holds what the formula
// then gives against what was stated.
func reconcile(t failer, embed mat.Matrix, h attention.Head, checks []trace.Check) {
	formula := attention.Formula(embed, h)
	row := formula.SoftmaxInput().Clone()
	for _, c := range checks { // the largest weight comes first in every gap: it stays
		if m := match(`\w+\[(\d),(\d)\] - \w+\[(\d),(\d)\] = (\S+); it is \S+`, c.Needs); m != nil {
			r := row.Row(m.int(1))
			if math.IsInf(r[m.int(2)], -1) {
				r[m.int(2)] = 0
			}
			r[m.int(4)] = r[m.int(2)] - m.float(5)
		}
	}
	for _, c := range checks {
		got, ok := changed(embed, h, formula, row, c)
		// Messages show seven digits, of a sum that may cancel.
		if ok && !(math.Abs(got-c.Stated) <= 2e-6*math.Max(1, math.Abs(float64(c.Formula)))) {
			t.Fatalf("%s: with %q the formula gives %v; want %v", c.At, c.Needs, got, c.Stated)
		}
		if got, ok := divided(formula, c); ok && math.Abs(got-c.Stated) > 2e-6*math.Max(1, c.Stated) {
			t.Fatalf("%s: with %q the formula gives %v; want %v", c.At, c.Or, got, c.Stated)
		}
	}
}

// changed is the formula's number after the change that a check needs; ok is
// false where the check names no number to change.
func changed(embed mat.Matrix, h attention.Head, f trace.Trace, row mat.Matrix, c trace.Check) (got float64, ok bool) {
	stage, index, _ := trace.ParseAt(c.At)
	i, j := index[0], index[1]
	h.Pins = nil
	lead := math.NaN()
	if m := match(`(\S+)·embed\[(\d)\] added to column (\d) of maps\.(\w)`, c.Needs); m != nil {
		target := map[string]*mat.Matrix{"q": &h.Maps.Q, "k": &h.Maps.K, "v": &h.Maps.V}[m[4]]
		*target = target.Clone()
		for r, x := range embed.Row(m.int(2)) {
			target.Row(r)[m.int(3)] += m.float(1) * x
		}
	} else if m := match(`bias\.(\w)\[(\d)\] = (\S+), for embed\[\d\] is 0 under any map`, c.Needs); m != nil {
		bias := mat.New(1, map[string]mat.Matrix{"q": h.Maps.Q, "k": h.Maps.K, "v": h.Maps.V}[m[1]].Cols).Data
		bias[m.int(2)] = m.float(3)
		*map[string]*mat.Vector{"q": &h.Bias.Q, "k": &h.Bias.K, "v": &h.Bias.V}[m[1]] = bias
	} else if m := match(`(\S+)·k\[(\d)\] added to q\[(\d)\]`, c.Needs); m != nil {
		q := f.Q.Clone()
		mat.AddScaled(q.Row(m.int(3)), m.float(1), f.K.Row(m.int(2)))
		return attention.Scores(q, f.K).At(i, j), true
	} else if m := match(`scores\[(\d),(\d)\] = (\S+); it is (\S+)`, c.Needs); m != nil {
		return m.float(3) / math.Sqrt(float64(f.K.Cols)), true
	} else if m := match(`(\S+)·weights\[(\d)\] added to column (\d) of v`, c.Needs); m != nil {
		v := f.V.Clone()
		for r, w := range f.Weights.Row(m.int(2)) {
			v.Row(r)[m.int(3)] += m.float(1) * w
		}
		return mat.Mul(f.Weights, v).At(i, j), true
	} else if strings.Contains(c.Needs, "] - ") {
		return attention.Weights(row).At(i, j), true
	} else if m := match(`\w+\[\d,\d\] ahead of all other keys together by (\S+); it leads by (\S+)`, c.Needs); m != nil {
		lead = m.float(1)
	} else if match(`\w+\[\d,\d\] ahead of all other keys without limit; it leads by (\S+)`, c.Needs) != nil {
		lead = 50
	} else if match(`masked\[\d,\d\] above -∞, where it and all other keys are`, c.Needs) != nil {
		lead = 0
	} else if match(`\w+\[\d,\d\] = -∞; it is (\S+)`, c.Needs) != nil {
		lead = math.Inf(-1)
	} else if match(`another k\[\d\]: .*|another key above -∞: .*|a weight other than 0 in .*`, c.Needs) != nil {
		return 0, false
	} else {
		panic(fmt.Sprintf("a new kind of need: %q", c.Needs))
	}
	if math.IsNaN(lead) {
		g := attention.Formula(embed, h)
		return map[string]mat.Matrix{"q": g.Q, "k": g.K, "v": g.V}[stage].At(i, j), true
	}
	s := f.SoftmaxInput().Clone()
	if others := logSumExp(s.Row(i), j); !math.IsInf(others, -1) {
		lead += others
	}
	s.Row(i)[j] = lead
	return attention.Weights(s).At(i, j), true
}

// divided is the formula's number with the divisor of a check's "or".
func divided(f trace.Trace, c trace.Check) (got float64, ok bool) {
	m := match(`a divisor of (\S+); √(\d) is (\S+)`, c.Or)
	if m == nil {
		return 0, false
	}
	stage, index, _ := trace.ParseAt(c.At)
	s := f.Scores.Clone()
	for n := range s.Data {
		s.Data[n] /= m.float(1)
	}
	if stage == "weights" {
		s = attention.Weights(s)
	}
	return s.At(index[0], index[1]), true
}

func logSumExp(s []float64, without int) float64 {
	sum := 0.0
	for c, x := range s {
		if c != without {
			sum += math.Exp(x)
		}
	}
	return math.Log(sum)
}

// A groups holds what a pattern found.
type groups []string

func match(pattern, s string) groups {
	return regexp.MustCompile(`^(?:` + pattern + `)$`).FindStringSubmatch(s)
}

func (g groups) int(n int) int { x, _ := strconv.Atoi(g[n]); return x }

func (g groups) float(n int) float64 {
	x, err := strconv.ParseFloat(g[n], 64)
	if err != nil {
		panic(err)
	}
	return x
}
