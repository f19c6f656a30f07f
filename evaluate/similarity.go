package evaluate

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/words"
)

// A Pair is two words, and how alike people found them; the larger the score
// the more.
type Pair struct {
	A, B  string
	Score float64
}

// ReadPairs reads a set of word pairs: a line for each, with two words and a
// score, parted by tabs, else commas, semicolons or spaces. Of further columns
// the first number is the score, as in SimLex-999, which has the part of
// speech before it. Empty lines, those that begin with #, and a heading, which
// is a first line without a number, are passed over. Errors name the line.
func ReadPairs(r io.Reader) ([]Pair, error) {
	var pairs []Pair
	first := true
	err := eachQuestion(r, func(line string, _ int) error {
		p, err := parsePair(line)
		if err != nil && !first {
			return err
		}
		if first = false; err == nil {
			pairs = append(pairs, p)
		}
		return nil
	})
	if err == nil && len(pairs) == 0 {
		err = errors.New("has no pairs; want lines of two words and a score")
	}
	return pairs, err
}

func parsePair(line string) (Pair, error) {
	fields := strings.Fields(line)
	for _, separator := range []rune{'\t', ',', ';'} {
		if !strings.ContainsRune(line, separator) {
			continue
		}
		quoted := csv.NewReader(strings.NewReader(line))
		quoted.Comma, quoted.LazyQuotes = separator, true
		if record, err := quoted.Read(); err == nil {
			fields = record
		}
		break
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	for i := 2; i < len(fields); i++ {
		if score, err := strconv.ParseFloat(fields[i], 64); err == nil && !math.IsNaN(score) && !math.IsInf(score, 0) {
			return Pair{fields[0], fields[1], score}, nil
		}
	}
	return Pair{}, fmt.Errorf("is %q; want two words and a score, parted by tabs", clip(line))
}

// A SimilarityScore says how well cosines of vectors agree with people.
type SimilarityScore struct {
	Rho     float64  `json:"rho"`     // Spearman's, −1 … 1
	Pairs   int      `json:"pairs"`   // in the set
	Covered int      `json:"covered"` // of them, both words with a vector
	Unknown []string `json:"unknown"` // words without one, or with 0, in the order of the set
	Cased   int      `json:"cased"`   // words found in other cases only: "English" as "english"
}

// Similarity ranks the pairs by the cosine of their words' vectors, and by
// people's scores, and returns how well the two agree: Spearman's ρ, which is
// Pearson's correlation of the ranks, over the pairs whose words are both
// known. Equal scores share the mean of their ranks. It is an error if fewer
// than two pairs are known, or if all of them score alike.
//
// Source: Spearman, The Proof and Measurement of Association between Two
// Things (1904); gensim 4.4 evaluate_word_pairs, whose number it gives.
func Similarity(v *words.Vectors, pairs []Pair, o VectorOptions) (SimilarityScore, error) {
	s := SimilarityScore{Pairs: len(pairs), Unknown: []string{}}
	y := newVocabulary(v, o)
	seen := map[string]bool{}
	find := func(word string) (place int, ok bool) {
		if place, ok = y.find(word); !seen[word] {
			seen[word] = true
			switch {
			case !ok:
				s.Unknown = append(s.Unknown, word)
			case v.Word(place) != word:
				s.Cased++
			}
		}
		return place, ok
	}
	var people, cosines []float64
	for _, p := range pairs {
		a, okA := find(p.A)
		b, okB := find(p.B)
		if okA && okB {
			people = append(people, p.Score)
			cosines = append(cosines, words.Cosine(v.Row(a), v.Row(b)))
		}
	}
	s.Covered = len(people)
	s.Rho = correlation(ranks(people), ranks(cosines))
	if math.IsNaN(s.Rho) {
		return s, fmt.Errorf("%d of %d pairs have vectors for both words and differ in their scores; want two or more", s.Covered, s.Pairs)
	}
	return s, nil
}

// ranks gives each number its rank, from 1; equal numbers share the mean of
// theirs.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(x[i], x[j]) })
	out := make([]float64, len(x))
	for from, to := 0, 0; from < len(order); from = to {
		for to = from + 1; to < len(order) && x[order[to]] == x[order[from]]; to++ {
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+1+to) / 2 // the mean of from+1 … to
		}
	}
	return out
}

// correlation is Pearson's; NaN where one of the two does not vary.
func correlation(x, y []float64) float64 {
	var meanX, meanY float64
	for i := range x {
		meanX += x[i] / float64(len(x))
		meanY += y[i] / float64(len(y))
	}
	var xy, xx, yy float64
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	return xy / math.Sqrt(xx*yy)
}
