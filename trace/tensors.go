package trace

import (
	"slices"

	"heed/mat"
)

// A Tensor is one named array of a Trace.
type Tensor struct {
	Name  string
	Shape []int     // none for a single number; nil for a tensor that is absent
	Data  []float64 // row-major
	First []int     // what the first axis counts where that is not 0, 1, 2 …: the focus, of parts
}

// Tensors lists the arrays of a trace that are there, in the order of
// computation, then its maps and biases. Parts is [F T W], F the tokens of the
// word. What a shift says of its N targets is shift.towards.signed [N],
// shift.towards.distance [N 2] and shift.towards.cosine [N 2].
func (t Trace) Tensors() []Tensor {
	return slices.DeleteFunc(t.everyTensor(), func(t Tensor) bool { return t.Shape == nil })
}

// everyTensor lists the absent ones too, so that the lists of any two traces
// have the same names in the same order.
func (t Trace) everyTensor() []Tensor {
	maps, bias, share := Maps{}, Bias{}, Shift{}
	if t.Maps != nil {
		maps = *t.Maps
	}
	if t.Bias != nil {
		bias = *t.Bias
	}
	if t.Share != nil {
		share = *t.Share
	}
	list := []Tensor{
		matrix("embed", t.Embed),
		matrix("q", t.Q),
		matrix("k", t.K),
		matrix("v", t.V),
		matrix("scores", t.Scores),
		matrix("scaled", t.Scaled),
		matrix("masked", t.Masked),
		matrix("weights", t.Weights),
		parts(t.Parts, t.Focus),
		matrix("output", t.Output),
		matrix("projected", t.Projected),
		matrix("y", t.Y),
	}
	list = append(list, shift("shift", t.Shift)...)
	list = append(list, shift("share", share)...)
	return append(list,
		matrix("maps.q", maps.Q),
		matrix("maps.k", maps.K),
		matrix("maps.v", maps.V),
		matrix("maps.o", maps.O),
		vector("bias.q", bias.Q),
		vector("bias.k", bias.K),
		vector("bias.v", bias.V),
		vector("bias.o", bias.O),
	)
}

func matrix(name string, m mat.Matrix) Tensor {
	if m.Absent() {
		return Tensor{Name: name}
	}
	return Tensor{Name: name, Shape: []int{m.Rows, m.Cols}, Data: m.Data}
}

func vector(name string, v []float64) Tensor {
	if v == nil {
		return Tensor{Name: name}
	}
	return Tensor{Name: name, Shape: []int{len(v)}, Data: v}
}

func parts(list []mat.Matrix, focus []int) Tensor {
	t := Tensor{Name: "parts"}
	for _, p := range list {
		t.Shape = []int{len(list), p.Rows, p.Cols}
		t.First = focus
		t.Data = append(t.Data, p.Data...)
	}
	return t
}

// shift lists the numbers of a Shift; all are absent where it is zero.
func shift(name string, s Shift) []Tensor {
	length := Tensor{Name: name + ".length"}
	if s.From != nil {
		length.Shape, length.Data = []int{}, []float64{float64(s.Length)}
	}
	signed := Tensor{Name: name + ".towards.signed"}
	distance := Tensor{Name: name + ".towards.distance"}
	cosine := Tensor{Name: name + ".towards.cosine"}
	for _, t := range s.Towards {
		signed.Data = append(signed.Data, float64(t.Signed))
		distance.Data = append(distance.Data, float64(t.Distance[0]), float64(t.Distance[1]))
		cosine.Data = append(cosine.Data, float64(t.Cosine[0]), float64(t.Cosine[1]))
	}
	if n := len(s.Towards); n > 0 {
		signed.Shape, distance.Shape, cosine.Shape = []int{n}, []int{n, 2}, []int{n, 2}
	}
	return []Tensor{vector(name+".from", s.From), vector(name+".to", s.To), length, signed, distance, cosine}
}

// Numbers is how many numbers the tensors of a walk have.
func (w Walk) Numbers() (n int) {
	for _, t := range w.Traces {
		for _, tensor := range t.Tensors() {
			n += len(tensor.Data)
		}
	}
	return n
}

// WithoutTensors returns the walk without the vectors and matrices of its traces:
// what is left are texts, pins, checks, notes, and towards what the words went.
func (w Walk) WithoutTensors() Walk {
	traces := make([]Trace, len(w.Traces))
	for i, t := range w.Traces {
		t.Shift.From, t.Shift.To = nil, nil
		if t.Share != nil {
			share := *t.Share
			share.From, share.To = nil, nil
			t.Share = &share
		}
		traces[i] = Trace{Text: t.Text, Pair: t.Pair, Word: t.Word, Focus: t.Focus, Tokens: t.Tokens, Residual: t.Residual,
			Shift: t.Shift, Share: t.Share, Pins: t.Pins, Checks: t.Checks, Notes: t.Notes}
	}
	w.Traces = traces
	return w
}

// WithoutMaps returns the walk without its traces' maps and biases, which for
// a model are most of its size.
func (w Walk) WithoutMaps() Walk {
	traces := make([]Trace, len(w.Traces))
	for i, t := range w.Traces {
		t.Maps, t.Bias = nil, nil
		traces[i] = t
	}
	w.Traces = traces
	return w
}
