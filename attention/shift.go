package attention

import (
	"math"
	"strings"

	"heed/mat"
	"heed/trace"
)

// A Target is a vector that a word may have moved towards.
type Target struct {
	Token   string
	Index   int       // of the token in its text
	Context *int      // the other trace whose token it is; nil: the same text
	Vector  []float64 // [D], of the same stage as the word's own vector
}

// Shift says how a word's vector moved from e to y, and for each target t
//
//	signed   = (y−e)·(t−e)/‖t−e‖
//	distance = ‖e−t‖, ‖y−t‖
//	cosine   = cos(e,t), cos(y,t)
//
// All vectors are [D]. signed is a length in the vectors' own units: positive
// towards t, negative away from it; NaN where t = e, which is no direction.
func Shift(e, y []float64, targets []Target) trace.Shift {
	s := trace.Shift{From: e, To: y, Length: mat.Number(mat.Distance(e, y))}
	for _, t := range targets {
		s.Towards = append(s.Towards, trace.Towards{
			Token: t.Token, Index: t.Index, Context: t.Context, Target: t.Vector,
			Signed:   mat.Number(signed(e, y, t.Vector)),
			Distance: [2]mat.Number{mat.Number(mat.Distance(e, t.Vector)), mat.Number(mat.Distance(y, t.Vector))},
			Cosine:   [2]mat.Number{mat.Number(mat.Cosine(e, t.Vector)), mat.Number(mat.Cosine(y, t.Vector))},
		})
	}
	return s
}

func signed(e, y, t []float64) float64 {
	length := mat.Distance(t, e)
	if length == 0 {
		return math.NaN()
	}
	sum := 0.0
	for c, x := range e {
		sum += (y[c] - x) * ((t[c] - x) / length)
	}
	return sum
}

// Finish fills what follows from a trace's stages for the word at t.Focus:
// the weighted values of its queries, its shift from embed to y with every
// other token of the text as a target, and then the given targets; and, where
// share is true, the share that this head alone has in the shift. Embed, V,
// Weights, Projected and Y must be there. Where the word has several tokens
// its vectors are their means.
func Finish(t *trace.Trace, others []Target, share bool) {
	t.Parts = nil
	for _, i := range t.Focus {
		t.Parts = append(t.Parts, Parts(t.Weights, t.V, i))
	}
	e := mat.MeanRows(t.Embed, t.Focus)
	targets := append(ownTargets(t), others...)
	t.Shift = Shift(e, mat.MeanRows(t.Y, t.Focus), targets)
	t.Share = nil
	if share {
		s := Shift(e, mat.Add(e, mat.MeanRows(t.Projected, t.Focus)), targets)
		t.Share = &s
	}
}

// ownTargets are the tokens of t that are not the word itself.
func ownTargets(t *trace.Trace) []Target {
	inFocus := map[int]bool{}
	for _, i := range t.Focus {
		inFocus[i] = true
	}
	var targets []Target
	for j, token := range t.Tokens {
		if !inFocus[j] {
			targets = append(targets, Target{Token: token.Text, Index: j, Vector: t.Embed.Row(j)})
		}
	}
	return targets
}

// Others are the words of the other texts that text a has not, as targets:
// each word once, by the first text that has it. They are targets where a
// word's vector is the same in every text, as it is before any attention.
func Others(traces []trace.Trace, a int) []Target {
	seen := map[string]bool{}
	for _, token := range traces[a].Tokens {
		seen[strings.ToLower(token.Text)] = true
	}
	var targets []Target
	for b := range traces {
		if b == a {
			continue
		}
		for j, token := range traces[b].Tokens {
			if name := strings.ToLower(token.Text); !seen[name] {
				seen[name] = true
				targets = append(targets, Target{Token: token.Text, Index: j, Context: &b, Vector: traces[b].Embed.Row(j)})
			}
		}
	}
	return targets
}

// Contrasts compares the word between every two traces, for every token t of
// the first that is neither the word nor special:
//
//	cos(y_A, t_A) − cos(y_B, t_A)
//
// positive where the word stands closer to t in A than in B. The traces must
// be of one layer and width.
func Contrasts(traces []trace.Trace) []trace.Contrast {
	var cs []trace.Contrast
	for a := range traces {
		for b := range traces {
			if a == b {
				continue
			}
			other := traces[b].Shift.To
			for _, target := range ownTargets(&traces[a]) {
				if traces[a].Tokens[target.Index].Special {
					continue
				}
				value := mat.Cosine(traces[a].Shift.To, target.Vector) - mat.Cosine(other, target.Vector)
				cs = append(cs, trace.Contrast{A: a, B: b, Token: target.Token, Index: target.Index, Value: mat.Number(value)})
			}
		}
	}
	return cs
}
