package model

import (
	"fmt"
	"slices"
	"strings"

	"heed/tensor"
)

// Inputs are a batch of texts as token ids, one row a text, all rows of the
// same length T. A shorter text is padded, and Mask says so. Mask, Types and
// Positions may be absent (nil).
type Inputs struct {
	IDs       [][]int // [B T], in the vocabulary
	Mask      [][]int // [B T], 1 for a real token, 0 for padding; absent: all 1
	Types     [][]int // [B T], 1 for the second text of a pair; absent: all 0
	Positions [][]int // [B T]; absent: 0 … T−1
}

// The names of the inputs in files.
const (
	inIDs       = "in.input_ids"
	inMask      = "in.attention_mask"
	inTypes     = "in.token_type_ids"
	inPositions = "in.position_ids"
)

// ReadInputs takes the in.* tensors of a file; other tensors are left alone.
func ReadInputs(file *tensor.File) (Inputs, error) {
	var in Inputs
	targets := map[string]*[][]int{inIDs: &in.IDs, inMask: &in.Mask, inTypes: &in.Types, inPositions: &in.Positions}
	for _, e := range file.Entries() {
		if !strings.HasPrefix(e.Name, "in.") {
			continue
		}
		target, ok := targets[e.Name]
		if !ok {
			return Inputs{}, fmt.Errorf("tensor %q: unknown input; want %s, %s, %s or %s", e.Name, inIDs, inMask, inTypes, inPositions)
		}
		if len(e.Shape) != 2 {
			return Inputs{}, fmt.Errorf("tensor %q: has shape %v; want [texts, tokens]", e.Name, e.Shape)
		}
		ints, err := tensor.Ints(e)
		if err != nil {
			return Inputs{}, err
		}
		*target = make([][]int, 0, min(e.Shape[0], len(ints)))
		for row := range slices.Chunk(ints, max(e.Shape[1], 1)) {
			whole := make([]int, len(row))
			for t, x := range row {
				whole[t] = int(x)
			}
			*target = append(*target, whole)
		}
	}
	if in.IDs == nil {
		return Inputs{}, fmt.Errorf("tensor %q: missing", inIDs)
	}
	return in, nil
}

// size returns B and T.
func (in Inputs) size() (texts, tokens int) { return len(in.IDs), len(in.IDs[0]) }

// padded reports whether any text is.
func (in Inputs) padded() bool {
	return slices.ContainsFunc(in.Mask, func(row []int) bool { return slices.Contains(row, 0) })
}

// real lists the tokens of a text that are no padding.
func (in Inputs) real(row int) []int {
	var real []int
	for t := range in.IDs[row] {
		if in.Mask == nil || in.Mask[row][t] == 1 {
			real = append(real, t)
		}
	}
	return real
}

// check refuses a batch that the model cannot run.
func (in Inputs) check(c Config) error {
	if len(in.IDs) == 0 || len(in.IDs[0]) == 0 {
		return fmt.Errorf("%s: no tokens; want at least one text of one token", inIDs)
	}
	texts, tokens := in.size()
	if tokens > c.MaxTokens {
		return fmt.Errorf("the text has %d tokens; the model takes at most %d; shorten it", tokens, c.MaxTokens)
	}
	for _, input := range []struct {
		name  string
		rows  [][]int
		limit int
	}{
		{inIDs, in.IDs, c.Vocab},
		{inMask, in.Mask, 2},
		{inTypes, in.Types, c.Types},
		{inPositions, in.Positions, c.MaxTokens},
	} {
		if input.rows == nil {
			continue
		}
		if len(input.rows) != texts {
			return fmt.Errorf("%s: has %d rows; want %d, as %s has", input.name, len(input.rows), texts, inIDs)
		}
		for b, row := range input.rows {
			if len(row) != tokens {
				return fmt.Errorf("%s[%d]: has %d tokens; want %d, as %s[0] has; pad the shorter texts and give a mask", input.name, b, len(row), tokens, inIDs)
			}
			for t, x := range row {
				if x < 0 || x >= input.limit {
					return fmt.Errorf("%s[%d,%d]: is %d; want 0 to %d", input.name, b, t, x, input.limit-1)
				}
			}
		}
	}
	for b := range texts {
		if len(in.real(b)) == 0 {
			return fmt.Errorf("%s[%d]: is all 0; want at least one real token", inMask, b)
		}
	}
	return nil
}

// entries returns the inputs that were given, as tensors.
func (in Inputs) entries() []tensor.Entry {
	var entries []tensor.Entry
	for _, input := range []struct {
		name string
		rows [][]int
	}{{inIDs, in.IDs}, {inMask, in.Mask}, {inTypes, in.Types}, {inPositions, in.Positions}} {
		if input.rows == nil {
			continue
		}
		var flat []int64
		for _, row := range input.rows {
			for _, x := range row {
				flat = append(flat, int64(x))
			}
		}
		texts, tokens := in.size()
		entries = append(entries, tensor.Of(input.name, []int{texts, tokens}, flat))
	}
	return entries
}
