package kernel

func softmaxFast(row []float32) { softmaxPlain(row) }
func layerNormFast(y, x, scale, shift []float32, eps float64) {
	layerNormPlain(y, x, scale, shift, eps)
}
func rmsNormFast(y, x, scale []float32, offset float32, eps float64) {
	rmsNormPlain(y, x, scale, offset, eps)
}
func addFast(y, a, b []float32)              { addPlain(y, a, b) }
func mulFast(y, a, b []float32)              { mulPlain(y, a, b) }
func scaleFast(y, x []float32, by float32)   { scalePlain(y, x, by) }
func activateFast(a Activation, x []float32) { activatePlain(a, x) }
