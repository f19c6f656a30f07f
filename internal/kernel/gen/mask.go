package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// masks is 16 words of ones and then 16 of zeros: what starts n words before the
// zeros lets n through.
var masks Mem

// maskOf returns where the mask of n words begins, n a register that is spent.
func maskOf(n Register) Register {
	if masks.Symbol.Name == "" {
		masks = GLOBL("ones", RODATA|NOPTR)
		for i := range 32 {
			DATA(4*i, U32([]uint32{0xffffffff, 0}[i/16]))
		}
	}
	at := GP64()
	LEAQ(masks, at)
	SHLQ(Imm(2), n)
	SUBQ(n, at)
	ADDQ(Imm(64), at)
	return at
}
