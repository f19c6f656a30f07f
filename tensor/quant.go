package tensor

import "encoding/binary"

// Each reader takes whole blocks from src and fills dst. The conversions to
// float32 around products keep the compiler from fusing them with the sum that
// follows, which rounds once where ggml rounds twice.
//
// Source: ggml-org/llama.cpp, ggml/src/ggml-quants.c (dequantize_row_*), and
// gguf-py/gguf/quants.py (dequantize_blocks), which they equal bit by bit.

// small are the integers that a few bits spell, as floats: looking one up is
// quicker than converting it.
var small = [...]float32{
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
}

// readQ4_0: d, then 16 bytes; byte i holds numbers i (low bits) and i+16.
func readQ4_0(dst []float32, src []byte) {
	for ; len(dst) >= 32; dst, src = dst[32:], src[18:] {
		x, b := (*[32]float32)(dst), (*[18]byte)(src)
		d := half(b[:])
		for i, q := range b[2:] {
			x[i] = d * (small[q&15] - 8)
			x[i+16] = d * (small[q>>4] - 8)
		}
	}
}

// readQ4_1: d, m, then 16 bytes as in Q4_0.
func readQ4_1(dst []float32, src []byte) {
	for ; len(dst) >= 32; dst, src = dst[32:], src[20:] {
		x, b := (*[32]float32)(dst), (*[20]byte)(src)
		d, m := half(b[:]), half(b[2:])
		for i, q := range b[4:] {
			x[i] = float32(d*small[q&15]) + m
			x[i+16] = float32(d*small[q>>4]) + m
		}
	}
}

// readQ5_0: d, 32 fifth bits, number i's at bit i, then 16 bytes as in Q4_0.
func readQ5_0(dst []float32, src []byte) {
	for ; len(dst) >= 32; dst, src = dst[32:], src[22:] {
		x, b := (*[32]float32)(dst), (*[22]byte)(src)
		d, fifth := half(b[:]), binary.LittleEndian.Uint32(b[2:])
		for i, q := range b[6:] {
			x[i] = d * (small[q&15|byte(fifth<<4)&16] - 16)
			x[i+16] = d * (small[q>>4|byte(fifth>>12)&16] - 16)
			fifth >>= 1
		}
	}
}

// readQ5_1: d, m, fifth bits and 16 bytes as in Q5_0.
func readQ5_1(dst []float32, src []byte) {
	for ; len(dst) >= 32; dst, src = dst[32:], src[24:] {
		x, b := (*[32]float32)(dst), (*[24]byte)(src)
		d, m, fifth := half(b[:]), half(b[2:]), binary.LittleEndian.Uint32(b[4:])
		for i, q := range b[8:] {
			x[i] = float32(d*small[q&15|byte(fifth<<4)&16]) + m
			x[i+16] = float32(d*small[q>>4|byte(fifth>>12)&16]) + m
			fifth >>= 1
		}
	}
}

// readQ8_0: d, then 32 signed bytes.
func readQ8_0(dst []float32, src []byte) {
	for ; len(dst) >= 32; dst, src = dst[32:], src[34:] {
		x, b := (*[32]float32)(dst), (*[34]byte)(src)
		d := half(b[:])
		for i, q := range b[2:] {
			x[i] = float32(int8(q)) * d
		}
	}
}

// readQ4K: d, m, 12 bytes of scales, then 128 bytes; of each 32 of them the
// low bits are one part of the block, the high bits the next.
func readQ4K(dst []float32, src []byte) {
	for ; len(dst) >= 256; dst, src = dst[256:], src[144:] {
		b := (*[144]byte)(src)
		scale, least := scales(b[:16])
		for j := range 4 {
			x, qs := (*[64]float32)(dst[64*j:]), (*[32]byte)(b[16+32*j:])
			d0, m0, d1, m1 := scale[2*j], least[2*j], scale[2*j+1], least[2*j+1]
			for i, q := range qs {
				x[i] = float32(d0*small[q&15]) - m0
				x[i+32] = float32(d1*small[q>>4]) - m1
			}
		}
	}
}

// readQ5K: d, m, scales as in Q4_K, 32 bytes of fifth bits, bit j of byte i
// being that of number i of part j, then 128 bytes as in Q4_K.
func readQ5K(dst []float32, src []byte) {
	for ; len(dst) >= 256; dst, src = dst[256:], src[176:] {
		b := (*[176]byte)(src)
		scale, least := scales(b[:16])
		fifth := (*[32]byte)(b[16:])
		for j := range 4 {
			x, qs := (*[64]float32)(dst[64*j:]), (*[32]byte)(b[48+32*j:])
			d0, m0, d1, m1 := scale[2*j], least[2*j], scale[2*j+1], least[2*j+1]
			for i, q := range qs {
				h := fifth[i] >> (2 * j)
				x[i] = float32(d0*small[q&15|h<<4&16]) - m0
				x[i+32] = float32(d1*small[q>>4|h<<3&16]) - m1
			}
		}
	}
}

// scales unpacks d, m and the eight pairs of 6-bit scales s, t of Q4_K and
// Q5_K, and returns d·s and m·t. Bytes 4 … 7 hold the first four s in their low
// bits, 8 … 11 the first four t; the others have their low four bits in bytes
// 12 … 15 and their high two on top of the first ones.
func scales(b []byte) (scale, least [8]float32) {
	d, m := half(b), half(b[2:])
	for i := range 4 {
		s, t, both := b[4+i], b[8+i], b[12+i]
		scale[i], least[i] = d*float32(s&63), m*float32(t&63)
		scale[i+4], least[i+4] = d*float32(both&15|s>>6<<4), m*float32(both>>4|t>>6<<4)
	}
	return scale, least
}

// readQ6K: 128 bytes of the low four bits, 64 of the high two, 16 signed
// scales, d. Each half of the block takes 64 of the first and 32 of the second:
// byte i's low bits are numbers i and i+64, byte i+32's are i+32 and i+96, and
// the pairs of byte i of the second go to i, i+32, i+64, i+96.
func readQ6K(dst []float32, src []byte) {
	for ; len(dst) >= 256; dst, src = dst[256:], src[210:] {
		b := (*[210]byte)(src)
		d := half(b[208:])
		for j := range 2 {
			x, low, high := (*[128]float32)(dst[128*j:]), (*[64]byte)(b[64*j:]), (*[32]byte)(b[128+32*j:])
			var scale [8]float32
			for k := range scale {
				scale[k] = d * float32(int8(b[192+8*j+k]))
			}
			for i, h := range high {
				s := scale[i>>4:]
				x[i] = s[0] * float32(int8(low[i]&15|h<<4&48)-32)
				x[i+32] = s[2] * float32(int8(low[i+32]&15|h<<2&48)-32)
				x[i+64] = s[4] * float32(int8(low[i]>>4|h&48)-32)
				x[i+96] = s[6] * float32(int8(low[i+32]>>4|h>>2&48)-32)
			}
		}
	}
}
