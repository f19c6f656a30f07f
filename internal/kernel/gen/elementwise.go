package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// constants is where the numbers stand that kernels compute with, eight times
// each, as an operand in memory is.
var constants = map[uint32]Mem{}

func word(bits uint32) Mem {
	if _, ok := constants[bits]; !ok {
		m := GLOBL(fmt.Sprintf("eight%08x", bits), RODATA|NOPTR)
		for i := range 8 {
			DATA(4*i, U32(bits))
		}
		constants[bits] = m
	}
	return constants[bits]
}

func number(x float64) Mem { return word(math.Float32bits(float32(x))) }

const (
	sign = 1 << 31
	// Comparisons that hold where the first operand, or the second, is NaN.
	notLess    = 0x15
	notGreater = 0x1a
)

// each emits a loop over n numbers, eight at a time, the last few through a
// mask; what stands at pointers moves along. Step loads and stores by the
// functions that it is given.
func each(n Register, pointers []Register, step func(load func(from Register) VecVirtual, store func(r VecVirtual, to Register), let VecVirtual)) {
	SUBQ(Imm(8), n)
	JL(LabelRef("rest"))
	Label("eight")
	step(func(from Register) VecVirtual {
		r := YMM()
		VMOVUPS(Mem{Base: from}, r)
		return r
	}, func(r VecVirtual, to Register) { VMOVUPS(r, Mem{Base: to}) }, nil)
	for _, p := range pointers {
		ADDQ(Imm(32), p)
	}
	SUBQ(Imm(8), n)
	JGE(LabelRef("eight"))
	Label("rest")
	ADDQ(Imm(8), n)
	JZ(LabelRef("done"))
	let := YMM()
	VMOVDQU(Mem{Base: maskOf(n)}, let)
	step(func(from Register) VecVirtual {
		r := YMM()
		VMASKMOVPS(Mem{Base: from}, let, r)
		return r
	}, func(r VecVirtual, to Register) { VMASKMOVPS(r, let, Mem{Base: to}) }, let)
	Label("done")
}

// combineFMA emits y = a∘b for what one instruction computes.
func combineFMA() {
	for _, name := range []string{"add", "mul"} {
		TEXT(name+"FMA", NOSPLIT, "func(y, a, b *float32, n int)")
		Pragma("noescape")
		y, a, b := Load(Param("y"), GP64()), Load(Param("a"), GP64()), Load(Param("b"), GP64())
		each(Load(Param("n"), GP64()), []Register{y, a, b}, func(load func(Register) VecVirtual, store func(VecVirtual, Register), _ VecVirtual) {
			p, q := load(a), load(b)
			if name == "add" {
				VADDPS(q, p, p)
			} else {
				VMULPS(q, p, p)
			}
			store(p, y)
		})
		VZEROUPPER()
		RET()
	}
	TEXT("scaleFMA", NOSPLIT, "func(y, x *float32, by float32, n int)")
	Pragma("noescape")
	y, x, by := Load(Param("y"), GP64()), Load(Param("x"), GP64()), YMM()
	Load(Param("by"), by.AsX())
	VBROADCASTSS(by.AsX(), by)
	each(Load(Param("n"), GP64()), []Register{y, x}, func(load func(Register) VecVirtual, store func(VecVirtual, Register), _ VecVirtual) {
		r := load(x)
		VMULPS(by, r, r)
		store(r, y)
	})
	VZEROUPPER()
	RET()
}

// activationsFMA emits every activation as a loop over x, in place.
func activationsFMA() {
	for _, a := range []struct {
		name string
		of   func(x VecVirtual) VecVirtual
	}{
		{"gelu", gelu}, {"geluTanh", geluTanh}, {"silu", silu}, {"quickGELU", quickGELU},
		{"sigmoid", sigmoid}, {"tanh", tanh}, {"relu", relu}, {"relu2", relu2},
	} {
		TEXT(a.name+"FMA", NOSPLIT, "func(x *float32, n int)")
		Pragma("noescape")
		x := Load(Param("x"), GP64())
		each(Load(Param("n"), GP64()), []Register{x}, func(load func(Register) VecVirtual, store func(VecVirtual, Register), _ VecVirtual) {
			store(a.of(load(x)), x)
		})
		VZEROUPPER()
		RET()
	}
}

func relu(x VecVirtual) VecVirtual {
	y := YMM()
	VXORPS(y, y, y)
	VMAXPS(x, y, y) // the first operand of the two, if one is NaN
	return y
}

func relu2(x VecVirtual) VecVirtual {
	y := relu(x)
	VMULPS(y, y, y)
	return y
}

func silu(x VecVirtual) VecVirtual { return overOnePlusExp(x, times(x, -1)) }

func quickGELU(x VecVirtual) VecVirtual { return overOnePlusExp(x, times(x, -1.702)) }

func sigmoid(x VecVirtual) VecVirtual {
	one := YMM()
	VMOVUPS(number(1), one)
	return overOnePlusExp(one, times(x, -1))
}

// geluTanh is x/(1 + e^−2u), for 1 + tanh u is 2/(1 + e^−2u).
func geluTanh(x VecVirtual) VecVirtual {
	root := math.Sqrt(8 / math.Pi)
	z := times(x, 1)
	VMULPS(x, z, z)
	inner := YMM()
	VMOVUPS(number(-root*0.044715), inner)
	VFMADD213PS(number(-root), inner, z)
	VMULPS(x, z, z)
	return overOnePlusExp(x, z)
}

// overOnePlusExp is x/(1 + e^z).
func overOnePlusExp(x, z VecVirtual) VecVirtual {
	e := exp(z)
	VADDPS(number(1), e, e)
	y := YMM()
	VDIVPS(e, x, y)
	return y
}

func times(x VecVirtual, by float64) VecVirtual {
	y := YMM()
	if by == 1 {
		VMOVAPS(x, y)
	} else {
		VMULPS(number(by), x, y)
	}
	return y
}

// exp is e^z, to a unit in the last place. Below −87.33, where the result is no
// normal number, it is 0.
//
// z = n ln 2 + r, |r| ≤ ln 2/2, and e^z = 2ⁿ + 2ⁿ(e^r − 1). n is at most 127;
// r is larger, then, and e^r with it, until 2ⁿ e^r is ∞.
func exp(z VecVirtual) VecVirtual {
	n, r := reduced(z)
	VMINPS(number(127), n, n)
	VMOVAPS(z, r)
	remainder(n, r)
	q := expMinusOne(r)
	s := powerOfTwo(n)
	VFMADD213PS(s, s, q)
	keepUnless(q, z, number(-87.33), notLess)
	return q
}

// reduced returns n, the whole number next to z/ln 2, and room for r.
func reduced(z VecVirtual) (n, r VecVirtual) {
	n, r = YMM(), YMM()
	VMULPS(number(1/math.Ln2), z, n)
	VROUNDPS(Imm(8), n, n)
	return n, r
}

// remainder takes n ln 2 from r. The first part of ln 2 has so few digits that
// its product with n is exact.
func remainder(n, r VecVirtual) {
	const high = 0.693359375
	VFNMADD231PS(number(high), n, r)
	VFNMADD231PS(number(math.Ln2-high), n, r)
}

// expMinusOne is e^r − 1 for |r| ≤ ln 2/2.
//
// Source: Moshier, Cephes, expf.c.
func expMinusOne(r VecVirtual) VecVirtual {
	p := horner(r, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
	square := YMM()
	VMULPS(r, r, square)
	VFMADD213PS(r, square, p)
	return p
}

// horner is a polynomial of x, the highest power's coefficient first.
func horner(x VecVirtual, coefficients ...float64) VecVirtual {
	p := YMM()
	VMOVUPS(number(coefficients[0]), p)
	for _, c := range coefficients[1:] {
		VFMADD213PS(number(c), x, p)
	}
	return p
}

// powerOfTwo is 2ⁿ for −126 ≤ n ≤ 127: n is the exponent's bits.
func powerOfTwo(n VecVirtual) VecVirtual {
	s := YMM()
	VCVTPS2DQ(n, s)
	VPADDD(word(127), s, s)
	VPSLLD(Imm(23), s, s)
	return s
}

// keepUnless makes those of y 0 for which x does not compare with limit so.
func keepUnless(y, x VecVirtual, limit Mem, comparison uint64) {
	keep := YMM()
	VCMPPS(Imm(comparison), limit, x, keep)
	VANDPS(keep, y, y)
}

// tanh is (e^2|x| − 1)/(e^2|x| + 1), with x's sign: to two units in the last
// place, near 0 too.
func tanh(x VecVirtual) VecVirtual {
	z := YMM()
	VANDPS(word(sign-1), x, z)
	VADDPS(z, z, z)
	limit := YMM()
	VMOVUPS(number(20), limit) // where 1 − tanh is 2 e^−20: 1 in float32
	VMINPS(z, limit, z)
	n, r := reduced(z)
	VMOVAPS(z, r)
	remainder(n, r)
	e := expMinusOne(r)
	s := powerOfTwo(n)
	less := YMM()
	VSUBPS(number(1), s, less)
	VFMADD213PS(less, s, e)
	below := YMM()
	VADDPS(number(2), e, below)
	VDIVPS(below, e, e)
	VANDPS(word(sign), x, s)
	VORPS(s, e, e)
	return e
}

// gelu is x·Φ(x), to a few units in the last place, far below 0 too, until
// −13.19, where e^(−x²/2) is no normal number.
//
// Φ(−a) = e^(−a²/2)·R(t), t = 1/(1 + 0.27a), where R is the polynomial of
// degree 9 without constant term that errs least by proportion for a in 0 …
// 13.3, found by Remez' exchanges: 2.3e-8. What a² loses to rounding, one
// fused step gives back. Φ(a) = 1 − Φ(−a).
func gelu(x VecVirtual) VecVirtual {
	square, lost, z := YMM(), YMM(), YMM()
	VMULPS(x, x, square)
	VMOVAPS(square, lost)
	VFMSUB231PS(x, x, lost) // x² − its rounding
	VMULPS(number(-0.5), square, z)
	n, r := reduced(z)
	VMOVAPS(z, r)
	remainder(n, r)
	VFNMADD231PS(number(0.5), lost, r)
	e := expMinusOne(r)
	s := powerOfTwo(n)
	VFMADD213PS(s, s, e)
	keepUnless(e, square, number(2*87.33), notGreater)

	a, t := YMM(), YMM()
	one := YMM()
	VMOVUPS(number(1), one)
	VANDPS(word(sign-1), x, a)
	VMOVUPS(number(0.27), t)
	VFMADD213PS(one, a, t)
	VDIVPS(t, one, t)
	ratio := horner(t, 0.0288268734, -0.125809171, 0.168331136, -0.0674718308, 0.106565245, 0.0726155108, 0.101657289, 0.107565736, 0.107719223)
	VMULPS(t, ratio, ratio)
	VMULPS(e, ratio, ratio)
	rest := YMM()
	VSUBPS(ratio, one, rest)
	VBLENDVPS(x, ratio, rest, ratio) // where x's sign is −, Φ(−a)
	y := YMM()
	VMULPS(x, ratio, y)
	return y
}
