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
	v.Tabulate()
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

// Contextual is y of one word among others, by their numbers, [D], without the
// other stages of [Model.Walk]. The word itself may be one without a vector,
// −1: its e is then 0.
//
// Since q·k_j = (q·W_Kᵀ)·e_j, and Σ_j w_j (e_j·W_V) = (Σ_j w_j e_j)·W_V, only
// the word's own row is ever multiplied by a matrix.
func (m *Model) Contextual(ids []int, at int) []float64 {
	w, e := m.weights, make([]float64, m.Dim)
	if ids[at] >= 0 {
		e = m.Embed(ids[at])
	}
	others := make([][]float64, 0, len(ids))
	for j, id := range ids {
		if j != at && id >= 0 {
			others = append(others, m.Embed(id))
		}
	}
	y := append([]float64(nil), e...)
	if len(others) == 0 {
		return y
	}
	for h := range w.Heads {
		q := make([]float64, w.KeyWidth)
		for x := range q {
			q[x] = float64(w.qBias[h*w.KeyWidth+x])
		}
		for c := range e {
			for x := range q {
				q[x] += e[c] * float64(w.q[(c*w.Heads+h)*w.KeyWidth+x])
			}
		}
		back := make([]float64, m.Dim) // q·W_Kᵀ/√K
		for c := range back {
			for x := range q {
				back[c] += q[x] * float64(w.k[(c*w.Heads+h)*w.KeyWidth+x])
			}
			back[c] /= math.Sqrt(float64(w.KeyWidth))
		}
		scaled := mat.New(1, len(others))
		for j, o := range others {
			scaled.Data[j] = mat.Dot(back, o)
		}
		mix := make([]float64, m.Dim)
		for j, weight := range attention.Weights(scaled).Data {
			mat.AddScaled(mix, weight, others[j])
		}
		for c, x := range mix {
			for d := range y {
				y[d] += x * float64(w.v[(h*m.Dim+c)*m.Dim+d])
			}
		}
	}
	return y
}
