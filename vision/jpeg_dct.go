package vision

// pixels makes a channel's numbers of its frequencies.
func (c channel) pixels() []byte {
	out := make([]byte, 64*len(c.blocks))
	var divided [64]int32 // row by row
	for i, q := range c.quant {
		divided[zigzag[i]] = q
	}
	stride := 8 * c.across
	for i := range c.blocks {
		at := i/c.across*8*stride + i%c.across*8
		inverse(out[at:], stride, &c.blocks[i], &divided)
	}
	return out
}

// Parts of cosines in 13 fraction bits, named by their first digits.
const (
	f0298 = 2446
	f0390 = 3196
	f0541 = 4433
	f0765 = 6270
	f0899 = 7373
	f1175 = 9633
	f1501 = 12299
	f1847 = 15137
	f1961 = 16069
	f2053 = 16819
	f2562 = 20995
	f3072 = 25172

	fraction = 13
	between1 = 2 // fraction bits that the first pass leaves
)

// inverse is the inverse cosine transform of a block: along columns, then
// along rows, rounding after each as libjpeg does.
//
// Source: libjpeg-turbo, src/jidctint.c (jpeg_idct_islow), after Loeffler,
// Ligtenberg and Moschytz (1989).
func inverse(out []byte, stride int, b *block, divided *[64]int32) {
	var work [64]int32
	for x := range 8 {
		var column [8]int32
		for y := range 8 {
			column[y] = int32(b[8*y+x]) * divided[8*y+x]
		}
		butterfly(&column)
		for y, sum := range column {
			work[8*y+x] = (sum + 1<<(fraction-between1-1)) >> (fraction - between1)
		}
	}
	for y := range 8 {
		row := (*[8]int32)(work[8*y:])
		butterfly(row)
		to := (*[8]byte)(out[y*stride:])
		for x, sum := range row {
			const drop = fraction + between1 + 3
			to[x] = limit(int((sum+1<<(drop-1))>>drop) + 128)
		}
	}
}

// butterfly transforms eight numbers, with fraction bits more.
func butterfly(x *[8]int32) {
	z := (x[2] + x[6]) * f0541
	even2, even3 := z-x[6]*f1847, z+x[2]*f0765
	even0, even1 := (x[0]+x[4])<<fraction, (x[0]-x[4])<<fraction
	a0, a3, a1, a2 := even0+even3, even0-even3, even1+even2, even1-even2

	z1, z2, z3, z4 := x[7]+x[1], x[5]+x[3], x[7]+x[3], x[5]+x[1]
	z5 := (z3 + z4) * f1175
	z1, z2, z3, z4 = z1*-f0899, z2*-f2562, z3*-f1961+z5, z4*-f0390+z5
	b0, b1, b2, b3 := x[7]*f0298+z1+z3, x[5]*f2053+z2+z4, x[3]*f3072+z2+z3, x[1]*f1501+z1+z4

	*x = [8]int32{a0 + b3, a1 + b2, a2 + b1, a3 + b0, a3 - b0, a2 - b1, a1 - b2, a0 - b3}
}
