package model

import (
	"math"

	"heed/mat"
)

// A FrozenNorm is a norm of one row with that row's divisor held. It is then a
// linear map of the row, and a constant, so that what it makes of a sum is the
// sum of what it makes of the parts:
//
//	norm(Σ parts) = Σ Part(part) + Shift
//	Part(x) = Gain ⊙ (x − mean x) / Divisor,  without − mean x in an RMSNorm
//
// Source: Kobayashi et al., Incorporating Residual and Normalization Layers into
// Analysis of Masked Language Models (2021), eq. 6–8.
type FrozenNorm struct {
	Centred bool
	Gain    []float64 // [D]; nil for 1
	Shift   []float64 // [D]; nil for 0
	Divisor float64   // √(variance + eps), or √(mean square + eps)
}

// freeze holds the divisor of a row, [D].
func (n norm[F]) freeze(row []float64) FrozenNorm {
	f := FrozenNorm{Centred: !n.RMS}
	if n.scale != nil {
		f.Gain = wide(n.scale.data())
		for c := range f.Gain {
			f.Gain[c] += n.Offset
		}
	}
	if n.shift != nil {
		f.Shift = wide(n.shift.data())
	}
	square, middle := 0.0, 0.0
	if f.Centred {
		middle = meanOf(row)
	}
	for _, x := range row {
		square += (x - middle) * (x - middle)
	}
	f.Divisor = math.Sqrt(square/float64(len(row)) + n.Eps)
	return f
}

// Part is what the norm makes of a part of the row, [D].
func (f FrozenNorm) Part(x []float64) []float64 {
	y := make([]float64, len(x))
	middle := 0.0
	if f.Centred {
		middle = meanOf(x)
	}
	for c, v := range x {
		y[c] = (v - middle) / f.Divisor
		if f.Gain != nil {
			y[c] *= f.Gain[c]
		}
	}
	return y
}

// Whole is what the norm makes of the row whose divisor it has, [D].
func (f FrozenNorm) Whole(x []float64) []float64 {
	y := f.Part(x)
	if f.Shift != nil {
		mat.AddScaled(y, 1, f.Shift)
	}
	return y
}

// read turns a reading u of what the norm makes into one of what it is given:
//
//	u·Whole(x) = v·x + constant
func (f FrozenNorm) read(u []float64) (v []float64, constant float64) {
	v = make([]float64, len(u))
	for c, x := range u {
		v[c] = x / f.Divisor
		if f.Gain != nil {
			v[c] *= f.Gain[c]
		}
	}
	if f.Centred {
		middle := meanOf(v)
		for c := range v {
			v[c] -= middle
		}
	}
	if f.Shift != nil {
		constant = mat.Dot(u, f.Shift)
	}
	return v, constant
}
