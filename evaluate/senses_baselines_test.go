package evaluate

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// numbered has the vector (n, 1) for the word that is the nth letter, and
// (100, 1) for "Bank" as it is written.
type numbered struct{}

func (numbered) Vector(word string) []float32 {
	if word == "Bank" {
		return []float32{100, 1}
	}
	if len(word) == 1 && word[0] >= 'a' && word[0] <= 'z' {
		return []float32{float32(word[0]-'a') + 1, 1}
	}
	return nil
}

func (numbered) Frequency(word string) float64 {
	if word == "Bank" {
		return 1e-4
	}
	return 3e-4
}

// target is the instance of the first * in a text, which stands for "bank".
func target(text string) Instance {
	at := strings.Index(text, "*")
	return Instance{Text: strings.ReplaceAll(text, "*", "bank"), Start: at, End: at + 4}
}

func TestMean10(t *testing.T) {
	tests := []struct {
		claim, text string
		want        []float64
	}{
		{"the word itself is left out", "b * d", []float64{3, 1}},
		{"ten words before it and ten after it count", "z a a a a a a a a a a * c c c c c c c c c c z", []float64{2, 1}},
		{"unknown words take their place", "z a unknown a a a a a a a a * c c c c c c c c c unknown z", []float64{2, 1}},
		{"punctuation takes none", "z, z, a a a a a, a a a a a . ' * ! c", []float64{13. / 11, 1}},
		{"at the start", "* b", []float64{2, 1}},
		{"at the end", "b *", []float64{2, 1}},
		{"words are found in lower case too, but first as they are written", "Bank B *", []float64{51, 1}},
		{"the parts of a compound are no words apart", "b *-d f", []float64{4, 1}},
		{"nothing around it", "*", nil},
		{"nothing known around it", "unknown * unknown", nil},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if got := newLexicon(numbered{}).mean10(target(tt.text)); !near(got, tt.want) {
				t.Errorf("mean10 of %q = %v; want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestSIF(t *testing.T) {
	// a/(a + p) is 1/4 for letters and 1/2 for Bank: (1/4·2 + 1/2·100)/2.
	if got, want := newLexicon(numbered{}).sif(target("b, unknown * Bank!")), []float64{25.25, .375}; !near(got, want) {
		t.Errorf("sif = %v; want %v", got, want)
	}
	train, test := [][]float64{{1, 2}, {3, 6}}, [][]float64{{2, 2}}
	centre(train, test)
	if !near(slices.Concat(train...), []float64{-1, -2, 1, 2}) || !near(test[0], []float64{0, -2}) {
		t.Errorf("less the training mean: %v, %v", train, test)
	}
	centre(nil, train)
	if !near(slices.Concat(train...), []float64{-1, -2, 1, 2}) {
		t.Errorf("less their own mean: %v", train)
	}
}

func near(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-12 })
}

// Words without known neighbours, in training or test, leave vectors of one
// width.
func TestBaselinesOfUnknownWords(t *testing.T) {
	known, unknown := target("b * d"), target("unknown * unknown")
	known.Label, unknown.Label = "x", "y"
	for _, s := range []Senses{
		{Train: []Instance{unknown}, Test: []Instance{known}},
		{Train: []Instance{known}, Test: []Instance{unknown}},
		{Train: []Instance{unknown}, Test: []Instance{unknown}},
		{Test: []Instance{unknown, known, known}},
	} {
		if _, err := newLexicon(numbered{}).measure(t.Context(), s); err != nil {
			t.Error(err)
		}
	}
}

func TestZipf(t *testing.T) {
	for _, n := range []int{1, 2, 64, 65, 66, 1000, 40000} {
		sum := 0.0
		for rank := n; rank >= 1; rank-- {
			sum += Zipf(rank, n)
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("the shares of %d words add up to %v; want 1", n, sum)
		}
	}
	if got := Zipf(1, 2) / Zipf(2, 2); got != 2 {
		t.Errorf("the first word is %v times as frequent as the second; want 2", got)
	}
}
