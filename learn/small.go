package learn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// A Small is attention learned together with the vectors of a few words, in
// so few dimensions that nothing need be projected: one head, in float64.
//
//	y_i  = e_i + Σ_{j≠i} w_ij e_j W_V
//	w_i· = softmax over j≠i of (e_i W_Q + b_Q)·(e_j W_K)/√D + a·ln f_j
//
// f_j is the word's share of the text and a is learned: common words may be
// passed over. Without position, as in [Model].
type Small struct {
	Words []string   `json:"-"`
	Embed mat.Matrix `json:"embed"`  // [V D]
	Maps  trace.Maps `json:"maps"`   // [D D] each
	BiasQ mat.Vector `json:"bias_q"` // [D]
	A     float64    `json:"a"`
	LogF  mat.Vector `json:"log_f"` // [V]: ln f
}

// numbers are all that is learned, in one slice; s shares its memory.
type smallNumbers struct {
	all               []float64
	embed, q, k, v, b []float64
	a                 []float64
}

func newSmallNumbers(words, dim int) *smallNumbers {
	n := &smallNumbers{all: make([]float64, words*dim+3*dim*dim+dim+1)}
	rest := n.all
	take := func(size int) []float64 {
		part := rest[:size:size]
		rest = rest[size:]
		return part
	}
	n.embed, n.q, n.k, n.v = take(words*dim), take(dim*dim), take(dim*dim), take(dim*dim)
	n.b, n.a = take(dim), take(1)
	return n
}

// small puts the numbers into a Small; it shares their memory, but for a.
func (n *smallNumbers) small(words []string, logF []float64) *Small {
	dim := len(n.b)
	square := func(data []float64) mat.Matrix { return mat.Matrix{Rows: dim, Cols: dim, Data: data} }
	return &Small{Words: words, LogF: logF, Embed: mat.Matrix{Rows: len(words), Cols: dim, Data: n.embed},
		Maps: trace.Maps{Q: square(n.q), K: square(n.k), V: square(n.v)}, BiasQ: n.b, A: n.a[0]}
}

// Head is the head for words by their numbers.
func (s *Small) Head(ids []uint32) attention.Head {
	h := attention.Head{Maps: s.Maps, Bias: trace.Bias{Q: s.BiasQ}, ScoreBias: make([]float64, len(ids)), ExcludeSelf: true, Residual: true}
	for j, id := range ids {
		h.ScoreBias[j] = s.A * s.LogF[id]
	}
	return h
}

func (s *Small) rows(ids []uint32) mat.Matrix {
	e := mat.New(len(ids), s.Embed.Cols)
	for i, id := range ids {
		copy(e.Row(i), s.Embed.Row(int(id)))
	}
	return e
}

// tell returns the loss of one chunk of a batch, and adds its gradient to g:
//
//	p(c|i) = e^{y_i·e_c + ln f_c} / Σ over all words m of e^{y_i·e_m + ln f_m}
//	loss   = −mean over visible i of the mean over hidden c of ln p(c|i)
//
// The vectors are tied: those that are read are those that are told.
func (s *Small) tell(c chunk, hidden []uint32, g *smallNumbers, share float64) (loss float64) {
	h, e := s.Head(c.words), s.rows(c.words)
	t := attention.Formula(e, h)
	dy := mat.New(e.Rows, e.Cols)
	dim := e.Cols
	logits := mat.New(1, len(s.Words))
	for i := range e.Rows {
		y := t.Y.Row(i)
		for m := range s.Words {
			logits.Data[m] = mat.Dot(y, s.Embed.Row(m)) + s.LogF[m]
		}
		p := attention.Weights(logits).Data
		each := share / float64(len(hidden))
		for _, id := range hidden {
			loss -= math.Log(p[id]) * each
		}
		for m := range p {
			p[m] *= share
		}
		for _, id := range hidden {
			p[id] -= each
		}
		for m, d := range p {
			mat.AddScaled(dy.Row(i), d, s.Embed.Row(m))
			mat.AddScaled(g.embed[m*dim:(m+1)*dim], d, y)
		}
	}
	back := attention.Backward(t, h, dy)
	for i, id := range c.words {
		mat.AddScaled(g.embed[int(id)*dim:(int(id)+1)*dim], 1, back.Embed.Row(i))
		g.a[0] += back.ScoreBias[i] * s.LogF[id]
	}
	mat.AddScaled(g.q, 1, back.Maps.Q.Data)
	mat.AddScaled(g.k, 1, back.Maps.K.Data)
	mat.AddScaled(g.v, 1, back.Maps.V.Data)
	mat.AddScaled(g.b, 1, back.Bias.Q)
	return loss
}

// TrainSmall learns vectors of dim numbers for the words of v, and attention
// over them, from a text reduced to these words. Only stretches with at least
// two words that are rarer than an even share, 1/V, take part: the others are
// made of "the" and "of", and teach to tell those. Phrases of o.Probes are
// recorded.
func TrainSmall(ctx context.Context, v *Vocabulary, t *Text, dim int, o Options) (*Small, *Record, error) {
	o = o.smallDefaults()
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	if dim < 1 || dim > MaxSmall || v.Len() < 2 {
		return nil, nil, fmt.Errorf("%d words of %d dimensions; want at least 2 words, and 1 to %d dimensions", v.Len(), dim, MaxSmall)
	}
	r := &smallRun{Options: o, words: v.Words(), text: t.withRare(2), logF: make([]float64, v.Len()), keep: make([]float32, v.Len()),
		numbers: newSmallNumbers(v.Len(), dim)}
	for id, count := range t.counts {
		if count == 0 {
			return nil, nil, fmt.Errorf("the text never has %q; leave it out, or give more text", r.words[id])
		}
		r.logF[id], r.keep[id] = math.Log(float64(count)/float64(t.Words)), 1
	}
	if r.text.chunks() == 0 {
		return nil, nil, errors.New("no sentence of the text has two of the rarer words; want more text, or other words")
	}
	r.numbers.randomise(rand.New(rand.NewPCG(o.Seed, 0)))
	r.record = newSmallRecord(v, o.Probes)
	r.record.Recipe.Steps = o.Steps
	best := newAdam[float64](len(r.numbers.all))
	for step := range o.Steps {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if err := r.step(step, best); err != nil {
			return nil, nil, err
		}
	}
	s := r.numbers.small(r.words, r.logF)
	r.record.addSmall(o.Steps, r.loss, s)
	r.recorded(r.record)
	return s, r.record, nil
}

// MaxSmall is the most dimensions of vectors that are learned in float64.
const MaxSmall = 64

// Fixed parts of the recipe.
const (
	smallWarmUp   = 20
	startVectors  = 0.3 // standard deviations
	startSmallMap = 0.5
)

// A smallRun is what all steps share.
type smallRun struct {
	Options
	words   []string
	text    *Text
	logF    []float64
	keep    []float32
	numbers *smallNumbers
	record  *Record
	loss    float64 // running mean
}

func (o Options) smallDefaults() Options {
	if o.Steps == 0 {
		o.Steps = 400
	}
	if o.Rate == 0 {
		o.Rate = 0.05
	}
	o.Heads, o.KeyWidth = 1, 1 // not looked at
	return o.withDefaults()
}

func (r *smallRun) step(step int, best *adam[float64]) error {
	s := r.numbers.small(r.words, r.logF)
	var b batch
	b.draw(rand.New(rand.NewPCG(r.Seed, uint64(step+1))), r.text, r.Batch, r.Hide, r.keep)
	if len(b.chunks) == 0 {
		return errors.New("no sentence of the text has two of the words to read and another to tell; want more text")
	}
	gradient, loss := newSmallNumbers(len(r.words), s.Embed.Cols), 0.0
	for _, c := range b.chunks {
		loss += s.tell(c, b.hidden[c.from:c.to], gradient, 1/float64(b.visible))
	}
	if loss != loss {
		return fmt.Errorf("step %d: the loss is no number any more; a lower learning rate than %v may help", step, r.Rate)
	}
	if step == 0 {
		r.loss = loss
	}
	r.loss += (loss - r.loss) / 50
	if smallSnapshotAt(step) {
		r.record.addSmall(step, r.loss, s)
		r.recorded(r.record)
	}
	best.apply(r.numbers.all, gradient.all, rateAt(r.Rate, step, smallWarmUp, r.Steps))
	if r.Told != nil {
		r.Told(Progress{Step: step + 1, Steps: r.Steps, Loss: r.loss})
	}
	return nil
}

// randomise draws vectors and maps uniformly around 0; bias and a start at 0.
func (n *smallNumbers) randomise(rng *rand.Rand) {
	draw := func(to []float64, deviation float64) {
		for i := range to {
			to[i] = (2*rng.Float64() - 1) * math.Sqrt(3) * deviation
		}
	}
	draw(n.embed, startVectors)
	draw(n.q, startSmallMap)
	draw(n.k, startSmallMap)
	draw(n.v, startSmallMap)
}
