// Package tensor turns the bytes of a safetensors file into named tensors,
// unchanged, and back; and holds the float kernels that a model's forward
// pass is made of.
//
// The package opens no file: [Parse] takes bytes, which may be a memory map,
// and [Write] takes an io.Writer. [Kernels] checks shapes and shares work out to
// goroutines; the loops themselves are internal/kernel's.
package tensor

// Float is a number that the kernels compute with.
type Float interface{ ~float32 | ~float64 }
