package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/tensor"
)

// FromKeep says which steps of the run that patches take from must be kept.
func (c *Changed[F]) FromKeep(name string) bool { return c.does(name, Take) }

// MeanKeep says which steps of the runs of [Changed.Average] must be kept.
func (c *Changed[F]) MeanKeep(name string) bool { return c.does(name, Knock) }

func (c *Changed[F]) does(name string, do Action) bool {
	return slices.ContainsFunc(c.spots[name], func(s spot) bool { return s.Do == do })
}

// From gives the run that patches take from. Its first text is read.
func (c *Changed[F]) From(r *Run[F]) { c.from = r }

// Average puts means in place of the 0 of what is knocked out: of a head's
// output, or of an MLP's, the mean over all real tokens of the runs' texts. It
// returns how many tokens these are.
func (c *Changed[F]) Average(runs []*Run[F]) (tokens int) {
	c.means = map[string][]F{}
	for name := range c.spots {
		if c.MeanKeep(name) {
			c.means[name], tokens = average(runs, name)
		}
	}
	return tokens
}

// average is the mean of a step's rows over the real tokens of runs: of [B T D]
// one row, of [B H T K] a row a head.
func average[F tensor.Float](runs []*Run[F], name string) (mean []F, tokens int) {
	var sum []float64
	for _, r := range runs {
		x, _ := r.Tensor(name)
		axes, heads := within(x.Shape), 1
		if len(x.Shape) == 4 {
			heads = x.Shape[1]
		}
		if sum == nil {
			sum = make([]float64, heads*axes[1])
		}
		mask := r.Inputs.Mask
		if d := r.Model.Config.Decoder; d != nil && strings.HasPrefix(name, d.Prefix) {
			mask = r.Inputs.DecoderMask
		}
		for b := range x.Shape[0] {
			real := real(mask, b, axes[0])
			tokens += len(real)
			for h := range heads {
				rows := nth(x.Data, b*heads+h, axes[0], axes[1])
				for _, t := range real {
					for d, v := range rows.Row(t) {
						sum[h*axes[1]+d] += float64(v)
					}
				}
			}
		}
	}
	mean = make([]F, len(sum))
	for d, x := range sum {
		mean[d] = F(x / float64(tokens))
	}
	return mean, tokens
}

// Notes tells what a reader should know of the changes, after a run.
func (c *Changed[F]) Notes() []string { return c.notes }

func (c *Changed[F]) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(c.notes, text) {
		c.notes = append(c.notes, text)
	}
}

// Edit makes the changes to a step, in their order: it is an [Options].Edit.
func (c *Changed[F]) Edit(x Tensor[F]) {
	for _, s := range c.spots[x.Name] {
		perText := len(x.Data) / x.Shape[0]
		for b := range x.Shape[0] {
			text := x.Data[b*perText : (b+1)*perText]
			switch s.Do {
			case Knock:
				c.knock(x.Name, s, b, text)
			case Hide:
				c.hide(x, s.As, of(s.hidden, b), text)
			case Set:
				for _, span := range of(s.spans, b) {
					for i := span[0]; i < span[1]; i++ {
						text[i] = F(s.Value)
					}
				}
			case Take:
				c.take(x.Name, s, b, text)
			}
			if s.Do == Set && strings.HasSuffix(x.Name, ".weights") {
				c.sums(x, s, b, text)
			}
		}
	}
}

// knock makes a head's rows 0, or the mean.
func (c *Changed[F]) knock(name string, s spot, b int, text []F) {
	mean := c.means[name]
	width := within(s.shape)[1]
	size := within(s.shape)[0] * width
	for _, span := range of(s.spans, b) {
		row := mean
		if mean != nil {
			row = mean[span[0]/size*width:][:width]
		}
		for i := span[0]; i < span[1]; i++ {
			text[i] = 0
			if row != nil {
				text[i] = row[(i-span[0])%width]
			}
		}
	}
}

// hide adds the least finite number to the scores of hidden keys that a query
// sees, as a mask does. A query that would see none keeps itself, or, where it
// does not see itself, what it sees.
func (c *Changed[F]) hide(x Tensor[F], as string, hidden []int, text []F) {
	least := lowest[F]()
	queries, keys := x.Shape[2], x.Shape[3]
	for h := range x.Shape[1] {
		for i := range queries {
			row := text[(h*queries+i)*keys:][:keys]
			seen := func(j int) bool { return row[j] > least/2 }
			others := false
			for j := range row {
				others = others || seen(j) && !slices.Contains(hidden, j)
			}
			self := !others && queries == keys && seen(i)
			switch {
			case self:
				c.note("%s: token %d sees no other, and keeps itself", as, i)
			case !others:
				c.note("%s: token %d sees no other, and keeps what it sees", as, i)
				continue
			}
			for _, j := range hidden {
				if seen(j) && !(self && j == i) {
					row[j] += least
				}
			}
		}
	}
}

// take copies numbers from the other run.
func (c *Changed[F]) take(name string, s spot, b int, text []F) {
	other, _ := c.from.Tensor(name)
	own, theirs := Step{Shape: within(s.shape)}.Len(), Step{Shape: within(s.theirs)}.Len()
	for _, span := range of(s.spans, b) { // the same place in a head, though heads may be of other lengths
		head, from := span[0]/own, span[0]%own
		copy(text[span[0]:span[1]], other.Data[head*theirs+from:])
	}
}

// sums notes rows of weights that were set to what is no longer a share of 1.
func (c *Changed[F]) sums(x Tensor[F], s spot, b int, text []F) {
	const close = 1e-5 // float32 weights sum to 1 within so much
	keys, rows, first := x.Shape[3], 0, ""
	for _, span := range of(s.spans, b) {
		for row := span[0] / keys; row <= (span[1]-1)/keys; row++ {
			sum := 0.0
			for _, w := range text[row*keys : (row+1)*keys] {
				sum += float64(w)
			}
			if math.Abs(sum-1) <= close {
				continue
			}
			if rows++; rows == 1 {
				first = fmt.Sprintf("%sH%d.weights[%d] now sums to %.4g, no longer to 1", strings.TrimSuffix(x.Name, "weights"), row/x.Shape[2], row%x.Shape[2], sum)
			}
		}
	}
	switch {
	case rows == 1:
		c.note("%s: %s, and is kept as set", s.As, first)
	case rows > 1:
		c.note("%s: %s, nor do %d other rows; they are kept as set", s.As, first, rows-1)
	}
}
