package model

import (
	"errors"
	"fmt"

	"heed/mat"
)

// Mixed is how one layer's attention mixes the tokens of a text into each of
// them, in float64:
//
//	Made_i = Σ_j F_ij + Bias_i
//	F_ij   = sum_i(after_i(Σ_h Weights[h]_ij Values[h]_j) + [i=j] Stream_i)
//
// with the norms' divisors held, so that they are linear: After is that of what
// attention adds (Gemma 2 and 3), Sum the one that follows the sum (BERT); each
// has one for each token, or is nil.
type Mixed struct {
	Weights    []mat.Matrix // [H] of [T T]
	Values     []mat.Matrix // [H] of [T D]: v·W_O of the head
	Stream     mat.Matrix   // [T D]: resid_in
	After, Sum []FrozenNorm // [T]
	Bias       mat.Matrix   // [T D]: the biases after W_O and of the norms
	Made       mat.Matrix   // [T D]: resid_mid; resid_in + attn_proj where attention and MLP stand side by side
}

// ForMixed lists the tensors of a layer that [Run.Mixed] reads.
func (m *Model[F]) ForMixed(layer int) []string {
	at := m.Config.at(layer)
	names := []string{at + "resid_in", at + "v", at + "weights", at + "attn_proj"}
	switch m.Config.Blocks[layer].Place {
	case Post:
		names = append(names, at+"resid_mid_prenorm", at+"resid_mid")
	case Pre, Sandwich:
		names = append(names, at+"resid_mid")
	}
	return names
}

// Mixed returns how a layer of the encoder, or of the only stack, mixes one text
// of the batch, real tokens alone. A tensor that the run did not keep is an error.
func (r *Run[F]) Mixed(text, layer int) (Mixed, error) {
	m := r.Model
	weights, err := r.Weights(text, layer)
	if err != nil {
		return Mixed{}, err
	}
	if err := r.kept("ForMixed", m.ForMixed(layer)); err != nil {
		return Mixed{}, err
	}
	at := m.Config.at(layer)
	b := m.Config.Blocks[layer]
	w := m.weights.blocks[layer]
	real, err := r.realOf(text)
	if err != nil {
		return Mixed{}, err
	}
	x := Mixed{Weights: weights, Stream: r.rows(at+"resid_in", text, 0, real), Bias: mat.New(len(real), m.Config.Width)}
	shared := b.Attention.Heads / b.Attention.KVHeads
	for h := range b.Attention.Heads {
		x.Values = append(x.Values, mat.Mul(r.rows(at+"v", text, h/shared, real), m.output(layer, h)))
	}
	added := r.rows(at+"attn_proj", text, 0, real)
	for i := range real {
		bias := x.Bias.Row(i)
		if w.attention.o.b != nil {
			copy(bias, wide(w.attention.o.b.data()))
		}
		if b.Place == Sandwich {
			f := w.afterFirst.freeze(added.Row(i))
			x.After = append(x.After, f)
			copy(bias, f.Whole(bias))
		}
		if b.Place == Post {
			f := w.first.freeze(r.rows(at+"resid_mid_prenorm", text, 0, real[i:i+1]).Row(0))
			x.Sum = append(x.Sum, f)
			copy(bias, f.Whole(bias))
		}
	}
	if b.Place == Parallel {
		x.Made = x.Stream.Clone()
		mat.AddScaled(x.Made.Data, 1, added.Data)
	} else {
		x.Made = r.rows(at+"resid_mid", text, 0, real)
	}
	return x, nil
}

// kept refuses tensors that the run did not keep; see lists them.
func (r *Run[F]) kept(see string, names []string) error {
	for _, name := range names {
		if _, ok := r.Tensor(name); !ok {
			return fmt.Errorf("tensor %q: not kept by the run; see %s", name, see)
		}
	}
	return nil
}

// Weights returns the weights of a layer's heads, of the encoder or of the only
// stack, for one text of the batch: [H] of [T T], real tokens alone. A layer or
// text that is not there, and weights that the run did not keep, are errors.
func (r *Run[F]) Weights(text, layer int) ([]mat.Matrix, error) {
	if err := r.checkLayer(layer); err != nil {
		return nil, err
	}
	real, err := r.realOf(text)
	if err != nil {
		return nil, err
	}
	name := r.Model.Config.at(layer) + "weights"
	if err := r.kept("ForMixed", []string{name}); err != nil {
		return nil, err
	}
	heads := make([]mat.Matrix, r.Model.Config.Heads(layer))
	for h := range heads {
		heads[h] = pick(r.rows(name, text, h, real), real)
	}
	return heads, nil
}

// checkLayer refuses a layer that the encoder, or the only stack, lacks.
func (r *Run[F]) checkLayer(layer int) error {
	if n := len(r.Model.Config.Blocks); layer < 0 || layer >= n {
		return fmt.Errorf("layer %d: the model has layers 0 to %d", layer, n-1)
	}
	return nil
}

// realOf are the real tokens of a text of the batch.
func (r *Run[F]) realOf(text int) ([]int, error) {
	texts, mask, tokens := r.texts(0)
	if text < 0 || text >= texts {
		return nil, fmt.Errorf("text %d: the run has texts 0 to %d", text, texts-1)
	}
	return real(mask, text, tokens), nil
}

// checkFocus refuses a word that has no tokens, or others than a text of so many.
func checkFocus(focus []int, tokens int) error {
	if len(focus) == 0 {
		return errors.New("the word has no tokens; want at least one")
	}
	for _, f := range focus {
		if err := checkToken(f, tokens); err != nil {
			return err
		}
	}
	return nil
}

// checkToken refuses a token that a text of so many lacks.
func checkToken(token, tokens int) error {
	if token < 0 || token >= tokens {
		return fmt.Errorf("token %d: the text has tokens 0 to %d", token, tokens-1)
	}
	return nil
}

// realToken is the place of a text's real token.
func (r *Run[F]) realToken(text, token int) (int, error) {
	real, err := r.realOf(text)
	if err != nil {
		return 0, err
	}
	if err := checkToken(token, len(real)); err != nil {
		return 0, err
	}
	return real[token], nil
}
