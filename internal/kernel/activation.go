package kernel

import "math"

// An Activation is one of the functions below; package tensor says which is
// which.
type Activation int

// The activations.
const (
	GELU Activation = iota
	GELUTanh
	ReLU
	SiLU
	Tanh
	ReLU2
	QuickGELU
	Sigmoid
)

// Activate replaces each number of x by a of it.
func Activate[F Float](a Activation, x []F) {
	if len(x) == 0 {
		return
	}
	if r, ok := fast(x); ok {
		activateFast(a, r)
		return
	}
	activatePlain(a, x)
}

// activatePlain computes in float64.
func activatePlain[F Float](a Activation, x []F) {
	switch a {
	case GELU:
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / 2 * math.Erfc(v/-math.Sqrt2)) // 1 + erf cancels where v is far below 0
		}
	case GELUTanh:
		root := math.Sqrt(8 / math.Pi) // (1 + tanh u)/2 is 1/(1 + e^−2u), which does not cancel
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / (1 + math.Exp(-root*v*(1+0.044715*v*v))))
		}
	case ReLU:
		for i, v := range x {
			x[i] = max(v, 0)
		}
	case SiLU:
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / (1 + math.Exp(-v)))
		}
	case Tanh:
		for i, v := range x {
			x[i] = F(math.Tanh(float64(v)))
		}
	case ReLU2:
		for i, v := range x {
			v = max(v, 0)
			x[i] = v * v
		}
	case QuickGELU:
		for i, v := range x {
			v := float64(v)
			x[i] = F(v / (1 + math.Exp(-1.702*v)))
		}
	case Sigmoid:
		for i, v := range x {
			x[i] = F(1 / (1 + math.Exp(-float64(v))))
		}
	}
}
