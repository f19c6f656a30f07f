package word2vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLottery: what the slots hold of each word is its share, exactly but for
// the 2⁻³² that a slot is counted in.
func TestLottery(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, counts := range [][]uint64{{1, 1}, {1 << 40, 1}, {7, 5, 3, 1}, zipf(1000), random64(rng, 333)} {
		l := newLottery(counts)
		got, total := make([]float64, len(counts)), 0.0
		for i, s := range l {
			fill := float64(s.fill) / (1 << 32)
			got[i] += fill / float64(len(l))
			got[s.other] += (1 - fill) / float64(len(l))
		}
		for _, n := range counts {
			total += math.Pow(float64(n), 0.75)
		}
		for i, n := range counts {
			if want := math.Pow(float64(n), 0.75) / total; math.Abs(got[i]-want) > 1e-9 {
				t.Errorf("word %d of %d is drawn with chance %.12f; want %.12f", i, len(counts), got[i], want)
			}
		}
	}
}

// TestDraws: a million draws have the frequencies that the slots say.
func TestDraws(t *testing.T) {
	const draws = 1_000_000
	counts := zipf(50)
	l, r := newLottery(counts), newRandom(1, 2)
	got := make([]float64, len(counts))
	for range draws {
		got[l.draw(&r)]++
	}
	total := 0.0
	for _, n := range counts {
		total += math.Pow(float64(n), 0.75)
	}
	for i, n := range counts {
		p := math.Pow(float64(n), 0.75) / total
		if sd := math.Sqrt(draws * p * (1 - p)); math.Abs(got[i]-draws*p) > 4.5*sd { // 1 in 3000 over all 50
			t.Errorf("word %d was drawn %.0f times; want %.0f ± %.0f", i, got[i], draws*p, sd)
		}
	}
}

func zipf(n int) []uint64 {
	counts := make([]uint64, n)
	for i := range counts {
		counts[i] = uint64(1_000_000 / (i + 1))
	}
	return counts
}

func random64(rng *rand.Rand, n int) []uint64 {
	counts := make([]uint64, n)
	for i := range counts {
		counts[i] = 1 + rng.Uint64N(1<<20)
	}
	slices.Sort(counts)
	slices.Reverse(counts)
	return counts
}

// TestChances: 0.1 % is the share above which words begin to be left out, with
// word2vec's sample of 1e-3 up to 2.6 times that; "the" stays in 1 of 7 places.
func TestChances(t *testing.T) {
	const known = 1_000_000
	counts := []uint64{60_000, 10_000, 2_618, 2_000, 5}
	want := []float64{math.Sqrt(1./60) + 1./60, math.Sqrt(.1) + .1, 1, 1, 1}
	for i, got := range chances(counts, known, 1e-3) {
		if p := float64(got) / (1 << 32); math.Abs(p-want[i]) > 1e-4 {
			t.Errorf("a word that occurs %d times in %d is kept with chance %.4f; want %.4f", counts[i], known, p, want[i])
		}
	}
	for _, got := range chances(counts, known, 0) {
		if got != 1<<32 {
			t.Errorf("sample 0 keeps %d of 2³²; want all", got)
		}
	}
}

// TestTree: frequencies of Huffman's kind and the codes that they give; no code
// begins another, and the mean length is the least.
func TestTree(t *testing.T) {
	tests := []struct {
		claim  string
		counts []uint64
		want   []int // lengths of the codes
	}{
		{"two words have a turn each", []uint64{5, 1}, []int{1, 1}},
		{"equal counts give a flat tree", []uint64{1, 1, 1, 1}, []int{2, 2, 2, 2}},
		{"Fibonacci's numbers give a chain", []uint64{8, 5, 3, 2, 1, 1}, []int{1, 2, 3, 4, 5, 5}},
		{"Cormen et al., Introduction to Algorithms, figure 16.3", []uint64{45, 16, 13, 12, 9, 5}, []int{1, 3, 3, 3, 4, 4}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			tree := newTree(tt.counts)
			codes := map[string]bool{}
			for word, turns := range tree.turns {
				if len(turns) != tt.want[word] || len(tree.nodes[word]) != len(turns) {
					t.Errorf("word %d has a code of %d turns at %d nodes; want %d", word, len(turns), len(tree.nodes[word]), tt.want[word])
				}
				if tree.nodes[word][0] != uint32(len(tt.counts)-2) {
					t.Errorf("the way to word %d starts at node %d; want the root, %d", word, tree.nodes[word][0], len(tt.counts)-2)
				}
				for n := range len(turns) {
					if codes[fmt.Sprint(turns[:n])] {
						t.Errorf("a code begins that of word %d", word)
					}
				}
				codes[fmt.Sprint(turns)] = true
			}
			if len(codes) != len(tt.counts) {
				t.Errorf("%d codes for %d words", len(codes), len(tt.counts))
			}
		})
	}
}

// TestSigmoid: at most 1e-6 off anywhere, 0 and 1 far out, and its bits are the
// same on any machine.
func TestSigmoid(t *testing.T) {
	s := newSigmoid()
	for x := -20.0; x < 20; x += 0.00137 {
		if got, want := float64(s.at(float32(x))), 1/(1+math.Exp(-x)); math.Abs(got-want) > 1e-6 {
			t.Errorf("σ(%g) = %g; want %g", x, got, want)
		}
	}
	if s.at(float32(math.NaN())) != 0 || s.at(float32(math.Inf(1))) != 1 || s.at(float32(math.Inf(-1))) != 0 || s.at(0) != 0.5 {
		t.Error("σ at NaN, ∞, −∞ or 0 is not 0, 1, 0, ½")
	}
	mix := random(1)
	for _, y := range s {
		mix ^= random(math.Float32bits(y))
		mix.next()
	}
	if want := random(0x53d4c2449b1e014d); mix != want {
		t.Errorf("the table's hash is %#x; want %#x", uint64(mix), uint64(want))
	}
}
