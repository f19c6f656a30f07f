package evaluate_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"heed/evaluate"
	"heed/internal/golden"
	"heed/words"
)

func sections(t testing.TB, text string) []evaluate.Section {
	t.Helper()
	s, err := evaluate.ReadAnalogies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBrokenAnalogiesNameTheirLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "has no analogies"},
		{"sections alone", ": family\n: other\n", "has no analogies"},
		{"three words", ": family\nking queen man woman\nking queen man\n", `line 3 is "king queen man"; want four words`},
		{"no section", "king queen man woman\n", "line 1 is a question outside any section"},
		{"not UTF-8", ": family\nking queen man \xff\n", "line 2 is not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := evaluate.ReadAnalogies(strings.NewReader(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v; want %q", err, tt.want)
			}
		})
	}
}

// royal has king − man = queen − woman to the number, prince nearer to king
// than queen is, and words that differ in case only.
func royal(t testing.TB) *words.Vectors {
	return vectors(t, 3, "man woman king queen Prince KING zero",
		1, 0, 0 /**/, 0, 1, 0 /**/, 1, 0, 1 /**/, 0, 1, 1 /**/, 1, .1, 1 /**/, 1, .2, 1 /**/, 0, 0, 0)
}

func TestAnalogiesAreCountedBySection(t *testing.T) {
	set := sections(t, `: family
man woman king queen
man king woman queen
man woman king prince

# a remark
: gram1-plural
king queen man woman
dog dogs cat cats
man woman zero queen
: gram2-empty
`)
	report, err := evaluate.Analogies(t.Context(), royal(t), set, evaluate.VectorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	show := func(s evaluate.AnalogyScore) string {
		share := "none"
		if s.Accuracy != nil {
			share = fmt.Sprintf("%.3f", *s.Accuracy)
		}
		return fmt.Sprintf("%d of %d of %d, %s", s.Correct, s.Covered, s.Questions, share)
	}
	for i, want := range []string{"2 of 3 of 3, 0.667", "1 of 1 of 3, 1.000", "0 of 0 of 0, none"} {
		if got := show(report.Sections[i].AnalogyScore); got != want {
			t.Errorf("%s: %s; want %s", report.Sections[i].Name, got, want)
		}
	}
	for _, tt := range []struct {
		name  string
		score evaluate.AnalogyScore
		want  string
	}{
		{"semantic", report.Semantic, "2 of 3 of 3, 0.667"},
		{"syntactic", report.Syntactic, "1 of 1 of 3, 1.000"},
		{"total", report.Total, "3 of 4 of 6, 0.750"},
	} {
		if got := show(tt.score); got != tt.want {
			t.Errorf("%s: %s; want %s", tt.name, got, tt.want)
		}
	}
}

func TestAnalogiesAndCase(t *testing.T) {
	// b − a + c is (1, .1, 1) at length 1, but for rounding: Prince itself, then KING, which is king.
	v := royal(t)
	for _, tt := range []struct {
		name    string
		text    string
		options evaluate.VectorOptions
		correct int
		covered int
	}{
		{"any case is found, and variants of the three are no answers", ": s\nMan woman king Queen", evaluate.VectorOptions{}, 1, 1},
		{"a variant of the word wanted is right", ": s\nqueen woman Prince king", evaluate.VectorOptions{}, 0, 1},
		{"with case no variant is found", ": s\nMan woman king queen", evaluate.VectorOptions{Case: true}, 0, 0},
		{"only the first words are asked for", ": s\nman woman king queen", evaluate.VectorOptions{Restrict: 3}, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report, err := evaluate.Analogies(t.Context(), v, sections(t, tt.text), tt.options)
			if err != nil || report.Total.Correct != tt.correct || report.Total.Covered != tt.covered {
				t.Errorf("%+v, %v; want %d of %d", report.Total, err, tt.correct, tt.covered)
			}
		})
	}
}

// TestAnalogiesAnswerAsNearDoes compares with asking for each neighbour by
// itself, over several tiles of words.
func TestAnalogiesAnswerAsNearDoes(t *testing.T) {
	const count, dim = 7000, 5
	random := rand.New(rand.NewPCG(5, 6))
	list, rows := make([]string, count), make([]float32, count*dim)
	for i := range list {
		list[i] = fmt.Sprint("w", i)
	}
	for i := range rows {
		rows[i] = float32(random.NormFloat64())
	}
	v, err := words.New(list, dim, rows)
	if err != nil {
		t.Fatal(err)
	}
	var set evaluate.Section
	for range 200 {
		q := [3]int{random.IntN(count), random.IntN(count), random.IntN(count)}
		query, err := words.Offset(v.Row(q[0]), v.Row(q[1]), v.Row(q[2]))
		if err != nil {
			t.Fatal(err)
		}
		best := v.Near(query, 2, q[:]...)
		if best[0].Cosine-best[1].Cosine < 1e-5 { // as near as float32 can tell
			continue
		}
		set.Questions = append(set.Questions, evaluate.Analogy{A: list[q[0]], B: list[q[1]], C: list[q[2]], D: best[0].Word})
	}
	report, err := evaluate.Analogies(t.Context(), v, []evaluate.Section{set}, evaluate.VectorOptions{})
	if err != nil || report.Total.Correct != len(set.Questions) || len(set.Questions) < 150 {
		t.Errorf("%d of %d answers are those of Near, %v", report.Total.Correct, len(set.Questions), err)
	}
}

func TestAnalogiesStopWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := evaluate.Analogies(ctx, royal(t), sections(t, ": s\nman woman king queen"), evaluate.VectorOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want that it was stopped", err)
	}
}

// TestSharedAnalogiesAreReadWhole: Google's set has 19 544 questions of 14
// kinds with 905 different words.
func TestSharedAnalogiesAreReadWhole(t *testing.T) {
	f, err := os.Open(golden.Shared(t, "data/analogies/questions-words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := evaluate.ReadAnalogies(f)
	n, seen := 0, map[string]bool{}
	for _, s := range list {
		n += len(s.Questions)
		for _, q := range s.Questions {
			for _, w := range []string{q.A, q.B, q.C, q.D} {
				seen[w] = true
			}
		}
	}
	if err != nil || n != 19544 || len(list) != 14 || len(seen) != 905 {
		t.Errorf("%d questions of %d kinds with %d words, %v", n, len(list), len(seen), err)
	}
	if !slices.ContainsFunc(list, func(s evaluate.Section) bool { return s.Name == "gram1-adjective-to-adverb" }) {
		t.Error("a section is missing")
	}
}

func FuzzReadAnalogies(f *testing.F) {
	f.Add(": family\nking queen man woman\n")
	f.Add("# x\n:\na b c d")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := evaluate.ReadAnalogies(strings.NewReader(text))
		if err == nil && len(list) == 0 {
			t.Fatal("no section and no error")
		}
	})
}

func BenchmarkAnalogies(b *testing.B) {
	const count, dim, asked = 40_000, 50, 900
	random := rand.New(rand.NewPCG(5, 6))
	list, rows := make([]string, count), make([]float32, count*dim)
	for i := range list {
		list[i] = fmt.Sprint("w", i)
	}
	for i := range rows {
		rows[i] = float32(random.NormFloat64())
	}
	v, err := words.New(list, dim, rows)
	if err != nil {
		b.Fatal(err)
	}
	var set evaluate.Section
	word := func() string { return list[random.IntN(asked)] }
	for range 19_544 {
		set.Questions = append(set.Questions, evaluate.Analogy{A: word(), B: word(), C: word(), D: word()})
	}
	for b.Loop() {
		if _, err := evaluate.Analogies(b.Context(), v, []evaluate.Section{set}, evaluate.VectorOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(set.Questions))/b.Elapsed().Seconds(), "questions/s")
}
