package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A walker stands on some rows of a matrix that are stride bytes apart, with a
// pointer for every three of them.
type walker struct {
	address  []Mem
	pointers []Register
}

// walk returns a walker on rows 0 … n−1 of what begins at base.
func walk(n int, base, stride Register) (w walker) {
	for i := range n {
		if i%3 == 0 {
			next := GP64()
			if i == 0 {
				MOVQ(base, next)
			} else {
				p := w.pointers[len(w.pointers)-1]
				LEAQ(Mem{Base: p, Index: stride, Scale: 2}, next)
				ADDQ(stride, next)
			}
			w.pointers = append(w.pointers, next)
			w.address = append(w.address, Mem{Base: next})
			continue
		}
		w.address = append(w.address, Mem{Base: w.pointers[len(w.pointers)-1], Index: stride, Scale: uint8(i % 3)})
	}
	return w
}

func (w walker) move(bytes int) {
	for _, p := range w.pointers {
		ADDQ(Imm(uint64(bytes)), p)
	}
}

// panelFMA multiplies rows of a by a packed panel. Rows are taken six at a time:
// twelve sums, two registers of the panel and one number of a just fit the
// sixteen registers.
func panelFMA() {
	TEXT("panelFMA", NOSPLIT, "func(c, init, a, panel *float32, m, k, ldinit, lda, ldc, columns, ahead int)")
	Pragma("noescape")
	Doc("panelFMA computes up to 16 columns of c = init + a·panel, panel being k rows of 16;",
		"columns says how many. Init may be c. What stands ahead numbers after each third row",
		"of a is asked for meanwhile.")
	p := loadPanel()
	ahead := Load(Param("ahead"), GP64())
	SHLQ(Imm(2), ahead)
	columns := Load(Param("columns"), GP64())
	whole := access{
		func(r VecVirtual, at Mem, _ int) { VMOVUPS(at, r) },
		func(r VecVirtual, at Mem, _ int) { VMOVUPS(r, at) },
	}
	CMPQ(columns, Imm(16))
	JL(LabelRef("masked"))
	p.tiles("whole", []int{6, 5, 4, 3, 2, 1}, 2, ahead, whole)
	Label("masked")
	mask := maskOf(columns)
	p.tiles("masked", []int{6, 5, 4, 3, 2, 1}, 2, nil, access{
		func(r VecVirtual, at Mem, j int) {
			VMOVDQU(Mem{Base: mask, Disp: 32 * j}, r)
			VMASKMOVPS(at, r, r)
		},
		func(r VecVirtual, at Mem, j int) {
			let := YMM()
			VMOVDQU(Mem{Base: mask, Disp: 32 * j}, let)
			VMASKMOVPS(r, let, at)
		}})

	TEXT("panel8FMA", NOSPLIT, "func(c, init, a, panel *float32, m, k, ldinit, lda, ldc int)")
	Pragma("noescape")
	Doc("panel8FMA is panelFMA for the first 8 columns of a panel alone.")
	loadPanel().tiles("narrow", []int{12, 6, 5, 4, 3, 2, 1}, 1, nil, whole)
}

// A product is what the parameters say of c = init + a·panel. Strides become
// bytes.
type product struct{ c, init, a, panel, m, ldinit, lda, ldc Register }

func loadPanel() product {
	p := product{
		c: Load(Param("c"), GP64()), init: Load(Param("init"), GP64()),
		a: Load(Param("a"), GP64()), panel: Load(Param("panel"), GP64()), m: Load(Param("m"), GP64()),
		ldinit: Load(Param("ldinit"), GP64()), lda: Load(Param("lda"), GP64()), ldc: Load(Param("ldc"), GP64()),
	}
	SHLQ(Imm(2), p.ldinit)
	SHLQ(Imm(2), p.lda)
	SHLQ(Imm(2), p.ldc)
	return p
}

// An access is how a register of a row of c is read and written.
type access struct {
	load, store func(r VecVirtual, at Mem, j int)
}

// tiles emits the loop over the rows, in tiles of the first of sizes while they
// fit, then of the next; and the return.
func (p product) tiles(name string, sizes []int, width int, ahead Register, to access) {
	for _, n := range sizes {
		label := fmt.Sprint(name, n)
		Label(label)
		CMPQ(p.m, Imm(uint64(n)))
		JL(LabelRef(label + "done"))
		sums := make([][]VecVirtual, n)
		for i := range sums {
			for range width {
				sums[i] = append(sums[i], YMM())
			}
		}
		rows := walk(n, p.init, p.ldinit)
		for i := range sums {
			for j := range width {
				to.load(sums[i][j], rows.address[i].Offset(32*j), j)
			}
		}
		multiply(label, sums, walk(n, p.a, p.lda), p.panel, ahead)
		rows = walk(n, p.c, p.ldc)
		for i := range sums {
			for j := range width {
				to.store(sums[i][j], rows.address[i].Offset(32*j), j)
			}
		}
		for range n {
			ADDQ(p.ldc, p.c)
			ADDQ(p.ldinit, p.init)
			ADDQ(p.lda, p.a)
		}
		SUBQ(Imm(uint64(n)), p.m)
		JMP(LabelRef(label))
		Label(label + "done")
	}
	VZEROUPPER()
	RET()
}

// multiply emits the loop over k, four at a time and then one.
func multiply(label string, sums [][]VecVirtual, a walker, panel, ahead Register) {
	b, k := GP64(), GP64()
	MOVQ(panel, b)
	step := func(u int) {
		var columns []VecVirtual
		for j := range sums[0] {
			columns = append(columns, YMM())
			VMOVUPS(Mem{Base: b, Disp: 64*u + 32*j}, columns[j])
		}
		for i := range sums {
			x := YMM()
			VBROADCASTSS(a.address[i].Offset(4*u), x)
			for j := range columns {
				VFMADD231PS(columns[j], x, sums[i][j])
			}
		}
	}
	Load(Param("k"), k)
	SUBQ(Imm(4), k)
	JL(LabelRef(label + "rest"))
	Label(label + "k4")
	for u := range 4 {
		step(u)
	}
	if ahead != nil {
		for _, p := range a.pointers {
			PREFETCHT1(Mem{Base: p, Index: ahead, Scale: 1})
		}
	}
	a.move(16)
	ADDQ(U32(256), b)
	SUBQ(Imm(4), k)
	JGE(LabelRef(label + "k4"))
	Label(label + "rest")
	ADDQ(Imm(4), k)
	JZ(LabelRef(label + "end"))
	Label(label + "k1")
	step(0)
	a.move(4)
	ADDQ(Imm(64), b)
	DECQ(k)
	JNZ(LabelRef(label + "k1"))
	Label(label + "end")
}

func packRowsFMA() {
	TEXT("packRowsFMA", NOSPLIT, "func(panel, w *float32, k, ldw int)")
	Pragma("noescape")
	Doc("packRowsFMA copies 16 numbers of each of k rows.")
	panel, w := Load(Param("panel"), GP64()), Load(Param("w"), GP64())
	k, ldw := Load(Param("k"), GP64()), Load(Param("ldw"), GP64())
	SHLQ(Imm(2), ldw)
	Label("row")
	for j := range 2 {
		r := YMM()
		VMOVUPS(Mem{Base: w, Disp: 32 * j}, r)
		VMOVUPS(r, Mem{Base: panel, Disp: 32 * j})
	}
	ADDQ(ldw, w)
	ADDQ(Imm(64), panel)
	DECQ(k)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// turnFMA transposes 8 × 8 numbers at a time: pairs of registers are
// interleaved, then pairs of pairs. The halves come together as they are
// loaded, which spares the shuffles that else limit it.
func turnFMA() {
	TEXT("turnFMA", NOSPLIT, "func(to, from, bias *float32, n, ldto, ldfrom int)")
	Pragma("noescape")
	Doc("turnFMA makes 8 rows of n numbers n rows of 8, and adds bias to each; n is a multiple of 8, not 0.")
	to, from, bias := Load(Param("to"), GP64()), Load(Param("from"), GP64()), YMM()
	VMOVUPS(Mem{Base: Load(Param("bias"), GP64())}, bias)
	n, ldto, ldfrom := Load(Param("n"), GP64()), Load(Param("ldto"), GP64()), Load(Param("ldfrom"), GP64())
	SHLQ(Imm(2), ldto)
	SHLQ(Imm(2), ldfrom)
	rows, columns, step := walk(8, from, ldfrom), walk(8, to, ldto), GP64()
	MOVQ(ldto, step)
	SHLQ(Imm(3), step)
	Label("block")
	for half := range 2 { // numbers 0 … 3 and 4 … 7 of the rows
		var r, pair [4]VecVirtual
		for i := range r {
			r[i] = YMM()
			VMOVUPS(rows.address[i].Offset(16*half), r[i].AsX())
			VINSERTF128(Imm(1), rows.address[i+4].Offset(16*half), r[i], r[i])
		}
		for i := range 2 {
			pair[i], pair[i+2] = YMM(), YMM()
			VUNPCKLPS(r[2*i+1], r[2*i], pair[i])
			VUNPCKHPS(r[2*i+1], r[2*i], pair[i+2])
		}
		for i := range 2 {
			low, high := YMM(), YMM()
			VUNPCKLPD(pair[2*i+1], pair[2*i], low)
			VUNPCKHPD(pair[2*i+1], pair[2*i], high)
			for k, r := range []VecVirtual{low, high} {
				VADDPS(bias, r, r)
				VMOVUPS(r, columns.address[4*half+2*i+k])
			}
		}
	}
	rows.move(32)
	for _, p := range columns.pointers {
		ADDQ(step, p)
	}
	SUBQ(Imm(8), n)
	JNZ(LabelRef("block"))
	VZEROUPPER()
	RET()
}

// askFMA touches no more than it says: the last line that a row has a part of
// may begin anywhere.
func askFMA() {
	TEXT("askFMA", NOSPLIT, "func(y *float32, m, ldy int)")
	Pragma("noescape")
	Doc("askFMA asks for 48 numbers of each of m rows of y.")
	y, m, ldy := Load(Param("y"), GP64()), Load(Param("m"), GP64()), Load(Param("ldy"), GP64())
	SHLQ(Imm(2), ldy)
	Label("row")
	for _, at := range []int{0, 64, 128, 188} {
		PREFETCHT1(Mem{Base: y, Disp: at})
	}
	ADDQ(ldy, y)
	DECQ(m)
	JNZ(LabelRef("row"))
	RET()
}

// dotsFMA takes both sides along k as they lie, and packs nothing. Tiles are of
// up to four rows of x and three of w: twelve sums need seven loads a step, so
// the sums are the limit. Every sum has eight strands, whatever the tile, so a
// row's numbers do not depend on where in a batch it stands; where rows are
// fewer than four, memory is the limit. What is 16 KB further on in w is asked
// for meanwhile: a layer of four tokens, its weights in memory, takes 0.7 of the
// time so, and 1.2 times what reading alone takes.
func dotsFMA() {
	TEXT("dotsFMA", NOSPLIT, "func(y, x, w, bias *float32, m, k, ldx, ldw, ldy, outs int)")
	Pragma("noescape")
	Doc("dotsFMA computes the products of m rows of x with up to three of w; outs says how many.",
		"bias is four numbers.")
	y, x := Load(Param("y"), GP64()), Load(Param("x"), GP64())
	outs := Load(Param("outs"), GP64())
	ldw := Load(Param("ldw"), GP64())
	SHLQ(Imm(2), ldw)
	// Rows that are not there are the last once more.
	w := [3]Register{Load(Param("w"), GP64()), GP64(), GP64()}
	for i := range 2 {
		MOVQ(w[i], w[i+1])
		CMPQ(outs, Imm(uint64(i+1)))
		JLE(LabelRef(fmt.Sprint("last", i)))
		ADDQ(ldw, w[i+1])
		Label(fmt.Sprint("last", i))
	}
	mask := maskOf(outs)
	m, ldx, ldy := Load(Param("m"), GP64()), Load(Param("ldx"), GP64()), Load(Param("ldy"), GP64())
	SHLQ(Imm(2), ldx)
	SHLQ(Imm(2), ldy)

	for n := 4; n > 0; n-- {
		label := fmt.Sprint("tile", n)
		Label(label)
		CMPQ(m, Imm(uint64(n)))
		JL(LabelRef(label + "done"))
		sums := make([][3]VecVirtual, n)
		for i := range sums {
			for j := range sums[i] {
				sums[i][j] = YMM()
				VXORPS(sums[i][j], sums[i][j], sums[i][j])
			}
		}
		rows := walk(n, x, ldx)
		at, k := GP64(), GP64()
		XORQ(at, at)
		Load(Param("k"), k)
		step := func(load func(from Mem, to VecVirtual)) {
			var wide [3]VecVirtual
			for j := range wide {
				wide[j] = YMM()
				load(Mem{Base: w[j], Index: at, Scale: 1}, wide[j])
			}
			for i := range sums {
				r := YMM()
				load(rows.address[i], r)
				for j := range wide {
					VFMADD231PS(wide[j], r, sums[i][j])
				}
			}
		}
		SUBQ(Imm(8), k)
		JL(LabelRef(label + "rest"))
		Label(label + "k8")
		step(func(from Mem, to VecVirtual) { VMOVUPS(from, to) })
		for j := range w {
			PREFETCHT0(Mem{Base: w[j], Index: at, Scale: 1, Disp: 16 << 10})
		}
		rows.move(32)
		ADDQ(Imm(32), at)
		SUBQ(Imm(8), k)
		JGE(LabelRef(label + "k8"))
		Label(label + "rest")
		ADDQ(Imm(8), k)
		JZ(LabelRef(label + "reduce"))
		rest := maskOf(k)
		step(func(from Mem, to VecVirtual) {
			VMOVDQU(Mem{Base: rest}, to)
			VMASKMOVPS(from, to, to)
		})
		Label(label + "reduce")
		bias := XMM()
		VMOVUPS(Mem{Base: Load(Param("bias"), GP64())}, bias)
		to := walk(n, y, ldy)
		var totals []VecVirtual
		for i, s := range sums {
			totals = append(totals, XMM())
			VHADDPS(s[1], s[0], s[0])
			VHADDPS(s[2], s[2], s[2]) // its second half goes nowhere
			VHADDPS(s[2], s[0], s[0])
			VEXTRACTF128(Imm(1), s[0], totals[i])
			VADDPS(s[0].AsX(), totals[i], totals[i])
			VADDPS(bias, totals[i], totals[i])
		}
		outs := GP64() // masked stores are slow on some processors: two plain ones, then
		Load(Param("outs"), outs)
		CMPQ(outs, Imm(3))
		JL(LabelRef(label + "part"))
		for i, total := range totals {
			VMOVLPS(total, to.address[i])
			VEXTRACTPS(Imm(2), total, to.address[i].Offset(8))
		}
		JMP(LabelRef(label + "next"))
		Label(label + "part")
		let := XMM()
		VMOVDQU(Mem{Base: mask}, let)
		for i, total := range totals {
			VMASKMOVPS(total, let, to.address[i])
		}
		Label(label + "next")
		for range n {
			ADDQ(ldx, x)
			ADDQ(ldy, y)
		}
		SUBQ(Imm(uint64(n)), m)
		JMP(LabelRef(label))
		Label(label + "done")
	}
	VZEROUPPER()
	RET()
}

// addRowsFMA adds four rows of w, or one, to each row of y, so that w is read
// once and in the order in which it lies.
func addRowsFMA() {
	for _, count := range []int{4, 1} {
		TEXT(fmt.Sprintf("add%dRowsFMA", count), NOSPLIT, "func(y, x, w *float32, m, n, ldx, ldw, ldy int)")
		Pragma("noescape")
		Doc(fmt.Sprintf("add%dRowsFMA adds x·w to y, [m n], for %d of x's columns and w's rows.", count, count))
		y, x := Load(Param("y"), GP64()), Load(Param("x"), GP64())
		m, n := Load(Param("m"), GP64()), Load(Param("n"), GP64())
		ldx, ldw, ldy := Load(Param("ldx"), GP64()), Load(Param("ldw"), GP64()), Load(Param("ldy"), GP64())
		SHLQ(Imm(2), ldx)
		SHLQ(Imm(2), ldw)
		SHLQ(Imm(2), ldy)
		var w [4]Register
		w[0] = Load(Param("w"), GP64())
		for i := 1; i < count; i++ {
			w[i] = GP64()
			MOVQ(w[i-1], w[i])
			ADDQ(ldw, w[i])
		}
		let := YMM()
		left := GP64()
		MOVQ(n, left)
		ANDQ(Imm(7), left)
		VMOVDQU(Mem{Base: maskOf(left)}, let)
		Label("row")
		var a [4]VecVirtual
		for i := range count {
			a[i] = YMM()
			VBROADCASTSS(Mem{Base: x, Disp: 4 * i}, a[i])
		}
		at := GP64()
		rest := GP64()
		XORQ(at, at)
		here := func(base Register, j int) Mem { return Mem{Base: base, Index: at, Scale: 4, Disp: 32 * j} }
		MOVQ(n, rest)
		for _, wide := range []int{2, 1} {
			label := fmt.Sprint("wide", wide)
			Label(label)
			SUBQ(Imm(uint64(8*wide)), rest)
			JL(LabelRef(label + "done"))
			for j := range wide {
				s := YMM()
				VMOVUPS(here(y, j), s)
				for i := range count {
					VFMADD231PS(here(w[i], j), a[i], s)
				}
				VMOVUPS(s, here(y, j))
			}
			ADDQ(Imm(uint64(8*wide)), at)
			JMP(LabelRef(label))
			Label(label + "done")
			ADDQ(Imm(uint64(8*wide)), rest)
		}
		JZ(LabelRef("next"))
		s := YMM()
		VMASKMOVPS(here(y, 0), let, s)
		for i := range count {
			r := YMM()
			VMASKMOVPS(here(w[i], 0), let, r)
			VFMADD231PS(r, a[i], s)
		}
		VMASKMOVPS(s, let, here(y, 0))
		Label("next")
		ADDQ(ldx, x)
		ADDQ(ldy, y)
		DECQ(m)
		JNZ(LabelRef("row"))
		VZEROUPPER()
		RET()
	}
}
