package model

import (
	"fmt"

	"heed/mat"
)

// Logit reads one output of the head, a word or a class, from a state of the
// residual stream [D] as if it left the last layer: a number of [Model.Logits], in
// float64, without the others. A model without a head, an output that it does not
// have, and a state of another width are errors.
func (m *Model[F]) Logit(state []F, id int) (float64, error) {
	if err := m.Predicts(); err != nil {
		return 0, err
	}
	if n := m.weights.head.decoder.out(); id < 0 || id >= n {
		return 0, fmt.Errorf("output %d: the head has outputs 0 to %d", id, n-1)
	}
	if len(state) != m.Config.Width {
		return 0, fmt.Errorf("a state of %d numbers; want %d, the model's width", len(state), m.Config.Width)
	}
	x := wide(state)
	u, bias := m.readHead(x, id)
	return m.Config.Head.Capped(mat.Dot(u, x) + bias), nil
}
