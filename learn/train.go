package learn

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
)

// Options say how to train. The zero value of a field is its default.
type Options struct {
	Heads    int // 4
	KeyWidth int // K, 16
	Steps    int // 3000
	Seed     uint64

	Rate     float64 // highest learning rate, 0.003
	Batch    int     // chunks a step, 64
	Hide     float64 // share of the words that are hidden, 0.5
	Patience int     // stops after so many steps without a better held-out loss; 1000, below 0 never

	Probes []Probe // phrases to watch

	Told     func(Progress)     // told after each step; may be nil
	Recorded func(*Record)      // given the record after each snapshot, to look at before it returns; may be nil
	Saved    func(*State) error // given the state to keep every checkpointEvery steps; may be nil
}

// checkpointEvery is how many steps there are between checkpoints and between
// measurements of the held-out loss.
const checkpointEvery = 50

// Fixed parts of the recipe.
const (
	warmUp = 100  // steps
	sample = 1e-4 // of targets; see Text.keep
	passes = 8    // a batch's chunks are shared out to so many passes, whatever the machine
	held   = 8    // batches of held-out text
)

// recorded tells of a snapshot.
func (o Options) recorded(r *Record) {
	if o.Recorded != nil {
		o.Recorded(r)
	}
}

func (o Options) withDefaults() Options {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&o.Heads, 4)
	set(&o.KeyWidth, 16)
	set(&o.Steps, 3000)
	set(&o.Batch, 64)
	set(&o.Patience, 1000)
	if o.Rate == 0 {
		o.Rate = 0.003
	}
	if o.Hide == 0 {
		o.Hide = 0.5
	}
	return o
}

// check refuses what no training can be done with.
func (o Options) check() error {
	for _, f := range []struct {
		name        string
		value, most int
	}{{"heads", o.Heads, 64}, {"key width", o.KeyWidth, 1024}, {"steps", o.Steps, 10_000_000}, {"batch", o.Batch, 4096}} {
		if f.value < 1 || f.value > f.most {
			return fmt.Errorf("%s: got %d; want 1 to %d", f.name, f.value, f.most)
		}
	}
	if !(o.Rate > 0 && o.Rate <= 1) {
		return fmt.Errorf("learning rate: got %v; want more than 0, at most 1", o.Rate)
	}
	if !(o.Hide > 0 && o.Hide < 1) {
		return fmt.Errorf("hidden share: got %v; want more than 0, less than 1", o.Hide)
	}
	return nil
}

// Progress is how far training is.
type Progress struct {
	Step, Steps   int
	Loss, HeldOut float64
}

// A State is a training between two steps: all that is needed to go on.
type State struct {
	Step    int     // steps made
	Loss    float64 // running mean
	HeldOut float64 // loss of the held-out text, when last measured
	Best    float64 // the lowest of those
	BestAt  int     // its step
	Record  *Record

	weights *weights
	adam    *adam[float32]
}

// Train learns attention over the frozen vectors of m, from text t, and puts
// it into m. Going on from a state, if one is given, ends in the same bytes as
// never having stopped.
//
// The loss is that of skip-gram, with attention's y in the place of a word's
// own vector: half of the words of each chunk of text are hidden, each visible
// word reads the other visible ones, and its y must tell the chunk's hidden
// words among those of the whole batch:
//
//	p(c|i) = e^{s y_i·e_c} / Σ_m e^{s y_i·e_m}
//	loss   = −mean over visible i of the mean over hidden c of log p(c|i)
//
// It is lowered by Adam. Each step's chance comes from the seed and its own
// number, sums are made in one order and no step is fused, so a seed gives the
// same bytes on any number of workers and any amd64.
//
// Sources: Mikolov et al., Efficient Estimation of Word Representations in
// Vector Space (2013), §3.2; Vaswani et al. (2017), eq. 1.
func Train(ctx context.Context, m *Model, t *Text, o Options, from *State) (*State, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	r := &run{Options: o, model: m, text: t, embed: m.Vectors()}
	r.keep = t.keep(sample)
	if err := r.drawHeldOut(); err != nil {
		return nil, err
	}
	s := from
	if s == nil {
		s = r.start()
	} else if s.weights.Shape != r.shape() {
		return nil, fmt.Errorf("the checkpoint is of a layer %+v; want %+v", s.weights.Shape, r.shape())
	}
	for range passes {
		r.passes = append(r.passes, newPass(s.weights))
	}
	if s.Step == 0 {
		s.HeldOut = r.heldOut()
		s.Best = s.HeldOut
	}
	for !r.done(s) {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		if err := r.step(s); err != nil {
			return s, err
		}
	}
	m.weights = s.weights
	return s, nil
}

// A run is what all steps of one training share.
type run struct {
	Options
	model  *Model
	text   *Text
	embed  []float32 // [V D]
	keep   []float32 // [V]
	held   []batch
	passes []*pass
}

func (r *run) shape() Shape { return Shape{r.model.Dim, r.Heads, r.KeyWidth} }

func (r *run) start() *State {
	s := &State{weights: newWeights(r.shape()), Record: newRecord(r.model, r.Probes)}
	s.weights.randomise(r.chance(0))
	s.adam = newAdam[float32](len(s.weights.all))
	return s
}

// chance is a source of its own for each step, so that a state need not hold
// one. Step n draws from number n+1; 0 is the start's.
func (r *run) chance(number int) *rand.Rand {
	return rand.New(rand.NewPCG(r.Seed, uint64(number)))
}

func (r *run) done(s *State) bool {
	return s.Step >= r.Steps || r.Patience > 0 && s.Step-s.BestAt > r.Patience
}

// step draws a batch, goes down its gradient, and looks after the record, the
// held-out loss and the checkpoint.
func (r *run) step(s *State) error {
	var b batch
	b.draw(r.chance(s.Step+1), r.text, r.Batch, r.Hide, r.keep)
	if len(b.chunks) == 0 {
		return errors.New("no sentence of the text has two words to read and another to tell; want longer sentences")
	}
	loss := r.gradient(&b)
	gradient := r.passes[0].gradient.all
	for _, p := range r.passes[1:] {
		for i, g := range p.gradient.all {
			gradient[i] += g
		}
	}
	if loss != loss {
		return fmt.Errorf("step %d: the loss is no number any more; a lower learning rate than %v may help", s.Step, r.Rate)
	}
	if s.Step == 0 {
		s.Loss = loss
	}
	s.Loss += (loss - s.Loss) / 50
	if snapshotAt(s.Step) {
		s.Record.add(s, r.model)
		r.recorded(s.Record)
	}
	s.adam.apply(s.weights.all, gradient, rateAt(r.Rate, s.Step, warmUp, r.Steps))
	s.Step++
	if s.Step%checkpointEvery == 0 || s.Step == r.Steps {
		if s.HeldOut = r.heldOut(); s.HeldOut < s.Best {
			s.Best, s.BestAt = s.HeldOut, s.Step
		}
	}
	if r.done(s) {
		s.Record.add(s, r.model)
		r.recorded(s.Record)
	} else if s.Step%checkpointEvery == 0 && r.Saved != nil {
		if err := r.Saved(s); err != nil {
			return err
		}
	}
	if r.Told != nil {
		r.Told(Progress{s.Step, r.Steps, s.Loss, s.HeldOut})
	}
	return nil
}

// gradient runs a batch through the passes and returns its loss.
func (r *run) gradient(b *batch) float64 {
	r.share(b, (*pass).back)
	loss := 0.0
	for _, p := range r.passes {
		loss += p.loss
	}
	return loss
}

// heldOut is the loss of the held-out text: the same words of it are hidden
// every time.
func (r *run) heldOut() float64 {
	loss := 0.0
	for i := range r.held {
		r.share(&r.held[i], func(*pass) {})
		for _, p := range r.passes {
			loss += p.loss
		}
	}
	return loss / float64(len(r.held))
}

func (r *run) drawHeldOut() error {
	text := r.text.heldOut()
	for i := range held {
		var b batch
		b.draw(r.chance(-1-i), text, r.Batch, r.Hide, r.keep)
		if len(b.chunks) > 0 {
			r.held = append(r.held, b)
		}
	}
	if len(r.held) == 0 {
		return errors.New("the text is too short to hold a part of it out; want some hundred sentences")
	}
	return nil
}

// share runs the batch's chunks forward, and what follows, in passes of one
// size, on as many goroutines as there are processors.
func (r *run) share(b *batch, then func(*pass)) {
	t := gather(r.embed, b.hidden, r.model.Dim)
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range r.passes {
		slots <- struct{}{}
		wait.Go(func() {
			n := len(b.chunks)
			p.forward(r.embed, b, b.chunks[i*n/passes:(i+1)*n/passes], t)
			then(p)
			<-slots
		})
	}
	wait.Wait()
}
