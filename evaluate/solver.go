package evaluate

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"heed/internal/simd"
	"heed/words"
)

// A solver answers analogies. The products d·w of all words d with a word w of
// a question serve every question that has w, and questions have few words:
// Google's 19 544 have 905. So they are computed once, for a tile of words d
// at a time, and a question then costs two additions a word.
type solver struct {
	*vocabulary
	asked     []int       // places of the words of all questions
	row       map[int]int // place → its row in asked
	questions []question
}

// A question has the rows of its first three words in asked, and all their
// places. It is not covered where one of them is unknown.
type question struct {
	a, b, c int
	without [3]int
	want    int
	covered bool
}

func newSolver(y *vocabulary) *solver { return &solver{vocabulary: y, row: map[int]int{}} }

func (s *solver) ask(q Analogy) {
	a, okA := s.find(q.A)
	b, okB := s.find(q.B)
	c, okC := s.find(q.C)
	d, okD := s.find(q.D)
	if !okA || !okB || !okC || !okD {
		s.questions = append(s.questions, question{})
		return
	}
	s.questions = append(s.questions, question{s.rowOf(a), s.rowOf(b), s.rowOf(c), [3]int{a, b, c}, d, true})
}

func (s *solver) rowOf(place int) int {
	row, known := s.row[place]
	if !known {
		row = len(s.asked)
		s.row[place] = row
		s.asked = append(s.asked, place)
	}
	return row
}

// A candidate is the best word so far for a question.
type candidate struct {
	place int // −1: none
	score float32
}

// better reports whether c beats d; of equals the first in the file does.
func (c candidate) better(d candidate) bool {
	return c.score > d.score || c.score == d.score && c.place >= 0 && c.place < d.place
}

// answer returns the best word for each question, none where it is not
// covered. It stops when ctx ends.
func (s *solver) answer(ctx context.Context) ([]candidate, error) {
	const products = 1 << 22 // in a tile, 16 MB
	size := min(2048, max(64, products/max(1, len(s.asked))))
	asked := s.units(s.asked)
	workers := make([][]candidate, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			best := slices.Repeat([]candidate{{-1, float32(math.Inf(-1))}}, len(s.questions))
			for ctx.Err() == nil {
				from := int(next.Add(int64(size))) - size
				if from >= len(s.same) {
					break
				}
				s.tile(best, asked, from, min(from+size, len(s.same)))
			}
			workers[w] = best
		})
	}
	wait.Wait()
	for _, other := range workers[1:] {
		for i, c := range other {
			if c.better(workers[0][i]) {
				workers[0][i] = c
			}
		}
	}
	return workers[0], ctx.Err()
}

// tile tries the words from one place up to another as answers.
func (s *solver) tile(best []candidate, asked []float32, from, to int) {
	dim, n := s.vectors.Dim(), to-from
	places := make([]int, n)
	for i := range places {
		places[i] = from + i
	}
	columns := make([]float32, dim*n) // the words' vectors, each a column
	for i, x := range s.units(places) {
		columns[i%dim*n+i/dim] = x
	}
	products := make([]float32, len(s.asked)*n)
	simd.AddProduct(products, asked, columns, len(s.asked), dim, n)
	row := func(r int) []float32 { return products[r*n : (r+1)*n] }
	for i, q := range s.questions {
		if q.covered {
			best[i] = s.best(best[i], q, row(q.a), row(q.b), row(q.c), from)
		}
	}
}

// best is the best word for a question among those so far and a tile's, whose
// products with the words of the question are a, b and c.
func (s *solver) best(so candidate, q question, a, b, c []float32, from int) candidate {
	a, c = a[:len(b)], c[:len(b)]
	for i, x := range b {
		score := x - a[i] + c[i]
		if score > so.score && !slices.Contains(q.without[:], s.same[from+i]) {
			so = candidate{from + i, score}
		}
	}
	return so
}

// units are the vectors of words at length 1, row by row; 0 stays 0.
func (s *solver) units(places []int) []float32 {
	dim := s.vectors.Dim()
	out := make([]float32, 0, len(places)*dim)
	for _, place := range places {
		row := s.vectors.Row(place)
		length := words.Norm(row)
		for _, x := range row {
			if length > 0 {
				x = float32(float64(x) / length)
			}
			out = append(out, x)
		}
	}
	return out
}
