package words_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"heed/words"

	"pgregory.net/rapid"
)

// of makes Vectors of words with their rows, one after the other.
func of(t testing.TB, dim int, list string, rows ...float32) *words.Vectors {
	t.Helper()
	v, err := words.New(strings.Fields(list), dim, rows)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestNewRefusesWhatIsNoVectors(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	for _, tt := range []struct {
		name string
		list []string
		dim  int
		rows []float32
		want string
	}{
		{"no words", nil, 2, nil, "0 words of 2 dimensions"},
		{"no dimensions", []string{"a"}, 0, nil, "1 words of 0 dimensions"},
		{"a row too few", []string{"a", "b"}, 2, []float32{1, 2}, "have 2 numbers; want 4"},
		{"NaN", []string{"a", "b"}, 2, []float32{1, 2, 3, nan}, `word 2, "b": number 2 is NaN`},
		{"infinity", []string{"a", "b"}, 2, []float32{1, inf, 3, nan}, `word 1, "a": number 2 is -Inf`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := words.New(tt.list, tt.dim, tt.rows)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want %q", err, tt.want)
			}
		})
	}
}

func TestWordsAreFoundWhereTheyStand(t *testing.T) {
	v := of(t, 1, "a ab abcdefgh abcdefghi ä Ä", 1, 2, 3, 4, 5, 6)
	if v.Len() != 6 || v.Dim() != 1 {
		t.Fatalf("%d words of %d dimensions; want 6 of 1", v.Len(), v.Dim())
	}
	for i := range v.Len() {
		if at, ok := v.Index(v.Word(i)); !ok || at != i {
			t.Errorf("%q is found at %d, %v; want %d", v.Word(i), at, ok, i)
		}
		if x, ok := v.Vector(v.Word(i)); !ok || x[0] != float32(i+1) || v.Row(i)[0] != x[0] {
			t.Errorf("the vector of %q is %v, its row %v", v.Word(i), x, v.Row(i))
		}
	}
	for _, word := range []string{"", "b", "abc", "A"} {
		if _, ok := v.Index(word); ok {
			t.Errorf("%q is found", word)
		}
		if _, ok := v.Vector(word); ok {
			t.Errorf("%q has a vector", word)
		}
	}
}

func TestOfAWordThatStandsTwiceTheFirstCounts(t *testing.T) {
	v := of(t, 1, "a b a b c", 1, 2, 3, 4, 5)
	if x, _ := v.Vector("b"); x[0] != 2 {
		t.Errorf("b is %v; want the first, 2", x)
	}
	want := `2 words stand a second time, "a" as word 3 the first; of each the first vector counts`
	if notes := v.Notes(); len(notes) != 1 || notes[0] != want {
		t.Errorf("notes %q; want %q", notes, want)
	}
}

// TestIndexHoldsAnyWords: whatever the words, each is found where it first
// stands, and no other.
func TestIndexHoldsAnyWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[ab]{0,3}|.{0,12}`), 1, 300).Draw(t, "words")
		v, err := words.New(list, 1, make([]float32, len(list)))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range list {
			if i, ok := v.Index(word); !ok || i != slices.Index(list, word) {
				t.Fatalf("%q is at %d, %v; want %d", word, i, ok, slices.Index(list, word))
			}
		}
	})
}

func TestCosineAndNorm(t *testing.T) {
	a, b := []float32{3, 0, 4}, []float32{0, 2, 0}
	if n := words.Norm(a); n != 5 {
		t.Errorf("‖(3, 0, 4)‖ = %v; want 5", n)
	}
	if c := words.Cosine(a, b); c != 0 {
		t.Errorf("cosine at right angles is %v", c)
	}
	if c := words.Cosine(a, a); c != 1 {
		t.Errorf("cosine with itself is %v", c)
	}
	if c := words.Cosine(a, []float32{0, 0, 0}); !math.IsNaN(c) {
		t.Errorf("cosine with 0 is %v; want NaN", c)
	}
	large := []float32{3e38, 3e38, 3e38} // their product is beyond float32
	if c := words.Cosine(large, large); math.Abs(c-1) > 1e-15 {
		t.Errorf("cosine of a large vector with itself is %v", c)
	}
}

func TestSpellings(t *testing.T) {
	v := of(t, 1, "the bank banks Bank tank river rivers it", make([]float32, 8)...)
	for word, want := range map[string]string{
		"BANK":  "bank Bank banks tank",
		"bnak":  "bank Bank",
		"rivr":  "river",
		"ryver": "river rivers",
		"zzz":   "",
		"":      "",
		"q":     "",
	} {
		if got := strings.Join(v.Spellings(word, 9), " "); got != want {
			t.Errorf("spellings of %q: %q; want %q", word, got, want)
		}
	}
	if got := v.Spellings("bank", 1); len(got) != 1 || got[0] != "bank" {
		t.Errorf("one spelling of bank: %q", got)
	}
}
