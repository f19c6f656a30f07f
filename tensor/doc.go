// Package tensor turns the bytes of safetensors and GGUF files into named
// tensors, unchanged, and back into safetensors; and holds the float kernels
// that a model's forward pass is made of.
//
// The package opens no file: [Parse] and [ParseGGUF] take bytes, which may be
// a memory map, and [Write] takes an io.Writer. [Floats] and [ReadInto] make
// numbers of them, whatever type they are stored as. [Kernels] checks shapes and
// shares work out to goroutines; the loops themselves are internal/kernel's.
package tensor

// Float is a number that the kernels compute with.
type Float interface{ ~float32 | ~float64 }
