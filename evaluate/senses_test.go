package evaluate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heed/evaluate"
)

// points encodes each text as the vectors it is given.
type points map[string][][]float32

func (p points) Encode(_ context.Context, i evaluate.Instance) ([][]float32, error) {
	if states, ok := p[i.Text]; ok {
		return states, nil
	}
	return nil, errors.New("no such text")
}

// nothing has no static vectors.
type nothing struct{}

func (nothing) Vector(string) []float32  { return nil }
func (nothing) Frequency(string) float64 { return 1 }

// at makes instances with points of their own, told as "label x y".
func at(p points, list ...string) []evaluate.Instance {
	var instances []evaluate.Instance
	for n, told := range list {
		var label string
		var x, y float32
		if _, err := fmt.Sscan(told, &label, &x, &y); err != nil {
			panic(err)
		}
		text := fmt.Sprintf("%s %d", told, len(p))
		p[text] = [][]float32{{x, y}}
		instances = append(instances, evaluate.Instance{Word: "bank", Text: text, Label: label, Place: fmt.Sprintf("data:%d", n+1)})
	}
	return instances
}

func TestMeasureSenses(t *testing.T) {
	tests := []struct {
		claim        string
		train, test  []string
		accuracy, f1 float64
		recall       map[string]float64
	}{
		{"what is told apart has 1 throughout",
			[]string{"a 1 0", "b 0 1"}, []string{"a 2 .1", "b .1 5"}, 1, 1, map[string]float64{"a": 1, "b": 1}},
		{"the nearest by cosine is not the nearest point",
			[]string{"a 1 0", "b 9 9"}, []string{"a 9 1"}, 1, 1, map[string]float64{"a": 1}},
		{"of equally near ones the earlier training row counts",
			[]string{"b 0 2", "a 0 1", "a 0 3"}, []string{"a 0 1"}, 0, 0, map[string]float64{"a": 0}},
		{"in whatever order they stand",
			[]string{"a 0 1", "b 0 2", "b 0 3"}, []string{"a 0 1"}, 1, 1, map[string]float64{"a": 1}},
		// (4, 3)/5 is .316 from a's centroid (.5, .5) and .632 from b's (1, 0).
		{"the centroid and the neighbour can disagree",
			[]string{"b 1 0", "a 1 0", "a 0 1"}, []string{"a 4 3"}, 0, 1, map[string]float64{"a": 0}},
		// Lengths do not move centroids: with them a's would be at (50, 1).
		{"a centroid is of vectors of length 1",
			[]string{"a 100 0", "a 0 2", "b 1 .1"}, []string{"a 1 .9"}, 0, 1, map[string]float64{"a": 0}},
		// Given a, a, b, b for a, b, b, b: F1 of a is 2/(2+1) and of b 4/(4+1).
		{"F1 is worked out by hand, and averaged over the senses",
			[]string{"a 1 0", "b 0 1"}, []string{"a 1 0", "b 1 .1", "b 0 1", "b .1 1"}, .75, (2./3 + 4./5) / 2, map[string]float64{"a": 1, "b": 2. / 3}},
		{"a sense that only training has does not count, but takes",
			[]string{"a 1 0", "b 0 1"}, []string{"a 1 0", "a 0 1"}, .5, 2. / 3, map[string]float64{"a": .5}},
		{"a sense that training lacks is never right",
			[]string{"a 1 0"}, []string{"a 1 0", "c 0 1"}, .5, (2. / 3) / 2, map[string]float64{"a": 1, "c": 0}},
		{"a vector of length 0 is as near to all, and so goes with the first",
			[]string{"a 1 0", "b 0 1"}, []string{"b 0 0"}, 0, 0, map[string]float64{"b": 0}},
		// Each finds its double; a's centroid without the row itself is the other.
		{"without training rows each is left out of its own comparison",
			nil, []string{"a 1 0", "a 1 0", "b 0 1", "b 0 1"}, 1, 1, map[string]float64{"a": 1, "b": 1}},
		{"so that one alone is never right",
			nil, []string{"a 1 0", "a 1 .1", "b 0 1"}, 2. / 3, 4. / 5 / 2, map[string]float64{"a": 1, "b": 0}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			p := points{}
			s := evaluate.Senses{Word: "bank", Train: at(p, tt.train...), Test: at(p, tt.test...)}
			r, err := evaluate.MeasureSenses(t.Context(), []evaluate.Senses{s}, p, nothing{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := r.Words[0]
			if got.N != len(tt.test) || math.Abs(got.Accuracy-tt.accuracy) > 1e-15 || math.Abs(got.MacroF1-tt.f1) > 1e-15 {
				t.Errorf("n %d, accuracy %v, macro F1 %v; want %d, %v, %v", got.N, got.Accuracy, got.MacroF1, len(tt.test), tt.accuracy, tt.f1)
			}
			if len(got.Recall) != len(tt.recall) {
				t.Errorf("recall %v; want %v", got.Recall, tt.recall)
			}
			for label, want := range tt.recall {
				if math.Abs(got.Recall[label]-want) > 1e-15 {
					t.Errorf("recall of %s is %v; want %v", label, got.Recall[label], want)
				}
			}
		})
	}
}

func TestMeansAreOverWords(t *testing.T) {
	p := points{}
	words := []evaluate.Senses{
		{Word: "bank", Train: at(p, "a 1 0", "b 0 1"), Test: at(p, "a 1 0", "a 1 0", "b 0 1")},
		{Word: "crane", Train: at(p, "a 1 0", "b 0 1"), Test: at(p, "b 1 0")},
	}
	r, err := evaluate.MeasureSenses(t.Context(), words, p, nothing{}, nil)
	if err != nil || r.Mean != (evaluate.Score{Accuracy: .5, MacroF1: .5}) {
		t.Errorf("mean %+v, error %v; want the mean of 1 and 0, whatever their n", r.Mean, err)
	}
}

func TestReportJSON(t *testing.T) {
	p := points{}
	s := evaluate.Senses{Word: "bank", Train: at(p, "a 1 0", "b 0 1"), Test: at(p, "a 1 0", "b 0 1")}
	const scores = `{"words":[{"word":"bank","n":2,"accuracy":1,"macro_f1":1,"recall":{"a":1,"b":1},` +
		`"baselines":{"mean10":{"accuracy":0.5,"macro_f1":0.3333333333333333,"recall":{"a":1,"b":0}},"sif":{"accuracy":0.5,"macro_f1":0.3333333333333333,"recall":{"a":1,"b":0}}}}],` +
		`"mean":{"accuracy":1,"macro_f1":1},` +
		`"baselines":{"mean10":{"accuracy":0.5,"macro_f1":0.3333333333333333},"sif":{"accuracy":0.5,"macro_f1":0.3333333333333333}}}`
	check := func(want string) {
		t.Helper()
		r, err := evaluate.MeasureSenses(t.Context(), []evaluate.Senses{s}, p, nothing{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(r); err != nil || string(got) != want {
			t.Errorf("%v\n%s; want\n%s", err, got, want)
		}
	}
	check(scores)
	for text, states := range p {
		p[text] = [][]float32{states[0], {states[0][1], states[0][0], 0}} // widths may differ from layer to layer
	}
	check(`{"layers":[` + scores + "," + scores + `]}`)
}

func TestMeasureSensesRefuses(t *testing.T) {
	good := func(p points) []evaluate.Senses {
		return []evaluate.Senses{{Word: "bank", Train: at(p, "a 1 0", "b 0 1"), Test: at(p, "a 1 0", "b 0 1")}}
	}
	tests := []struct {
		claim string
		spoil func(p points, s *evaluate.Senses)
		want  string
	}{
		{"what the encoder refuses, with its place", func(p points, s *evaluate.Senses) { delete(p, s.Test[1].Text) }, "data:2: no such text"},
		{"no vector", func(p points, s *evaluate.Senses) { p[s.Train[0].Text] = nil }, `data:1: "bank" has no vector`},
		{"NaN", func(p points, s *evaluate.Senses) { p[s.Test[0].Text][0][1] = float32(math.NaN()) }, `data:1: number 1 of the vector of "bank", hidden state 0, is NaN; want a finite number`},
		{"infinity", func(p points, s *evaluate.Senses) { p[s.Test[0].Text][0][0] = float32(math.Inf(1)) }, "is +Inf"},
		{"another width", func(p points, s *evaluate.Senses) { p[s.Train[1].Text] = [][]float32{{1}} }, "data:2: hidden state 0 has width 1; want 2, as at data:1"},
		{"another number of layers", func(p points, s *evaluate.Senses) {
			p[s.Test[1].Text] = append(p[s.Test[1].Text], []float32{1, 2})
		}, "data:2: 2 hidden states; want 1, as at data:1"},
		{"nothing to measure", func(_ points, s *evaluate.Senses) { s.Test = nil }, "bank: 0 occurrences to measure"},
		{"nothing to compare with", func(_ points, s *evaluate.Senses) { s.Train, s.Test = nil, s.Test[:1] }, "bank: 1 occurrences to measure, and 0 to compare"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			p := points{}
			s := good(p)
			tt.spoil(p, &s[0])
			if _, err := evaluate.MeasureSenses(t.Context(), s, p, nothing{}, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := points{}
	if _, err := evaluate.MeasureSenses(ctx, good(p), p, nothing{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
}

// circle puts an instance on a circle by its text's length, and by the hash of
// its letters; it has two hidden states.
type circle struct{}

func (circle) Encode(_ context.Context, i evaluate.Instance) ([][]float32, error) {
	h := 0.0
	for _, r := range i.Text {
		h = math.Mod(31*h+float64(r), 1009)
	}
	x, y := float32(math.Cos(h)), float32(math.Sin(h))
	return [][]float32{{x, y}, {x * 3, y + 1, x * y}}, nil
}

func (circle) Vector(word string) []float32 {
	if len(word)%3 == 0 {
		return nil
	}
	return []float32{float32(len(word)), float32(word[0]), 1}
}

func (circle) Frequency(word string) float64 { return 1 / float64(10+len(word)) }

// many makes random-looking data of some words.
func many(words, n int) []evaluate.Senses {
	var data []evaluate.Senses
	seed := 1
	next := func(of int) int { seed = seed * 48271 % 2147483647; return seed % of }
	for w := range words {
		var all []evaluate.Instance
		for range n {
			var text []string
			for range 3 + next(30) {
				text = append(text, strings.Repeat(string(rune('a'+next(26))), 1+next(7)))
			}
			start := len(strings.Join(text[:2], " ")) + 1
			all = append(all, evaluate.Instance{Word: text[2], Text: strings.Join(text, " "), Start: start, End: start + len(text[2]), Label: string(rune('p' + next(3)))})
		}
		data = append(data, evaluate.Senses{Word: fmt.Sprint("w", w), Train: all[n/3:], Test: all[:n/3]})
	}
	return data
}

func TestSameOnOneCoreAndFour(t *testing.T) {
	data := append(many(3, 300), evaluate.Senses{Word: "left out", Test: many(1, 60)[0].Train})
	reports := make([]string, 2)
	for i, cores := range []int{1, 4} {
		old := runtime.GOMAXPROCS(cores)
		var told []int
		r, err := evaluate.MeasureSenses(t.Context(), data, circle{}, circle{}, func(done, of int) {
			if of != 940 {
				t.Errorf("told of %d occurrences; want 940", of)
			}
			told = append(told, done)
		})
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		if len(told) != 940 || !slices.IsSorted(told) {
			t.Errorf("on %d cores: told %d times, in order %t; want 940, true", cores, len(told), slices.IsSorted(told))
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		reports[i] = string(text)
	}
	if reports[0] != reports[1] {
		t.Errorf("on 1 core\n%s\non 4\n%s", reports[0], reports[1])
	}
}

// Scaling vectors, and turning all of them alike, changes no score; nor does
// the order of the test rows.
func TestScoresKnowDirectionsOnly(t *testing.T) {
	p, turned := points{}, points{}
	s := evaluate.Senses{Word: "bank",
		Train: at(p, "a 1 0", "a 2 1", "b 0 1", "b 1 2", "c -1 .3"),
		Test:  at(p, "a 3 1", "b 1 1.5", "b 2 1.9", "c -2 0", "c 0 -1")}
	sin, cos := math.Sincos(.7)
	scale := 1.0
	for text, states := range p {
		x, y := float64(states[0][0]), float64(states[0][1])
		scale *= 1.3
		turned[text] = [][]float32{{float32(scale * (cos*x - sin*y)), float32(scale * (sin*x + cos*y))}}
	}
	measure := func(p points) evaluate.WordScore {
		r, err := evaluate.MeasureSenses(t.Context(), []evaluate.Senses{s}, p, nothing{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.Words[0].WordScore
	}
	want := measure(p)
	if got := measure(turned); got.Score != want.Score {
		t.Errorf("turned: %+v; want %+v", got, want)
	}
	slices.Reverse(s.Test)
	if got := measure(p); got.Score != want.Score {
		t.Errorf("in reverse: %+v; want %+v", got, want)
	}
}
