package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"heed/model"
)

// TestBandsAreTheWhole runs every tiny family on so many tokens that they are
// shared out in bands, over one, two, three and seven goroutines: to the bit the
// same, where every step has a room of its own and where layers share theirs.
func TestBandsAreTheWhole(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		for _, tokens := range []int{240, 600} { // of one slab, and of three
			sameOnThreads(t, m, times(in, tokens))
		}
	})
}

// TestBandsOfOneText is the same of a text so long that each goroutine has several
// bands of it, for the families that have no table of positions.
func TestBandsOfOneText(t *testing.T) {
	ran := map[*model.Model[float32]]bool{}
	causal := false
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		const tokens = 1100
		if in.IDs == nil || in.DecoderIDs != nil || m.Config.Embedding.Positions > 0 || ran[m] {
			return
		}
		ran[m] = true
		causal = causal || m.Config.Blocks[0].Attention.Causal
		limit := m.Config.MaxTokens
		m.Config.MaxTokens = 0
		defer func() { m.Config.MaxTokens = limit }()
		sameOnThreads(t, m, model.Inputs{IDs: [][]int{slices.Repeat(in.IDs[0], tokens/len(in.IDs[0])+1)[:tokens]}})
	})
	if !causal {
		t.Error("none of them is causal")
	}
}

// sameOnThreads fails where a bit depends on the number of goroutines.
func sameOnThreads(t *testing.T, m *model.Model[float32], in model.Inputs) {
	t.Helper()
	few := func(name string) bool {
		return strings.HasSuffix(name, "weights") || strings.HasSuffix(name, "resid_out")
	}
	for what, keep := range map[string]func(string) bool{"all": nil, "few": few} {
		whole := runWith(t, m, in, model.Options[float32]{Threads: 1, Keep: keep})
		for _, threads := range []int{2, 3, 7} {
			equal(t, fmt.Sprint(what, " kept, ", threads, " threads"), runWith(t, m, in, model.Options[float32]{Threads: threads, Keep: keep}), whole)
		}
	}
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
