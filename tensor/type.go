package tensor

// A Type is how numbers are stored, spelled as the file's format does:
// safetensors' F64 … BOOL, and GGUF's blocks of quantised numbers.
type Type string

// The types that [Floats] or [Ints] read. Those of GGUF store a block of
// numbers by small integers q and the block's own scales.
const (
	F64  Type = "F64"
	F32  Type = "F32"
	F16  Type = "F16"
	BF16 Type = "BF16"
	I64  Type = "I64"
	I32  Type = "I32"
	I16  Type = "I16"
	I8   Type = "I8"
	U8   Type = "U8"
	Bool Type = "BOOL"

	Q4_0 Type = "Q4_0" // 32 numbers d·(q−8), q of 4 bits
	Q4_1 Type = "Q4_1" // 32 numbers d·q + m, q of 4 bits
	Q5_0 Type = "Q5_0" // 32 numbers d·(q−16), q of 5 bits
	Q5_1 Type = "Q5_1" // 32 numbers d·q + m, q of 5 bits
	Q8_0 Type = "Q8_0" // 32 numbers d·q, q of 8 bits
	Q4_K Type = "Q4_K" // 8 parts of 32 numbers d·s·q − m·t, q of 4 bits
	Q5_K Type = "Q5_K" // 8 parts of 32 numbers d·s·q − m·t, q of 5 bits
	Q6_K Type = "Q6_K" // 16 parts of 16 numbers d·s·(q−32), q of 6 bits
)

// size gives the bytes of one number of a safetensors type, 0 for any other.
// The format has more types than heed reads; a file that holds one beside the
// tensors that are wanted is not broken.
func (t Type) size() int {
	switch t {
	case F64, I64, "U64", "C64":
		return 8
	case F32, I32, "U32":
		return 4
	case F16, BF16, I16, "U16":
		return 2
	case I8, U8, Bool, "F8_E4M3", "F8_E5M2", "F8_E8M0":
		return 1
	}
	return 0
}

// block says how many numbers are stored together, and in how many bytes; a
// type that is not known gives 0 bytes.
func (t Type) block() (numbers, bytes int) {
	for _, g := range ggml {
		if g.name == t && g.bytes > 0 {
			return g.numbers, g.bytes
		}
	}
	return 1, t.size()
}

// A layout is how ggml stores a type.
type layout struct {
	name           Type
	numbers, bytes int // of a block
}

// ggml are the types that a GGUF file may hold, at the numbers that it calls
// them by. Those that ggml itself has dropped have no name.
//
// Source: ggml-org/llama.cpp, gguf-py/gguf/constants.py (GGML_QUANT_SIZES).
var ggml = [...]layout{
	0: {F32, 1, 4}, 1: {F16, 1, 2},
	2: {Q4_0, 32, 18}, 3: {Q4_1, 32, 20}, 6: {Q5_0, 32, 22}, 7: {Q5_1, 32, 24}, 8: {Q8_0, 32, 34}, 9: {"Q8_1", 32, 40},
	10: {"Q2_K", 256, 84}, 11: {"Q3_K", 256, 110}, 12: {Q4_K, 256, 144}, 13: {Q5_K, 256, 176}, 14: {Q6_K, 256, 210}, 15: {"Q8_K", 256, 292},
	16: {"IQ2_XXS", 256, 66}, 17: {"IQ2_XS", 256, 74}, 18: {"IQ3_XXS", 256, 98}, 19: {"IQ1_S", 256, 50},
	20: {"IQ4_NL", 32, 18}, 21: {"IQ3_S", 256, 110}, 22: {"IQ2_S", 256, 82}, 23: {"IQ4_XS", 256, 136},
	24: {I8, 1, 1}, 25: {I16, 1, 2}, 26: {I32, 1, 4}, 27: {I64, 1, 8}, 28: {F64, 1, 8},
	29: {"IQ1_M", 256, 56}, 30: {BF16, 1, 2}, 34: {"TQ1_0", 256, 54}, 35: {"TQ2_0", 256, 66},
	39: {"MXFP4", 32, 17}, 40: {"NVFP4", 64, 36}, 41: {"Q1_0", 128, 18},
}
