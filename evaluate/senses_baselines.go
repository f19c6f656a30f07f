package evaluate

import (
	"context"
	"math"
	"slices"
	"strings"

	"heed/token"
)

// Static gives each word one vector, whatever its sentence: what attention
// starts from, and what a sense must be told apart without. Two baselines are
// made of it:
//
//   - mean10: the plain mean of the vectors of the ten words before the word
//     under study and the ten after it.
//   - sif: the mean over the sentence's words of a/(a + p)·v, a = 1e-4, p being
//     a word's share of running text, less the mean of this over the training
//     sentences (over all sentences where each is compared with the others:
//     no label is in it).
//
// Words are those of [token.Words], looked for as they are written, then in
// lower case; words without a vector are passed over, and a context of none
// but such has the vector 0.
//
// Source of sif: Arora, Liang, Ma, A Simple but Tough-to-Beat Baseline for
// Sentence Embeddings (2017), algorithm 1, with centring in place of taking
// out the first principal component.
type Static interface {
	// Vector returns a word's vector, all of one width, or nil.
	Vector(word string) []float32
	// Frequency returns the share of running text that a word which has a
	// vector makes up, in (0, 1]; see Zipf where none was counted.
	Frequency(word string) float64
}

// Zipf estimates how often the word of a rank, 1 the most frequent, occurs in
// running text of a vocabulary of n words: 1/(rank·H_n), where
// H_n = Σ_{r=1…n} 1/r. It is a share, in (0, 1]; all together are 1.
//
// Source: Zipf, Human Behavior and the Principle of Least Effort (1949).
func Zipf(rank, n int) float64 { return 1 / (float64(rank) * harmonic(n)) }

// harmonic is H_n: exact up to 64, then by its expansion ln n + γ + 1/2n −
// 1/12n², which is then off by less than 1e-9.
func harmonic(n int) float64 {
	if n > 64 {
		const gamma = 0.57721566490153286
		x := float64(n)
		return math.Log(x) + gamma + 1/(2*x) - 1/(12*x*x)
	}
	h := 0.0
	for r := 1; r <= n; r++ {
		h += 1 / float64(r)
	}
	return h
}

const (
	window   = 10   // words on each side that mean10 takes
	sifShare = 1e-4 // a of sif
)

// A lexicon remembers what was looked up in static vectors.
type lexicon struct {
	static Static
	known  map[string]entry
	width  int // of every vector; 0 until one is known
}

// An entry is a word's vector, nil where it has none, and its weight in sif.
type entry struct {
	vector []float32
	weight float64
}

func newLexicon(static Static) *lexicon {
	return &lexicon{static: static, known: map[string]entry{}}
}

// measure scores both baselines on one word.
func (l *lexicon) measure(ctx context.Context, s Senses) (Baselines[WordScore], error) {
	var b Baselines[WordScore]
	var err error
	train, test := l.vectors(s, l.mean10)
	if b.Mean10, err = score(ctx, s, unitRows(train), unitRows(test)); err != nil {
		return b, err
	}
	train, test = l.vectors(s, l.sif)
	centre(train, test)
	b.SIF, err = score(ctx, s, unitRows(train), unitRows(test))
	return b, err
}

// vectors makes the vectors of a word's occurrences, 0 where no word around
// one is known.
func (l *lexicon) vectors(s Senses, of func(Instance) []float64) (train, test [][]float64) {
	var vectors [][]float64
	for _, instance := range slices.Concat(s.Train, s.Test) {
		vectors = append(vectors, of(instance))
	}
	for i, v := range vectors {
		if v == nil {
			vectors[i] = make([]float64, l.width)
		}
	}
	return vectors[:len(s.Train)], vectors[len(s.Train):]
}

// mean10 is the mean of the words around an instance; nil where none is known.
func (l *lexicon) mean10(i Instance) []float64 {
	words := token.Words(i.Text)
	before, _ := slices.BinarySearchFunc(words, i.Start, func(w token.Word, at int) int { return w.End - at - 1 })
	after, _ := slices.BinarySearchFunc(words, i.End, func(w token.Word, at int) int { return w.Start - at })
	around := slices.Concat(words[max(0, before-window):before], words[after:min(len(words), after+window)])
	return l.mean(around, func(entry) float64 { return 1 })
}

// sif is the weighted mean of an instance's sentence, not centred; nil where
// no word is known.
func (l *lexicon) sif(i Instance) []float64 {
	return l.mean(token.Words(i.Text), func(e entry) float64 { return e.weight })
}

func (l *lexicon) mean(words []token.Word, weight func(entry) float64) []float64 {
	var sum []float64
	n := 0.0
	for _, w := range words {
		e := l.look(w.Text)
		if e.vector == nil {
			continue
		}
		if sum == nil {
			sum = make([]float64, len(e.vector))
		}
		n++
		by := weight(e)
		for d, x := range e.vector {
			sum[d] += by * float64(x)
		}
	}
	for d := range sum {
		sum[d] /= n
	}
	return sum
}

// look finds a word as it is written, or else in lower case.
func (l *lexicon) look(word string) entry {
	e, ok := l.known[word]
	if ok {
		return e
	}
	for _, form := range []string{word, strings.ToLower(word)} {
		if v := l.static.Vector(form); v != nil {
			e = entry{v, sifShare / (sifShare + l.static.Frequency(form))}
			l.width = len(v)
			break
		}
	}
	l.known[word] = e
	return e
}

// centre takes the mean of the training vectors, or of the test vectors where
// there are no others, off all vectors.
func centre(train, test [][]float64) {
	of := train
	if len(of) == 0 {
		of = test
	}
	mean := make([]float64, len(of[0]))
	for _, v := range of {
		for d, x := range v {
			mean[d] += x / float64(len(of))
		}
	}
	for _, vectors := range [][][]float64{train, test} {
		for _, v := range vectors {
			for d := range v {
				v[d] -= mean[d]
			}
		}
	}
}
