package word2vec

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"heed/corpus"
	"heed/words"
)

// topics is a text of sentences, each of which has words of one topic only,
// and words that all topics have.
func topics(sentences int) string {
	rng := rand.New(rand.NewPCG(1, 1))
	topic := []string{"money loan cash rate debt fund", "river water shore boat fish reed"}
	var b strings.Builder
	for range sentences {
		own := strings.Fields(topic[rng.IntN(2)])
		for range 8 {
			if rng.IntN(3) == 0 {
				fmt.Fprintf(&b, "%c ", 'a'+rng.IntN(5))
			} else {
				fmt.Fprintf(&b, "%s ", own[rng.IntN(len(own))])
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func open(t testing.TB, text string) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Open([]string{"-"}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// small are options that suit a small text.
func small() Options {
	o := Defaults()
	o.Dim, o.Sample, o.Epochs, o.Rate = 10, 0, 3, 0.05
	return o
}

func train(t testing.TB, text string, o Options) *words.Vectors {
	t.Helper()
	c := open(t, text)
	v, err := Count(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := Train(context.Background(), c, v, o)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}

// sum is a hash of the words and the bits of their vectors.
func sum(t testing.TB, v *words.Vectors) string {
	t.Helper()
	h := sha256.New()
	if err := v.Write(h, words.Word2vec); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// ways are the four ways to learn.
func ways(f func(name string, o Options)) {
	for _, model := range []Model{SkipGram, CBOW} {
		for _, loss := range []Loss{NegativeSampling, HierarchicalSoftmax} {
			o := small()
			o.Model, o.Loss = model, loss
			f(fmt.Sprintf("%s, %s", model, loss), o)
		}
	}
}

// TestWordsUsedAlikeAreClose: after training, words of one topic are closer to
// one another than to those of the other topic.
func TestWordsUsedAlikeAreClose(t *testing.T) {
	text := topics(1000)
	ways(func(name string, o Options) {
		t.Run(name, func(t *testing.T) { checkTopics(t, train(t, text, o)) })
	})
}

// TestSeveralThreadsLearn the same.
func TestSeveralThreadsLearn(t *testing.T) {
	if race {
		t.Skip("learning without locks is a race, as doc.go says")
	}
	text := strings.Repeat(topics(1000), 20)
	ways(func(name string, o Options) {
		t.Run(name, func(t *testing.T) {
			o.Threads, o.Epochs = 4, 1
			checkTopics(t, train(t, text, o))
		})
	})
}

func checkTopics(t *testing.T, v *words.Vectors) {
	t.Helper()
	vector := func(word string) []float32 {
		x, ok := v.Vector(word)
		if !ok {
			t.Fatalf("no vector for %s", word)
		}
		return x
	}
	for _, near := range strings.Fields("loan cash rate debt fund") {
		for _, far := range strings.Fields("river water shore boat fish reed") {
			a, b := words.Cosine(vector("money"), vector(near)), words.Cosine(vector("money"), vector(far))
			if a <= b {
				t.Errorf("money and %s have cosine %.3f, money and %s %.3f", near, a, far, b)
			}
		}
	}
}

// TestSameBytes: one seed and one thread give the same bytes on any machine,
// with assembly or without.
func TestSameBytes(t *testing.T) {
	text := topics(500)
	want := map[string]string{
		"skip-gram, negative-sampling":    "6a319bab48882d7a",
		"skip-gram, hierarchical-softmax": "b948253e43fc4b99",
		"cbow, negative-sampling":         "7aee743f577d11a8",
		"cbow, hierarchical-softmax":      "ede3a32f84e746f6",
	}
	ways(func(name string, o Options) {
		t.Run(name, func(t *testing.T) {
			o.Sample = 0.05
			got := sum(t, train(t, text, o))
			if got != want[name] {
				t.Errorf("the vectors have hash %s; want %s", got, want[name])
			}
			o.Seed++
			if sum(t, train(t, text, o)) == got {
				t.Error("another seed gives the same vectors")
			}
		})
	})
}

// TestResume stops a training at every checkpoint and goes on from it: the
// bytes are those of a training that was not stopped.
func TestResume(t *testing.T) {
	text := strings.Repeat(topics(500), 12) // 5 blocks an epoch
	ways(func(name string, o Options) {
		t.Run(name, func(t *testing.T) {
			want := sum(t, train(t, text, o))
			c := open(t, text)
			v, err := Count(context.Background(), c, o)
			if err != nil {
				t.Fatal(err)
			}
			stops := 0
			var saved bytes.Buffer
			for {
				ctx, stop := context.WithCancel(context.Background())
				o.Every = time.Nanosecond // after each block
				o.Save = func(write func(io.Writer) error) error {
					saved.Reset()
					stops++
					stop()
					return write(&saved)
				}
				vectors, err := Train(ctx, c, v, o)
				stop()
				if err == nil {
					if got := sum(t, vectors); got != want || stops < 10 {
						t.Errorf("stopped %d times: hash %s; want %s", stops, got, want)
					}
					return
				}
				if !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				o.From = bytes.NewReader(bytes.Clone(saved.Bytes()))
			}
		})
	})
}

// TestBadCheckpoints: a checkpoint that is not of this training, or not whole,
// is refused, and says why.
func TestBadCheckpoints(t *testing.T) {
	text := topics(100)
	o := small()
	good := checkpoint(t, text, o)
	tests := []struct {
		claim string
		data  []byte
		spoil func(o *Options)
		text  string
		want  string
	}{
		{"other options", good, func(o *Options) { o.Window = 3 }, text, "the checkpoint is of a training with other options"},
		{"another seed", good, func(o *Options) { o.Seed = 9 }, text, "the checkpoint is of a training with other options"},
		{"another text", good, nil, text + "money", "the checkpoint is of a training on another text"},
		{"no checkpoint", []byte("100 10\nmoney"), nil, text, "the checkpoint is none of word2vec"},
		{"an empty file", nil, nil, text, "the checkpoint is none of word2vec"},
		{"a long line", bytes.Repeat([]byte("{"), 1<<20), nil, text, "the checkpoint is none of word2vec"},
		{"half of it", good[:len(good)/2], nil, text, "the checkpoint is cut short"},
		{"all but its sum", good[:len(good)-4], nil, text, "the checkpoint is cut short"},
		{"a bit turned", turned(good, len(good)-20), nil, text, "the checkpoint is damaged: its sum is wrong"},
		{"more than it", append(bytes.Clone(good), 0), nil, text, "the checkpoint is damaged: it goes on after its end"},
		{"a place that is none", bytes.Replace(good, []byte(`"Block":1`), []byte(`"Block":7`), 1), nil, text, "the checkpoint is damaged: it is at no place of the training"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			o := o
			if tt.spoil != nil {
				tt.spoil(&o)
			}
			c := open(t, tt.text)
			v, err := Count(context.Background(), c, o)
			if err != nil {
				t.Fatal(err)
			}
			o.From = bytes.NewReader(tt.data)
			if _, err := Train(context.Background(), c, v, o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %s", err, tt.want)
			}
		})
	}
}

func turned(data []byte, at int) []byte {
	data = bytes.Clone(data)
	data[at] ^= 1
	return data
}

// checkpoint returns the first checkpoint of a training.
func checkpoint(t testing.TB, text string, o Options) []byte {
	t.Helper()
	c := open(t, text)
	v, err := Count(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	var saved bytes.Buffer
	stop := errors.New("enough")
	o.Every = time.Nanosecond
	o.Save = func(write func(io.Writer) error) error {
		if err := write(&saved); err != nil {
			return err
		}
		return stop
	}
	if _, err := Train(context.Background(), c, v, o); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	return saved.Bytes()
}

// FuzzCheckpoint: no bytes of a checkpoint bring the training down.
func FuzzCheckpoint(f *testing.F) {
	text, o := topics(20), small()
	o.Dim, o.Epochs = 3, 1
	f.Add(checkpoint(f, text, o))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := open(t, text)
		v, err := Count(context.Background(), c, o)
		if err != nil {
			t.Fatal(err)
		}
		o.From = bytes.NewReader(data)
		vectors, err := Train(context.Background(), c, v, o)
		if err == nil && vectors.Len() != len(v.Words) {
			t.Errorf("%d vectors for %d words", vectors.Len(), len(v.Words))
		}
	})
}

// TestStopped: a training that is stopped hands out a checkpoint, and one that
// nothing is to be kept of does not.
func TestStopped(t *testing.T) {
	o, c := small(), open(t, topics(2000))
	v, err := Count(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []bool{true, false} {
		ctx, stop := context.WithCancel(context.Background())
		saved := false
		if keep {
			o.Save = func(func(io.Writer) error) error { saved = true; return nil }
		} else {
			o.Save = nil
		}
		o.Told = func(Progress) { stop() }
		if _, err := Train(ctx, c, v, o); !errors.Is(err, context.Canceled) || saved != keep {
			t.Errorf("error %v, kept %v; want it stopped, and kept %v", err, saved, keep)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Count(ctx, c, o); !errors.Is(err, context.Canceled) {
		t.Errorf("counting goes on: %v", err)
	}
}

// TestFullDisk: a checkpoint that cannot be written ends the training.
func TestFullDisk(t *testing.T) {
	o, c := small(), open(t, topics(100))
	v, err := Count(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	for room := range 3 {
		o.Every = time.Nanosecond
		o.Save = func(write func(io.Writer) error) error { return write(&disk{room: room, full: full}) }
		if _, err := Train(context.Background(), c, v, o); !errors.Is(err, full) {
			t.Errorf("with room for %d writes: %v", room, err)
		}
	}
}

// A disk takes so many writes.
type disk struct {
	room int
	full error
}

func (d *disk) Write(p []byte) (int, error) {
	if d.room--; d.room < 0 {
		return 0, d.full
	}
	return len(p), nil
}

// TestProgress: it rises to the whole, in bytes while counting, then in words.
func TestProgress(t *testing.T) {
	o, text := small(), topics(5000)
	var last [2]Progress
	o.Phrases = 1
	o.Told = func(p Progress) {
		stage := 0
		if !p.Counting {
			stage = 1
		}
		if p.Done < last[stage].Done || p.Done > p.Of {
			t.Errorf("%+v follows %+v", p, last[stage])
		}
		last[stage] = p
	}
	train(t, text, o)
	if last[0].Of != 2*int64(len(text)) || last[1].Of != 3*8*5000 || last[1].Done != last[1].Of {
		t.Errorf("ended at %+v; want %d bytes and %d words", last, 2*len(text), 3*8*5000)
	}
}

// TestHighRate: vectors that run away are an error, not a file of NaN.
func TestHighRate(t *testing.T) {
	o := small()
	o.Rate, o.Epochs = 1, 1
	c := open(t, topics(100))
	v, err := Count(context.Background(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	training := newTraining(c, v, o)
	training.learners[0].in[3] = float32(math.NaN())
	if _, err := training.vectors(); err == nil || !strings.Contains(err.Error(), "learn at a lower rate") {
		t.Errorf("error %v", err)
	}
}
