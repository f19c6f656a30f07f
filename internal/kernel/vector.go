package kernel

// Add writes a + b to y.
func Add[F Float](y, a, b []F) {
	if to, ok := fast(y); ok && len(y) > 0 {
		p, _ := fast(a)
		q, _ := fast(b)
		addFast(to, p, q)
		return
	}
	addPlain(y, a, b)
}

// Mul writes a·b, number by number, to y.
func Mul[F Float](y, a, b []F) {
	if to, ok := fast(y); ok && len(y) > 0 {
		p, _ := fast(a)
		q, _ := fast(b)
		mulFast(to, p, q)
		return
	}
	mulPlain(y, a, b)
}

// Scale writes by·x to y.
func Scale[F Float](y, x []F, by F) {
	if to, ok := fast(y); ok && len(y) > 0 {
		from, _ := fast(x)
		scaleFast(to, from, float32(by))
		return
	}
	scalePlain(y, x, by)
}

func addPlain[F Float](y, a, b []F) {
	a, b = a[:len(y)], b[:len(y)] // no bounds checks below
	for i := range y {
		y[i] = a[i] + b[i]
	}
}

func mulPlain[F Float](y, a, b []F) {
	a, b = a[:len(y)], b[:len(y)] // no bounds checks below
	for i := range y {
		y[i] = a[i] * b[i]
	}
}

func scalePlain[F Float](y, x []F, by F) {
	x = x[:len(y)] // no bounds checks below
	for i := range y {
		y[i] = by * x[i]
	}
}

// Rotate turns pairs of numbers of x by the angles whose cosines and sines are
// given: (x_d, x_d+n), n angles, or (x_2d, x_2d+1) where interleaved. There is
// no assembly: in Qwen's shape this is under one hundredth of a layer's time.
func Rotate[F Float](x, cos, sin []F, interleaved bool) {
	n := len(cos)
	sin = sin[:n]
	if interleaved {
		for d, c := range cos {
			a, b := x[2*d], x[2*d+1]
			x[2*d], x[2*d+1] = a*c-b*sin[d], b*c+a*sin[d]
		}
		return
	}
	first, second := x[:n], x[n:2*n]
	for d, c := range cos {
		a, b := first[d], second[d]
		first[d], second[d] = a*c-b*sin[d], b*c+a*sin[d]
	}
}
