package attention

import (
	"fmt"
	"math"
	"slices"

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
func checks(pins map[string][]pin, formula trace.Trace) []trace.Check {
	of := map[string]mat.Matrix{
		"q": formula.Q, "k": formula.K, "v": formula.V, "scores": formula.Scores,
		"scaled": formula.Scaled, "weights": formula.Weights, "output": formula.Output,
	}
	var list []trace.Check
	for _, stage := range Stages() {
		rows := map[int][]pin{}
		for _, p := range pins[stage] {
			rows[p.i] = append(rows[p.i], p)
		}
		for _, p := range pins[stage] {
			computed := of[stage].At(p.i, p.j)
			if agree(p.value, computed) {
				continue
			}
			c := trace.Check{At: trace.At(stage, p.i, p.j), Stated: p.value, Formula: mat.Number(computed)}
			c.Needs, c.Or = reconcile(stage, p, computed, rows[p.i], formula)
			list = append(list, c)
		}
	}
	return list
}

// agree reports whether a stated number is the formula's, within the
// tolerance. Nothing disagrees with an unknown.
func agree(stated, formula float64) bool {
	return math.IsNaN(formula) || stated == formula ||
		math.Abs(stated-formula)/math.Max(math.Abs(stated), math.Abs(formula)) <= tolerance
}

// reconcile says what would have to be otherwise for the formula to give the
// stated number: the smallest change one stage earlier, and another way where
// there is one. row holds the pins of the same query at the stage.
func reconcile(stage string, p pin, computed float64, row []pin, f trace.Trace) (needs, or string) {
	switch stage {
	case "q", "k", "v":
		return needsMap(stage, p, computed, f), ""
	case "scores":
		return needsQuery(p, computed, f), ""
	case "scaled":
		return needsScore(p, f)
	case "weights":
		return needsGap(p, row, f)
	}
	return needsValue(p, computed, f), ""
}

// needsMap: of all changes to column j of the map, the smallest that turns
// e_i·W into the stated number adds a multiple of e_i:
//
//	ΔW[·,j] = e_i (stated − computed)/‖e_i‖²
func needsMap(stage string, p pin, computed float64, f trace.Trace) string {
	e := f.Embed.Row(p.i)
	square := mat.Dot(e, e)
	if square == 0 {
		return fmt.Sprintf("%s = %s, for %s is 0 under any map",
			trace.At("bias."+stage, p.j), digits(p.value), trace.At("embed", p.i))
	}
	return fmt.Sprintf("%s·%s added to column %d of maps.%s",
		digits((p.value-computed)/square), trace.At("embed", p.i), p.j, stage)
}

// needsQuery: the smallest change of q_i that gives q_i·k_j the stated value
// lies along k_j: Δq = k_j (stated − computed)/‖k_j‖².
func needsQuery(p pin, computed float64, f trace.Trace) string {
	k := f.K.Row(p.j)
	square := mat.Dot(k, k)
	if square == 0 {
		return fmt.Sprintf("another %s: it is 0, so every score with it is 0", trace.At("k", p.j))
	}
	return fmt.Sprintf("%s·%s added to %s", digits((p.value-computed)/square), trace.At("k", p.j), trace.At("q", p.i))
}

// needsScore: the score that √K would scale to the stated number, or the
// divisor that would do so.
func needsScore(p pin, f trace.Trace) (needs, or string) {
	root := math.Sqrt(float64(f.K.Cols))
	score := f.Scores.At(p.i, p.j)
	needs = fmt.Sprintf("%s = %s; it is %s", trace.At("scores", p.i, p.j), digits(p.value*root), digits(score))
	if divisor := score / p.value; divisor > 0 && !math.IsInf(divisor, 1) {
		or = fmt.Sprintf("a divisor of %s; √%d is %s", digits(divisor), f.K.Cols, digits(root))
	}
	return needs, or
}

// needsGap: weights are decided by differences of what the softmax sees. In a
// row that is stated in full, the difference between keys a and b must be
// ln(w_a/w_b); where the row is stated in part, key j's lead over all others
// together must be ln(w/(1−w)). The other way is to divide the scores by
// (score gap)/ln(w_a/w_b) in place of √K, where that gives the stated weight.
func needsGap(p pin, row []pin, f trace.Trace) (needs, or string) {
	name, s := "scaled", f.SoftmaxInput().Row(p.i)
	if !f.Masked.Absent() {
		name = "masked"
	}
	here := trace.At(name, p.i, p.j)
	rival, full := rivalOf(p, row, len(s))
	lead := s[p.j] - logSumExpWithout(s, p.j)
	switch {
	case p.value == 0:
		return fmt.Sprintf("%s = -∞; it is %s", here, digits(s[p.j])), ""
	case full:
	case !math.IsNaN(lead) && !math.IsInf(lead, 1):
		if p.value == 1 {
			return fmt.Sprintf("%s ahead of all other keys without limit; it leads by %s", here, digits(lead)), ""
		}
		return fmt.Sprintf("%s ahead of all other keys together by %s; it leads by %s",
			here, decimals(math.Log(p.value)-math.Log1p(-p.value)), decimals(lead)), ""
	case p.value == 1:
		return fmt.Sprintf("%s above -∞, where it and all other keys are", here), ""
	default:
		return fmt.Sprintf("another key above -∞: alone, key %d can only weigh 1", p.j), ""
	}
	a, b := p, rival // a is the larger weight
	if b.value > a.value || b.value == a.value && b.j > a.j {
		a, b = b, a
	}
	gap := math.Log(a.value / b.value)
	needs = fmt.Sprintf("%s - %s = %s; it is %s", trace.At(name, p.i, a.j), trace.At(name, p.i, b.j),
		decimals(gap), decimals(s[a.j]-s[b.j]))
	divisor := (f.Scores.At(p.i, a.j) - f.Scores.At(p.i, b.j)) / gap
	if name == "scaled" && divides(f.Scores.Row(p.i), divisor, p) {
		or = fmt.Sprintf("a divisor of %.6g; √%d is %s", divisor, f.K.Cols, digits(math.Sqrt(float64(f.K.Cols))))
	}
	return needs, or
}

// rivalOf is the pin of the same row to weigh p against: the largest weight,
// or the next largest where p is the largest itself. found is false where the
// row is not stated in full or has no other weight than p.
func rivalOf(p pin, row []pin, keys int) (rival pin, found bool) {
	for _, o := range row {
		if o.j != p.j && o.value > rival.value {
			rival = o
		}
	}
	return rival, len(row) == keys && rival.value > 0
}

// divides reports whether dividing the row's scores by a positive divisor
// gives the stated weight, to the digits that a message shows.
func divides(scores []float64, divisor float64, p pin) bool {
	if !(divisor > 0) || math.IsInf(divisor, 1) {
		return false
	}
	w := make([]float64, len(scores))
	softmax(w, mat.Scale(1/divisor, scores))
	return math.Abs(w[p.j]-p.value) <= 1e-6*p.value
}

// logSumExpWithout is ln Σ exp(s_c) over every c but j.
func logSumExpWithout(s []float64, j int) float64 {
	others := slices.Delete(slices.Clone(s), j, j+1)
	if len(others) == 0 || math.IsInf(slices.Max(others), -1) {
		return math.Inf(-1)
	}
	largest, sum := slices.Max(others), 0.0
	for _, x := range others {
		sum += exp(x - largest)
	}
	return largest + math.Log(sum)
}

// needsValue: the smallest change of the values that gives Σ_j w_j v_j the
// stated number shares it out by weight: Δv_j = w_j (stated − computed)/Σ w².
func needsValue(p pin, computed float64, f trace.Trace) string {
	w := f.Weights.Row(p.i)
	square := mat.Dot(w, w)
	if square == 0 {
		return fmt.Sprintf("a weight other than 0 in %s", trace.At("weights", p.i))
	}
	return fmt.Sprintf("%s·%s added to column %d of v", digits((p.value-computed)/square), trace.At("weights", p.i), p.j)
}

// digits writes a number with seven digits.
func digits(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "-∞"
	}
	return fmt.Sprintf("%.7g", x)
}

// decimals writes a number with six decimals where they suit its size.
func decimals(x float64) string {
	if size := math.Abs(x); x != 0 && (size < 1e-3 || size >= 1e9) {
		return digits(x)
	}
	return fmt.Sprintf("%f", x)
}
