package learn

import "math/rand/v2"

// A Shape says how large a learned attention layer is.
type Shape struct {
	Dim      int // D, the width of the word vectors
	Heads    int // H
	KeyWidth int // K, of one head
}

// weights are what training changes, in one slice, so that the optimiser and
// the checkpoint see one list of numbers; the fields share its memory. Heads
// stand side by side in the columns of q and k, and one below the other in the
// rows of v.
type weights struct {
	Shape
	all []float32

	q         []float32 // [D H·K]
	qBias     []float32 // [H·K]
	k         []float32 // [D H·K]
	v         []float32 // [H·D D]
	sharpness []float32 // [1], s of the loss
}

func newWeights(s Shape) *weights {
	w := &weights{Shape: s}
	fields := []struct {
		field *[]float32
		n     int
	}{
		{&w.q, s.Dim * s.Heads * s.KeyWidth},
		{&w.qBias, s.Heads * s.KeyWidth},
		{&w.k, s.Dim * s.Heads * s.KeyWidth},
		{&w.v, s.Heads * s.Dim * s.Dim},
		{&w.sharpness, 1},
	}
	n := 0
	for _, f := range fields {
		n += f.n
	}
	w.all = make([]float32, n)
	for _, f := range fields {
		at := len(w.all) - n
		*f.field = w.all[at : at+f.n : at+f.n]
		n -= f.n
	}
	return w
}

// Where training starts: standard deviations of the maps, about 1/√D for those
// that make scores, smaller for the values, so that before training y is e and
// some noise; and the sharpness, from which longer y are learned rather than a
// larger s.
const (
	startMaps      = 0.14
	startValues    = 0.05
	startSharpness = 1.5
)

// randomise draws the maps uniformly around 0. The bias starts at 0.
func (w *weights) randomise(rng *rand.Rand) {
	draw := func(to []float32, deviation float32) {
		const root3 = 1.7320508 // the deviation of a uniform number in ±1 is 1/√3
		for i := range to {
			to[i] = (2*rng.Float32() - 1) * root3 * deviation
		}
	}
	draw(w.q, startMaps)
	draw(w.k, startMaps)
	draw(w.v, startValues)
	w.sharpness[0] = startSharpness
}
