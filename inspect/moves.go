package inspect

import (
	"fmt"
	"math"
	"slices"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// A Move is what a reader does by hand to the run of one text: a vector's tip is
// put somewhere in a plane, or one number is set.
type Move struct {
	Text        int
	Layer, Head int
	At          string     // "embed[1]" of a tip, "weights[1,0]" of a number
	To          [2]float64 // where the tip goes
	X, Y        []float64  // the plane's directions, [D]; without them a number is set
	Value       float64    // of a number
}

// Moves makes moves ready for the runs of a walk's texts, as [source.Options]
// takes them. A tip moves within its plane, and the vector keeps what the plane
// does not show:
//
//	a' = a + (to_x − a·X) X + (to_y − a·Y) Y
//
// where a is the row as the run computes it, earlier moves included. The word
// under study, where it has several tokens, is their mean, and they all move by as
// much. Everything after them in the run follows, later layers too. Errors are of
// places that are not there.
func Moves(m *source.Model, w trace.Walk, moves []Move) (source.Edit, error) {
	edits := make([]map[string][]func(model.Tensor[float32]), len(w.Traces)) // of each text, by tensor
	for n, move := range moves {
		if move.Text < 0 || move.Text >= len(w.Traces) {
			return nil, fmt.Errorf("change %d: text %d: there are texts 0 … %d", n+1, move.Text, len(w.Traces)-1)
		}
		name, edit, err := move.ready(m, w.Traces[move.Text])
		if err != nil {
			return nil, fmt.Errorf("change %d: %w", n+1, err)
		}
		if edits[move.Text] == nil {
			edits[move.Text] = map[string][]func(model.Tensor[float32]){}
		}
		edits[move.Text][name] = append(edits[move.Text][name], edit)
	}
	return func(text int) func(model.Tensor[float32]) {
		if len(edits[text]) == 0 {
			return nil // its run is not made slower
		}
		return func(x model.Tensor[float32]) {
			for _, edit := range edits[text][x.Name] {
				edit(x)
			}
		}
	}, nil
}

// ready finds the tensor that a move changes, and what is to be done to it. t
// is the text's trace of any layer and head.
func (move Move) ready(m *source.Model, t trace.Trace) (name string, edit func(model.Tensor[float32]), err error) {
	stage, index, err := trace.ParseAt(move.At)
	if err != nil {
		return "", nil, err
	}
	if err := m.CheckHead(source.Options{Layer: move.Layer, Head: move.Head}); err != nil {
		return "", nil, err
	}
	name, head, ok := m.Net.Place(stage, move.Layer, move.Head)
	tip := len(move.X) > 0
	want, width := map[bool]int{true: 1, false: 2}[tip], widthOf(t, stage)
	switch {
	case !ok:
		return "", nil, fmt.Errorf("%s follows from other tensors; change one of embed, q, k, v, scores, scaled, masked, weights and y", move.At)
	case len(index) != want:
		return "", nil, fmt.Errorf("%s: want %d indices", move.At, want)
	case index[0] >= len(t.Tokens):
		return "", nil, fmt.Errorf("%s: “%s” has tokens 0 … %d", move.At, t.Text, len(t.Tokens)-1)
	case !finite(move.Value), !finite(move.To[0] + move.To[1]):
		return "", nil, fmt.Errorf("%s: want finite numbers", move.At)
	case tip && width != len(move.X):
		return "", nil, fmt.Errorf("%s has %d numbers, and the plane lies in %d dimensions; set its numbers", move.At, width, len(move.X))
	case !tip && index[1] >= width:
		return "", nil, fmt.Errorf("%s: a row has numbers 0 … %d", move.At, width-1)
	}
	if tip {
		rows := index
		if slices.Contains(t.Focus, index[0]) && slices.Contains([]string{"embed", "q", "y"}, stage) {
			rows = t.Focus
		}
		return name, func(x model.Tensor[float32]) { move.tip(x, head, rows) }, nil
	}
	return name, func(x model.Tensor[float32]) { rowOf(x, head, index[0])[index[1]] = float32(move.Value) }, nil
}

// widthOf is how many numbers a row of a stage has.
func widthOf(t trace.Trace, stage string) int {
	switch stage {
	case "embed", "y":
		return t.Embed.Cols
	case "q", "k":
		return t.Q.Cols
	case "v":
		return t.V.Cols
	}
	return len(t.Tokens)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// tip moves rows of a tensor so that their mean lies at To.
func (move Move) tip(x model.Tensor[float32], head int, rows []int) {
	mean := make([]float64, len(move.X))
	for _, i := range rows {
		for c, v := range rowOf(x, head, i) {
			mean[c] += float64(v) / float64(len(rows))
		}
	}
	by := mat.Add(mat.Scale(move.To[0]-mat.Dot(mean, move.X), move.X), mat.Scale(move.To[1]-mat.Dot(mean, move.Y), move.Y))
	for _, i := range rows {
		row := rowOf(x, head, i)
		for c := range row {
			row[c] = float32(float64(row[c]) + by[c])
		}
	}
}

// rowOf is a token's row of the first text of [B T D], or of a head of [B H T C].
func rowOf(x model.Tensor[float32], head, token int) []float32 {
	n := len(x.Shape)
	count, cols := x.Shape[n-2], x.Shape[n-1]
	start := (head*count + token) * cols
	return x.Data[start : start+cols]
}
