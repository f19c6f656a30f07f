package simd

const (
	panel   = 16  // columns of c that the kernel takes
	stretch = 256 // k that are summed at a time: so much of a panel of b stays in the first cache while the rows of a pass by
)

// addProduct works panel by panel. The sums continue from what the last
// stretch of k left in c, so they run in order.
func addProduct(c, a, b []float32, m, k, n int) {
	if !fast || m == 0 {
		addProductPlain(c, a, b, m, k, n)
		return
	}
	for from := 0; from < k; from += stretch {
		for j := 0; j < n; j += panel {
			addProductAVX2(&c[j], &a[from], &b[from*n+j], m, min(stretch, k-from), k, n, min(panel, n-j))
		}
	}
}
