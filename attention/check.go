package attention

import (
	"fmt"
	"math"
	"slices"
	"strings"

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
			ways := reconcile(stage, p, computed, rows[p.i], formula)
			c.Needs = ways[0].text
			if len(ways) > 1 {
				c.Or = ways[1].text
			}
			for _, w := range ways {
				c.Ways = append(c.Ways, w.saying)
			}
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

// A way to reconcile a stated number with the formula's, in English and for
// other languages.
type way struct {
	text   string
	saying trace.Saying
}

// reconcile says what would have to be otherwise for the formula to give the
// stated number: the smallest change one stage earlier, and another way where
// there is one. row holds the pins of the same query at the stage.
func reconcile(stage string, p pin, computed float64, row []pin, f trace.Trace) []way {
	switch stage {
	case "q", "k", "v":
		return []way{needsMap(stage, p, computed, f)}
	case "scores":
		return []way{needsQuery(p, computed, f)}
	case "scaled":
		return needsScore(p, f)
	case "weights":
		return needsWeight(p, row, f)
	}
	return []way{needsValue(p, computed, f)}
}

// needsMap: of all changes to column j of the map, the smallest that turns
// e_i·W into the stated number adds a multiple of e_i:
//
//	ΔW[·,j] = e_i (stated − computed)/‖e_i‖²
func needsMap(stage string, p pin, computed float64, f trace.Trace) way {
	e, embed := f.Embed.Row(p.i), trace.At("embed", p.i)
	square := mat.Dot(e, e)
	if square == 0 {
		bias := trace.At("bias."+stage, p.j)
		return way{fmt.Sprintf("%s = %s, for %s is 0 under any map", bias, digits(p.value), embed),
			trace.Saying{Key: "needsBias", Places: trace.Words{"place": bias, "zero": embed}, Numbers: trace.Numbers{"wanted": mat.Number(p.value)}}}
	}
	times := (p.value - computed) / square
	return way{fmt.Sprintf("%s·%s added to column %d of maps.%s", digits(times), embed, p.j, stage),
		trace.Saying{Key: "needsColumn", Places: trace.Words{"vector": embed}, Words: trace.Words{"map": strings.ToUpper(stage)},
			Numbers: trace.Numbers{"times": mat.Number(times), "column": mat.Number(p.j + 1)}}}
}

// needsQuery: the smallest change of q_i that gives q_i·k_j the stated value
// lies along k_j: Δq = k_j (stated − computed)/‖k_j‖².
func needsQuery(p pin, computed float64, f trace.Trace) way {
	k, key := f.K.Row(p.j), trace.At("k", p.j)
	square := mat.Dot(k, k)
	if square == 0 {
		return way{fmt.Sprintf("another %s: it is 0, so every score with it is 0", key),
			trace.Saying{Key: "needsKey", Places: trace.Words{"key": key}}}
	}
	query, times := trace.At("q", p.i), (p.value-computed)/square
	return way{fmt.Sprintf("%s·%s added to %s", digits(times), key, query),
		trace.Saying{Key: "needsQuery", Places: trace.Words{"key": key, "query": query}, Numbers: trace.Numbers{"times": mat.Number(times)}}}
}

// needsScore: the score that √K would scale to the stated number, or the
// divisor that would do so.
func needsScore(p pin, f trace.Trace) []way {
	root := math.Sqrt(float64(f.K.Cols))
	score, here := f.Scores.At(p.i, p.j), trace.At("scores", p.i, p.j)
	ways := []way{{fmt.Sprintf("%s = %s; it is %s", here, digits(p.value*root), digits(score)),
		trace.Saying{Key: "needsScore", Places: trace.Words{"place": here}, Numbers: trace.Numbers{"wanted": mat.Number(p.value * root), "is": mat.Number(score)}}}}
	if divisor := score / p.value; divisor > 0 && !math.IsInf(divisor, 1) {
		ways = append(ways, needsDivisor(digits(divisor), divisor, f))
	}
	return ways
}

// needsDivisor: the scores divided by another number than √K.
func needsDivisor(written string, divisor float64, f trace.Trace) way {
	root := math.Sqrt(float64(f.K.Cols))
	return way{fmt.Sprintf("a divisor of %s; √%d is %s", written, f.K.Cols, digits(root)),
		trace.Saying{Key: "needsDivisor", Numbers: trace.Numbers{"wanted": mat.Number(divisor), "is": mat.Number(root)}}}
}

// needsWeight: weights are decided by differences of what the softmax sees. In a
// row that is stated in part, key j's lead over all others together must be
// ln(w/(1−w)); for one that is stated in full see needsGap.
func needsWeight(p pin, row []pin, f trace.Trace) []way {
	name, s := "scaled", f.SoftmaxInput().Row(p.i)
	if !f.Masked.Absent() {
		name = "masked"
	}
	here := trace.At(name, p.i, p.j)
	places := trace.Words{"place": here}
	rival, full := rivalOf(p, row, len(s))
	lead := s[p.j] - logSumExpWithout(s, p.j)
	leads := !math.IsNaN(lead) && !math.IsInf(lead, 1)
	switch {
	case p.value == 0:
		return []way{{fmt.Sprintf("%s = -∞; it is %s", here, digits(s[p.j])),
			trace.Saying{Key: "needsNothing", Places: places, Numbers: trace.Numbers{"is": mat.Number(s[p.j])}}}}
	case full:
		return needsGap(name, p, rival, s, f)
	case leads && p.value == 1:
		return []way{{fmt.Sprintf("%s ahead of all other keys without limit; it leads by %s", here, digits(lead)),
			trace.Saying{Key: "needsAll", Places: places, Numbers: trace.Numbers{"is": mat.Number(lead)}}}}
	case leads:
		wanted := math.Log(p.value) - math.Log1p(-p.value)
		return []way{{fmt.Sprintf("%s ahead of all other keys together by %s; it leads by %s", here, decimals(wanted), decimals(lead)),
			trace.Saying{Key: "needsLead", Places: places, Numbers: trace.Numbers{"wanted": mat.Number(wanted), "is": mat.Number(lead)}}}}
	case p.value == 1:
		return []way{{fmt.Sprintf("%s above -∞, where it and all other keys are", here), trace.Saying{Key: "needsAbove", Places: places}}}
	}
	return []way{{fmt.Sprintf("another key above -∞: alone, key %d can only weigh 1", p.j), trace.Saying{Key: "needsOther"}}}
}

// needsGap: in a row that is stated in full, the difference of what the softmax
// sees of keys a and b must be ln(w_a/w_b). The other way is to divide the scores
// by (score gap)/ln(w_a/w_b) in place of √K, where that gives the stated weight.
func needsGap(name string, p, rival pin, s []float64, f trace.Trace) []way {
	a, b := p, rival // a is the larger weight
	if b.value > a.value || b.value == a.value && b.j > a.j {
		a, b = b, a
	}
	gap, is := math.Log(a.value/b.value), s[a.j]-s[b.j]
	more, less := trace.At(name, p.i, a.j), trace.At(name, p.i, b.j)
	ways := []way{{fmt.Sprintf("%s - %s = %s; it is %s", more, less, decimals(gap), decimals(is)),
		trace.Saying{Key: "needsGap", Places: trace.Words{"more": more, "less": less}, Numbers: trace.Numbers{"wanted": mat.Number(gap), "is": mat.Number(is)}}}}
	divisor := (f.Scores.At(p.i, a.j) - f.Scores.At(p.i, b.j)) / gap
	if name == "scaled" && divides(f.Scores.Row(p.i), divisor, p) {
		ways = append(ways, needsDivisor(fmt.Sprintf("%.6g", divisor), divisor, f))
	}
	return ways
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
func needsValue(p pin, computed float64, f trace.Trace) way {
	w, weights := f.Weights.Row(p.i), trace.At("weights", p.i)
	square := mat.Dot(w, w)
	if square == 0 {
		return way{fmt.Sprintf("a weight other than 0 in %s", weights), trace.Saying{Key: "needsWeights"}}
	}
	times := (p.value - computed) / square
	return way{fmt.Sprintf("%s·%s added to column %d of v", digits(times), weights, p.j),
		trace.Saying{Key: "needsValues", Numbers: trace.Numbers{"times": mat.Number(times), "column": mat.Number(p.j + 1)}}}
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
