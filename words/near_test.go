package words_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"heed/words"
)

func TestNearestFirstAndEqualsByPlace(t *testing.T) {
	v := of(t, 2, "right twice up zero left again", 1, 0, 2, 0, 0, 1, 0, 0, -1, 0, 3, 0)
	for _, tt := range []struct {
		name    string
		n       int
		without []int
		want    string
	}{
		{"equal cosines keep the file's order, and 0 is near to nothing", 9, nil, "right:1 twice:1 again:1 up:0 left:-1 "},
		{"the query's own word is left out", 2, []int{0}, "twice:1 again:1 "},
		{"as many as asked for", 1, []int{0, 1}, "again:1 "},
		{"none is none", 0, nil, ""},
		{"places that are no words exclude nothing", 1, []int{-1, 99}, "right:1 "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, n := range v.Near([]float32{5, 0}, tt.n, tt.without...) {
				got += fmt.Sprintf("%s:%g ", n.Word, n.Cosine)
			}
			if got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
	if got := v.Near([]float32{0, 0}, 3); got != nil {
		t.Errorf("neighbours of 0: %v", got)
	}
}

// TestNearIsTheSortedList compares with sorting all cosines, for tables that
// are split among processors and for any number of neighbours.
func TestNearIsTheSortedList(t *testing.T) {
	const dim = 3
	random := rand.New(rand.NewPCG(1, 2))
	var list []string
	var rows []float32
	for i := range 5000 {
		list = append(list, fmt.Sprint("w", i))
		for range dim {
			rows = append(rows, float32(random.IntN(5)-2)) // so that many are equal, and some 0
		}
	}
	v, err := words.New(list, dim, rows)
	if err != nil {
		t.Fatal(err)
	}
	query := []float32{1, 2, -1}
	var all []words.Neighbour
	for i := range list {
		if c := words.Cosine(query, v.Row(i)); !math.IsNaN(c) && i != 7 {
			all = append(all, words.Neighbour{Index: i, Word: list[i], Cosine: c})
		}
	}
	slices.SortFunc(all, func(a, b words.Neighbour) int {
		if math.Abs(a.Cosine-b.Cosine) < 1e-12 { // divided in another order
			return cmp.Compare(a.Index, b.Index)
		}
		return cmp.Compare(b.Cosine, a.Cosine)
	})
	for _, n := range []int{1, 2, 10, 64, 1000, 4999, 6000} {
		got := v.Near(query, n, 7)
		if want := min(n, len(all)); len(got) != want {
			t.Fatalf("n %d: %d neighbours; want %d", n, len(got), want)
		}
		for k := range got {
			if math.Abs(got[k].Cosine-all[k].Cosine) > 1e-12 {
				t.Fatalf("n %d: neighbour %d is %v; want %v", n, k, got[k], all[k])
			}
		}
	}
}

// TestOffset: b/‖b‖ − a/‖a‖ + c/‖c‖, whatever the lengths.
func TestOffset(t *testing.T) {
	got, err := words.Offset([]float32{9, 0}, []float32{0, 3}, []float32{0.5, 0})
	if err != nil || math.Abs(float64(got[0])) > 1e-7 || math.Abs(float64(got[1])-1) > 1e-7 {
		t.Errorf("%v, %v; want (0, 1)", got, err)
	}
	if _, err := words.Offset([]float32{9, 0}, []float32{0, 0}, []float32{1, 0}); err == nil {
		t.Error("a vector without a direction was taken")
	}
}

func BenchmarkNear(b *testing.B) {
	const count, dim = 100_000, 50
	random := rand.New(rand.NewPCG(1, 2))
	list, rows := make([]string, count), make([]float32, count*dim)
	for i := range list {
		list[i] = fmt.Sprint("w", i)
	}
	for i := range rows {
		rows[i] = random.Float32() - 0.5
	}
	v, err := words.New(list, dim, rows)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(4 * count * dim)
	for b.Loop() {
		v.Near(rows[:dim], 10, 0)
	}
}
