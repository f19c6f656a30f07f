package word2vec

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func count(t testing.TB, text string, o Options) *Vocabulary {
	t.Helper()
	v, err := Count(context.Background(), open(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// listing is a vocabulary in one line: "the:3 money:2".
func (v *Vocabulary) listing() string {
	var b strings.Builder
	for i, word := range v.Words {
		fmt.Fprintf(&b, " %s:%d", word, v.Counts[i])
	}
	return strings.TrimPrefix(b.String(), " ")
}

func TestCount(t *testing.T) {
	tests := []struct {
		claim, text string
		set         func(o *Options)
		want        string
	}{
		{"frequent words first, equals by their bytes", "b a c a\nb a d", nil, "a:3 b:2 c:1 d:1"},
		{"rare words are left out", "b a c a\nb a d", func(o *Options) { o.MinCount = 2 }, "a:3 b:2"},
		{"case makes a word another", "The the THE", nil, "THE:1 The:1 the:1"},
		{"unless it is lowered", "The the THE Éa éa", func(o *Options) { o.Lower = true }, "the:3 éa:2"},
		{"white space is Unicode's, and ASCII's separators", "a\u00a0b\u3000a\u2003\u0085b\x1ca\r\n", nil, "a:3 b:2"},
		{"what only looks like white space is not", "a\u200bb a\u200bb c\x08d \u180e", nil, "a\u200bb:2 c\x08d:1 \u180e:1"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			o := Defaults()
			o.MinCount = 1
			if tt.set != nil {
				tt.set(&o)
			}
			if got := count(t, tt.text, o).listing(); got != tt.want {
				t.Errorf("%q; want %q", got, tt.want)
			}
		})
	}
}

func TestNothingToLearn(t *testing.T) {
	tests := []struct {
		claim, text string
		least       int
		want        string
	}{
		{"white space only", " \n\t\n", 1, "the corpus has no words"},
		{"no word often enough", "a b b", 5, `no word of the 3 occurs 5 times, as min-count wants; the most frequent, "b", does 2 times`},
		{"one word", "bank", 5, `no word of the 1 occurs 5 times, as min-count wants; the most frequent, "bank", does once`},
		{"a vocabulary of one", "a b b", 2, `only one word, "b", occurs 2 times, as min-count wants; want two words or more`},
		{"bytes that are no text", "a \xff", 1, "is not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			o := Defaults()
			o.MinCount = tt.least
			_, err := Count(context.Background(), open(t, tt.text), o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %s", err, tt.want)
			}
		})
	}
}

// TestLongSentencesAreCut after 10 000 words, and only there.
func TestLongSentencesAreCut(t *testing.T) {
	line := func(n int) string { return strings.Repeat("money ", n) }
	s := newSentences(open(t, line(3)+"\n\n"+line(10_000)+"\n"+line(25_000)+"\nlast"), false)
	var got []int
	for s.next() {
		got = append(got, len(s.ends))
	}
	if want := []int{3, 10_000, 10_000, 10_000, 5_000, 1}; !slices.Equal(got, want) || s.lines.Err() != nil {
		t.Errorf("sentences of %v words, %v; want %v", got, s.lines.Err(), want)
	}
}

// FuzzSentences: the words are those of strings.FieldsFunc on each line.
func FuzzSentences(f *testing.F) {
	f.Add("money bank\n\nriver\u00a0bank ")
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || strings.HasPrefix(text, "\ufeff") || strings.HasPrefix(text, "\x1f\x8b") {
			return
		}
		s := newSentences(open(t, text), false)
		var got, want []string
		for s.next() {
			for i := range s.ends {
				got = append(got, string(s.word(i)))
				if i > 0 && string(s.pair(i)) != string(s.word(i-1))+" "+string(s.word(i)) {
					t.Fatalf("pair %q of %q, %q", s.pair(i), s.word(i-1), s.word(i))
				}
			}
			got = append(got, "\n")
		}
		if s.lines.Err() != nil {
			return
		}
		for line := range strings.Lines(text) {
			words := strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
			if len(words) > 0 {
				want = append(append(want, words...), "\n")
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %q; want %q", text, got, want)
		}
	})
}

// TestBoundedVocabulary: what is frequent is counted exactly however few words
// may be held, and it is said that others were dropped.
func TestBoundedVocabulary(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	for range 2000 {
		fmt.Fprintf(&b, "money river rare%d bank rare%d\n", rng.IntN(1000), rng.IntN(1000))
	}
	o := Defaults()
	exact := count(t, b.String(), o)
	if notes := exact.Notes(); notes != nil {
		t.Errorf("notes without need: %q", notes)
	}
	o.MaxWords = 100
	v := count(t, b.String(), o)
	if !slices.Equal(v.Words[:3], []string{"bank", "money", "river"}) || !slices.Equal(v.Counts[:3], []uint64{2000, 2000, 2000}) {
		t.Errorf("the first words are %v, %v times", v.Words[:3], v.Counts[:3])
	}
	if len(v.Words) > 100 || v.Tokens != exact.Tokens {
		t.Errorf("%d words of %d tokens; want at most 100 of %d", len(v.Words), v.Tokens, exact.Tokens)
	}
	if n := v.Notes(); len(n) != 1 || !strings.Contains(n[0], "more different words than max-words allows: those met") {
		t.Errorf("notes %q", n)
	}
}

func TestPhrases(t *testing.T) {
	line := "new york p1 new york p2 new york city hall p3 new p4 york\n"
	other := "a b c d e f g h i j k l m n o p q r s t u v w x y z\n"
	text := strings.Repeat(line, 10) + strings.Repeat(other, 100)
	tests := []struct {
		claim  string
		passes int
		over   float64
		want   map[string]uint64 // counts, 0 where the word is not there
	}{
		// N = 10·13 + 100·26 = 2730; new york: (30−5)·2730/(40·40) = 42.7
		{"a pair whose score exceeds the threshold is joined", 1, 42, map[string]uint64{"new_york": 30, "new": 10, "york": 10, "city_hall": 10}},
		{"a pair whose score does not is not", 1, 43, map[string]uint64{"new_york": 0, "new": 40, "york": 40, "city_hall": 10}},
		{"a joined word is not joined again in the same pass", 1, 42, map[string]uint64{"city_hall_p3": 0, "hall_p3": 0, "p3": 10}},
		{"a second pass joins phrases of phrases", 2, 42, map[string]uint64{"new_york_city_hall": 10, "new_york": 0}},
		{"no pass joins nothing", 0, 1, map[string]uint64{"new_york": 0, "new": 40}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			o := Defaults()
			o.Phrases, o.PhraseOver = tt.passes, tt.over
			v := count(t, text, o)
			for word, want := range tt.want {
				got := uint64(0)
				if i := slices.Index(v.Words, word); i >= 0 {
					got = v.Counts[i]
				}
				if got != want {
					t.Errorf("%s occurs %d times; want %d", word, got, want)
				}
			}
		})
	}
}

// TestCountIsTheMap compares with counts made with the standard library.
func TestCountIsTheMap(t *testing.T) {
	text := topics(300)
	want := map[string]uint64{}
	for _, word := range strings.Fields(text) {
		want[word]++
	}
	order := slices.SortedFunc(maps.Keys(want), func(a, b string) int {
		return cmp.Or(cmp.Compare(want[b], want[a]), cmp.Compare(a, b))
	})
	v := count(t, text, Defaults())
	if !slices.Equal(v.Words, order) {
		t.Errorf("words %v; want %v", v.Words, order)
	}
	for i, word := range v.Words {
		if v.Counts[i] != want[word] || v.index[word] != uint32(i) {
			t.Errorf("%s: %d times, place %d; want %d, %d", word, v.Counts[i], v.index[word], want[word], i)
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for want, set := range map[string]func(o *Options){
		"dim 0: want 1 to 65536":                             func(o *Options) { o.Dim = 0 },
		"dim 1000000: want 1 to 65536":                       func(o *Options) { o.Dim = 1_000_000 },
		"window 0: want 1 to 10000":                          func(o *Options) { o.Window = 0 },
		"negative 0: want 1 to 65536":                        func(o *Options) { o.Negative = 0 },
		"epochs 0: want 1 to":                                func(o *Options) { o.Epochs = 0 },
		"threads 0: want 1 to":                               func(o *Options) { o.Threads = 0 },
		"min-count 0: want 1 to":                             func(o *Options) { o.MinCount = 0 },
		"max-words 1: want 2 to":                             func(o *Options) { o.MaxWords = 1 },
		"phrases -1: want 0 to 10":                           func(o *Options) { o.Phrases = -1 },
		"sample 2: want a share of the text, 0 to 1":         func(o *Options) { o.Sample = 2 },
		"rate 0: want more than 0, at most 1":                func(o *Options) { o.Rate = 0 },
		`model "glove": want skip-gram or cbow`:              func(o *Options) { o.Model = "glove" },
		`loss "": want negative-sampling or hierarchical-so`: func(o *Options) { o.Loss = "" },
		"phrase-over -1: want 0 or more":                     func(o *Options) { o.Phrases, o.PhraseOver = 1, -1 },
	} {
		o := Defaults()
		set(&o)
		if err := o.Check(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v; want %s", err, want)
		}
	}
}
