package tensor

import (
	"fmt"

	"heed/internal/kernel"
)

// An Activation is the function between the two layers of an MLP.
type Activation int

// The activations that heed computes. Those of x far below 0 keep their digits:
// they are computed by what does not cancel, 1 + erf x as erfc −x for one.
const (
	GELU      = Activation(kernel.GELU)      // x·Φ(x) = x/2·(1 + erf(x/√2))
	GELUTanh  = Activation(kernel.GELUTanh)  // x/2·(1 + tanh(√(2/π)·(x + 0.044715x³)))
	ReLU      = Activation(kernel.ReLU)      // max(x, 0)
	SiLU      = Activation(kernel.SiLU)      // x/(1 + e^−x)
	Tanh      = Activation(kernel.Tanh)      // tanh x
	ReLU2     = Activation(kernel.ReLU2)     // max(x, 0)²
	QuickGELU = Activation(kernel.QuickGELU) // x/(1 + e^−1.702x)
	Sigmoid   = Activation(kernel.Sigmoid)   // 1/(1 + e^−x)
)

// String gives the name that model configs use.
func (a Activation) String() string {
	return [...]string{"gelu", "gelu_pytorch_tanh", "relu", "silu", "tanh", "relu2", "quick_gelu", "sigmoid"}[a]
}

// Activate replaces each number of x by a of it.
//
// Source: Hendrycks, Gimpel, Gaussian Error Linear Units (2016), eq. 1 and
// section 2, for the GELUs; So et al., Primer (2021), section 4.1, for ReLU².
func (k Kernels[F]) Activate(a Activation, x []F) {
	k.Each(len(x), expCost, func(from, to int) { kernel.Activate(kernel.Activation(a), x[from:to]) })
}

// Gate replaces each number of gate by a of it, times that of up:
//
//	gate = a(gate)·up
//
// Source: Shazeer, GLU Variants Improve Transformer (2020), eq. 5.
func (k Kernels[F]) Gate(a Activation, gate, up []F) {
	if len(gate) != len(up) {
		panic(fmt.Sprintf("tensor: gate [%d] of [%d] does not fit", len(gate), len(up)))
	}
	const stretch = 2048 // numbers that stay in the first cache between the two steps
	k.Each(len(gate), expCost, func(from, to int) {
		for ; from < to; from += stretch {
			g, u := gate[from:min(from+stretch, to)], up[from:min(from+stretch, to)]
			kernel.Activate(kernel.Activation(a), g)
			kernel.Mul(g, g, u)
		}
	})
}
