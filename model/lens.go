package model

import (
	"errors"
	"fmt"

	"heed/tensor"
)

// Predicts returns nil where [Model.Logits] can be asked, else why not: the file
// holds no head, or the head reads a decoder.
func (m *Model[F]) Predicts() error {
	switch {
	case m.Config.Decoder != nil:
		return fmt.Errorf("%s is an encoder-decoder: its head reads what the decoder makes, and only the encoder runs here", m.Config.Family)
	case m.weights.head == nil:
		return errors.New("the model has no head that turns its last hidden state into logits, as sentence encoders have none; causal models have one, and those for masked words")
	}
	return nil
}

// Logits reads states of the residual stream as if they left the last layer: the
// norm that follows the layers, if there is one, then the head. states is [N D],
// the result [N V], or a number for each class of images:
//
//	logits = head(final norm(state))
//
// Of what leaves the last layer these are the model's own logits; of what enters
// layer l they are the logit lens at l. A norm is not held: each state has its
// own divisor. A model without a head, and states of another width, are errors.
//
// Source: nostalgebraist, interpreting GPT: the logit lens (2020).
func (m *Model[F]) Logits(states tensor.Matrix[F]) (tensor.Matrix[F], error) {
	if err := m.Predicts(); err != nil {
		return tensor.Matrix[F]{}, err
	}
	c, w, k := m.Config, m.weights, tensor.Kernels[F]{}
	if states.Cols != c.Width {
		return tensor.Matrix[F]{}, fmt.Errorf("states have %d numbers; want %d, the model's width", states.Cols, c.Width)
	}
	x := states
	if c.FinalNorm != nil {
		y := tensor.Zeros[F](x.Rows, x.Cols)
		w.final.apply(k, y, x)
		x = y
	}
	if w.head.project.w != nil {
		y := tensor.Zeros[F](x.Rows, w.head.project.out())
		w.head.project.apply(k, y, x)
		x = y
	}
	y := tensor.Zeros[F](x.Rows, w.head.decoder.out())
	m.unembed(k, y, x)
	return y, nil
}

// unembed writes the head's logits of final hidden states to y.
func (m *Model[F]) unembed(k tensor.Kernels[F], y, in tensor.Matrix[F]) {
	c, h := m.Config.Head, m.weights.head
	if c.Transform != nil {
		x := tensor.Zeros[F](in.Rows, h.transform.out())
		h.transform.apply(k, x, in)
		k.Activate(c.Activation, x.Data)
		h.norm.apply(k, x, x)
		in = x
	}
	if c.Scale > 0 {
		x := tensor.Zeros[F](in.Rows, in.Cols)
		k.Scale(x.Data, in.Data, F(c.Scale))
		in = x
	}
	h.decoder.apply(k, y, in)
	if c.Cap > 0 {
		capped(k, y.Data, c.Cap)
	}
}

// ForHidden names the states of the residual stream: what enters layer 0, what
// leaves it, and so on, [L+1]; of the encoder, or of the only stack.
func (m *Model[F]) ForHidden() []string {
	names := []string{m.Config.Prefix + "embed"}
	for layer := range m.Config.Blocks {
		names = append(names, m.Config.at(layer)+"resid_out")
	}
	return names
}

// States returns what the residual stream holds at one token of one text of the
// batch, as it enters layer 0 and as it leaves each layer, [L+1 D]: what the logit
// lens reads. A text, token or state that the run does not hold is an error.
func (r *Run[F]) States(text, token int) (tensor.Matrix[F], error) {
	names := r.Model.ForHidden()
	states := tensor.Zeros[F](len(names), r.Model.Config.Width)
	real, err := r.realToken(text, token)
	if err == nil {
		err = r.kept("ForHidden", names)
	}
	if err != nil {
		return states, err
	}
	for l, name := range names {
		x, _ := r.Tensor(name)
		copy(states.Row(l), x.Data[(text*x.Shape[1]+real)*states.Cols:])
	}
	return states, nil
}
