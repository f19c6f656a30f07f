package model

import (
	"fmt"
	"math"
	"slices"

	"heed/mat"
	"heed/tensor"
)

// LogitParts is one logit taken apart: what each part of the model writes into
// the residual stream, read by that logit's row of the head.
type LogitParts struct {
	Embed  float64     // what enters layer 0
	Heads  [][]float64 // [L H]: each head's output·W_O
	Biases []float64   // [L]: of W_O, and of the layer's norms where they follow a sum or what attention adds
	MLPs   []float64   // [L], with their biases
	Bias   float64     // of the final norm and the head
	Sum    float64     // of all these
	Gated  bool        // the head has an activation, which was held as a factor of each number
}

// ForLogitParts lists the tensors that [Run.LogitParts] reads.
func (m *Model[F]) ForLogitParts() []string {
	names := []string{m.Config.Prefix + "embed"}
	for layer := range m.Config.Blocks {
		at := m.Config.at(layer)
		steps := []string{"head_out", "attn_proj", "mlp_out", "resid_out"}
		switch m.Config.Blocks[layer].Place {
		case Post:
			steps = append(steps, "resid_mid_prenorm", "resid_out_prenorm", "resid_mid")
		case Sandwich:
			steps = append(steps, "mlp_out_postnorm")
		}
		for _, step := range steps {
			names = append(names, at+step)
		}
	}
	return names
}

// LogitParts takes the logit of output id (a word, or a class) at one token of
// one text apart, in float64. With u the logit's row of the head, read back
// through whatever stands between the part and the head,
//
//	logit = u·embed + Σ_layers (Σ_h u·output_h·W_O,h + u·MLP + biases) + bias
//
// The divisors of the norms on the way are held at what the run has, and, of a
// head with an activation (BERT's), act(z)/z of each of its numbers: so all of
// it is linear, and the sum is the logit, before a cap (see [Config]'s Head).
// The parts are direct: what a head does by way of later layers is theirs, and
// held divisors and gates would move if a part did. Where norms follow the sums,
// as in BERT, u is read back through the norms of all later layers too.
//
// A model without a head, an id, token or tensor that is not there are errors.
//
// Source: Elhage et al., A Mathematical Framework for Transformer Circuits
// (2021), "direct logit attribution".
func (r *Run[F]) LogitParts(text, token, id int) (LogitParts, error) {
	m, c := r.Model, r.Model.Config
	var p LogitParts
	if err := m.Predicts(); err != nil {
		return p, err
	}
	if n := m.weights.head.decoder.out(); id < 0 || id >= n {
		return p, fmt.Errorf("id %d: the head has outputs 0 to %d", id, n-1)
	}
	real, err := r.realToken(text, token)
	if err != nil {
		return p, err
	}
	if err := r.kept("ForLogitParts", m.ForLogitParts()); err != nil {
		return p, err
	}
	row := func(name string) []float64 { return r.rows(name, text, 0, []int{real}).Row(0) }
	u, bias := m.readHead(row(c.at(len(c.Blocks)-1)+"resid_out"), id)
	p.Bias, p.Gated = bias, c.Head.Transform != nil
	p.Heads, p.Biases, p.MLPs = make([][]float64, len(c.Blocks)), make([]float64, len(c.Blocks)), make([]float64, len(c.Blocks))
	for layer := len(c.Blocks) - 1; layer >= 0; layer-- {
		at := c.at(layer)
		b, w := c.Blocks[layer], m.weights.blocks[layer]
		through := func(n norm[F], step string) {
			var constant float64
			u, constant = n.freeze(row(at + step)).read(u)
			p.Biases[layer] += constant
		}
		made := "mlp_out"
		if b.Place == Sandwich {
			made = "mlp_out_postnorm"
		}
		if b.Place == Post {
			through(w.second, "resid_out_prenorm")
		}
		p.MLPs[layer] = mat.Dot(u, row(at+made))
		if b.Place == Post {
			through(w.first, "resid_mid_prenorm")
		}
		attended := u
		if b.Place == Sandwich {
			var constant float64
			attended, constant = w.afterFirst.freeze(row(at + "attn_proj")).read(u)
			p.Biases[layer] += constant
		}
		v, constant := w.attention.o.read(attended)
		p.Biases[layer] += constant
		key := b.Attention.Key
		for h := range b.Attention.Heads {
			out := r.rows(at+"head_out", text, h, []int{real}).Row(0)
			p.Heads[layer] = append(p.Heads[layer], mat.Dot(v[h*key:(h+1)*key], out))
		}
	}
	p.Embed = mat.Dot(u, row(c.Prefix+"embed"))
	p.Sum = p.Embed + p.Bias
	for layer := range p.Heads {
		p.Sum += p.Biases[layer] + p.MLPs[layer]
		for _, x := range p.Heads[layer] {
			p.Sum += x
		}
	}
	return p, nil
}

// Capped is what becomes of a logit in a head that caps it.
func (h Head) Capped(logit float64) float64 {
	if h.Cap == 0 {
		return logit
	}
	return h.Cap * math.Tanh(logit/h.Cap)
}

// readHead returns how one output of the head reads the stream x that leaves
// the last layer, [D]: logit = u·x + bias, before any cap.
func (m *Model[F]) readHead(x []float64, id int) (u []float64, bias float64) {
	c, w := m.Config, m.weights
	u = wide(w.head.decoder.w.row(id))
	if b := w.head.decoder.b; b != nil {
		bias = float64(b.data()[id])
	}
	if c.Head.Scale > 0 {
		u = mat.Scale(c.Head.Scale, u)
	}
	var final FrozenNorm
	state := x
	if c.FinalNorm != nil {
		final = w.final.freeze(x)
		state = final.Whole(x)
	}
	back := func(v []float64, constant float64) { u, bias = v, bias+constant }
	if c.Head.Transform != nil {
		if w.head.project.w != nil {
			state = w.head.project.whole(state)
		}
		z := w.head.transform.whole(state)
		made := slices.Clone(z)
		tensor.Kernels[float64]{}.Activate(c.Head.Activation, made)
		back(w.head.norm.freeze(made).read(u))
		for i := range u {
			if z[i] != 0 {
				u[i] *= made[i] / z[i]
			}
		}
		back(w.head.transform.read(u))
	}
	if w.head.project.w != nil {
		back(w.head.project.read(u))
	}
	if c.FinalNorm != nil {
		back(final.read(u))
	}
	return u, bias
}

// read turns a reading u of what the layer makes, [out], into one of what it is
// given, [in]: u·(x·W + b) = v·x + constant.
func (l linear[F]) read(u []float64) (v []float64, constant float64) {
	w := l.w.matrix()
	if l.turned {
		v = make([]float64, w.Rows)
		for i := range v {
			for c, x := range w.Row(i) {
				v[i] += float64(x) * u[c]
			}
		}
	} else {
		v = make([]float64, w.Cols)
		for c, y := range u {
			for i, x := range w.Row(c) {
				v[i] += y * float64(x)
			}
		}
	}
	if l.b != nil {
		constant = mat.Dot(u, wide(l.b.data()))
	}
	return v, constant
}

// whole is the layer's x·W + b of one row, in float64.
func (l linear[F]) whole(x []float64) []float64 {
	y := make([]float64, l.out())
	for c := range y {
		for i, w := range l.column(c) {
			y[c] += float64(w) * x[i]
		}
		if l.b != nil {
			y[c] += float64(l.b.data()[c])
		}
	}
	return y
}
