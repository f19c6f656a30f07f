//go:build !amd64

package kernel

// There is no assembly for this processor; nothing below is ever called.
const hasFMA = false

type turned struct{}

func turning(m, k, n int) bool                                                          { return false }
func turn(x Matrix[float32]) *turned                                                    { return nil }
func (t *turned) release()                                                              {}
func linearFast(y, x, w Matrix[float32], b []float32, in bool, t *turned, from, to int) {}
func softmaxFast(row []float32)                                                         {}
func layerNormFast(y, x, scale, shift []float32, eps float64)                           {}
func rmsNormFast(y, x, scale []float32, offset float32, eps float64)                    {}
func addFast(y, a, b []float32)                                                         {}
func mulFast(y, a, b []float32)                                                         {}
func scaleFast(y, x []float32, by float32)                                              {}
func activateFast(a Activation, x []float32)                                            {}
