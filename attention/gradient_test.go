package attention_test

import (
	"math"
	"testing"

	"heed/attention"
	"heed/mat"

	"pgregory.net/rapid"
)

// The gradient of Σ c_id y_id, by going back and by finite differences, for
// every number that the head is given.
func TestBackwardMatchesFiniteDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		embed, h := heads(t)
		h.ExcludeSelf = rapid.Bool().Draw(t, "exclude self")
		c := eighths(t, "c", embed.Rows, embed.Cols)
		loss := func() float64 { return mat.Dot(c.Data, attention.Formula(embed, h).Y.Data) }
		g := attention.Backward(attention.Formula(embed, h), h, c)
		for _, part := range []struct {
			name         string
			at, gradient []float64
		}{
			{"embed", embed.Data, g.Embed.Data},
			{"W_Q", h.Maps.Q.Data, g.Maps.Q.Data},
			{"W_K", h.Maps.K.Data, g.Maps.K.Data},
			{"W_V", h.Maps.V.Data, g.Maps.V.Data},
			{"W_O", h.Maps.O.Data, g.Maps.O.Data},
			{"b_Q", h.Bias.Q, g.Bias.Q},
			{"b_O", h.Bias.O, g.Bias.O},
			{"score bias", h.ScoreBias, g.ScoreBias},
		} {
			if len(part.at) != len(part.gradient) {
				t.Fatalf("%s: gradient of %d numbers for %d", part.name, len(part.gradient), len(part.at))
			}
			for i, got := range part.gradient {
				want := slope(&part.at[i], loss)
				if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
					t.Fatalf("%s[%d]: gradient %v; finite differences give %v", part.name, i, got, want)
				}
			}
		}
	})
}

// slope is the derivative of loss by x, from four points: its error is of the
// order of step⁴.
func slope(x *float64, loss func() float64) float64 {
	const step = 1e-3
	was := *x
	defer func() { *x = was }()
	at := func(d float64) float64 {
		*x = was + d
		return loss()
	}
	return (8*(at(step)-at(-step)) - (at(2*step) - at(-2*step))) / (12 * step)
}
