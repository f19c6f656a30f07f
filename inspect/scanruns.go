package inspect

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// A scan is a PatchScan under way.
type scan struct {
	m     *source.Model
	a, b  subject // the text that is patched, and the one that is patched from
	gauge gauge
	rows  []trace.ScanRow
	told  source.Progress
}

// batchTokens bounds the tokens of one run, several patched texts together.
const batchTokens = 2048

// all measures every patched run, [rows T]. Rows are shared out over as many
// workers as there are processors, each with one thread: the numbers are the
// same however many these are.
func (s *scan) all(ctx context.Context) (mat.Matrix, error) {
	measures := mat.New(len(s.rows), len(s.a.Tokens))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	go func() {
		defer close(next)
		for r := range s.rows {
			select {
			case next <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	var group sync.WaitGroup
	var told sync.Mutex
	done := 0
	memory := &model.Memory[float32]{}
	for range min(runtime.GOMAXPROCS(0), len(s.rows)) {
		group.Go(func() {
			for r := range next {
				if err := s.row(ctx, s.rows[r], measures.Row(r), memory); err != nil {
					cancel(err)
					return
				}
				told.Lock()
				done++
				if s.told != nil {
					s.told(done, len(s.rows))
				}
				told.Unlock()
			}
		})
	}
	group.Wait()
	return measures, context.Cause(ctx)
}

// row measures one row's patches, some tokens' at a time.
func (s *scan) row(ctx context.Context, row trace.ScanRow, measures []float64, memory *model.Memory[float32]) error {
	tokens := len(measures)
	for from := 0; from < tokens; from += max(1, batchTokens/tokens) {
		n := min(max(1, batchTokens/tokens), tokens-from)
		run, err := s.patched(ctx, row, from, n, memory)
		if err != nil {
			return err
		}
		some, err := s.gauge.of(run, n, s.a.Focus)
		if err != nil {
			return err
		}
		copy(measures[from:], some)
		run.Release(memory)
	}
	return nil
}

// patched runs n copies of the text from the row's layer on, the k-th with the
// row's vector at token from+k taken from the other text.
func (s *scan) patched(ctx context.Context, row trace.ScanRow, from, n int, memory *model.Memory[float32]) (*model.Run[float32], error) {
	into, _ := s.a.Tensor(streamInto(s.m, row.Layer))
	tokens := len(s.a.Tokens)
	texts := max(n, alike(tokens))
	stream := slices.Repeat(into.Data[:tokens*into.Shape[2]], texts)
	o := model.Options[float32]{Keep: func(name string) bool { return name == s.gauge.step }, Threads: 1, Memory: memory,
		Start: &model.Start[float32]{Layer: row.Layer, Stream: stream}}
	other, _ := s.b.Tensor(row.Tensor)
	head, heads := 0, 1
	if row.Head != nil {
		head, heads = *row.Head, other.Shape[1]
	}
	width := other.Shape[len(other.Shape)-1]
	put := func(x []float32) {
		for k := range n {
			i := head*tokens + from + k
			copy(x[k*heads*tokens*width+i*width:][:width], other.Data[i*width:])
		}
	}
	if into.Name == row.Tensor {
		put(stream)
	} else {
		o.Edit = func(x model.Tensor[float32]) {
			if x.Name == row.Tensor {
				put(x.Data)
			}
		}
	}
	return s.m.Net.Run(ctx, copies(s.a.Passage.Inputs, texts), o)
}

// copies is a batch of one text, or one image, n times.
func copies(in model.Inputs, n int) model.Inputs {
	if p := in.Pixels; p != nil {
		shape := p.Shape
		shape[0] = n
		return model.Inputs{Pixels: &model.Pixels{Shape: shape, Data: slices.Repeat(p.Data, n)}}
	}
	rows := func(x [][]int) [][]int {
		if x == nil {
			return nil // not given
		}
		return slices.Repeat(x, n)
	}
	return model.Inputs{IDs: rows(in.IDs), Mask: rows(in.Mask), Types: rows(in.Types), Positions: rows(in.Positions)}
}
