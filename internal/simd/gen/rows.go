package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// most is how many rows are worked on at a time.
const most = 6

// A walk is a loop over the rows that a list names, up to most at a time, and
// within those over their places, a register at a time.
type walk struct {
	w, rows, n, bytes, at Register
}

// startWalk reads the parameters that all kernels here have.
func startWalk() walk {
	k := walk{
		w: Load(Param("w"), GP64()), rows: Load(Param("rows"), GP64()),
		n: Load(Param("n"), GP64()), bytes: Load(Param("d"), GP64()), at: GP64(),
	}
	SHLQ(Imm(2), k.bytes)
	return k
}

// groups emits the loop over groups of rows. before and after stand around
// each group's loop over places, whose step is given the addresses of the
// group's rows at the place.
func (k walk) groups(before func(n int), step func(w []Mem), after func(n int)) {
	Label("whole")
	CMPQ(k.n, Imm(most))
	JL(LabelRef("rest"))
	k.group(most, before, step, after)
	ADDQ(Imm(4*most), k.rows)
	SUBQ(Imm(most), k.n)
	JMP(LabelRef("whole"))
	Label("rest")
	for n := most - 1; n > 0; n-- {
		CMPQ(k.n, Imm(uint64(n)))
		JE(LabelRef(fmt.Sprint("group", n)))
	}
	JMP(LabelRef("done"))
	for n := most - 1; n > 0; n-- {
		Label(fmt.Sprint("group", n))
		k.group(n, before, step, after)
		JMP(LabelRef("done"))
	}
	Label("done")
	VZEROUPPER()
	RET()
}

func (k walk) group(n int, before func(n int), step func(w []Mem), after func(n int)) {
	var w []Mem
	for i := range n {
		p := GP64()
		MOVL(Mem{Base: k.rows, Disp: 4 * i}, p.As32())
		IMULQ(k.bytes, p)
		ADDQ(k.w, p)
		w = append(w, k.here(p))
	}
	before(n)
	XORQ(k.at, k.at)
	label := fmt.Sprint("places", n)
	Label(label)
	step(w)
	ADDQ(Imm(32), k.at)
	CMPQ(k.at, k.bytes)
	JL(LabelRef(label))
	after(n)
}

// here is the address of a row's, or a vector's, present place.
func (k walk) here(base Register) Mem { return Mem{Base: base, Index: k.at, Scale: 1} }

func none(int) {}

func dotsAVX2() {
	TEXT("dotsAVX2", NOSPLIT, "func(out, x, w *float32, rows *uint32, n, d int)")
	Pragma("noescape")
	k := startWalk()
	out, x := Load(Param("out"), GP64()), Load(Param("x"), GP64())
	var sums []VecVirtual
	k.groups(
		func(n int) {
			sums = nil
			for range n {
				sums = append(sums, YMM())
				VXORPS(sums[len(sums)-1], sums[len(sums)-1], sums[len(sums)-1])
			}
		},
		func(w []Mem) {
			xj := YMM()
			VMOVUPS(k.here(x), xj)
			for i := range w {
				product := YMM()
				VMULPS(w[i], xj, product)
				VADDPS(product, sums[i], sums[i])
			}
		},
		func(n int) {
			for from := 0; from < n; from += 4 {
				four := sums[from:min(from+4, n)]
				total := reduce(four)
				for i := range four {
					VMOVSS(total, Mem{Base: out, Disp: 4 * (from + i)})
					if i+1 < len(four) {
						VPERMILPS(Imm(0b00111001), total, total) // the next to the front
					}
				}
			}
			ADDQ(Imm(uint64(4*n)), out)
		})
}

// reduce sums the strands of up to four registers, in pairs.
func reduce(sums []VecVirtual) VecVirtual {
	at := func(i int) VecVirtual { return sums[min(i, len(sums)-1)] }
	ab, cd, high := YMM(), YMM(), XMM()
	VHADDPS(at(1), at(0), ab)
	VHADDPS(at(3), at(2), cd)
	VHADDPS(cd, ab, ab)
	VEXTRACTF128(Imm(1), ab, high)
	VADDPS(high, ab.AsX(), high)
	return high
}

func learnAVX2() {
	TEXT("learnAVX2", NOSPLIT, "func(sum, x, w *float32, rows *uint32, by *float32, n, d int)")
	Pragma("noescape")
	k := startWalk()
	sum, x, g := Load(Param("sum"), GP64()), Load(Param("x"), GP64()), Load(Param("by"), GP64()) // a parameter g would be taken for the register
	var factors []VecVirtual
	k.groups(
		func(n int) {
			factors = nil
			for i := range n {
				factors = append(factors, YMM())
				VBROADCASTSS(Mem{Base: g, Disp: 4 * i}, factors[i])
			}
			ADDQ(Imm(uint64(4*n)), g)
		},
		func(w []Mem) {
			xj, sj := YMM(), YMM()
			VMOVUPS(k.here(x), xj)
			VMOVUPS(k.here(sum), sj)
			for i := range w {
				wj, product, move := YMM(), YMM(), YMM()
				VMOVUPS(w[i], wj)
				VMULPS(wj, factors[i], product)
				VADDPS(product, sj, sj)
				VMULPS(xj, factors[i], move)
				VADDPS(move, wj, wj)
				VMOVUPS(wj, w[i])
			}
			VMOVUPS(sj, k.here(sum))
		}, none)
}

func sumAVX2() {
	TEXT("sumAVX2", NOSPLIT, "func(x, w *float32, rows *uint32, n, d int)")
	Pragma("noescape")
	k := startWalk()
	x := Load(Param("x"), GP64())
	k.groups(none, func(w []Mem) {
		xj := YMM()
		VMOVUPS(k.here(x), xj)
		for i := range w {
			VADDPS(w[i], xj, xj)
		}
		VMOVUPS(xj, k.here(x))
	}, none)
}

func spreadAVX2() {
	TEXT("spreadAVX2", NOSPLIT, "func(w *float32, rows *uint32, x *float32, n, d int)")
	Pragma("noescape")
	k := startWalk()
	x := Load(Param("x"), GP64())
	k.groups(none, func(w []Mem) {
		xj := YMM()
		VMOVUPS(k.here(x), xj)
		for i := range w {
			wj := YMM()
			VADDPS(w[i], xj, wj)
			VMOVUPS(wj, w[i])
		}
	}, none)
}

// prefetchAVX2 touches each line of 64 bytes that a row has a part of, if the
// rows stand on multiples of 32 bytes; else it may leave out the last.
func prefetchAVX2() {
	TEXT("prefetchAVX2", NOSPLIT, "func(w *float32, rows *uint32, n, d int)")
	Pragma("noescape")
	k := startWalk()
	Label("row")
	row := GP64()
	MOVL(Mem{Base: k.rows}, row.As32())
	IMULQ(k.bytes, row)
	ADDQ(k.w, row)
	XORQ(k.at, k.at)
	Label("line")
	PREFETCHT0(k.here(row))
	ADDQ(Imm(64), k.at)
	CMPQ(k.at, k.bytes)
	JL(LabelRef("line"))
	ADDQ(Imm(4), k.rows)
	DECQ(k.n)
	JNZ(LabelRef("row"))
	RET()
}
