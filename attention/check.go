package attention

import (
	"fmt"
	"math"

	"heed/mat"
	"heed/trace"
)

// tolerance is how far, relative to the larger of the two, a stated number may
// lie from the formula's before it counts as a disagreement.
const tolerance = 1e-9

// checks lists every pin that the formula disagrees with, in the order of
// computation. formula is the run in which pins serve only where nothing can
// be computed, so what a check says never depends on another pin that the
// formula could do without.
func checks(h Head, pins map[string][]pin, formula trace.Trace) []trace.Check {
	of := map[string]mat.Matrix{
		"q": formula.Q, "k": formula.K, "v": formula.V, "scores": formula.Scores,
		"scaled": formula.Scaled, "weights": formula.Weights, "output": formula.Output,
	}
	var list []trace.Check
	for _, stage := range stages {
		for _, p := range pins[stage] {
			computed := of[stage].At(p.i, p.j)
			if agree(p.value, computed) {
				continue
			}
			c := trace.Check{At: trace.At(stage, p.i, p.j), Stated: p.value, Formula: mat.Number(computed)}
			c.Needs, c.Or = reconcile(stage, p, pins[stage], formula)
			list = append(list, c)
		}
	}
	return list
}

// agree reports whether a stated number is the formula's, within the
// tolerance. Nothing disagrees with an unknown.
func agree(stated, formula float64) bool {
	return math.IsNaN(formula) || stated == formula ||
		math.Abs(stated-formula) <= tolerance*math.Max(math.Abs(stated), math.Abs(formula))
}

// reconcile says what would have to be otherwise for the formula to give the
// stated number p.value: the smallest change one stage earlier, and another
// way where there is one.
func reconcile(stage string, p pin, row []pin, f trace.Trace) (needs, or string) {
	switch stage {
	case "q", "k", "v":
		return needsMap(stage, p, f), ""
	case "scores":
		return needsQuery(p, f), ""
	case "scaled":
		return needsScore(p, f)
	case "weights":
		return needsGap(p, row, f)
	}
	return needsValue(p, f), ""
}

// needsMap: of all changes to column j of the map, the smallest that turns
// e_i·W into the stated number adds a multiple of e_i:
//
//	ΔW[·,j] = e_i (stated − computed)/‖e_i‖²
func needsMap(stage string, p pin, f trace.Trace) string {
	m := map[string]mat.Matrix{"q": f.Q, "k": f.K, "v": f.V}[stage]
	e := f.Embed.Row(p.i)
	square := mat.Dot(e, e)
	if square == 0 {
		return fmt.Sprintf("%s = %.7g from the bias alone, for %s is 0",
			trace.At("bias."+stage, p.j), p.value, trace.At("embed", p.i))
	}
	return fmt.Sprintf("%.7g·%s added to column %d of maps.%s",
		(p.value-m.At(p.i, p.j))/square, trace.At("embed", p.i), p.j, stage)
}

// needsQuery: the smallest change of q_i that gives q_i·k_j the stated value
// lies along k_j: Δq = k_j (stated − computed)/‖k_j‖².
func needsQuery(p pin, f trace.Trace) string {
	k := f.K.Row(p.j)
	square := mat.Dot(k, k)
	if square == 0 {
		return fmt.Sprintf("another %s: it is 0, so every score with it is 0", trace.At("k", p.j))
	}
	return fmt.Sprintf("%.7g·%s added to %s",
		(p.value-f.Scores.At(p.i, p.j))/square, trace.At("k", p.j), trace.At("q", p.i))
}

// needsScore: the score that √K would scale to the stated number, or the
// divisor that would do so.
func needsScore(p pin, f trace.Trace) (needs, or string) {
	root := math.Sqrt(float64(f.K.Cols))
	score := f.Scores.At(p.i, p.j)
	needs = fmt.Sprintf("%s = %.7g; it is %.7g", trace.At("scores", p.i, p.j), p.value*root, score)
	if divisor := score / p.value; divisor > 0 && !math.IsInf(divisor, 1) {
		or = fmt.Sprintf("a divisor of %.7g; √%d is %.7g", divisor, f.K.Cols, root)
	}
	return needs, or
}

// needsGap: weights are decided by differences of what the softmax sees. For
// the stated weights of the row the difference between keys a and b must be
// ln(w_a/w_b); where the row states only p, p's lead over all others together
// must be ln(w/(1−w)). The other way is to divide the scores by
// (score gap)/ln(w_a/w_b) in place of √K.
func needsGap(p pin, all []pin, f trace.Trace) (needs, or string) {
	name, s := "scaled", f.SoftmaxInput()
	if !f.Masked.Absent() {
		name = "masked"
	}
	if p.value == 0 {
		return fmt.Sprintf("%s = -∞ (masked); it is %.7g", trace.At(name, p.i, p.j), s.At(p.i, p.j)), ""
	}
	rival, found := rivalOf(p, all)
	if !found {
		lead := s.At(p.i, p.j) - logSumExpWithout(s.Row(p.i), p.j)
		if p.value == 1 {
			return fmt.Sprintf("%s ahead of all other keys without limit; it leads by %.7g", trace.At(name, p.i, p.j), lead), ""
		}
		return fmt.Sprintf("%s ahead of all other keys together by %.7g; it leads by %.7g",
			trace.At(name, p.i, p.j), math.Log(p.value/(1-p.value)), lead), ""
	}
	a, b := p, rival // a is the larger weight
	if b.value > a.value || b.value == a.value && b.j > a.j {
		a, b = b, a
	}
	gap := math.Log(a.value / b.value)
	needs = fmt.Sprintf("%s - %s = %f; it is %f", trace.At(name, p.i, a.j), trace.At(name, p.i, b.j),
		gap, s.At(p.i, a.j)-s.At(p.i, b.j))
	raw := f.Scores.At(p.i, a.j) - f.Scores.At(p.i, b.j)
	if divisor := raw / gap; name == "scaled" && divisor > 0 && !math.IsInf(divisor, 1) {
		or = fmt.Sprintf("a divisor of %.6g; √%d is %.7g", divisor, f.K.Cols, math.Sqrt(float64(f.K.Cols)))
	}
	return needs, or
}

// rivalOf is the pin of the same row to weigh p against: the largest weight,
// or the next largest where p is the largest itself.
func rivalOf(p pin, all []pin) (rival pin, found bool) {
	for _, o := range all {
		if o.i == p.i && o.j != p.j && o.value > 0 && (!found || o.value > rival.value) {
			rival, found = o, true
		}
	}
	return rival, found
}

// logSumExpWithout is ln Σ exp(s_c) over every c but j.
func logSumExpWithout(s []float64, j int) float64 {
	largest := math.Inf(-1)
	for c, x := range s {
		if c != j {
			largest = math.Max(largest, x)
		}
	}
	if math.IsInf(largest, -1) {
		return largest
	}
	sum := 0.0
	for c, x := range s {
		if c != j {
			sum += math.Exp(x - largest)
		}
	}
	return largest + math.Log(sum)
}

// needsValue: the smallest change of the values that gives Σ_j w_j v_j the
// stated number shares it out by weight: Δv_j = w_j (stated − computed)/Σ w².
func needsValue(p pin, f trace.Trace) string {
	w := f.Weights.Row(p.i)
	square := mat.Dot(w, w)
	if square == 0 {
		return fmt.Sprintf("weights other than 0 in row %d", p.i)
	}
	return fmt.Sprintf("%.7g·%s added to the values' number %d, each its part",
		(p.value-f.Output.At(p.i, p.j))/square, trace.At("weights", p.i), p.j)
}
