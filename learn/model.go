package learn

import (
	"fmt"
	"math"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// A Model is a layer of learned attention over frozen word vectors:
//
//	y_i = e_i + Σ over heads h, Σ over j≠i of w^h_ij e_j W_V^h
//	w^h_i· = softmax over j≠i of (e_i W_Q^h + b_Q^h)·(e_j W_K^h)/√K
//
// A word does not read itself; one that stands alone keeps y = e. No position
// enters: attention sees a set of words.
type Model struct {
	Vocabulary *Vocabulary
	Dim        int // D
	Recipe     Recipe

	codes   []byte    // [V D], of int8
	scales  []float32 // [V]; e_id = code·scale
	weights *weights
}

// NewModel makes a model of word vectors, [V D] row by row, without attention
// as yet. The vectors are turned into unit vectors around their mean, which
// all words share and which tells nothing of any, and stored in eight bits:
//
//	e = (x − mean)/‖x − mean‖,  code = round(127 e / max|e|),  scale = max|e|/127
//
// Training and walks use what is stored. A vector that is the mean itself
// becomes 0. It is an error if the lengths do not fit.
//
// Source: Mu and Viswanath, All-but-the-Top: Simple and Effective
// Postprocessing for Word Representations (2018), §2, for taking off the mean.
func NewModel(words []string, dim int, vectors []float32) (*Model, error) {
	v, err := NewVocabulary(words)
	if err != nil {
		return nil, err
	}
	if dim < 1 || dim > maxDim || len(vectors) != v.Len()*dim {
		return nil, fmt.Errorf("%d numbers for %d words of %d dimensions; want %d, and 1 to %d dimensions", len(vectors), v.Len(), dim, v.Len()*dim, maxDim)
	}
	v.tabulate()
	m := &Model{Vocabulary: v, Dim: dim, codes: make([]byte, len(vectors)), scales: make([]float32, v.Len())}
	mean := make([]float64, dim)
	for i, x := range vectors {
		mean[i%dim] += float64(x)
	}
	e := make([]float64, dim)
	for id := range v.Len() {
		largest, square := 0.0, 0.0
		for c, x := range vectors[id*dim : (id+1)*dim] {
			e[c] = float64(x) - mean[c]/float64(v.Len())
			largest = max(largest, math.Abs(e[c]))
			square += float64(e[c] * e[c])
		}
		if largest == 0 {
			continue
		}
		for c, x := range e {
			m.codes[id*dim+c] = byte(int8(math.Round(127 * x / largest)))
		}
		m.scales[id] = float32(largest / math.Sqrt(square) / 127)
	}
	return m, nil
}

// Heads is H, 0 before training.
func (m *Model) Heads() int {
	if m.weights == nil {
		return 0
	}
	return m.weights.Heads
}

// Embed is e of a word by its number, [D].
func (m *Model) Embed(id int) []float64 {
	e := make([]float64, m.Dim)
	for c := range e {
		e[c] = float64(m.number(id, c))
	}
	return e
}

func (m *Model) number(id, c int) float32 { return float32(int8(m.codes[id*m.Dim+c])) * m.scales[id] }

// Vectors are all e, [V D], row by row.
func (m *Model) Vectors() []float32 {
	e := make([]float32, len(m.codes))
	for id := range m.scales {
		for c := range m.Dim {
			e[id*m.Dim+c] = m.number(id, c)
		}
	}
	return e
}

// Head returns one head, for attention.Walk. It panics if there is none of
// that number.
func (m *Model) Head(head int) attention.Head { return m.weights.head(head) }

func (w *weights) head(head int) attention.Head {
	all := w.Heads * w.KeyWidth
	columns := func(from []float32, rows int) mat.Matrix {
		to := mat.New(rows, w.KeyWidth)
		for i := range to.Data {
			to.Data[i] = float64(from[i/w.KeyWidth*all+head*w.KeyWidth+i%w.KeyWidth])
		}
		return to
	}
	value := mat.New(w.Dim, w.Dim)
	for i := range value.Data {
		value.Data[i] = float64(w.v[head*w.Dim*w.Dim+i])
	}
	return attention.Head{
		Maps:        trace.Maps{Q: columns(w.q, w.Dim), K: columns(w.k, w.Dim), V: value},
		Bias:        trace.Bias{Q: columns(w.qBias, 1).Row(0)},
		ExcludeSelf: true,
		Residual:    true,
	}
}

// Walk takes words, by their numbers, through every head: a trace a head, and
// y of all heads together in each of them. It fills what attention.Walk fills;
// the text's side, and what follows from it, is left to the caller.
func (m *Model) Walk(ids []int) []trace.Trace {
	rows := make([][]float64, len(ids))
	for i, id := range ids {
		rows[i] = m.Embed(id)
	}
	return m.weights.walk(mat.Of(rows...))
}

func (w *weights) walk(embed mat.Matrix) []trace.Trace {
	traces := make([]trace.Trace, w.Heads)
	y := embed.Clone()
	for h := range traces {
		traces[h] = attention.Walk(embed, w.head(h))
		mat.AddScaled(y.Data, 1, traces[h].Projected.Data)
	}
	for h := range traces {
		traces[h].Y = y
	}
	return traces
}
