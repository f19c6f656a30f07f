package source

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"path/filepath"
	"slices"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/trace"
)

// VerifyLesson measures a lesson, that ships or in a file; see [VerifyWalk].
func VerifyLesson(ctx context.Context, name string, formula bool) (Verification, error) {
	s, err := Open(name)
	if err != nil {
		return Verification{}, err
	}
	defer s.Close()
	w, err := s.Walk(ctx, Options{Formula: formula})
	if err != nil {
		return Verification{}, err
	}
	return Verification{Source: name, SHA256: w.Source.SHA256, Inputs: texts(w), Checks: VerifyWalk(w)}, nil
}

// texts lists a walk's texts.
func texts(w trace.Walk) string {
	var list []string
	for _, t := range w.Traces {
		list = append(list, t.Text)
	}
	return strings.Join(list, " / ")
}

// IsLesson reports whether a source's name is that of a lesson.
func IsLesson(name string) bool {
	return strings.HasPrefix(name, lessonPrefix) || slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(name))
}

// VerifyWalk measures a lesson's walk, in float64, against its own formulas:
//
//	q, k, v = e·W + b,  scores = q·k,  scaled = scores/√K,
//	weights = softmax,  each row of weights sums to 1,
//	output = Σ_j w_ij v_j,  y = output·W_O + b_O, and + e where the head adds to it
//
// each from what stands before it in the walk. Stated numbers, which are not
// computed, are left out, and so is what nothing determines.
//
// An error is relative to the sum of the sizes of the terms, or to 1 where that
// is larger: then rounding is at most 1.2e-16 a term, and a lesson has at most
// 1024. Sums are taken again in 300 bits, the softmax in another form,
// w_j = 1 / Σ_k exp(s_k − s_j), so that nothing is compared with itself.
func VerifyWalk(w trace.Walk) []model.Check {
	claims := []string{
		"q, k and v are e through their maps",
		"scores are q · k",
		"scaled scores are scores / √K",
		"weights are the softmax of the scaled scores",
		"each row of weights sums to 1",
		"the output is the sum of the weighted values",
		"y is what W_O makes of the output, and e where the head adds to it",
	}
	checks := make([]model.Check, len(claims))
	for i, claim := range claims {
		checks[i] = model.Check{Claim: claim, Limit: 1e-12}
	}
	for n, t := range w.Traces {
		v := walkVerifier{Trace: t, n: n, stated: map[string]bool{}}
		for _, p := range t.Pins {
			v.stated[p.At] = true
		}
		v.maps(&checks[0])
		v.scores(&checks[1], &checks[2])
		v.weights(&checks[3], &checks[4])
		v.output(&checks[5])
		v.y(&checks[6])
	}
	return checks
}

// A walkVerifier measures one trace.
type walkVerifier struct {
	trace.Trace
	n      int // of the trace
	stated map[string]bool
}

// see takes note of how far a number of the walk is from what it should be, both
// over size or 1.
func (v walkVerifier) see(c *model.Check, at string, got, want, size float64) {
	if v.stated[at] || math.IsNaN(got) && math.IsNaN(want) {
		return
	}
	if err := math.Abs(got-want) / max(1, size); !(err <= c.Error) {
		c.Error, c.At = err, fmt.Sprintf("%d:%s", v.n, at)
	}
}

// A sum adds products in 300 bits, and their sizes.
type sum struct {
	total big.Float
	size  float64
	open  bool // a term was no number, or had no end
}

func (s *sum) add(a, b float64) {
	if math.IsNaN(a) || math.IsInf(a, 0) || math.IsNaN(b) || math.IsInf(b, 0) {
		s.open = true
		return
	}
	s.total.SetPrec(300)
	s.total.Add(&s.total, new(big.Float).SetPrec(300).Mul(big.NewFloat(a), big.NewFloat(b)))
	s.size += math.Abs(a * b)
}

func (s *sum) value() float64 {
	if s.open {
		return math.NaN()
	}
	x, _ := s.total.Float64()
	return x
}

// through is number j of row·m + b.
func through(row []float64, m mat.Matrix, b []float64, j int) (s sum) {
	for d, x := range row {
		s.add(x, m.At(d, j))
	}
	if b != nil {
		s.add(b[j], 1)
	}
	return s
}

func (v walkVerifier) maps(c *model.Check) {
	if v.Maps == nil {
		return
	}
	bias := trace.Bias{}
	if v.Bias != nil {
		bias = *v.Bias
	}
	for _, m := range []struct {
		name string
		got  mat.Matrix
		by   mat.Matrix
		b    []float64
	}{{"q", v.Q, v.Maps.Q, bias.Q}, {"k", v.K, v.Maps.K, bias.K}, {"v", v.V, v.Maps.V, bias.V}} {
		if m.by.Absent() {
			continue
		}
		for i := range m.got.Rows {
			for j, got := range m.got.Row(i) {
				s := through(v.Embed.Row(i), m.by, m.b, j)
				v.see(c, trace.At(m.name, i, j), got, s.value(), s.size)
			}
		}
	}
}

func (v walkVerifier) scores(c, scaled *model.Check) {
	root := math.Sqrt(float64(v.K.Cols))
	for i := range v.Scores.Rows {
		for j, got := range v.Scores.Row(i) {
			var s sum
			for d, x := range v.Q.Row(i) {
				s.add(x, v.K.At(j, d))
			}
			v.see(c, trace.At("scores", i, j), got, s.value(), s.size)
			v.see(scaled, trace.At("scaled", i, j), v.Scaled.At(i, j)*root, got, math.Abs(got))
		}
	}
}

func (v walkVerifier) weights(c, rows *model.Check) {
	for i := range v.Weights.Rows {
		row, scores := v.Weights.Row(i), v.SoftmaxInput().Row(i)
		total, computed := sum{}, true
		for j, got := range row {
			if math.IsInf(scores[j], -1) {
				v.see(c, trace.At("weights", i, j), got, 0, 0)
			} else {
				below := 0.0
				for _, s := range scores {
					below += math.Exp(s - scores[j])
				}
				v.see(c, trace.At("weights", i, j), got, 1/below, 0)
			}
			total.add(got, 1)
			computed = computed && !v.stated[trace.At("weights", i, j)]
		}
		if computed && !v.attendsToNothing(i) {
			v.see(rows, trace.At("weights", i), total.value(), 1, 0)
		}
	}
}

// attendsToNothing reports whether every key of a query is masked.
func (v walkVerifier) attendsToNothing(i int) bool {
	for _, s := range v.SoftmaxInput().Row(i) {
		if !math.IsInf(s, -1) {
			return false
		}
	}
	return true
}

func (v walkVerifier) output(c *model.Check) {
	for i := range v.Output.Rows {
		for j, got := range v.Output.Row(i) {
			s := through(v.Weights.Row(i), v.V, nil, j)
			v.see(c, trace.At("output", i, j), got, s.value(), s.size)
		}
	}
}

func (v walkVerifier) y(c *model.Check) {
	maps, bias := trace.Maps{}, trace.Bias{}
	if v.Maps != nil {
		maps = *v.Maps
	}
	if v.Bias != nil {
		bias = *v.Bias
	}
	if maps.O.Absent() {
		maps.O = mat.Identity(v.Output.Cols)
	}
	for i := range v.Y.Rows {
		if v.attendsToNothing(i) { // y = e, or what is stated
			continue
		}
		for j, got := range v.Y.Row(i) {
			s := through(v.Output.Row(i), maps.O, bias.O, j)
			if v.Residual {
				s.add(v.Embed.At(i, j), 1)
			}
			v.see(c, trace.At("y", i, j), got, s.value(), s.size)
		}
	}
}
