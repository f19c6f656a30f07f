package word2vec

import "math"

// A lottery draws words by their count to the power of ¾ in constant time: each
// of V equally likely slots holds a word, and another for what of the slot the
// word does not fill.
//
// Source: Walker, An Efficient Method for Generating Discrete Random Variables
// with General Distributions (1977); Vose, A Linear Algorithm for Generating
// Random Numbers with a Given Distribution (1991). The power is that of Mikolov
// et al., Distributed Representations of Words and Phrases (2013), §2.2.
type lottery []slot

type slot struct{ fill, other uint32 }

func newLottery(counts []uint64) lottery {
	total := 0.0
	for _, n := range counts {
		total += power(n)
	}
	share := make([]float64, len(counts)) // what is left of each word, in slots
	var small, large []uint32
	for i, n := range counts {
		share[i] = power(n) / total * float64(len(counts))
		if share[i] < 1 {
			small = append(small, uint32(i))
		} else {
			large = append(large, uint32(i))
		}
	}
	l := make(lottery, len(counts))
	for i := range l {
		l[i] = slot{math.MaxUint32, uint32(i)} // what rounding leaves over fills its own slot
	}
	for len(small) > 0 && len(large) > 0 {
		s, g := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		l[s] = slot{uint32(share[s] * (1 << 32)), g}
		share[g] -= 1 - share[s]
		if share[g] < 1 {
			large = large[:len(large)-1]
			small = append(small, g)
		}
	}
	return l
}

// power is n^¾, by roots, whose bits are the same on any machine.
func power(n uint64) float64 {
	root := math.Sqrt(float64(n))
	return float64(root * math.Sqrt(root))
}

func (l lottery) draw(r *random) uint32 {
	i := r.below(uint32(len(l)))
	if s := l[i]; r.next() >= s.fill {
		return s.other
	}
	return i
}

// chances returns how likely each word is to be kept where it stands, of 2³²:
//
//	P = min(1, (√(f/s) + 1) s/f)
//
// f being its share of the known words and s the sample; s = 0 keeps all.
//
// Source: Mikolov et al., word2vec (2013), word2vec.c. The paper's eq. 5 lacks
// the second term.
func chances(counts []uint64, known uint64, sample float64) []uint64 {
	keep := make([]uint64, len(counts))
	for i, n := range counts {
		p := 1.0
		if sample > 0 {
			ratio := sample * float64(known) / float64(n)
			p = min(1, math.Sqrt(ratio)+ratio) // (√(1/r) + 1) r
		}
		keep[i] = uint64(p * (1 << 32))
	}
	return keep
}
