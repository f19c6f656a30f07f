package model

import (
	"slices"

	"heed/mat"
	"heed/tensor"
	"heed/trace"
)

// A Move is how one layer moves one word's vector, taken apart into what it
// adds up. All vectors are [D], means over the word's tokens.
//
// In, Heads, Bias and MLP are added up with norms between them. A norm is
// linear once its mean and deviation are known, so each part can be followed
// through it:
//
//	norm(Σ x) = Σ γ·(x − mean x)/σ + β      LayerNorm, σ² = var Σx + ε
//	norm(Σ x) = Σ γ·x/σ                     RMSNorm,   σ² = mean (Σx)² + ε
//
// Source: Kobayashi, Kuribayashi, Yokoi and Inui, Incorporating Residual and
// Normalization Layers into Analysis of Masked Language Models (2021), eq. 6–8.
type Move struct {
	In, Out []float64  // the residual stream that enters the layer, and leaves it
	Heads   mat.Matrix // [H D] output·W_O of each head; after the norm of the attention's output, in Gemma 2 and 3

	// Parts of Out, which they sum to.
	KeptHeads mat.Matrix // [H D]
	KeptIn    []float64
	KeptBias  []float64 // of b_O
	KeptMLP   []float64
	KeptNorms []float64 // what the norms add of their own

	Sums trace.Sums // all but Hidden, of the worst token
}

// ForMove lists the tensors of a layer that [Run.Move] reads. The layers are
// those of the encoder, or of the only stack.
func (m *Model[F]) ForMove(layer int) []string {
	b := m.Config.Blocks[layer]
	steps := []string{"resid_in", "v", "weights", "head_out", "attn_proj", "mlp_out", "resid_out"}
	switch b.Place {
	case Post:
		steps = append(steps, "resid_mid_prenorm", "resid_mid", "resid_out_prenorm")
	case Sandwich:
		steps = append(steps, "attn_proj_postnorm", "mlp_out_postnorm", "resid_mid")
	case Pre:
		steps = append(steps, "resid_mid")
	}
	at := m.Config.at(layer)
	for i, step := range steps {
		steps[i] = at + step
	}
	return steps
}

// Move takes apart what a layer of the encoder, or of the only stack, does to
// the word whose tokens are given, counted among the real tokens of a text of
// the batch. A tensor that the run did not keep (see ForMove), or a layer, text
// or token that is not there, is an error.
func (r *Run[F]) Move(row, layer int, focus []int) (Move, error) {
	real, err := r.forMove(row, layer, focus)
	if err != nil {
		return Move{}, err
	}
	var sum Move
	for n, f := range focus {
		one := r.moveOf(row, layer, real[f])
		if n == 0 {
			sum = one
			continue
		}
		sum.add(one)
	}
	sum.scale(1 / float64(len(focus)))
	return sum, nil
}

// forMove are the real tokens of a text, where all is there that Move reads.
func (r *Run[F]) forMove(row, layer int, focus []int) ([]int, error) {
	if err := r.checkLayer(layer); err != nil {
		return nil, err
	}
	real, err := r.realOf(row)
	if err != nil {
		return nil, err
	}
	if err := checkFocus(focus, len(real)); err != nil {
		return nil, err
	}
	return real, r.kept("ForMove", r.Model.ForMove(layer))
}

// Reads takes apart what one head adds to the word whose tokens are given, as
// [Run.Move] counts them: what each real token of the text gives to it, [T D],
//
//	mean over the word's tokens i of  w_ij · v_j · W_O
//
// after the norm of the attention's output, in Gemma 2 and 3. They sum to the
// head's row of [Move].Heads. What Move reads must have been kept.
func (r *Run[F]) Reads(row, layer, head int, focus []int) (mat.Matrix, error) {
	real, err := r.forMove(row, layer, focus)
	if err != nil {
		return mat.Matrix{}, err
	}
	maps, err := r.Model.Maps(layer, head)
	if err != nil {
		return mat.Matrix{}, err
	}
	b, at := r.Model.Config.Blocks[layer], r.Model.Config.at(layer)
	sum := mat.New(len(real), r.Model.Config.Width)
	for _, f := range focus {
		parts, err := r.Parts(at, row, head, real[f])
		if err != nil {
			return mat.Matrix{}, err
		}
		own := mat.New(len(real), parts.Cols)
		for i, token := range real {
			copy(own.Row(i), wide(parts.Row(token)))
		}
		given := mat.Mul(own, maps.O)
		if b.Place == Sandwich {
			r.Model.weights.blocks[layer].afterFirst.carry(r.rows(at+"attn_proj", row, 0, []int{real[f]}).Row(0), given.Data)
		}
		mat.AddScaled(sum.Data, 1/float64(len(focus)), given.Data)
	}
	return sum, nil
}

// vectors are those of a Move, to be summed.
func (m *Move) vectors() [][]float64 {
	return [][]float64{m.In, m.Out, m.Heads.Data, m.KeptHeads.Data, m.KeptIn, m.KeptBias, m.KeptMLP, m.KeptNorms}
}

func (m *Move) add(o Move) {
	for i, v := range m.vectors() {
		mat.AddScaled(v, 1, o.vectors()[i])
	}
	m.Sums = m.Sums.Max(o.Sums)
}

func (m *Move) scale(by float64) {
	if by == 1 {
		return
	}
	for _, v := range m.vectors() {
		for i := range v {
			v[i] *= by
		}
	}
}

// moveOf is Move for one token.
func (r *Run[F]) moveOf(row, layer, token int) Move {
	b, at, w := r.Model.Config.Blocks[layer], r.Model.Config.at(layer), r.Model.weights.blocks[layer]
	step := func(name string) []float64 { return r.rows(at+name, row, 0, []int{token}).Row(0) }
	m := Move{In: step("resid_in"), Out: step("resid_out")}
	outputs := make([][]float64, b.Attention.Heads)
	for h := range outputs {
		outputs[h] = r.rows(at+"head_out", row, h, []int{token}).Row(0)
		m.Sums.Output = max(m.Sums.Output, mat.Number(mat.Off(r.attended(at, row, h, token, b.Attention), outputs[h])))
	}
	m.Heads = projected(outputs, w.attention.o)
	bias := wideOr(w.attention.o.b.data(), len(m.In))
	m.Sums.Projected = mat.Number(mat.Off(mat.Add(bias, mat.SumRows(m.Heads)), step("attn_proj")))
	norms, mlp := make([]float64, len(m.In)), step("mlp_out")
	if b.Place == Sandwich {
		whole := step("attn_proj")
		w.afterFirst.carry(whole, m.Heads.Data, bias)
		norms = w.afterFirst.adds(len(norms))
		mlp = step("mlp_out_postnorm")
	}
	m.KeptHeads, m.KeptIn, m.KeptBias, m.KeptMLP, m.KeptNorms = m.Heads.Clone(), slices.Clone(m.In), bias, mlp, norms
	y := step(map[Place]string{Post: "resid_mid_prenorm", Pre: "resid_mid", Sandwich: "resid_mid", Parallel: "attn_proj"}[b.Place])
	if b.Place == Parallel {
		y = mat.Add(y, m.In)
	}
	m.Sums.Y = mat.Number(mat.Off(mat.Add(mat.Add(mat.Add(bias, mat.SumRows(m.Heads)), norms), m.In), y))
	if b.Place == Post {
		w.first.carry(y, m.KeptHeads.Data, m.KeptIn, m.KeptBias)
		m.KeptNorms = w.first.adds(len(norms))
		w.second.carry(step("resid_out_prenorm"), m.KeptHeads.Data, m.KeptIn, m.KeptBias, m.KeptMLP, m.KeptNorms)
		mat.AddScaled(m.KeptNorms, 1, w.second.adds(len(norms)))
	}
	kept := mat.Add(m.KeptIn, mat.SumRows(m.KeptHeads))
	for _, part := range [][]float64{m.KeptBias, m.KeptMLP, m.KeptNorms} {
		mat.AddScaled(kept, 1, part)
	}
	m.Sums.Move = mat.Number(mat.Off(kept, m.Out))
	return m
}

// attended is Σ_j w_ij v_j of one query of one head.
func (r *Run[F]) attended(at string, row, head, query int, a Attention) []float64 {
	w, _ := r.Tensor(at + "weights")
	keys := w.Shape[3]
	weights := w.Data[((row*a.Heads+head)*w.Shape[2]+query)*keys:][:keys]
	v, _ := r.Tensor(at + "v")
	values := v.Data[(row*a.KVHeads+head/(a.Heads/a.KVHeads))*keys*a.Key:]
	sum := make([]float64, a.Key)
	for j, weight := range weights {
		for d, x := range values[j*a.Key : (j+1)*a.Key] {
			sum[d] += float64(weight) * float64(x)
		}
	}
	return sum
}

// projected returns output·W_O of each head, [H D]. It goes through W_O once,
// as it is stored.
func projected[F tensor.Float](outputs [][]float64, o linear[F]) mat.Matrix {
	w := o.w.matrix()
	if o.turned {
		p := mat.New(len(outputs), w.Cols)
		for head, output := range outputs {
			for c, x := range output {
				for d, y := range w.Row(head*len(output) + c) {
					p.Row(head)[d] += x * float64(y)
				}
			}
		}
		return p
	}
	p := mat.New(len(outputs), w.Rows)
	for d := range w.Rows {
		row := w.Row(d)
		for head, output := range outputs {
			sum := 0.0
			for c, x := range output {
				sum += x * float64(row[head*len(output)+c])
			}
			p.Row(head)[d] = sum
		}
	}
	return p
}

// carry takes parts of a vector through the norm of the whole, in place. A part
// may be several vectors on end.
func (n norm[F]) carry(whole []float64, parts ...[]float64) {
	f := n.freeze(whole)
	for _, part := range parts {
		for x := range slices.Chunk(part, len(whole)) {
			copy(x, f.Part(x))
		}
	}
}

// adds is what the norm adds of its own, [width].
func (n norm[F]) adds(width int) []float64 { return wideOr(n.shift.data(), width) }

func meanOf(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// wideOr is x in float64, zeros where there is none.
func wideOr[F tensor.Float](x []F, width int) []float64 {
	if x == nil {
		return make([]float64, width)
	}
	return wide(x)
}
