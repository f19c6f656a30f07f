package main

import (
	"fmt"
	"math"
	"slices"

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

// A block is some registers that go through the same steps side by side, so
// that none waits for what the step before has just begun.
type block []VecVirtual

func (x block) like() block {
	y := make(block, len(x))
	for i := range y {
		y[i] = YMM()
	}
	return y
}

// a memory is how a block is loaded and stored.
type memory struct {
	wide int        // registers in a block
	let  VecVirtual // which words of the only one there are; nil for all
}

func (m memory) load(from Register) block {
	x := make(block, m.wide).like()
	for i := range x {
		if m.let == nil {
			VMOVUPS(Mem{Base: from, Disp: 32 * i}, x[i])
		} else {
			VMASKMOVPS(Mem{Base: from}, m.let, x[i])
		}
	}
	return x
}

func (m memory) store(x block, to Register) {
	for i := range x {
		if m.let == nil {
			VMOVUPS(x[i], Mem{Base: to, Disp: 32 * i})
		} else {
			VMASKMOVPS(x[i], m.let, Mem{Base: to})
		}
	}
}

// each emits a loop over n numbers, 8·wide at a time, then 8, the last few
// through a mask; what stands at pointers moves along. Labels begin with name.
func each(name string, n Register, pointers []Register, wide int, step func(m memory)) {
	for _, wide := range slices.Compact([]int{wide, 1}) {
		label := fmt.Sprint(name, "by", 8*wide)
		SUBQ(Imm(uint64(8*wide)), n)
		JL(LabelRef(label + "done"))
		Label(label)
		step(memory{wide: wide})
		for _, p := range pointers {
			ADDQ(Imm(uint64(32*wide)), p)
		}
		SUBQ(Imm(uint64(8*wide)), n)
		JGE(LabelRef(label))
		Label(label + "done")
		ADDQ(Imm(uint64(8*wide)), n)
	}
	JZ(LabelRef(name + "done"))
	let := YMM()
	VMOVDQU(Mem{Base: maskOf(n)}, let)
	step(memory{wide: 1, let: let})
	Label(name + "done")
}

// parameter returns where a parameter is. Load would move it by an instruction
// from before AVX, which some processors are slow to mix with it.
func parameter(name string) Mem {
	p, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return p.Addr
}

// combineFMA emits y = a∘b for what one instruction computes.
func combineFMA() {
	for _, name := range []string{"add", "mul"} {
		TEXT(name+"FMA", NOSPLIT, "func(y, a, b *float32, n int)")
		Pragma("noescape")
		y, a, b := Load(Param("y"), GP64()), Load(Param("a"), GP64()), Load(Param("b"), GP64())
		each("", Load(Param("n"), GP64()), []Register{y, a, b}, 4, func(m memory) {
			p, q := m.load(a), m.load(b)
			for i := range p {
				if name == "add" {
					VADDPS(q[i], p[i], p[i])
				} else {
					VMULPS(q[i], p[i], p[i])
				}
			}
			m.store(p, y)
		})
		VZEROUPPER()
		RET()
	}
	TEXT("scaleFMA", NOSPLIT, "func(y, x *float32, by float32, n int)")
	Pragma("noescape")
	y, x, by := Load(Param("y"), GP64()), Load(Param("x"), GP64()), YMM()
	VBROADCASTSS(parameter("by"), by)
	each("", Load(Param("n"), GP64()), []Register{y, x}, 4, func(m memory) {
		r := m.load(x)
		for i := range r {
			VMULPS(by, r[i], r[i])
		}
		m.store(r, y)
	})
	VZEROUPPER()
	RET()
}

// activationsFMA emits every activation as a loop over x, in place.
func activationsFMA() {
	for _, a := range []struct {
		name string
		of   func(x block) block
	}{
		{"gelu", gelu}, {"geluTanh", geluTanh}, {"silu", silu}, {"quickGELU", quickGELU},
		{"sigmoid", sigmoid}, {"tanh", tanh}, {"relu", relu}, {"relu2", relu2},
	} {
		TEXT(a.name+"FMA", NOSPLIT, "func(x *float32, n int)")
		Pragma("noescape")
		x := Load(Param("x"), GP64())
		each("", Load(Param("n"), GP64()), []Register{x}, 2, func(m memory) { m.store(a.of(m.load(x)), x) })
		VZEROUPPER()
		RET()
	}
}

func relu(x block) block {
	y := x.like()
	for i := range x {
		VXORPS(y[i], y[i], y[i])
		VMAXPS(x[i], y[i], y[i]) // the first operand of the two, if one is NaN
	}
	return y
}

func relu2(x block) block {
	y := relu(x)
	for i := range x {
		VMULPS(y[i], y[i], y[i])
	}
	return y
}

func silu(x block) block { return overOnePlusExp(x, times(x, -1)) }

func quickGELU(x block) block { return overOnePlusExp(x, times(x, -1.702)) }

func sigmoid(x block) block {
	z := times(x, -1)
	for i := range x {
		VMOVUPS(number(1), x[i])
	}
	return overOnePlusExp(x, z)
}

// geluTanh is x/(1 + e^−2u), for 1 + tanh u is 2/(1 + e^−2u).
func geluTanh(x block) block {
	root := math.Sqrt(8 / math.Pi)
	z := x.like()
	for i := range x {
		VMULPS(x[i], x[i], z[i])
	}
	inner := z.like()
	for i := range x {
		VMOVUPS(number(-root*0.044715), inner[i])
		VFMADD213PS(number(-root), z[i], inner[i])
	}
	for i := range x {
		VMULPS(x[i], inner[i], z[i])
	}
	return overOnePlusExp(x, z)
}

// overOnePlusExp is x/(1 + e^z), in x's place.
func overOnePlusExp(x, z block) block {
	e := exp(z)
	for i := range x {
		VADDPS(number(1), e[i], e[i])
	}
	for i := range x {
		VDIVPS(e[i], x[i], x[i])
	}
	return x
}

func times(x block, by float64) block {
	y := x.like()
	for i := range x {
		VMULPS(number(by), x[i], y[i])
	}
	return y
}

// exp is e^z, to a unit in the last place. Below −87.33, where the result is no
// normal number, it is 0.
//
// z = n ln 2 + r, |r| ≤ ln 2/2, and e^z = 2ⁿ + 2ⁿ(e^r − 1). n is at most 127;
// r is larger, then, and e^r with it, until 2ⁿ e^r is ∞.
func exp(z block) block {
	n := rounded(z)
	for i := range z {
		VMINPS(number(127), n[i], n[i])
	}
	keep := z.like()
	for i := range z {
		VCMPPS(Imm(notLess), number(-87.33), z[i], keep[i])
	}
	remainder(n, z)
	e := expMinusOne(z)
	s := powerOfTwo(n)
	for i := range z {
		VFMADD213PS(s[i], s[i], e[i])
	}
	for i := range z {
		VANDPS(keep[i], e[i], e[i])
	}
	return e
}

// rounded is n, the whole number next to z/ln 2.
func rounded(z block) block {
	n := times(z, 1/math.Ln2)
	for i := range z {
		VROUNDPS(Imm(8), n[i], n[i])
	}
	return n
}

// remainder takes n ln 2 from r. The first part of ln 2 has so few digits that
// its product with n is exact.
func remainder(n, r block) {
	const high = 0.693359375
	for i := range n {
		VFNMADD231PS(number(high), n[i], r[i])
	}
	for i := range n {
		VFNMADD231PS(number(math.Ln2-high), n[i], r[i])
	}
}

// expMinusOne is e^r − 1 for |r| ≤ ln 2/2.
//
// Source: Moshier, Cephes, expf.c.
func expMinusOne(r block) block {
	p := horner(r, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
	square := r.like()
	for i := range r {
		VMULPS(r[i], r[i], square[i])
	}
	for i := range r {
		VFMADD213PS(r[i], square[i], p[i])
	}
	return p
}

// horner is a polynomial of x, the highest power's coefficient first.
func horner(x block, coefficients ...float64) block {
	p := x.like()
	for i := range x {
		VMOVUPS(number(coefficients[0]), p[i])
	}
	for _, c := range coefficients[1:] {
		for i := range x {
			VFMADD213PS(number(c), x[i], p[i])
		}
	}
	return p
}

// powerOfTwo is 2ⁿ for −126 ≤ n ≤ 127, in n's place: n is the exponent's bits.
func powerOfTwo(n block) block {
	for i := range n {
		VCVTPS2DQ(n[i], n[i])
	}
	for i := range n {
		VPADDD(word(127), n[i], n[i])
	}
	for i := range n {
		VPSLLD(Imm(23), n[i], n[i])
	}
	return n
}

// tanh is (e^2|x| − 1)/(e^2|x| + 1), with x's sign: to two units in the last
// place, near 0 too.
func tanh(x block) block {
	z, limit := x.like(), YMM()
	for i := range x {
		VANDPS(word(sign-1), x[i], z[i])
		VADDPS(z[i], z[i], z[i])
	}
	VMOVUPS(number(20), limit) // where 1 − tanh is 2 e^−20: 1 in float32
	for i := range x {
		VMINPS(z[i], limit, z[i])
	}
	n := rounded(z)
	remainder(n, z)
	e := expMinusOne(z)
	s := powerOfTwo(n)
	less := z
	for i := range x {
		VSUBPS(number(1), s[i], less[i])
		VFMADD213PS(less[i], s[i], e[i])
	}
	for i := range x {
		VADDPS(number(2), e[i], s[i])
		VDIVPS(s[i], e[i], e[i])
	}
	for i := range x {
		VANDPS(word(sign), x[i], x[i])
		VORPS(x[i], e[i], e[i])
	}
	return e
}

// gelu is x·Φ(x), to a few units in the last place, far below 0 too, until
// −13.2, where e^(−x²/2) is no normal number.
//
// Φ(−a) = e^(−a²/2)·R(t), t = 1/(1 + 0.34a), where R is the polynomial of
// degree 9 without constant term that errs least by proportion for a in 0 …
// 13.3, found by Remez' exchanges: 2.5e-8. What a² loses to rounding, one
// fused step gives back. Φ(a) = 1 − Φ(−a).
func gelu(x block) block {
	t := x.like()
	for i := range x {
		VANDPS(word(sign-1), x[i], t[i])
	}
	one := YMM()
	VMOVUPS(number(1), one)
	for i := range x {
		a := t[i]
		t[i] = YMM()
		VMOVUPS(number(0.34), t[i])
		VFMADD213PS(one, a, t[i])
	}
	for i := range x {
		VDIVPS(t[i], one, t[i])
	}
	square := x.like()
	for i := range x {
		VMULPS(x[i], x[i], square[i])
	}
	r := times(square, -0.5)
	n := rounded(r)
	remainder(n, r)
	for i := range x {
		lost := YMM()
		VMOVAPS(square[i], lost)
		VFMSUB231PS(x[i], x[i], lost) // x² − its rounding
		VFNMADD231PS(number(0.5), lost, r[i])
	}
	for i := range x {
		VCMPPS(Imm(notGreater), number(2*87.33), square[i], square[i])
	}
	e := expMinusOne(r)
	s := powerOfTwo(n)
	for i := range x {
		VFMADD213PS(s[i], s[i], e[i])
	}
	for i := range x {
		VANDPS(square[i], e[i], e[i])
	}
	ratio := horner(t, -0.0264718518, 0.141149933, -0.276413828, 0.205777314, -0.0470844752, 0.116314127, 0.114967557, 0.13614238, 0.135618856)
	for i := range x {
		VMULPS(t[i], ratio[i], ratio[i])
	}
	for i := range x {
		VMULPS(e[i], ratio[i], ratio[i])
	}
	VMOVUPS(number(1), one)
	for i := range x {
		rest := YMM()
		VSUBPS(ratio[i], one, rest)
		VBLENDVPS(x[i], ratio[i], rest, ratio[i]) // where x's sign is −, Φ(−a)
		VMULPS(x[i], ratio[i], ratio[i])
	}
	return ratio
}
