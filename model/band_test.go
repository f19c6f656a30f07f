package model_test

import (
	"fmt"
	"slices"
	"testing"

	"heed/model"
)

// TestBandsAreTheWhole runs every tiny family on so many tokens that they are
// shared out in bands, over one, two, three and seven goroutines: to the bit the
// same.
func TestBandsAreTheWhole(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		for _, tokens := range []int{240, 600} { // of one slab, and of three
			in := times(in, tokens)
			whole := runWith(t, m, in, model.Options[float32]{Threads: 1})
			for _, threads := range []int{2, 3, 7} {
				equal(t, fmt.Sprint(threads, " threads"), runWith(t, m, in, model.Options[float32]{Threads: threads}), whole)
			}
		}
	})
}

// times repeats the texts of inputs until they have so many tokens, or some more,
// and an image seven times.
func times(in model.Inputs, tokens int) model.Inputs {
	if in.Pixels != nil {
		p := *in.Pixels
		p.Data, p.Shape[0] = slices.Repeat(p.Data, 7), 7*p.Shape[0]
		in.Pixels = &p
		return in
	}
	n := tokens/(len(in.IDs)*len(in.IDs[0])) + 1
	for _, rows := range []*[][]int{&in.IDs, &in.Mask, &in.Types, &in.Positions, &in.DecoderIDs, &in.DecoderMask} {
		if *rows != nil {
			*rows = slices.Repeat(*rows, n)
		}
	}
	return in
}
