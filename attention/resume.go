package attention

import (
	"fmt"
	"math"

	"heed/mat"
	"heed/trace"
)

// recordedTolerance is how far a recorded weight may lie from what its own q and
// k give. A run in float32 lies within 1e-6 of it; a head that does more to its
// scores than Resume knows of, a cap say, lies far beyond.
const recordedTolerance = 1e-4

// hidden is below what a model computes: −∞, or float32's least, is what a mask
// adds.
const hidden = -1e30

// Resume takes a recorded trace on from its queries, keys and values, with pins
// in the place of what was recorded, or is computed:
//
//	scores    = q_i · k_j
//	scaled    = scores · c,         c as recorded: 1/√K, or 1 in T5
//	masked    = scaled + b,         b as recorded: −∞, or a bias by distance
//	weights   = softmax(masked)
//	output    = Σ_j w_ij v_j
//	projected = output·W_O
//	y         = y + (projected − the recorded projected)
//
// for y holds what other heads and the residual stream gave, which no pin
// reaches. Without pins the trace is as it was recorded. Else it is computed
// again in float64. It is an error if q, k, v, y or the weights were not
// recorded, or the weights are not those that q and k give by these equations.
// Parts, shift and notes of it are the caller's to add; see [Finish].
func Resume(recorded trace.Trace, pins []trace.Pin) (trace.Trace, error) {
	r := resumer{recorded: recorded}
	if err := r.read(); err != nil {
		return trace.Trace{}, err
	}
	for _, p := range pins {
		if err := r.fits(p); err != nil {
			return trace.Trace{}, err
		}
	}
	formula := r.run(nil)
	for c, w := range formula.Weights.Data {
		if was := recorded.Weights.Data[c]; !(math.Abs(w-was) <= recordedTolerance) {
			return trace.Trace{}, fmt.Errorf("the head does more than its scores tell: a weight of %.4g is %.4g by the formula, so nothing can be taken on from q and k", was, w)
		}
	}
	if len(pins) == 0 {
		return recorded, nil
	}
	stages := pinsByStage(pins)
	t := r.run(stages)
	t.Pins = pins
	for _, stage := range []string{"q", "k", "v"} {
		delete(stages, stage) // what they were made of, a norm before W_Q say, was not recorded
	}
	if math.Abs(r.factor*math.Sqrt(float64(t.K.Cols))-1) < 1e-6 { // what checks tell of scores is of this divisor
		t.Checks = checks(stages, formula)
	}
	t.Notes = append(t.Notes, rowSums(stages, t.Weights)...)
	return t, nil
}

// A resumer is a recorded trace and how its scores became weights.
type resumer struct {
	recorded trace.Trace
	factor   float64    // scaled over scores
	added    mat.Matrix // masked − scaled; absent where nothing was added
	output   mat.Matrix // W_O; absent where it is the identity
}

// read finds factor and what was added.
func (r *resumer) read() error {
	t := r.recorded
	for _, m := range []struct {
		name string
		mat.Matrix
	}{{"q", t.Q}, {"k", t.K}, {"v", t.V}, {"scores", t.Scores}, {"scaled", t.Scaled}, {"weights", t.Weights}, {"output", t.Output}, {"projected", t.Projected}, {"y", t.Y}} {
		if m.Absent() {
			return fmt.Errorf("%s was not recorded", m.name)
		}
	}
	if t.Maps != nil {
		r.output = t.Maps.O
	}
	if r.output.Absent() && t.V.Cols != t.Y.Cols {
		return fmt.Errorf("maps.o was not recorded, and values have %d numbers, y %d", t.V.Cols, t.Y.Cols)
	}
	r.factor = 1 / math.Sqrt(float64(t.K.Cols))
	largest := 0.0
	for c, s := range t.Scores.Data {
		if math.Abs(s) > largest {
			largest, r.factor = math.Abs(s), t.Scaled.Data[c]/s
		}
	}
	if t.Masked.Absent() {
		return nil
	}
	return r.add()
}

// add finds what was added to the scaled scores. A bias is a number for each
// distance j − i, whatever the scores are; a cap follows them, and cannot be told
// by what it once did. Rounding in float32 moves a sum by 6e-8 of its terms.
func (r *resumer) add() error {
	t := r.recorded
	r.added = t.Masked.Clone()
	mat.AddScaled(r.added.Data, -1, t.Scaled.Data)
	largest := 0.0
	for _, s := range t.Scaled.Data {
		largest = math.Max(largest, math.Abs(s))
	}
	by := map[int]float64{}
	for i := range t.Masked.Rows {
		for j := range t.Masked.Cols {
			if t.Masked.At(i, j) < hidden {
				continue
			}
			x := r.added.At(i, j)
			first, met := by[j-i]
			if !met {
				by[j-i] = x
			} else if !(math.Abs(x-first) <= 1e-6*(1+largest+math.Abs(x))) {
				return fmt.Errorf("the head does more than its scores tell: %s has %.4g added, another as far apart %.4g, as a cap does, so nothing can be taken on from q and k", trace.At("masked", i, j), x, first)
			}
		}
	}
	return nil
}

// fits makes sure that a pin is in the trace.
func (r *resumer) fits(p trace.Pin) error {
	t := r.recorded
	stage, index, err := trace.ParseAt(p.At)
	if err != nil {
		return err
	}
	m := map[string]mat.Matrix{"q": t.Q, "k": t.K, "v": t.V, "scores": t.Scores, "scaled": t.Scaled, "weights": t.Weights, "output": t.Output}[stage]
	if len(index) != 2 || index[0] >= m.Rows || index[1] >= m.Cols {
		return fmt.Errorf("%s cannot be set in a recorded head; want a number of q, k, v, scores, scaled, weights or output", p.At)
	}
	return nil
}

func (r *resumer) run(pins map[string][]pin) trace.Trace {
	pinned := func(stage string, m mat.Matrix) mat.Matrix {
		for _, p := range pins[stage] {
			m.Row(p.i)[p.j] = p.value
		}
		return m
	}
	t := r.recorded
	t.Q, t.K, t.V = pinned("q", t.Q.Clone()), pinned("k", t.K.Clone()), pinned("v", t.V.Clone())
	t.Scores = pinned("scores", Scores(t.Q, t.K))
	t.Scaled = t.Scores.Clone()
	for c := range t.Scaled.Data {
		t.Scaled.Data[c] *= r.factor
	}
	t.Scaled = pinned("scaled", t.Scaled)
	if !r.added.Absent() {
		t.Masked = t.Scaled.Clone()
		mat.AddScaled(t.Masked.Data, 1, r.added.Data)
	}
	t.Weights = pinned("weights", Weights(t.SoftmaxInput()))
	t.Output = pinned("output", mat.Mul(t.Weights, t.V))
	t.Projected = t.Output
	if !r.output.Absent() {
		t.Projected = mat.Mul(t.Output, r.output)
	}
	t.Y = r.recorded.Y.Clone()
	mat.AddScaled(t.Y.Data, 1, t.Projected.Data)
	mat.AddScaled(t.Y.Data, -1, r.recorded.Projected.Data)
	return t
}
