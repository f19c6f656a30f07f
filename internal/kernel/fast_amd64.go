package kernel

import (
	"os"

	"golang.org/x/sys/cpu"
)

// hasFMA is whether the assembly runs: the processor can, and the user does not
// want the plain loops.
var hasFMA = cpu.X86.HasAVX2 && cpu.X86.HasFMA && os.Getenv("HEED_CPU") != "generic"
