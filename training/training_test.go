package training_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/english"
	"heed/learn"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/mat"
	"heed/trace"
	"heed/training"
	"heed/training/shipped"
)

func recordOf(t *testing.T, name string) training.Training {
	t.Helper()
	r, err := shipped.Of(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// learned is the record of the lesson learned-2d.
func learned(t *testing.T) *learn.Record {
	t.Helper()
	data, err := lessons.Records.ReadFile("learned-2d.heed.gz")
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, data)
}

func parsed(t *testing.T, data []byte) *learn.Record {
	t.Helper()
	r, err := learn.ParseRecord(data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestShipped(t *testing.T) {
	if got := shipped.Names(); !slices.Equal(got, []string{"learned-2d", "english"}) {
		t.Error(got)
	}
	small, large := recordOf(t, "learned-2d"), recordOf(t, "english")
	if small.Dim != 2 || small.Heads != 1 || small.Words != 30 || len(small.Pairs) != 2 {
		t.Errorf("learned-2d: %d dimensions, %d heads, %d words, %d pairs", small.Dim, small.Heads, small.Words, len(small.Pairs))
	}
	if large.Dim != 50 || large.Heads != 8 || large.Words != 0 || len(large.Pairs) != 15 {
		t.Errorf("english: %d dimensions, %d heads, %d words, %d pairs", large.Dim, large.Heads, large.Words, len(large.Pairs))
	}
	for _, want := range []int{0, 1, 2, 3, 5, 7, 10, 20, 50, 100, 200, 300, 400} {
		if !slices.Contains(small.Steps, want) {
			t.Errorf("learned-2d has no step %d", want)
		}
	}
	if _, err := shipped.Of("nope"); err == nil {
		t.Error("no error for a record that there is not")
	}
}

// TestEndsAsTheLesson: the last snapshot is the walk of the lesson that came of
// the training, for both pairs of phrases.
func TestEndsAsTheLesson(t *testing.T) {
	r := recordOf(t, "learned-2d")
	data, err := lessons.Files.ReadFile("learned-2d.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l, err := yaml.Parse("learned-2d", data)
	if err != nil {
		t.Fatal(err)
	}
	last := len(r.Steps) - 1
	for _, p := range r.Pairs {
		w, err := l.Walk(lesson.Options{Texts: []string{p.Contexts[0].Text, p.Contexts[1].Text}, Word: p.Word})
		if err != nil {
			t.Fatal(err)
		}
		for c, trace := range w.Traces {
			same := func(what string, got, want, within float64) {
				t.Helper()
				if !(math.Abs(got-want) <= within) {
					t.Errorf("%s, %s: %v; want %v", p.Contexts[c].Text, what, got, want)
				}
			}
			y := trace.Y.Row(trace.Focus[0])
			at := r.Tracks[p.Contexts[c].Track].At[last]
			same("y", float64(at[0]), y[0], 1e-6) // float32
			same("y", float64(at[1]), y[1], 1e-6)
			own, other := towards(trace, p.Contexts[c].Target), towards(trace, p.Contexts[1-c].Target)
			same("towards", float64(p.Contexts[c].Towards[last]), own, 1e-12)
			same("towards the other", float64(p.Contexts[c].Other[last]), other, 1e-12)
			for j, k := range trace.Tokens {
				if k.Text == p.Contexts[c].Target {
					same("weight", float64(p.Contexts[c].Weight[last]), trace.Weights.At(trace.Focus[0], j), 1e-12)
				}
			}
		}
	}
}

// towards is how far a trace's word moved towards a word of its own text, or of
// the other.
func towards(t trace.Trace, word string) float64 {
	for _, x := range t.Shift.Towards {
		if x.Token == word {
			return float64(x.Signed)
		}
	}
	return math.NaN()
}

// TestSaysWhatWasRecorded compares movement and weights with the record's own.
// y was recorded in float32.
func TestSaysWhatWasRecorded(t *testing.T) {
	r, drawn := parsed(t, english.Record), recordOf(t, "english")
	for i, s := range r.Snapshots {
		if float64(drawn.Loss[i]) != s.Loss || drawn.Steps[i] != s.Step {
			t.Fatalf("snapshot %d: step %d, loss %v", i, drawn.Steps[i], drawn.Loss[i])
		}
		for n, p := range drawn.Pairs {
			for c, phrase := range []int{2 * n, r.Phrases[2*n].Other} {
				want := float64(s.Phrases[phrase].Towards.Signed)
				if got := float64(p.Contexts[c].Towards[i]); !(math.Abs(got-want) < 1e-5) {
					t.Errorf("%s at step %d: moved %v; want %v", p.Contexts[c].Text, s.Step, got, want)
				}
				mean, j := 0.0, r.Phrases[phrase].Neighbour()
				for _, w := range s.Phrases[phrase].Weights {
					mean += float64(w[j]) / 8
				}
				if got := float64(p.Contexts[c].Weight[i]); !(math.Abs(got-mean) < 1e-9) {
					t.Errorf("%s at step %d: weight %v; want %v", p.Contexts[c].Text, s.Step, got, mean)
				}
				y := mat.Vector(nil)
				for _, x := range s.Phrases[phrase].Y {
					y = append(y, float64(x))
				}
				k := drawn.Tracks[p.Contexts[c].Track]
				at := p.Plane.At(y)
				if math.Hypot(float64(k.At[i][0])-at.X, float64(k.At[i][1])-at.Y) > 1e-5 || math.Abs(float64(k.Kept[i])-p.Plane.KeptOf(y)) > 1e-6 {
					t.Errorf("%s at step %d: y stands at %v; want %v", p.Contexts[c].Text, s.Step, k.At[i], at)
				}
			}
		}
	}
}

// TestWindowHoldsAll: every vector that is drawn of a pair lies within its
// window at every step, 12 % of its size from the edge.
func TestWindowHoldsAll(t *testing.T) {
	for _, name := range shipped.Names() {
		r := recordOf(t, name)
		for _, p := range r.Pairs {
			w := p.Window
			pad := 0.12 / 1.24 * math.Max(w.MaxX-w.MinX, w.MaxY-w.MinY)
			list := []int{p.Contexts[0].Track, p.Contexts[1].Track}
			for _, word := range p.Words {
				list = append(list, word.Track)
			}
			for _, i := range list {
				for _, at := range r.Tracks[i].At {
					x, y := float64(at[0]), float64(at[1])
					if x < w.MinX+pad-1e-6 || x > w.MaxX-pad+1e-6 || y < w.MinY+pad-1e-6 || y > w.MaxY-pad+1e-6 {
						t.Fatalf("%s, %s: %v is not within %v", name, p.Contexts[0].Text, at, w)
					}
				}
			}
		}
	}
}

// TestNothingIsInvented changes one number of one snapshot, and wants those
// places to move at that snapshot that come from it, and no others.
func TestNothingIsInvented(t *testing.T) {
	before, err := training.Of("x", learned(t))
	if err != nil {
		t.Fatal(err)
	}
	r := learned(t)
	const at = 40
	lake := slices.Index(r.Words, "lake")
	r.Snapshots[at].Small.Embed.Row(lake)[0] += 0.5
	after, err := training.Of("x", r)
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range after.Tracks {
		for n := range k.At {
			if moved := k.At[n] != before.Tracks[i].At[n]; moved != (i == lake && n == at) {
				t.Errorf("track %d at snapshot %d moved: %v", i, n, moved)
			}
		}
	}
	if !reflect.DeepEqual(before.Pairs[0].Contexts, after.Pairs[0].Contexts) {
		t.Error("the curves of phrases without the word changed")
	}
	r.Snapshots[at].Small.Maps.V.Data[0] += 0.5
	after, err = training.Of("x", r)
	if err != nil {
		t.Fatal(err)
	}
	for c, x := range after.Pairs[0].Contexts {
		for n := range x.Towards {
			same := x.Towards[n] == before.Pairs[0].Contexts[c].Towards[n] && after.Tracks[x.Track].At[n] == before.Tracks[x.Track].At[n]
			if same == (n == at) {
				t.Errorf("%s at snapshot %d: %v after W_V changed at snapshot %d", x.Text, n, x.Towards[n], at)
			}
		}
	}
}

// TestSince: what there was, and what came since, make the whole.
func TestSince(t *testing.T) {
	for _, name := range shipped.Names() {
		r := recordOf(t, name)
		const n = 11
		more := r.Since(n)
		if more.From != n || len(more.Steps) != len(r.Steps)-n || more.Steps[0] != r.Steps[n] {
			t.Fatalf("from %d, %d steps", more.From, len(more.Steps))
		}
		for i, k := range more.Tracks {
			whole := r.Tracks[i]
			if k.Stays && len(k.At) != 1 || !k.Stays && !slices.Equal(k.At, whole.At[n:]) || len(k.Kept) > 0 && len(k.Kept) != len(k.At) {
				t.Errorf("%s: track %d has %d places", name, i, len(k.At))
			}
		}
		for i, p := range more.Pairs {
			for c, x := range p.Contexts {
				of := r.Pairs[i].Contexts[c]
				if !reflect.DeepEqual(x.Towards, of.Towards[n:]) || !reflect.DeepEqual(x.Other, of.Other[n:]) || !reflect.DeepEqual(x.Weight, of.Weight[n:]) {
					t.Errorf("%s: %s has %d numbers", name, x.Text, len(x.Towards))
				}
			}
		}
		if all := r.Since(0); !reflect.DeepEqual(all, r) {
			t.Errorf("%s: since 0 is not the whole", name)
		}
		if all := r.Since(1000); all.From != 0 {
			t.Errorf("%s: since beyond its end is from %d", name, all.From)
		}
	}
}

// TestMoreDimensions: vectors that are learned in more than two dimensions are
// drawn in one plane for all pairs, which says what it keeps, and which may turn
// as the training goes on.
func TestMoreDimensions(t *testing.T) {
	text := strings.Repeat("the money of the bank the loan the\nthe river the bank the water the\nthe money the loan the bank the money\nthe river the water of the bank the river\n", 40)
	v, err := learn.NewVocabulary([]string{"bank", "money", "loan", "river", "water", "the", "of"})
	if err != nil {
		t.Fatal(err)
	}
	lines := func(yield func(string, error) bool) {
		for line := range strings.Lines(text) {
			if !yield(line, nil) {
				return
			}
		}
	}
	read, err := learn.ReadText(lines, v, 1)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	o := learn.Options{Steps: 30, Seed: 1, Probes: []learn.Probe{{Word: "bank", TextA: "money bank", TextB: "river bank", TargetA: "money", TargetB: "river"}}}
	o.Recorded = func(r *learn.Record) {
		now, err := training.Of("now", r)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		p := now.Pairs[0]
		if len(now.Steps) != seen || now.Dim != 5 || now.Planned != 30 || p.Plane.Name != "pca" || len(now.Tracks[0].Kept) != seen || now.Since(seen-1).From != 0 {
			t.Fatalf("after %d snapshots %d steps of %d, %d dimensions, plane %s", seen, len(now.Steps), now.Planned, now.Dim, p.Plane.Name)
		}
	}
	if _, _, err := learn.TrainSmall(t.Context(), v, read, 5, o); err != nil {
		t.Fatal(err)
	}
	if seen != 31 {
		t.Errorf("told of %d snapshots; want 31", seen)
	}
}

func TestNothingToDraw(t *testing.T) {
	r := learned(t)
	r.Phrases = nil
	if _, err := training.Of("x", r); err == nil || !strings.Contains(err.Error(), "watched no phrases") {
		t.Error(err)
	}
	r = learned(t)
	r.Snapshots[3].Small.Embed.Data[0] = 1e35
	if _, err := training.Of("x", r); err == nil || !strings.Contains(err.Error(), "no picture can hold") {
		t.Error(err)
	}
}

// TestWithoutTheTarget: a phrase without its target has no weight and no
// movement towards it, and is drawn.
func TestWithoutTheTarget(t *testing.T) {
	text := strings.Replace(string(english.Record), `"text":"money bank","target":"money"`, `"text":"money bank","target":"cash"`, 1)
	r, err := training.Of("x", parsed(t, []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(r.Pairs[0].Contexts[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"towards":[null,`, `"weight":[null,`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%.300s has no %s", data, want)
		}
	}
	if r.Pairs[0].Plane.Name != "pca" || float64(r.Pairs[0].Words[0].Lean) == 0 {
		t.Errorf("plane %s", r.Pairs[0].Plane.Name)
	}
}

func ExampleOf() {
	t, err := shipped.Of("learned-2d")
	if err != nil {
		panic(err)
	}
	last := len(t.Steps) - 1
	c := t.Pairs[1].Contexts[0]
	fmt.Printf("After %d steps bank in %q has moved %.2f towards %s.\n", t.Steps[last], c.Text, c.Towards[last], c.Target)
	// Output: After 400 steps bank in "money bank" has moved 0.67 towards money.
}
