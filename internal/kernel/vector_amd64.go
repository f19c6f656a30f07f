package kernel

func addFast(y, a, b []float32) { addFMA(&y[0], &a[:len(y)][0], &b[:len(y)][0], len(y)) }

func mulFast(y, a, b []float32) { mulFMA(&y[0], &a[:len(y)][0], &b[:len(y)][0], len(y)) }

func scaleFast(y, x []float32, by float32) { scaleFMA(&y[0], &x[:len(y)][0], by, len(y)) }

func activateFast(a Activation, x []float32) {
	switch p, n := &x[0], len(x); a {
	case GELU:
		geluFMA(p, n)
	case GELUTanh:
		geluTanhFMA(p, n)
	case ReLU:
		reluFMA(p, n)
	case SiLU:
		siluFMA(p, n)
	case Tanh:
		tanhFMA(p, n)
	case ReLU2:
		relu2FMA(p, n)
	case QuickGELU:
		quickGELUFMA(p, n)
	case Sigmoid:
		sigmoidFMA(p, n)
	}
}
