package simd

import (
	"os"

	"golang.org/x/sys/cpu"
)

// fast is whether the assembly runs: the processor can, and the user does not
// want the plain loops.
//
// There is no twin for AVX-512: on a Zen 4 core it was as fast as AVX2, at best
// (12 × 32 tiles, 59 … 77 GFLOPS against 66 … 87).
var fast = cpu.X86.HasAVX2 && os.Getenv("HEED_CPU") != "generic"
