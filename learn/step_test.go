package learn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"heed/attention"
	"heed/mat"
)

// small is a model of 12 words in 6 dimensions with 3 heads of width 4, its
// maps drawn large so that the weights are far from even, and a batch for it.
func small(t *testing.T) (*weights, []float32, *batch) {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	w := newWeights(Shape{Dim: 6, Heads: 3, KeyWidth: 4})
	w.randomise(rng)
	for i := range w.all {
		w.all[i] = 2*rng.Float32() - 1
	}
	w.sharpness[0] = 2
	embed := make([]float32, 12*6)
	for i := range embed {
		embed[i] = 2*rng.Float32() - 1
	}
	text := &Text{}
	for range 20 {
		for range 3 + rng.IntN(9) {
			text.ids = append(text.ids, uint32(rng.IntN(12)))
		}
		text.ends = append(text.ends, len(text.ids))
	}
	keep := make([]float32, 12)
	for i := range keep {
		keep[i] = 0.8
	}
	b := &batch{}
	b.draw(rng, text, 9, 0.5, keep)
	return w, embed, b
}

// slow is a batch's loss and the gradient of y, from attention.Walk.
func slow(w *weights, embed []float32, b *batch) (loss float64, gradient *reference) {
	gradient = &reference{heads: make([]attention.Gradient, w.Heads)}
	for _, c := range b.chunks {
		e := mat.New(len(c.words), w.Dim)
		for i, id := range c.words {
			for x := range w.Dim {
				e.Row(i)[x] = float64(embed[int(id)*w.Dim+x])
			}
		}
		heads := w.walk(e)
		dy := mat.New(e.Rows, e.Cols)
		s := float64(w.sharpness[0])
		for i := range e.Rows {
			logits := mat.New(1, len(b.hidden))
			for m, id := range b.hidden {
				for x, y := range heads[0].Y.Row(i) {
					logits.Data[m] += s * y * float64(embed[int(id)*w.Dim+x])
				}
			}
			p := attention.Weights(logits).Data
			for m, id := range b.hidden {
				d := p[m] / float64(b.visible)
				if m >= c.from && m < c.to {
					each := 1 / float64((c.to-c.from)*b.visible)
					loss -= math.Log(p[m]) * each
					d -= each
				}
				gradient.sharpness += d * logits.Data[m] / s
				for x := range w.Dim {
					dy.Row(i)[x] += d * s * float64(embed[int(id)*w.Dim+x])
				}
			}
		}
		for h, t := range heads {
			gradient.add(h, attention.Backward(t, w.head(h), dy))
		}
	}
	return loss, gradient
}

// A reference gradient, from attention.Backward.
type reference struct {
	heads     []attention.Gradient
	sharpness float64
}

func (r *reference) add(head int, g attention.Gradient) {
	sum := &r.heads[head]
	if sum.Maps.Q.Absent() {
		*sum = g
		return
	}
	mat.AddScaled(sum.Maps.Q.Data, 1, g.Maps.Q.Data)
	mat.AddScaled(sum.Maps.K.Data, 1, g.Maps.K.Data)
	mat.AddScaled(sum.Maps.V.Data, 1, g.Maps.V.Data)
	mat.AddScaled(sum.Bias.Q, 1, g.Bias.Q)
}

// The fast passes against the stages of package attention, whose gradient is
// itself checked by finite differences.
func TestPassesAgreeWithAttention(t *testing.T) {
	w, embed, b := small(t)
	wantLoss, want := slow(w, embed, b)
	loss, total := 0.0, newWeights(w.Shape)
	for i := range 2 {
		p := newPass(w)
		n := len(b.chunks)
		p.forward(embed, b, b.chunks[i*n/2:(i+1)*n/2], gather(embed, b.hidden, w.Dim))
		p.back()
		loss += p.loss
		for c, g := range p.gradient.all {
			total.all[c] += g
		}
	}
	const tolerance = 1e-5 // float32 sums of some ten terms of order 1
	if math.Abs(loss-wantLoss) > tolerance {
		t.Errorf("loss %v; want %v", loss, wantLoss)
	}
	if math.Abs(float64(total.sharpness[0])-want.sharpness) > tolerance {
		t.Errorf("gradient of the sharpness %v; want %v", total.sharpness[0], want.sharpness)
	}
	for h, g := range want.heads {
		got := total.head(h)
		for _, part := range []struct {
			name      string
			got, want []float64
		}{
			{"W_Q", got.Maps.Q.Data, g.Maps.Q.Data}, {"W_K", got.Maps.K.Data, g.Maps.K.Data},
			{"W_V", got.Maps.V.Data, g.Maps.V.Data}, {"b_Q", got.Bias.Q, g.Bias.Q},
		} {
			for i, want := range part.want {
				if math.Abs(part.got[i]-want) > tolerance {
					t.Fatalf("head %d: gradient of %s[%d] is %v; want %v", h, part.name, i, part.got[i], want)
				}
			}
		}
	}
}

// The whole loss, by finite differences in float64.
func TestGradientOfTheLossMatchesFiniteDifferences(t *testing.T) {
	w, embed, b := small(t)
	for i, x := range w.all { // so that weights and steps are exact in float32
		w.all[i] = float32(math.Round(float64(x)*1024) / 1024)
	}
	_, g := slow(w, embed, b)
	for _, part := range []struct {
		name string
		at   *float32
		got  float64
	}{
		{"W_Q of head 1", &w.q[4], g.heads[1].Maps.Q.At(0, 0)},
		{"W_K of head 0", &w.k[2*12+2], g.heads[0].Maps.K.At(2, 2)},
		{"W_V of head 2", &w.v[2*36+7], g.heads[2].Maps.V.At(1, 1)},
		{"b_Q of head 2", &w.qBias[11], g.heads[2].Bias.Q[3]},
		{"sharpness", &w.sharpness[0], g.sharpness},
	} {
		at := func(d float32) float64 {
			was := *part.at
			defer func() { *part.at = was }()
			*part.at += d
			loss, _ := slow(w, embed, b)
			return loss
		}
		const step = 1.0 / 1024
		want := (8*(at(step)-at(-step)) - (at(2*step) - at(-2*step))) / (12 * step)
		if math.Abs(part.got-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("%s: gradient %v; finite differences give %v", part.name, part.got, want)
		}
	}
}

func TestExpIsTheExponential(t *testing.T) {
	for x := 0.0; x > -720; x -= 0.37 {
		want := math.Exp(x)
		if x < -700 {
			want = 0
		}
		if got := exp(x); math.Abs(got-want) > 1e-8*want {
			t.Errorf("exp(%v) = %v; want %v", x, got, want)
		}
	}
	if got := exp(math.Inf(-1)); got != 0 {
		t.Errorf("exp(−∞) = %v", got)
	}
	if got := exp(math.NaN()); got == got {
		t.Errorf("exp(NaN) = %v", got)
	}
}

// One word's y by itself is that of the walk with every stage.
func TestContextualIsTheWalksY(t *testing.T) {
	w, embed, _ := small(t)
	list := strings.Split("abcdefghijkl", "")
	m, err := NewModel(list, w.Dim, embed)
	if err != nil {
		t.Fatal(err)
	}
	m.weights = w
	ids := []int{3, 0, 7, 3, 11}
	y := m.Walk(ids)[0].Y
	for i := range ids {
		for d, got := range m.Contextual(ids, i) {
			if math.Abs(got-y.At(i, d)) > 1e-12 {
				t.Errorf("y[%d,%d] = %v; the walk's is %v", i, d, got, y.At(i, d))
			}
		}
	}
}
