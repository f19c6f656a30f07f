package simd

import "fmt"

// AddProduct adds the product of two matrices to a third:
//
//	c_ij += Σ_k a_ik b_kj
//
// a is [M K], b [K N], c [M N], all row by row. The sum runs over k in order.
// It panics if the lengths do not fit.
func AddProduct(c, a, b []float32, m, k, n int) {
	if min(m, k, n) < 0 || len(a) != m*k || len(b) != k*n || len(c) != m*n {
		panic(fmt.Sprintf("simd: %d += %d × %d does not fit M %d, K %d, N %d", len(c), len(a), len(b), m, k, n))
	}
	addProduct(c, a, b, m, k, n)
}

func addProductPlain(c, a, b []float32, m, k, n int) {
	for i := range m {
		row := c[i*n : (i+1)*n]
		for l := range k {
			x := a[i*k+l]
			for j, y := range b[l*n : (l+1)*n] {
				row[j] += float32(x * y) // the conversion forbids a fused multiply-add
			}
		}
	}
}
