package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// limitFMA fuses, and does nothing else: what no product can be faster than. Ten
// sums hide what one takes, on any processor until now.
func limitFMA() {
	TEXT("limitFMA", NOSPLIT, "func(n int)")
	Doc("limitFMA multiplies and adds 80 n times, for benchmarks to compare with.")
	n := Load(Param("n"), GP64())
	var sums [10]VecVirtual
	for i := range sums {
		sums[i] = YMM()
		VXORPS(sums[i], sums[i], sums[i])
	}
	one := YMM()
	VXORPS(one, one, one)
	Label("again")
	for _, s := range sums {
		VFMADD231PS(one, one, s)
	}
	DECQ(n)
	JNZ(LabelRef("again"))
	VZEROUPPER()
	RET()
}
