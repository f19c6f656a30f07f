package words

import (
	"fmt"
	"strings"
)

// The answers to questions of vectors, as the command line prints them and the API
// sends them.
type (
	// NearWord is a word with its neighbours, nearest first.
	NearWord struct {
		Word       string   `json:"word"`
		Neighbours []Ranked `json:"neighbours"`
	}

	// A Ranked word has its cosine to what was asked for, and its rank in the file,
	// which in most is its rank by frequency, from 1.
	Ranked struct {
		Word   string  `json:"word"`
		Cosine float64 `json:"cosine"`
		Rank   int     `json:"rank"`
	}

	// An Analogy tells what is to C as B is to A.
	Analogy struct {
		Version int      `json:"heed"`
		A       string   `json:"a"`
		B       string   `json:"b"`
		C       string   `json:"c"`
		Answers []Ranked `json:"answers"`
	}

	// A Similarity is the cosine of two words' vectors.
	Similarity struct {
		Version int     `json:"heed"`
		A       string  `json:"a"`
		B       string  `json:"b"`
		Cosine  float64 `json:"cosine"`
	}
)

// version is that of the answers' form.
const version = 1

// Find returns the vector of a word and its place, -1 where the vector is made of
// its n-grams. A word that is not there is an error with some that are spelled much
// like it.
func (v *Vectors) Find(word string) (vector []float32, index int, err error) {
	vector, ok := v.Vector(word)
	if !ok {
		err = fmt.Errorf("%q is not among the %d words", word, v.Len())
		if near := v.Spellings(word, 5); len(near) > 0 {
			err = fmt.Errorf("%w; did you mean %s?", err, strings.Join(near, ", "))
		}
		return nil, 0, err
	}
	index, known := v.Index(word)
	if !known {
		index = -1
	}
	return vector, index, nil
}

// Neighbours are the n words whose vectors have the largest cosine to that of a
// word, which is left out; see [Vectors.Near].
func (v *Vectors) Neighbours(word string, n int) (NearWord, error) {
	vector, index, err := v.Find(word)
	if err != nil {
		return NearWord{}, err
	}
	if Norm(vector) == 0 {
		return NearWord{}, fmt.Errorf("the vector of %q is 0: it has no direction, and so no neighbours", word)
	}
	return NearWord{word, ranked(v.Near(vector, n, index))}, nil
}

// Solve lists the n words whose vectors have the largest cosine to b − a + c; see
// [Offset]. The three are left out.
func (v *Vectors) Solve(a, b, c string, n int) (Analogy, error) {
	var three [3][]float32
	var places [3]int
	var err error
	for i, word := range []string{a, b, c} {
		if three[i], places[i], err = v.Find(word); err != nil {
			return Analogy{}, err
		}
	}
	query, err := Offset(three[0], three[1], three[2])
	if err != nil {
		return Analogy{}, fmt.Errorf("%s:%s::%s: %w", a, b, c, err)
	}
	return Analogy{version, a, b, c, ranked(v.Near(query, n, places[:]...))}, nil
}

// Similar is the cosine of two words' vectors; one that is 0 is an error.
func (v *Vectors) Similar(a, b string) (Similarity, error) {
	var two [2][]float32
	for i, word := range []string{a, b} {
		var err error
		if two[i], _, err = v.Find(word); err != nil {
			return Similarity{}, err
		}
		if Norm(two[i]) == 0 {
			return Similarity{}, fmt.Errorf("the vector of %q is 0: it has no direction, and so no cosine", word)
		}
	}
	return Similarity{version, a, b, Cosine(two[0], two[1])}, nil
}

func ranked(list []Neighbour) []Ranked {
	out := make([]Ranked, len(list))
	for i, n := range list {
		out[i] = Ranked{n.Word, n.Cosine, n.Index + 1}
	}
	return out
}
