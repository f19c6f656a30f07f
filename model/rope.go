package model

import (
	"fmt"
	"math"

	"heed/tensor"
)

// A Rope rotates pairs of a query's or key's numbers by angles that grow with
// the token's position p:
//
//	(x_d, x_{d+n}) → (x_d cos a − x_{d+n} sin a, x_{d+n} cos a + x_d sin a),  a = p·f_d,  n = Dim/2
//	f_d = Base^(−2d/Dim), stretched for long texts as Kind says
//
// Source: Su et al., RoFormer (2021), eq. 34, with the pairs of transformers.
type Rope struct {
	Dim  int // rotated numbers of each head, the first ones
	Base float64

	Kind     string // "default", "linear", "dynamic", "yarn", "longrope", "llama3"
	Factor   float64
	Tokens   int     // max_position_embeddings
	Original int     // the longest text before stretching
	Scale    float64 // of cos and sin; 0 for the kind's own

	BetaFast, BetaSlow float64 // yarn
	MScale, MScaleAll  float64
	Fraction           bool      // yarn: the range's ends are not rounded
	Low, High          float64   // llama3
	Short, Long        []float64 // longrope
}

// ropeKeys say under which names, beside the common ones, a family's config
// has its rotation.
type ropeKeys struct {
	theta   string
	base    float64 // where theta is absent
	partial string  // the share of a head that is rotated
	share   float64 // where partial is absent
}

// rope reads the rotation of heads of a width: rope_parameters as transformers
// 5 writes it, or rope_theta and rope_scaling beside each other as 4 does.
func (k *keys) rope(width, tokens int, names ropeKeys) *Rope {
	p := k.object("rope_parameters")
	if old := k.object("rope_scaling"); old != nil && len(old.order) > 0 {
		p = old
	}
	base := k.number(names.theta, names.base)
	share := 1.0
	if names.partial != "" {
		share = k.number(names.partial, names.share)
	}
	original := 0
	if k.has("original_max_position_embeddings") {
		original = k.count("original_max_position_embeddings", tokens)
	}
	return k.rotation(p, width, tokens, original, base, share)
}

// ropes reads two rotations: of layers that see all, and of those that see a
// window.
func (k *keys) ropes(width, tokens int, full, local ropeKeys) (*Rope, *Rope) {
	p, old := k.object("rope_parameters"), k.object("rope_scaling")
	var nested [2]*keys
	if p != nil {
		nested[0], nested[1] = p.object("full_attention"), p.object("sliding_attention")
		k.inside(p)
	}
	var ropes [2]*Rope
	for i, names := range []ropeKeys{full, local} {
		base := k.number(names.theta, names.base)
		from := nested[i]
		if from == nil && old != nil && names.share == 0 {
			from = old
		}
		ropes[i] = k.rotation(from, width, tokens, 0, base, 1)
	}
	return ropes[0], ropes[1]
}

// rotation reads the parameters of one rotation; p may be nil.
func (k *keys) rotation(p *keys, width, tokens, original int, base, share float64) *Rope {
	r := &Rope{Base: base, Kind: "default", Tokens: tokens, Original: original}
	if p == nil {
		r.Dim = k.rotated(width, share)
		return r
	}
	r.Kind = p.text("rope_type", p.text("type", "default"))
	r.Base = p.number("rope_theta", base)
	r.Dim = k.rotated(width, p.number("partial_rotary_factor", share))
	before := p.count("original_max_position_embeddings", tokens)
	if r.Original == 0 {
		r.Original = before
	}
	factor := func(absent float64) {
		if r.Factor = p.number("factor", absent); !p.has("factor") && absent == 0 {
			p.fail("factor", []byte("absent"), "a number")
		}
	}
	switch r.Kind {
	case "default":
		p.ignore("factor")
	case "linear", "dynamic":
		factor(0)
	case "llama3":
		factor(0)
		r.Low, r.High = p.number("low_freq_factor", 1), p.number("high_freq_factor", 4)
		if r.Low == r.High {
			p.fail("high_freq_factor", p.values["high_freq_factor"], "another number than low_freq_factor")
		}
	case "yarn":
		factor(float64(tokens) / float64(r.Original))
		r.Scale = p.number("attention_factor", 0)
		r.BetaFast, r.BetaSlow = p.number("beta_fast", 32), p.number("beta_slow", 1)
		r.MScale, r.MScaleAll = p.number("mscale", 0), p.number("mscale_all_dim", 0)
		r.Fraction = !p.flag("truncate", true)
	case "longrope":
		factor(float64(tokens) / float64(r.Original))
		r.Scale = p.number("attention_factor", 0)
		r.Short, r.Long = p.list("short_factor"), p.list("long_factor")
		for name, list := range map[string][]float64{"short_factor": r.Short, "long_factor": r.Long} {
			if len(list) != r.Dim/2 {
				p.fail(name, fmt.Appendf(nil, "a list of %d", len(list)), fmt.Sprintf("a list of %d numbers", r.Dim/2))
			}
		}
	default:
		p.fail("rope_type", p.values["rope_type"], "default, linear, dynamic, llama3, yarn or longrope")
	}
	k.inside(p)
	return r
}

// inside takes the error of an object within the config.
func (k *keys) inside(p *keys) {
	if err := p.finish(); err != nil && *k.err == nil {
		*k.err = err
	}
}

// rotated is how many numbers of a head are rotated: an even number.
func (k *keys) rotated(width int, share float64) int {
	n := int(float64(width) * share)
	if (n < 2 || n%2 != 0 || n > width) && *k.err == nil {
		*k.err = fmt.Errorf("%d of a head's %d numbers would be rotated (partial_rotary_factor %g); want an even number of them", n, width, share)
	}
	return max(2, n)
}

// limit is the longest text that a rotation is made for.
func (r *Rope) limit() int {
	switch r.Kind {
	case "linear", "dynamic":
		return int(float64(r.Tokens) * max(1, r.Factor))
	case "yarn":
		return max(r.Tokens, int(float64(r.Original)*r.Factor))
	}
	return r.Tokens
}

// rotations returns cos a and sin a of each position, [len(positions) Dim/2].
// Float32 rounds after each step, as PyTorch does: the angles of far positions
// depend on it. Some kinds depend on how long the text is.
func rotations[F tensor.Float](r *Rope, positions []int) (cos, sin tensor.Matrix[F]) {
	tokens := 0
	for _, p := range positions {
		tokens = max(tokens, p+1)
	}
	f, scale := frequencies[F](r, tokens)
	cos, sin = tensor.Zeros[F](len(positions), r.Dim/2), tensor.Zeros[F](len(positions), r.Dim/2)
	for t, p := range positions {
		for d, f := range f {
			a := float64(F(p) * f)
			cos.Row(t)[d], sin.Row(t)[d] = F(math.Cos(a))*F(scale), F(math.Sin(a))*F(scale)
		}
	}
	return cos, sin
}

// frequencies returns f_d for a text of so many tokens, and what cos and sin
// are multiplied by.
func frequencies[F tensor.Float](r *Rope, tokens int) (f []F, scale float64) {
	n := r.Dim / 2
	base := r.Base
	if r.Kind == "dynamic" {
		long := float64(max(tokens, r.Tokens))
		base *= math.Pow(r.Factor*long/float64(r.Tokens)-(r.Factor-1), float64(r.Dim)/float64(r.Dim-2))
	}
	f, scale = make([]F, n), 1
	for d := range f {
		f[d] = 1 / F(math.Pow(base, float64(F(2*d)/F(r.Dim))))
	}
	switch r.Kind {
	case "linear":
		for d := range f {
			f[d] /= F(r.Factor)
		}
	case "llama3":
		for d := range f {
			f[d] = llama3(r, f[d])
		}
	case "yarn":
		yarn(r, f)
		if scale = r.Scale; scale == 0 {
			scale = r.yarnScale()
		}
	case "longrope":
		factors := r.Short
		if tokens > r.Original {
			factors = r.Long
		}
		for d := range f {
			f[d] = 1 / (F(factors[d]) / f[d])
		}
		if scale = r.Scale; scale == 0 && r.Factor > 1 {
			scale = math.Sqrt(1 + math.Log(r.Factor)/math.Log(float64(r.Original)))
		} else if scale == 0 {
			scale = 1
		}
	}
	return f, scale
}

// llama3 divides low frequencies by Factor, leaves high ones, and passes from
// the one to the other between.
//
// Source: transformers, modeling_rope_utils.py; Dubey et al., The Llama 3 Herd
// of Models (2024), section 3.2.
func llama3[F tensor.Float](r *Rope, f F) F {
	wave := 2 * math.Pi / float64(f)
	long := float64(r.Original)
	switch {
	case wave > long/r.Low:
		return f / F(r.Factor)
	case wave < long/r.High:
		return f
	}
	smooth := F((long/wave - r.Low) / (r.High - r.Low))
	return (1-smooth)*f/F(r.Factor) + smooth*f
}

// yarn divides low frequencies by Factor, leaves high ones, and passes from the
// one to the other on a straight line between the dimensions that turn BetaSlow
// and BetaFast times in the original text.
//
// Source: Peng et al., YaRN (2023), eq. 17 … 21.
func yarn[F tensor.Float](r *Rope, f []F) {
	turning := func(times float64) float64 {
		return float64(r.Dim) * math.Log(float64(r.Original)/(times*2*math.Pi)) / (2 * math.Log(r.Base))
	}
	low, high := turning(r.BetaFast), turning(r.BetaSlow)
	if !r.Fraction {
		low, high = math.Floor(low), math.Ceil(high)
	}
	low, high = max(low, 0), min(high, float64(r.Dim-1))
	if low == high {
		high += 0.001
	}
	for d := range f {
		ramp := F(min(max((float64(d)-low)/(high-low), 0), 1))
		slow := 1 / (F(r.Factor) * (1 / f[d]))
		f[d] = slow*ramp + f[d]*(1-ramp)
	}
}

// yarnScale is YaRN's own scale of cos and sin: 0.1·ln(Factor) + 1, or a
// quotient of two such.
func (r *Rope) yarnScale() float64 {
	of := func(m float64) float64 {
		if r.Factor <= 1 {
			return 1
		}
		return 0.1*m*math.Log(r.Factor) + 1
	}
	if r.MScale > 0 && r.MScaleAll > 0 {
		return of(r.MScale) / of(r.MScaleAll)
	}
	return of(1)
}
