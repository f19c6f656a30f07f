package evaluate

import (
	"strings"

	"heed/words"
)

// VectorOptions say which vectors are evaluated, and how words are found.
type VectorOptions struct {
	Restrict int  // only the first, mostly the most frequent, words count; 0: all
	Case     bool // "Bank" and "bank" are two words; else the first of them in the file stands for both
}

// A vocabulary finds the words of a test among those of the vectors.
type vocabulary struct {
	vectors *words.Vectors
	fold    func(word string) string
	place   map[string]int // folded word → the first place
	same    []int          // place → the place that stands for it
}

func newVocabulary(v *words.Vectors, o VectorOptions) *vocabulary {
	n := v.Len()
	if o.Restrict > 0 {
		n = min(n, o.Restrict)
	}
	y := &vocabulary{vectors: v, fold: strings.ToUpper, place: make(map[string]int, n), same: make([]int, n)}
	if o.Case {
		y.fold = func(word string) string { return word }
	}
	for i := range n {
		word := y.fold(v.Word(i))
		first, known := y.place[word]
		if !known {
			first = i
			y.place[word] = i
		}
		y.same[i] = first
	}
	return y
}

// find returns the place that stands for a word. A vector that is 0 stands for
// none: it has no direction.
func (y *vocabulary) find(word string) (place int, ok bool) {
	place, ok = y.place[y.fold(word)]
	return place, ok && words.Norm(y.vectors.Row(place)) > 0
}
