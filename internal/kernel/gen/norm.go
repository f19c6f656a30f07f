package main

import (
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
	start := Load(Param("x"), GP64())
	n := Load(Param("n"), GP64())
	largest, lowest, x, left := YMM(), YMM(), GP64(), GP64()
	VMOVUPS(word(math.Float32bits(float32(math.Inf(-1)))), lowest)

	// What stands beyond the last number is −∞: never the largest, and e^−∞ is 0.
	load := func(let VecVirtual) VecVirtual {
		r := YMM()
		if let == nil {
			VMOVUPS(Mem{Base: x}, r)
		} else {
			VMASKMOVPS(Mem{Base: x}, let, r)
			VBLENDVPS(let, r, lowest, r)
		}
		return r
	}
	loop := func(name string, step func(let VecVirtual)) {
		MOVQ(start, x)
		MOVQ(n, left)
		SUBQ(Imm(8), left)
		JL(LabelRef(name + "rest"))
		Label(name)
		step(nil)
		ADDQ(Imm(32), x)
		SUBQ(Imm(8), left)
		JGE(LabelRef(name))
		Label(name + "rest")
		ADDQ(Imm(8), left)
		JZ(LabelRef(name + "done"))
		let := YMM()
		VMOVDQU(Mem{Base: maskOf(left)}, let)
		step(let)
		Label(name + "done")
	}
	VMOVAPS(lowest, largest)
	loop("largest", func(let VecVirtual) { VMAXPS(load(let), largest, largest) })
	for _, across := range []func(t VecVirtual){
		func(t VecVirtual) { VPERM2F128(Imm(1), largest, largest, t) },
		func(t VecVirtual) { VPERMILPS(Imm(0b01001110), largest, t) },
		func(t VecVirtual) { VPERMILPS(Imm(0b10110001), largest, t) },
	} {
		t := YMM()
		across(t)
		VMAXPS(t, largest, largest)
	}
	sum := YMM()
	VXORPS(sum, sum, sum)
	loop("exp", func(let VecVirtual) {
		z := load(let)
		VSUBPS(largest, z, z)
		e := exp(z)
		VADDPS(e, sum, sum)
		if let == nil {
			VMOVUPS(e, Mem{Base: x})
		} else {
			VMASKMOVPS(e, let, Mem{Base: x})
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

// double returns eight numbers at p as four and four of float64.
func double(p Register) (low, high VecVirtual) {
	low, high = YMM(), YMM()
	VCVTPS2PD(Mem{Base: p}, low)
	VCVTPS2PD(Mem{Base: p, Disp: 16}, high)
	return low, high
}

// momentsFMA emits the sums that norms need, in float64.
func momentsFMA() {
	for _, squares := range []bool{false, true} {
		if squares {
			TEXT("squaresFMA", NOSPLIT, "func(x *float32, n int, mean float64) float64")
			Doc("squaresFMA returns Σ (x − mean)²; n is a multiple of 8, not 0.")
		} else {
			TEXT("sumFMA", NOSPLIT, "func(x *float32, n int) float64")
			Doc("sumFMA returns Σ x; n is a multiple of 8, not 0.")
		}
		Pragma("noescape")
		x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
		sums := [2]VecVirtual{YMM(), YMM()}
		VXORPD(sums[0], sums[0], sums[0])
		VXORPD(sums[1], sums[1], sums[1])
		mean := YMM()
		if squares {
			Load(Param("mean"), mean.AsX())
			VBROADCASTSD(mean.AsX(), mean)
		}
		Label("eight")
		low, high := double(x)
		for i, r := range []VecVirtual{low, high} {
			if squares {
				VSUBPD(mean, r, r)
				VFMADD231PD(r, r, sums[i])
			} else {
				VADDPD(r, sums[i], sums[i])
			}
		}
		ADDQ(Imm(32), x)
		SUBQ(Imm(8), n)
		JNZ(LabelRef("eight"))
		VADDPD(sums[1], sums[0], sums[0])
		top := XMM()
		VEXTRACTF128(Imm(1), sums[0], top)
		VADDPD(top, sums[0].AsX(), top)
		VHADDPD(top, top, top)
		VZEROUPPER()
		Store(top, ReturnIndex(0))
		RET()
	}
}

// normFMA computes in float64 and rounds once.
func normFMA() {
	TEXT("normFMA", NOSPLIT, "func(y, x, scale, shift *float32, n int, mean, inverse, offset float64)")
	Pragma("noescape")
	Doc("normFMA writes (x − mean)·inverse·(offset + scale) + shift to y, without the last factor or",
		"term where scale or shift is nil; n is a multiple of 8, not 0.")
	y, x := Load(Param("y"), GP64()), Load(Param("x"), GP64())
	scale, shift := Load(Param("scale"), GP64()), Load(Param("shift"), GP64())
	n := Load(Param("n"), GP64())
	var given [3]VecVirtual
	for i, name := range []string{"mean", "inverse", "offset"} {
		given[i] = YMM()
		Load(Param(name), given[i].AsX())
		VBROADCASTSD(given[i].AsX(), given[i])
	}
	mean, inverse, offset := given[0], given[1], given[2]
	Label("eight")
	low, high := double(x)
	for _, r := range []VecVirtual{low, high} {
		VSUBPD(mean, r, r)
		VMULPD(inverse, r, r)
	}
	TESTQ(scale, scale)
	JZ(LabelRef("unscaled"))
	s0, s1 := double(scale)
	for i, s := range []VecVirtual{s0, s1} {
		VADDPD(offset, s, s)
		VMULPD(s, []VecVirtual{low, high}[i], []VecVirtual{low, high}[i])
	}
	ADDQ(Imm(32), scale)
	Label("unscaled")
	TESTQ(shift, shift)
	JZ(LabelRef("unshifted"))
	b0, b1 := double(shift)
	VADDPD(b0, low, low)
	VADDPD(b1, high, high)
	ADDQ(Imm(32), shift)
	Label("unshifted")
	VCVTPD2PSY(low, low.AsX())
	VCVTPD2PSY(high, high.AsX())
	VMOVUPS(low.AsX(), Mem{Base: y})
	VMOVUPS(high.AsX(), Mem{Base: y, Disp: 16})
	ADDQ(Imm(32), x)
	ADDQ(Imm(32), y)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("eight"))
	VZEROUPPER()
	RET()
}
