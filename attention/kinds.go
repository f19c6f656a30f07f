package attention

import (
	"fmt"
	"math"

	"heed/mat"
)

// Kinds says how far a head is of each kind that people have named: a weight
// from 0 to 1, NaN where the text has no query that could show it.
type Kinds struct {
	Previous  float64 // mean over i ≥ 1 of w[i, i−1]
	First     float64 // mean over i ≥ 1 of w[i, 0]
	Self      float64 // mean over all i of w[i, i]
	Same      float64 // mean over i of Σ w[i, j] over other tokens j of i's id
	Induction float64 // mean over i of Σ w[i, k+1] over earlier tokens k of i's id
}

// KindsOf measures a head's weights, [T T], on a text of the given token ids, [T]:
//
//	Previous   to the token before
//	First      to the first token of the text; the first query is left out, for
//	           in a causal model it can read nothing else
//	Self       to itself
//	Same       to the other tokens with the same id, itself not included, over
//	           the queries that can see one
//	Induction  to the tokens that came after an earlier token with the same id,
//	           before the query itself, over the queries that have one
//
// In a causal model no query sees a later key. An id below 0 is the same as no
// other: special tokens and patches of an image repeat nothing. It panics if
// there are not T ids.
//
// Source: Clark et al., What Does BERT Look At? (2019), section 3; for Induction
// Olsson et al., In-context Learning and Induction Heads (2022), "prefix
// matching", there on repeated random tokens, here on the text as it is.
func KindsOf(weights mat.Matrix, ids []int, causal bool) Kinds {
	if len(ids) != weights.Rows || weights.Rows != weights.Cols {
		panic(fmt.Sprintf("attention: %d ids for kinds of weights %v", len(ids), weights))
	}
	var previous, first, self, same, induction mean
	for i := range ids {
		row := weights.Row(i)
		self.add(row[i])
		if i > 0 {
			previous.add(row[i-1])
			first.add(row[0])
		}
		if ids[i] < 0 {
			continue
		}
		toSame, others, after, earlier := 0.0, 0, 0.0, 0
		for j, id := range ids {
			if id != ids[i] || j == i {
				continue
			}
			if j < i || !causal {
				toSame, others = toSame+row[j], others+1
			}
			if j+1 < i {
				after, earlier = after+row[j+1], earlier+1
			}
		}
		if others > 0 {
			same.add(toSame)
		}
		if earlier > 0 {
			induction.add(after)
		}
	}
	return Kinds{previous.value(), first.value(), self.value(), same.value(), induction.value()}
}

// A mean gathers numbers; of none it is NaN.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(x float64) { m.sum, m.n = m.sum+x, m.n+1 }

func (m *mean) value() float64 {
	if m.n == 0 {
		return math.NaN()
	}
	return m.sum / float64(m.n)
}
