package attention

import (
	"fmt"
	"math"
	"slices"

	"heed/mat"
	"heed/trace"
)

// A Head is what one attention head is given besides the vectors.
type Head struct {
	Maps        trace.Maps // an absent Q, K or V leaves its vectors unknown; an absent O is the identity
	Bias        trace.Bias
	ScoreBias   []float64 // [T], added to every scaled score of that key; nil for none
	ExcludeSelf bool      // no token attends to itself
	Residual    bool      // y = e + what the head adds
	Pins        []trace.Pin
}

// Stages lists the stages that a pin can stand at, in the order of computation.
func Stages() []string {
	return []string{"q", "k", "v", "scores", "scaled", "weights", "output"}
}

// Walk takes embed [T D] through the head:
//
//	q, k, v   = e·W + b
//	scores    = q_i · k_j
//	scaled    = scores / √K
//	masked    = scaled + score bias, −∞ for self where self is excluded
//	weights   = softmax(masked)
//	output    = Σ_j w_ij v_j
//	projected = output·W_O
//	y         = projected + b_O, and + e where Residual
//
// At each stage a pinned number takes the place of the computed one and the
// next stage goes on from it. A row of weights with some pins is not
// renormalised; a note tells its sum. What nothing determines is NaN. A token
// that can attend to nothing keeps y = e, and a note tells it.
//
// The trace's Checks hold every pin that the formula disagrees with; see
// check.go. Tokens, focus and what follows from them are the caller's to add.
// Walk panics if the shapes of embed, maps, biases and pins disagree.
func Walk(embed mat.Matrix, h Head) trace.Trace {
	pins := pinsByStage(h.Pins)
	t := run(embed, h, pins, override)
	t.Pins = h.Pins
	t.Checks = checks(pins, run(embed, h, pins, fill))
	t.Notes = append(t.Notes, rowSums(pins, t.Weights)...)
	return t
}

// Formula takes embed through the head by the formula alone, without any pin.
func Formula(embed mat.Matrix, h Head) trace.Trace {
	h.Pins = nil
	return Walk(embed, h)
}

// A pin of one number: query or row i, key or column j.
type pin struct {
	i, j  int
	value float64
}

func pinsByStage(list []trace.Pin) map[string][]pin {
	pins := map[string][]pin{}
	for _, p := range list {
		stage, index, err := trace.ParseAt(p.At)
		if err != nil || len(index) != 2 || !slices.Contains(Stages(), stage) {
			panic(fmt.Sprintf("attention: pin at %q", p.At))
		}
		pins[stage] = append(pins[stage], pin{index[0], index[1], p.Value})
	}
	return pins
}

// Where the computed and the stated number meet: override lets the pin win,
// as the walk does; fill lets it serve only where nothing could be computed,
// as checks do.
func override(_, stated float64) float64 { return stated }

func fill(computed, stated float64) float64 {
	if math.IsNaN(computed) {
		return stated
	}
	return computed
}

// run is the walk's one pass; meet decides what a pin does.
func run(embed mat.Matrix, h Head, pins map[string][]pin, meet func(computed, stated float64) float64) trace.Trace {
	pinned := func(stage string, m mat.Matrix) mat.Matrix {
		for _, p := range pins[stage] {
			row := m.Row(p.i)
			row[p.j] = meet(row[p.j], p.value)
		}
		return m
	}
	t := trace.Trace{Embed: embed, Residual: h.Residual, Maps: &h.Maps}
	if b := h.Bias; b.Q != nil || b.K != nil || b.V != nil || b.O != nil {
		t.Bias = &b
	}
	t.Q = pinned("q", project(embed, h.Maps.Q, h.Bias.Q, KeyWidth(h.Maps, embed.Cols)))
	t.K = pinned("k", project(embed, h.Maps.K, h.Bias.K, KeyWidth(h.Maps, embed.Cols)))
	t.V = pinned("v", project(embed, h.Maps.V, h.Bias.V, ValueWidth(h.Maps, embed.Cols)))
	t.Scores = pinned("scores", Scores(t.Q, t.K))
	t.Scaled = pinned("scaled", Scale(t.Scores, t.K.Cols))
	t.Masked = masked(t.Scaled, h)
	t.Weights = pinned("weights", Weights(t.SoftmaxInput()))
	t.Output = pinned("output", mat.Mul(t.Weights, t.V))
	t.Projected = t.Output
	if !h.Maps.O.Absent() {
		t.Projected = mat.Mul(t.Output, h.Maps.O)
	}
	contextual(&t, h, pins["output"])
	return t
}

// project is Project where the map is given, and unknown where it is not.
func project(e, w mat.Matrix, b []float64, width int) mat.Matrix {
	if w.Absent() {
		return mat.Filled(e.Rows, width, math.NaN())
	}
	return Project(e, w, b)
}

// KeyWidth is K: the width of whichever of the maps Q and K is given, else
// that of the embeddings.
func KeyWidth(m trace.Maps, dim int) int {
	for _, w := range []mat.Matrix{m.Q, m.K} {
		if !w.Absent() {
			return w.Cols
		}
	}
	return dim
}

// ValueWidth is W: what V gives or O takes, whichever is given, else the width
// of the embeddings.
func ValueWidth(m trace.Maps, dim int) int {
	switch {
	case !m.V.Absent():
		return m.V.Cols
	case !m.O.Absent():
		return m.O.Rows
	}
	return dim
}

// masked adds the score biases and excludes self; absent where nothing was
// added.
func masked(scaled mat.Matrix, h Head) mat.Matrix {
	if h.ScoreBias == nil && !h.ExcludeSelf {
		return mat.Matrix{}
	}
	m := scaled.Clone()
	for i := range m.Rows {
		if h.ScoreBias != nil {
			mat.AddScaled(m.Row(i), 1, h.ScoreBias)
		}
		if h.ExcludeSelf {
			m.Row(i)[i] = math.Inf(-1)
		}
	}
	return m
}

// contextual fills y. A token that attends to nothing keeps its e, unless its
// output is stated.
func contextual(t *trace.Trace, h Head, outputs []pin) {
	t.Y = t.Projected.Clone()
	for i := range t.Y.Rows {
		y := t.Y.Row(i)
		if h.Bias.O != nil {
			mat.AddScaled(y, 1, h.Bias.O)
		}
		switch {
		case attendsToNothing(t, i) && !hasRow(outputs, i):
			copy(y, t.Embed.Row(i))
			t.Notes = append(t.Notes, trace.Note{At: trace.At("y", i),
				Text: "attends to nothing, so its weights are 0 and y = e", Says: &trace.Saying{Key: "nothingAttended"}})
		case h.Residual:
			mat.AddScaled(y, 1, t.Embed.Row(i))
		}
	}
}

// attendsToNothing reports whether every key of query i is masked and no pin
// gives one a weight.
func attendsToNothing(t *trace.Trace, i int) bool {
	for j, s := range t.SoftmaxInput().Row(i) {
		if !math.IsInf(s, -1) || t.Weights.At(i, j) != 0 {
			return false
		}
	}
	return true
}

// rowSums tells the sum of each row of weights that pins leave away from 1.
func rowSums(pins map[string][]pin, weights mat.Matrix) []trace.Note {
	var notes []trace.Note
	for i := range weights.Rows {
		if !hasRow(pins["weights"], i) {
			continue
		}
		sum := 0.0
		for _, w := range weights.Row(i) {
			sum += w
		}
		if math.Abs(sum-1) > 1e-6 {
			notes = append(notes, trace.Note{At: trace.At("weights", i),
				Text: fmt.Sprintf("the row sums to %.6g, not 1: its pins are kept as stated and the rest by the formula", sum),
				Says: &trace.Saying{Key: "rowSum", Numbers: trace.Numbers{"sum": mat.Number(sum)}}})
		}
	}
	return notes
}

func hasRow(pins []pin, i int) bool {
	for _, p := range pins {
		if p.i == i {
			return true
		}
	}
	return false
}
