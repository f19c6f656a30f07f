package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A panel is the sum c += a·b for a few columns of b and c and all rows of a.
// Rows are taken in tiles; the sums of a tile stay in registers while k runs.
type panel struct {
	c, a, b, m, k, lda, ldc Register
}

// loadPanel reads the parameters that both kernels have. Strides become bytes.
func loadPanel() panel {
	p := panel{
		c: Load(Param("c"), GP64()), a: Load(Param("a"), GP64()), b: Load(Param("b"), GP64()),
		m: Load(Param("m"), GP64()), k: Load(Param("k"), GP64()),
		lda: Load(Param("lda"), GP64()), ldc: Load(Param("n"), GP64()),
	}
	SHLQ(Imm(2), p.lda)
	SHLQ(Imm(2), p.ldc)
	return p
}

// rows returns the addresses of rows 0 … n−1 of a matrix with rows
// that are stride bytes apart, and the pointers that they stand on: one for
// every three rows.
func rows(n int, base, stride Register) (address []Mem, pointers []Register) {
	var p GPVirtual
	for i := range n {
		switch i % 3 {
		case 0:
			next := GP64()
			if i == 0 {
				MOVQ(base, next)
			} else {
				LEAQ(Mem{Base: p, Index: stride, Scale: 2}, next)
				ADDQ(stride, next)
			}
			p = next
			pointers = append(pointers, p)
			address = append(address, Mem{Base: p})
		case 1:
			address = append(address, Mem{Base: p, Index: stride, Scale: 1})
		case 2:
			address = append(address, Mem{Base: p, Index: stride, Scale: 2})
		}
	}
	return address, pointers
}

// tiles emits the loop over the rows: tiles of the first of sizes while they
// fit, then of the next. Each tile is emitted by tile, between pointers that
// are moved on.
func (p panel) tiles(name string, sizes []int, tile func(rows int, name string)) {
	for _, size := range sizes {
		label := fmt.Sprintf("%s%d", name, size)
		Label(label)
		CMPQ(p.m, Imm(uint64(size)))
		JL(LabelRef(label + "done"))
		tile(size, label)
		for range size {
			ADDQ(p.ldc, p.c)
			ADDQ(p.lda, p.a)
		}
		SUBQ(Imm(uint64(size)), p.m)
		JMP(LabelRef(label))
		Label(label + "done")
	}
}

// multiply emits one tile: load the sums, add the products for each k in turn,
// store the sums. The product is rounded before it is added, as the plain loop
// does: there is no fused multiply-add here, and must not be.
func (p panel) multiply(label string, n int, o operations) {
	c, _ := rows(n, p.c, p.ldc)
	sums := make([][]VecVirtual, n)
	for i := range sums {
		for j := range o.width {
			sums[i] = append(sums[i], YMM())
			o.load(j, c[i].Offset(32*j), sums[i][j])
		}
	}
	a, pointers := rows(n, p.a, p.lda)
	b, k := GP64(), GP64()
	MOVQ(p.b, b)
	MOVQ(p.k, k)
	Label(label + "k")
	var column []VecVirtual
	for j := range o.width {
		column = append(column, YMM())
		o.load(j, Mem{Base: b, Disp: 32 * j}, column[j])
	}
	for i := range n {
		x := YMM()
		VBROADCASTSS(a[i], x)
		for j := range o.width {
			product := x
			if j+1 < o.width {
				product = YMM()
			}
			VMULPS(column[j], x, product)
			VADDPS(product, sums[i][j], sums[i][j])
		}
	}
	for _, pointer := range pointers {
		ADDQ(Imm(4), pointer)
	}
	ADDQ(p.ldc, b)
	DECQ(k)
	JNZ(LabelRef(label + "k"))
	c, _ = rows(n, p.c, p.ldc)
	for i := range sums {
		for j := range o.width {
			o.store(j, sums[i][j], c[i].Offset(32*j))
		}
	}
}

// operations are how a row of a tile is read and written: width registers, all
// of each or what a mask lets through.
type operations struct {
	width int
	load  func(j int, from Mem, to VecVirtual)
	store func(j int, from VecVirtual, to Mem)
}

func addProductAVX2() {
	TEXT("addProductAVX2", NOSPLIT, "func(c, a, b *float32, m, k, lda, n, columns int)")
	Pragma("noescape")
	Doc("addProductAVX2 adds to up to 16 columns of c; columns says how many.")
	p := loadPanel()
	columns := Load(Param("columns"), GP64())
	whole := operations{2,
		func(_ int, from Mem, to VecVirtual) { VMOVUPS(from, to) },
		func(_ int, from VecVirtual, to Mem) { VMOVUPS(from, to) },
	}
	CMPQ(columns, Imm(16))
	JL(LabelRef("masked"))
	p.tiles("whole", []int{6, 2, 1}, func(n int, label string) { p.multiply(label, n, whole) })
	VZEROUPPER()
	RET()

	// 16 words of ones and then 16 of zeros: what starts columns before the
	// zeros lets that many through.
	mask := GLOBL("ones", RODATA|NOPTR)
	for i := range 32 {
		DATA(4*i, U32([]uint32{0xffffffff, 0}[i/16]))
	}
	Label("masked")
	at := GP64()
	LEAQ(mask, at)
	SHLQ(Imm(2), columns)
	SUBQ(columns, at)
	ADDQ(Imm(64), at)
	masked := operations{2,
		func(j int, from Mem, to VecVirtual) {
			VMOVDQU(Mem{Base: at, Disp: 32 * j}, to)
			VMASKMOVPS(from, to, to)
		},
		func(j int, from VecVirtual, to Mem) {
			let := YMM()
			VMOVDQU(Mem{Base: at, Disp: 32 * j}, let)
			VMASKMOVPS(from, let, to)
		},
	}
	narrow := masked
	narrow.width = 1
	CMPQ(columns, Imm(4*8))
	JLE(LabelRef("narrow"))
	p.tiles("masked", []int{6, 2, 1}, func(n int, label string) { p.multiply(label, n, masked) })
	VZEROUPPER()
	RET()
	Label("narrow")
	p.tiles("narrow", []int{6, 2, 1}, func(n int, label string) { p.multiply(label, n, narrow) })
	VZEROUPPER()
	RET()
}
