package model

import (
	"fmt"

	"heed/mat"
	"heed/tensor"
	"heed/trace"
)

// A Model is a transformer ready to run, in float32 or float64. It may be
// used by several goroutines at once.
type Model[F tensor.Float] struct {
	Config Config
	Unused []string // tensors of the file that no run reads: other heads

	weights weights[F]
}

// Open makes a model of its config and its tensors, whose memory it goes on
// using. Every tensor is checked against the config, and none is larger than
// the file, so a config cannot make Open allocate on its word. Tensors of
// another float type than F are converted when they are first needed. Errors
// name the tensor; the caller adds the file's name.
func Open[F tensor.Float](c Config, file *tensor.File) (*Model[F], error) {
	w, unused, err := load[F](c, file)
	if err != nil {
		return nil, err
	}
	return &Model[F]{Config: c, Unused: unused, weights: w}, nil
}

// Maps returns the matrices of one head, for row vectors, q = e·W_Q:
// Q, K, V [D K] and O [K D]. They are copies in float64.
func (m *Model[F]) Maps(layer, head int) (trace.Maps, error) {
	if err := m.checkHead(layer, head); err != nil {
		return trace.Maps{}, err
	}
	l, k := m.weights.layers[layer], m.Config.HeadWidth()
	return trace.Maps{
		Q: columns(l.q.w.matrix(), head*k, k),
		K: columns(l.k.w.matrix(), head*k, k),
		V: columns(l.v.w.matrix(), head*k, k),
		O: m.output(layer, head),
	}, nil
}

// Bias returns what one head adds after its maps, and what its layer adds
// after all heads' O.
func (m *Model[F]) Bias(layer, head int) (trace.Bias, error) {
	if err := m.checkHead(layer, head); err != nil {
		return trace.Bias{}, err
	}
	l, k := m.weights.layers[layer], m.Config.HeadWidth()
	return trace.Bias{
		Q: wide(l.q.b.data()[head*k : (head+1)*k]),
		K: wide(l.k.b.data()[head*k : (head+1)*k]),
		V: wide(l.v.b.data()[head*k : (head+1)*k]),
		O: wide(l.o.b.data()),
	}, nil
}

// checkHead refuses a layer or head that the model lacks.
func (m *Model[F]) checkHead(layer, head int) error {
	if layer < 0 || layer >= m.Config.Layers {
		return fmt.Errorf("layer %d: the model has layers 0 to %d", layer, m.Config.Layers-1)
	}
	if head < 0 || head >= m.Config.Heads {
		return fmt.Errorf("head %d: the model has heads 0 to %d in each layer", head, m.Config.Heads-1)
	}
	return nil
}

// output returns W_O of one head, [K D]: its columns of the stored [D H·K],
// which is turned over.
func (m *Model[F]) output(layer, head int) mat.Matrix {
	stored, k := m.weights.layers[layer].o.w.matrix(), m.Config.HeadWidth()
	o := mat.New(k, stored.Rows)
	for d := range stored.Rows {
		for c, x := range stored.Row(d)[head*k : (head+1)*k] {
			o.Row(c)[d] = float64(x)
		}
	}
	return o
}

// columns returns a map for row vectors from one stored [out in]: outputs
// from … from+n−1, as [in n].
func columns[F tensor.Float](stored tensor.Matrix[F], from, n int) mat.Matrix {
	m := mat.New(stored.Cols, n)
	for c := range n {
		for d, x := range stored.Row(from + c) {
			m.Row(d)[c] = float64(x)
		}
	}
	return m
}

// wide copies numbers to float64, exactly.
func wide[F tensor.Float](row []F) []float64 {
	w := make([]float64, len(row))
	for i, x := range row {
		w[i] = float64(x)
	}
	return w
}
