package evaluate_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/evaluate"
	"heed/internal/golden"
	"heed/words"

	"pgregory.net/rapid"
)

func vectors(t testing.TB, dim int, list string, rows ...float32) *words.Vectors {
	t.Helper()
	v, err := words.New(strings.Fields(list), dim, rows)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPairsAreReadInTheFormsThatSetsHave(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"tabs, as EN-WS-353", "tiger\tcat\t7.35\r\nbook\tpaper\t7.46\r\n"},
		{"a heading and remarks, as gensim's copies", "# WordSim\n# Word 1\tWord 2\tHuman (mean)\ntiger\tcat\t7.35\nbook\tpaper\t7.46\n"},
		{"a heading without #, as WordSim's own", "Word 1,Word 2,Human (mean)\ntiger,cat,7.35\nbook,paper,7.46\n"},
		{"further columns, as SimLex-999", "word1\tword2\tPOS\tSimLex999\tconc(w1)\ntiger\tcat\tN\t7.35\t2.72\nbook\tpaper\tN\t7.46\t2\n"},
		{"spaces, as MEN", "tiger cat 7.35\nbook paper 7.46"},
		{"semicolons, and empty lines", "\ntiger;cat;7.35\n\nbook;paper;7.46\n\n"},
		{"quotes", "\"tiger\",\"cat\",7.35\nbook,paper,7.46\n"},
		{"spaces after commas, and a byte order mark", "\ufefftiger, cat, 7.35\nbook, paper, 7.46\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate.ReadPairs(strings.NewReader(tt.text))
			want := []evaluate.Pair{{A: "tiger", B: "cat", Score: 7.35}, {A: "book", B: "paper", Score: 7.46}}
			if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
				t.Errorf("%v, %v; want %v", got, err, want)
			}
		})
	}
}

func TestBrokenPairsNameTheirLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "has no pairs"},
		{"remarks alone", "# tiger cat 7\n", "has no pairs"},
		{"a heading alone", "one\ttwo\tscore\n", "has no pairs"},
		{"no score", "a\tb\t1\na\tb\n", `line 2 is "a\tb"; want two words and a score`},
		{"a score that is none", "a\tb\t1\n\na\tb\tx\n", "line 3 is"},
		{"NaN", "a\tb\t1\na\tb\tNaN\n", "line 2 is"},
		{"not UTF-8", "a\tb\t1\na\t\xff\t2\n", "line 2 is not UTF-8"},
		{"a line without end", "a\tb\t1\n" + strings.Repeat("a", 1<<17), "line 2 has more than 65536 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := evaluate.ReadPairs(strings.NewReader(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want %q", err, tt.want)
			}
		})
	}
}

// four words on a quarter circle, at 0°, 30°, 60° and 90°.
func quarter(t testing.TB) *words.Vectors {
	s := float32(math.Sqrt(3) / 2)
	return vectors(t, 2, "east Near far North zero", 1, 0, s, .5, .5, s, 0, 1, 0, 0)
}

func TestSpearmansRho(t *testing.T) {
	v := quarter(t)
	pair := func(a, b string, score float64) evaluate.Pair { return evaluate.Pair{A: a, B: b, Score: score} }
	for _, tt := range []struct {
		name    string
		pairs   []evaluate.Pair
		options evaluate.VectorOptions
		want    evaluate.SimilarityScore
		unknown string
		failure string
	}{
		{"the same order is 1, whatever the scores", []evaluate.Pair{pair("east", "Near", 100), pair("east", "far", 3), pair("east", "North", 2)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{Rho: 1, Pairs: 3, Covered: 3}, "", ""},
		{"the opposite is −1", []evaluate.Pair{pair("east", "Near", 1), pair("east", "far", 2), pair("east", "North", 3)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{Rho: -1, Pairs: 3, Covered: 3}, "", ""},
		// ranks 3 1.5 1.5 against 3 2 1: ρ = (1·1 + −.5·0 + −.5·−1)/√(1.5·2)
		{"equal scores share the mean of their ranks", []evaluate.Pair{pair("east", "Near", 9), pair("east", "far", 5), pair("east", "North", 5)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{Rho: 1.5 / math.Sqrt(3), Pairs: 3, Covered: 3}, "", ""},
		{"words are found in other cases", []evaluate.Pair{pair("EAST", "near", 3), pair("East", "Far", 2), pair("east", "north", 1)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{Rho: 1, Pairs: 3, Covered: 3, Cased: 5}, "", ""},
		{"unless case counts", []evaluate.Pair{pair("east", "near", 3), pair("east", "far", 2), pair("east", "North", 1)},
			evaluate.VectorOptions{Case: true}, evaluate.SimilarityScore{Rho: 1, Pairs: 3, Covered: 2}, "near", ""},
		{"unknown words leave their pairs out, and so do vectors of 0", []evaluate.Pair{pair("east", "Near", 9), pair("east", "up", 8), pair("east", "zero", 7), pair("up", "zero", 7), pair("east", "far", 1)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{Rho: 1, Pairs: 5, Covered: 2}, "up zero", ""},
		{"only the first words count", []evaluate.Pair{pair("east", "Near", 9), pair("east", "far", 8), pair("east", "North", 7)},
			evaluate.VectorOptions{Restrict: 3}, evaluate.SimilarityScore{Rho: 1, Pairs: 3, Covered: 2}, "North", ""},
		{"one pair has no order", []evaluate.Pair{pair("east", "Near", 9), pair("up", "down", 8)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{}, "", "1 of 2 pairs have vectors for both words"},
		{"nor have equal scores", []evaluate.Pair{pair("east", "Near", 9), pair("east", "far", 9)},
			evaluate.VectorOptions{}, evaluate.SimilarityScore{}, "", "differ in their scores"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate.Similarity(v, tt.pairs, tt.options)
			if tt.failure != "" {
				if err == nil || !strings.Contains(err.Error(), tt.failure) {
					t.Errorf("%v; want %q", err, tt.failure)
				}
				return
			}
			if err != nil || math.Abs(got.Rho-tt.want.Rho) > 1e-12 || got.Pairs != tt.want.Pairs || got.Covered != tt.want.Covered ||
				got.Cased != tt.want.Cased || strings.Join(got.Unknown, " ") != tt.unknown {
				t.Errorf("%+v, %v; want %+v, unknown %q", got, err, tt.want, tt.unknown)
			}
		})
	}
}

// TestRhoIsOfTheRanksAlone: scores that grow with people's change nothing, and
// no order of the pairs does.
func TestRhoIsOfTheRanksAlone(t *testing.T) {
	v := quarter(t)
	names := []string{"east", "Near", "far", "North"}
	rapid.Check(t, func(t *rapid.T) {
		var pairs, others []evaluate.Pair
		for range rapid.IntRange(3, 12).Draw(t, "pairs") {
			p := evaluate.Pair{A: rapid.SampledFrom(names).Draw(t, "a"), B: rapid.SampledFrom(names).Draw(t, "b"), Score: float64(rapid.IntRange(0, 5).Draw(t, "score"))}
			pairs = append(pairs, p)
			p.A, p.B, p.Score = p.B, p.A, math.Exp(p.Score)-7
			others = append([]evaluate.Pair{p}, others...)
		}
		one, err := evaluate.Similarity(v, pairs, evaluate.VectorOptions{})
		two, err2 := evaluate.Similarity(v, others, evaluate.VectorOptions{})
		if (err == nil) != (err2 == nil) || math.Abs(one.Rho-two.Rho) > 1e-12 || math.Abs(one.Rho) > 1+1e-12 {
			t.Fatalf("%v, %v and %v, %v", one.Rho, err, two.Rho, err2)
		}
	})
}

// TestSharedSetsAreReadWhole: no line of the published sets is lost.
func TestSharedSetsAreReadWhole(t *testing.T) {
	for name, want := range map[string]int{"EN-MC-30.txt": 30, "EN-MTurk-287.txt": 287, "EN-RG-65.txt": 65, "EN-SIMLEX-999.txt": 999, "EN-WS-353-ALL.txt": 353} {
		f, err := os.Open(golden.Shared(t, filepath.Join("data/similarity", name)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if pairs, err := evaluate.ReadPairs(f); err != nil || len(pairs) != want {
			t.Errorf("%s: %d pairs, %v; want %d", name, len(pairs), err, want)
		}
	}
}

func FuzzReadPairs(f *testing.F) {
	f.Add("tiger\tcat\t7.35\n")
	f.Add("# x\nWord 1,Word 2,Human\n\"a\",b,1e3\n")
	f.Fuzz(func(t *testing.T, text string) {
		pairs, err := evaluate.ReadPairs(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, p := range pairs {
			if math.IsNaN(p.Score) || math.IsInf(p.Score, 0) {
				t.Fatalf("score %v", p.Score)
			}
		}
	})
}
