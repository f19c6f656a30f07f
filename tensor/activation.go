package tensor

// An Activation is the function between the two layers of an MLP.
type Activation int

// The activations that heed computes.
const (
	GELU     Activation = iota // x·Φ(x) = x/2·(1 + erf(x/√2))
	GELUTanh                   // x/2·(1 + tanh(√(2/π)·(x + 0.044715x³)))
	ReLU                       // max(x, 0)
	SiLU                       // x/(1 + e^−x)
	Tanh                       // tanh x
)

// String gives the name that model configs use.
func (a Activation) String() string {
	return [...]string{"gelu", "gelu_pytorch_tanh", "relu", "silu", "tanh"}[a]
}

// Activate replaces each number of x by a of it.
//
// Source: Hendrycks, Gimpel, Gaussian Error Linear Units (2016), eq. 1 and
// section 2, for the two GELUs.
func Activate[F Float](a Activation, x []F) {
	const cost = 32 // multiplications that one erf, tanh or exp is worth
	Parallel(len(x), cost, func(from, to int) { activate(a, x[from:to]) })
}
