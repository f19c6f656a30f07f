package inspect

import (
	"context"
	"fmt"
	"slices"

	"heed/mat"
	"heed/source"
	"heed/trace"
)

// HeadOptions say which head's reading is wanted.
type HeadOptions struct {
	HeadsOptions
	Layer, Head int // from 0
}

// Head takes apart what one head adds to a word: for each token of the text
// the weight, and what its value gives after W_O, whose sum is the head's
// output. Where the head stands among all, by pull, is told too; see [Heads].
func Head(ctx context.Context, m *source.Model, o HeadOptions) (trace.Reading, error) {
	layers := m.Net.Config.Blocks
	if o.Layer < 0 || o.Layer >= len(layers) {
		return trace.Reading{}, fmt.Errorf("there is no layer %d: %s has layers 0 … %d", o.Layer, m.Name(), len(layers)-1)
	}
	if heads := m.Net.Config.Heads(o.Layer); o.Head < 0 || o.Head >= heads {
		return trace.Reading{}, fmt.Errorf("there is no L%d.H%d: layer %d of %s has heads 0 … %d", o.Layer, o.Head, o.Layer, m.Name(), heads-1)
	}
	h, subjects, err := ask(ctx, m, o.HeadsOptions)
	if err != nil {
		return trace.Reading{}, err
	}
	r := trace.Reading{Version: trace.Version, Source: h.Source, Layer: o.Layer, Head: o.Head, Word: h.Word, Targets: h.Targets, Of: len(h.Heads), Notes: h.Notes}
	r.Notes = slices.DeleteFunc(r.Notes, func(n trace.Note) bool { return n.At == "kept" }) // of heads' lengths after norms
	for _, one := range h.Heads {
		if one.Layer == o.Layer && one.Head == o.Head {
			r.Pull, r.Rank, r.Unit = one.Pull, one.Rank, one.Unit
		}
	}
	for _, s := range subjects {
		t, off, err := reading(s, o, r.Unit)
		if err != nil {
			return trace.Reading{}, err
		}
		r.Texts, r.Error = append(r.Texts, t), max(r.Error, mat.Number(off))
	}
	return r, nil
}

// reading is what the head reads in one text, and how exact its sum is.
func reading(s subject, o HeadOptions, unit []float64) (trace.ReadingText, float64, error) {
	move, err := s.Move(0, o.Layer, s.Focus)
	if err != nil {
		return trace.ReadingText{}, 0, err
	}
	given, err := s.Run.Reads(0, o.Layer, o.Head, s.Focus)
	if err != nil {
		return trace.ReadingText{}, 0, err
	}
	output := move.Heads.Row(o.Head)
	t := trace.ReadingText{Passage: s.Passage.Passage, Output: output, Length: mat.Number(mat.Norm(output)), Along: mat.Number(mat.Dot(output, unit))}
	weights, _ := s.Tensor(s.Model.Config.Stack.Prefix + fmt.Sprintf("L%d.weights", o.Layer))
	keys := weights.Shape[3]
	for j, token := range s.Tokens {
		read := trace.Read{Token: token.Text, Index: j, Part: given.Row(j),
			Length: mat.Number(mat.Norm(given.Row(j))), Along: mat.Number(mat.Dot(given.Row(j), unit))}
		for _, i := range s.Focus {
			read.Weight += mat.Number(weights.Data[(o.Head*keys+i)*keys+j]) / mat.Number(len(s.Focus))
		}
		t.Reads = append(t.Reads, read)
	}
	return t, mat.Off(mat.SumRows(given), output), nil
}
