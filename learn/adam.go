package learn

import "math"

// Adam follows the gradient with a step of its own for each number:
//
//	m ← β₁ m + (1−β₁) g
//	v ← β₂ v + (1−β₂) g²
//	w ← w − rate · (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
//
// Source: Kingma and Ba, Adam: A Method for Stochastic Optimization (2015),
// algorithm 1.
type adam[F float32 | float64] struct {
	mean, square []F // m and v
	step         int // t: steps made
}

const (
	beta1   = 0.9
	beta2   = 0.99
	epsilon = 1e-8
)

func newAdam[F float32 | float64](n int) *adam[F] {
	return &adam[F]{mean: make([]F, n), square: make([]F, n)}
}

func (a *adam[F]) apply(w, gradient []F, rate float64) {
	a.step++
	correct1, correct2 := 1-power(beta1, a.step), 1-power(beta2, a.step)
	for i, g := range gradient {
		m := F(beta1*a.mean[i]) + F((1-beta1)*g)
		v := F(beta2*a.square[i]) + F(F((1-beta2)*g)*g)
		a.mean[i], a.square[i] = m, v
		w[i] -= F(rate * (float64(m) / correct1) / (math.Sqrt(float64(v)/correct2) + epsilon))
	}
}

// power is xⁿ by multiplying, so that its bits are those of any machine.
func power(x float64, n int) float64 {
	p := 1.0
	for range n {
		p *= x
	}
	return p
}

// rateAt is the learning rate at a step, from 0: it rises over the first
// steps, then falls in a straight line to 0.
func rateAt(rate float64, step, warmUp, steps int) float64 {
	rise := min(1, float64(step+1)/float64(warmUp))
	return rate * rise * (1 - float64(step)/float64(steps))
}
