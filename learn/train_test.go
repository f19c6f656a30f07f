package learn

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// toy is a text of two subjects that never mix, and vectors drawn by chance,
// but for one number, which tells the subjects apart.
func toy(t *testing.T) (*Model, *Text, []Probe) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	subjects := [2][]string{strings.Fields("money loan cash debt fund bank"), strings.Fields("river water boat lake fish bank")}
	words := append(append([]string{}, subjects[0]...), subjects[1][:5]...)
	vectors := make([]float32, len(words)*8)
	for i := range vectors {
		vectors[i] = 2*rng.Float32() - 1
	}
	for i := range words {
		vectors[i*8] = float32(map[bool]int{true: 1, false: -1}[i < 6])
	}
	vectors[5*8] = 0 // bank
	m, err := NewModel(words, 8, vectors)
	if err != nil {
		t.Fatal(err)
	}
	text, err := ReadText(func(yield func(string, error) bool) {
		for range 400 {
			words := subjects[rng.IntN(2)]
			line := make([]string, 8)
			for i := range line {
				line[i] = words[rng.IntN(len(words))]
			}
			if !yield(strings.Join(line, " ")+" unheard.", nil) {
				return
			}
		}
	}, m.Vocabulary, 1)
	if err != nil {
		t.Fatal(err)
	}
	return m, text, []Probe{{"bank", "money bank", "river bank", "money", "river"}, {"bank", "bank holiday", "fish bank", "bank", "fish"}}
}

// written are the bytes of a trained model and its record.
func written(t *testing.T, m *Model, s *State) string {
	t.Helper()
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	record, err := json.Marshal(s.Record)
	if err != nil {
		t.Fatal(err)
	}
	return out.String() + string(record)
}

func TestTrainingLearnsTheSubjects(t *testing.T) {
	m, text, probes := toy(t)
	if text.Words != 3200 || text.Unknown != 400 {
		t.Errorf("%d words known and %d not; want 3200 and 400", text.Words, text.Unknown)
	}
	s, err := Train(context.Background(), m, text, Options{Heads: 2, KeyWidth: 4, Steps: 400, Batch: 32, Rate: 0.03, Seed: 1, Probes: probes}, nil)
	if err != nil {
		t.Fatal(err)
	}
	shots := s.Record.Snapshots
	first, last := shots[0], shots[len(shots)-1]
	if len(s.Record.Phrases) != 2 {
		t.Fatalf("%d phrases watched; want the 2 of the probe whose words are all known", len(s.Record.Phrases))
	}
	if first.Step != 0 || last.Step != s.Step || last.Loss >= first.Loss-0.2 {
		t.Errorf("from step %d, loss %v, to step %d, loss %v; want it well down", first.Step, first.Loss, last.Step, last.Loss)
	}
	if c := last.Contrast; c.Positive != 2 || c.Of != 2 || c.Mean < first.Contrast.Mean+0.3 {
		t.Errorf("contrast %+v after training, %+v before", c, first.Contrast)
	}
}

// Whatever step a training is stopped at, going on from its checkpoint ends in
// the same bytes.
func TestGoingOnEndsInTheSameBytes(t *testing.T) {
	options := Options{Heads: 2, KeyWidth: 4, Steps: 160, Batch: 8, Seed: 7}
	recipe := options.Recipe()
	var states [][]byte
	train := func(o Options, from []byte) string {
		m, text, probes := toy(t)
		o.Probes = probes
		var state *State
		if from != nil {
			var err error
			if state, err = ParseState(from, m, recipe, o); err != nil {
				t.Fatal(err)
			}
		}
		s, err := Train(context.Background(), m, text, o, state)
		if err != nil {
			t.Fatal(err)
		}
		return written(t, m, s)
	}
	keeping := options
	keeping.Saved = func(s *State) error {
		var out bytes.Buffer
		err := s.Write(&out, recipe)
		states = append(states, out.Bytes())
		return err
	}
	want := train(keeping, nil)
	if len(states) != 3 {
		t.Fatalf("%d checkpoints of 160 steps; want one each 50", len(states))
	}
	for i, state := range states {
		if train(options, state) != want {
			t.Errorf("going on from checkpoint %d ends in other bytes", i+1)
		}
	}
	stopped, cancel := context.WithCancel(context.Background())
	stopping := options
	stopping.Told = func(p Progress) {
		if p.Step == 77 {
			cancel()
		}
	}
	m, text, probes := toy(t)
	stopping.Probes = probes
	s, err := Train(stopped, m, text, stopping, nil)
	if err == nil || s.Step != 77 {
		t.Fatalf("stopped after step %d: %v", s.Step, err)
	}
	var out bytes.Buffer
	if err := s.Write(&out, recipe); err != nil {
		t.Fatal(err)
	}
	if train(options, out.Bytes()) != want {
		t.Error("going on after a stop ends in other bytes")
	}
}

func TestTrainingStopsWhereTheHeldOutLossDoes(t *testing.T) {
	m, text, _ := toy(t)
	s, err := Train(context.Background(), m, text, Options{Heads: 1, KeyWidth: 2, Steps: 5000, Batch: 8, Patience: 50}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Step >= 5000 || s.Step-s.BestAt <= 50 {
		t.Errorf("%d steps, best after %d", s.Step, s.BestAt)
	}
}

func TestACheckpointOfAnotherRecipeIsRefused(t *testing.T) {
	options := Options{Heads: 2, KeyWidth: 4, Steps: 60, Batch: 8}
	m, text, _ := toy(t)
	var kept bytes.Buffer
	options.Saved = func(s *State) error { return s.Write(&kept, options.Recipe()) }
	if _, err := Train(context.Background(), m, text, options, nil); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, want string
		data       []byte
		seed       uint64
	}{
		{"another seed", "the checkpoint is of another training", kept.Bytes(), 9},
		{"cut short", "", kept.Bytes()[:kept.Len()-1], 0},
		{"no file of tensors", "", []byte("junk"), 0},
	} {
		o := options
		o.Seed = tt.seed
		if _, err := ParseState(tt.data, m, o.Recipe(), o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v; want %q", tt.name, err, tt.want)
		}
	}
}

func TestAModelReadsBackAsItself(t *testing.T) {
	m, text, _ := toy(t)
	if _, err := Train(context.Background(), m, text, Options{Heads: 3, KeyWidth: 4, Steps: 5, Batch: 8}, nil); err != nil {
		t.Fatal(err)
	}
	m.Recipe = Options{Heads: 3}.Recipe()
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	data := out.Bytes()
	got, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.Vocabulary.Words(), got.Recipe, got.Contextual([]int{0, 5, 6}, 1)) != fmt.Sprint(m.Vocabulary.Words(), m.Recipe, m.Contextual([]int{0, 5, 6}, 1)) {
		t.Error("the model that was read differs from the one written")
	}
	for cut := range len(data) {
		if _, err := Parse(data[:cut]); err == nil {
			t.Fatalf("the first %d of %d bytes make a model", cut, len(data))
		}
	}
}

func FuzzParse(f *testing.F) {
	m, err := NewModel([]string{"a", "b"}, 2, []float32{1, 0, 0, 1})
	if err != nil {
		f.Fatal(err)
	}
	m.weights = newWeights(Shape{2, 1, 1})
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add(bytes.Replace(out.Bytes(), []byte(`"heads":"1"`), []byte(`"heads":"9"`), 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		ids := []int{0, m.Vocabulary.Len() - 1}
		m.Walk(ids)
		m.Contextual(ids, 1)
		m.Vocabulary.Tokens("a b-c don't")
	})
}
