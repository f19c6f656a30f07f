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

// batchTokens is about how many tokens a run has, several patched texts
// together: enough for weights to be read seldom, few enough for what is worked on
// to stay in a cache.
const batchTokens = 256

// batches cuts the map's cells into runs, each of patches in one layer.
func (s *scan) batches() [][]trace.ScanCell {
	tokens := len(s.a.Tokens)
	most := max(1, batchTokens/tokens)
	var list [][]trace.ScanCell
	for r, row := range s.rows {
		for i := range tokens {
			last := len(list) - 1
			if last < 0 || len(list[last]) == most || s.rows[list[last][0].Row].Layer != row.Layer {
				list, last = append(list, nil), last+1
			}
			list[last] = append(list[last], trace.ScanCell{Row: r, Token: i})
		}
	}
	return list
}

// all measures every patched run, [rows T]. Batches are shared out over as many
// workers as there are processors, each with one thread: the numbers are the
// same however many these are.
func (s *scan) all(ctx context.Context) (mat.Matrix, error) {
	measures := mat.New(len(s.rows), len(s.a.Tokens))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := s.batches()
	next := make(chan []trace.ScanCell)
	go func() {
		defer close(next)
		for _, batch := range batches {
			select {
			case next <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	var group sync.WaitGroup
	var told sync.Mutex
	done := 0
	memory := &model.Memory[float32]{}
	for range min(runtime.GOMAXPROCS(0), len(batches)) {
		group.Go(func() {
			for batch := range next {
				if err := s.measure(ctx, batch, measures, memory); err != nil {
					cancel(err)
					return
				}
				told.Lock()
				done += len(batch)
				if s.told != nil {
					s.told(done, len(measures.Data))
				}
				told.Unlock()
			}
		})
	}
	group.Wait()
	return measures, context.Cause(ctx)
}

// measure runs a batch and measures each of its patches.
func (s *scan) measure(ctx context.Context, batch []trace.ScanCell, measures mat.Matrix, memory *model.Memory[float32]) error {
	run, err := s.patched(ctx, batch, memory)
	if err != nil {
		return err
	}
	some, err := s.gauge.of(run, len(batch), s.a.Focus)
	if err != nil {
		return err
	}
	for k, cell := range batch {
		measures.Row(cell.Row)[cell.Token] = some[k]
	}
	run.Release(memory)
	return nil
}

// patched runs a copy of the text for each cell, from the cells' layer on, with
// the cell's vector taken from the other text.
func (s *scan) patched(ctx context.Context, batch []trace.ScanCell, memory *model.Memory[float32]) (*model.Run[float32], error) {
	first := s.rows[batch[0].Row]
	into, _ := s.a.Tensor(streamInto(s.m, first.Layer))
	tokens := len(s.a.Tokens)
	texts := max(len(batch), alike(tokens))
	stream := slices.Repeat(into.Data[:tokens*into.Shape[2]], texts)
	o := model.Options[float32]{Keep: func(name string) bool { return name == s.gauge.step }, Threads: 1, Memory: memory,
		Start: &model.Start[float32]{Layer: first.Layer, Stream: stream}}
	other, _ := s.b.Tensor(first.Tensor)
	width := other.Shape[len(other.Shape)-1]
	put := func(x []float32) {
		perText := len(x) / texts
		for k, cell := range batch {
			i := cell.Token
			if head := s.rows[cell.Row].Head; head != nil {
				i += *head * tokens
			}
			copy(x[k*perText+i*width:][:width], other.Data[i*width:])
		}
	}
	if into.Name == first.Tensor {
		put(stream)
	} else {
		o.Edit = func(x model.Tensor[float32]) {
			if x.Name == first.Tensor {
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
