package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// softmaxFMA passes three times: the largest, e^(x − largest) and their sum,
// the division.
func softmaxFMA() {
	TEXT("expFMA", NOSPLIT, "func(x *float32, n int) float32")
	Pragma("noescape")
	Doc("expFMA replaces each number by e^(x − largest), and returns their sum.")
	start, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	largest, lowest := make(block, 2).like(), YMM()
	VMOVUPS(word(math.Float32bits(float32(math.Inf(-1)))), lowest)

	// What stands beyond the last number is −∞: never the largest, and e^−∞ is 0.
	load := func(m memory, from Register) block {
		z := m.load(from)
		if m.let != nil {
			VBLENDVPS(m.let, z[0], lowest, z[0])
		}
		return z
	}
	loop := func(name string, step func(m memory, x Register)) {
		x, left := GP64(), GP64()
		MOVQ(start, x)
		MOVQ(n, left)
		each(name, left, []Register{x}, 2, func(m memory) { step(m, x) })
	}
	for _, l := range largest {
		VMOVAPS(lowest, l)
	}
	loop("largest", func(m memory, x Register) {
		for i, z := range load(m, x) {
			VMAXPS(z, largest[i], largest[i])
		}
	})
	top := largest[0]
	VMAXPS(largest[1], top, top)
	for _, across := range []func(t VecVirtual){
		func(t VecVirtual) { VPERM2F128(Imm(1), top, top, t) },
		func(t VecVirtual) { VPERMILPS(Imm(0b01001110), top, t) },
		func(t VecVirtual) { VPERMILPS(Imm(0b10110001), top, t) },
	} {
		t := YMM()
		across(t)
		VMAXPS(t, top, top)
	}
	sum := YMM()
	VXORPS(sum, sum, sum)
	loop("exp", func(m memory, x Register) {
		z := load(m, x)
		for i := range z {
			VSUBPS(top, z[i], z[i])
		}
		e := exp(z)
		m.store(e, x)
		for i := range e {
			VADDPS(e[i], sum, sum)
		}
	})
	high := XMM()
	VEXTRACTF128(Imm(1), sum, high)
	VADDPS(high, sum.AsX(), high)
	VHADDPS(high, high, high)
	VHADDPS(high, high, high)
	VZEROUPPER()
	Store(high, ReturnIndex(0))
	RET()
}

// momentsFMA emits the sums that norms need, in float64, sixteen numbers at a
// time: four sums hide what one takes.
func momentsFMA() {
	for _, squares := range []bool{false, true} {
		if squares {
			TEXT("squaresFMA", NOSPLIT, "func(x *float32, n int, mean float64) float64")
			Doc("squaresFMA returns Σ (x − mean)²; n is a multiple of 16, not 0.")
		} else {
			TEXT("sumFMA", NOSPLIT, "func(x *float32, n int) float64")
			Doc("sumFMA returns Σ x; n is a multiple of 16, not 0.")
		}
		Pragma("noescape")
		x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
		var sums [4]VecVirtual
		for i := range sums {
			sums[i] = YMM()
			VXORPD(sums[i], sums[i], sums[i])
		}
		mean := YMM()
		if squares {
			VBROADCASTSD(parameter("mean"), mean)
		}
		Label("sixteen")
		for i, sum := range sums {
			r := YMM()
			VCVTPS2PD(Mem{Base: x, Disp: 16 * i}, r)
			if squares {
				VSUBPD(mean, r, r)
				VFMADD231PD(r, r, sum)
			} else {
				VADDPD(r, sum, sum)
			}
		}
		ADDQ(Imm(64), x)
		SUBQ(Imm(16), n)
		JNZ(LabelRef("sixteen"))
		VADDPD(sums[1], sums[0], sums[0])
		VADDPD(sums[3], sums[2], sums[2])
		VADDPD(sums[2], sums[0], sums[0])
		top := XMM()
		VEXTRACTF128(Imm(1), sums[0], top)
		VADDPD(top, sums[0].AsX(), top)
		VHADDPD(top, top, top)
		VZEROUPPER()
		Store(top, ReturnIndex(0))
		RET()
	}
}

// normFMA takes the mean away in two parts: a large mean, rounded, would be off
// by as much as a small deviation's last digits.
func normFMA() {
	TEXT("normFMA", NOSPLIT, "func(y, x, scale, shift *float32, n int, mean, low, inverse, offset float32)")
	Pragma("noescape")
	Doc("normFMA writes (x − mean − low)·inverse·(offset + scale) + shift to y, without the last factor or",
		"term where scale or shift is nil.")
	y, x := Load(Param("y"), GP64()), Load(Param("x"), GP64())
	scale, shift := Load(Param("scale"), GP64()), Load(Param("shift"), GP64())
	n := Load(Param("n"), GP64())
	var given [4]VecVirtual
	for i, name := range []string{"mean", "low", "inverse", "offset"} {
		given[i] = YMM()
		VBROADCASTSS(parameter(name), given[i])
	}
	mean, low, inverse, offset := given[0], given[1], given[2], given[3]
	// Without a scale the factor stays 1, without a shift the term stays 0.
	factor, term := YMM(), YMM()
	VMOVUPS(number(1), factor)
	VXORPS(term, term, term)
	part := 0
	each("", n, []Register{y, x}, 1, func(m memory) {
		part++
		r := m.load(x)
		VSUBPS(mean, r[0], r[0])
		VSUBPS(low, r[0], r[0])
		VMULPS(inverse, r[0], r[0])
		unscaled, unshifted := fmt.Sprint("unscaled", part), fmt.Sprint("unshifted", part)
		TESTQ(scale, scale)
		JZ(LabelRef(unscaled))
		VADDPS(m.load(scale)[0], offset, factor)
		ADDQ(Imm(32), scale)
		Label(unscaled)
		TESTQ(shift, shift)
		JZ(LabelRef(unshifted))
		VMOVAPS(m.load(shift)[0], term)
		ADDQ(Imm(32), shift)
		Label(unshifted)
		VFMADD213PS(term, factor, r[0])
		m.store(r, y)
	})
	VZEROUPPER()
	RET()
}
