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
func Open[F tensor.Float](c Config, file Tensors) (*Model[F], error) {
	w, unused, err := load[F](c, file)
	if err != nil {
		return nil, err
	}
	if c.Decoder != nil && w.encoderAlone {
		c.Decoder = nil
	}
	return &Model[F]{Config: c, Unused: unused, weights: w}, nil
}

// Maps returns the matrices of one head, for row vectors, q = x·W_Q:
// Q, K, V [D K] and O [K D]. They are copies in float64. Where a norm comes
// before attention, x is what it makes of the stream. Layers count through both
// stacks of an encoder-decoder, the encoder's first.
func (m *Model[F]) Maps(layer, head int) (trace.Maps, error) {
	if err := m.checkHead(layer, head); err != nil {
		return trace.Maps{}, err
	}
	b, _ := m.Config.Block(layer)
	a, w := b.Attention, m.weights.blocks[layer].attention
	kv := head / (a.Heads / a.KVHeads)
	return trace.Maps{
		Q: columns(w.q, head, a.Key),
		K: columns(w.k, kv, a.Key),
		V: columns(w.v, kv, a.Key),
		O: m.output(layer, head),
	}, nil
}

// Bias returns what one head adds after its maps, and what its layer adds
// after all heads' O; nil where the model has none.
func (m *Model[F]) Bias(layer, head int) (trace.Bias, error) {
	if err := m.checkHead(layer, head); err != nil {
		return trace.Bias{}, err
	}
	b, _ := m.Config.Block(layer)
	a, w := b.Attention, m.weights.blocks[layer].attention
	kv := head / (a.Heads / a.KVHeads)
	of := func(p part[F], head int) mat.Vector {
		if p.linear.b == nil {
			return nil
		}
		bias := make([]float64, a.Key)
		for d := range bias {
			bias[d] = float64(p.linear.b.data()[p.column(head, d, a.Key)])
		}
		return bias
	}
	bias := trace.Bias{Q: of(w.q, head), K: of(w.k, kv), V: of(w.v, kv)}
	if w.o.b != nil {
		bias.O = wide(w.o.b.data())
	}
	return bias, nil
}

// checkHead refuses a layer or head that the model lacks.
func (m *Model[F]) checkHead(layer, head int) error {
	if layer < 0 || layer >= m.Config.Layers() {
		return fmt.Errorf("layer %d: the model has layers 0 to %d", layer, m.Config.Layers()-1)
	}
	if heads := m.Config.Heads(layer); head < 0 || head >= heads {
		return fmt.Errorf("head %d: the model has heads 0 to %d in each layer", head, heads-1)
	}
	return nil
}

// output returns W_O of one head, [K D].
func (m *Model[F]) output(layer, head int) mat.Matrix {
	b, s := m.Config.Block(layer)
	k, stored := b.Attention.Key, m.weights.blocks[layer].attention.o
	o := mat.New(k, s.Width)
	w := stored.w.matrix()
	for c := range k {
		for d := range s.Width {
			if stored.turned {
				o.Row(c)[d] = float64(w.Row(head*k + c)[d])
			} else {
				o.Row(c)[d] = float64(w.Row(d)[head*k+c])
			}
		}
	}
	return o
}

// columns returns the map of one head for row vectors, [in K].
func columns[F tensor.Float](p part[F], head, width int) mat.Matrix {
	var m mat.Matrix
	for d := range width {
		column := p.linear.column(p.column(head, d, width))
		if d == 0 {
			m = mat.New(len(column), width)
		}
		for i, x := range column {
			m.Row(i)[d] = float64(x)
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
