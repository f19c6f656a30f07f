package model

import (
	"fmt"
	"slices"
	"strings"

	"heed/tensor"
)

// Inputs are a batch of texts as token ids, one row a text, all rows of the
// same length T, or a batch of images. A shorter text is padded, and Mask says
// so. All but IDs, or Pixels, may be absent (nil).
type Inputs struct {
	IDs         [][]int // [B T], in the vocabulary
	Mask        [][]int // [B T], 1 for a real token, 0 for padding; absent: all 1
	Types       [][]int // [B T], 1 for the second text of a pair; absent: all 0
	Positions   [][]int // [B T]; absent: counted as the family does
	DecoderIDs  [][]int // [B T'], what an encoder-decoder's decoder reads; absent: it does not run
	DecoderMask [][]int // [B T']; absent: all 1
	Pixels      *Pixels
}

// Pixels are images, [B Channels Height Width], as the model's processor makes
// them.
type Pixels struct {
	Shape [4]int
	Data  []float64
}

// The names of the inputs in files.
const (
	inIDs         = "in.input_ids"
	inMask        = "in.attention_mask"
	inTypes       = "in.token_type_ids"
	inPositions   = "in.position_ids"
	inDecoderIDs  = "in.decoder_input_ids"
	inDecoderMask = "in.decoder_attention_mask"
	inPixels      = "in.pixel_values"
)

func inputNames() []string {
	return []string{inIDs, inMask, inTypes, inPositions, inDecoderIDs, inDecoderMask, inPixels}
}

// rows are the inputs that hold whole numbers, by name.
func (in *Inputs) rows() []struct {
	name string
	rows *[][]int
} {
	return []struct {
		name string
		rows *[][]int
	}{
		{inIDs, &in.IDs}, {inMask, &in.Mask}, {inTypes, &in.Types}, {inPositions, &in.Positions},
		{inDecoderIDs, &in.DecoderIDs}, {inDecoderMask, &in.DecoderMask},
	}
}

// ReadInputs takes the in.* tensors of a file, as copies; other tensors are left
// alone.
func ReadInputs(file Tensors) (Inputs, error) {
	var in Inputs
	for _, e := range file.Entries() {
		if !strings.HasPrefix(e.Name, "in.") {
			continue
		}
		var err error
		if e.Name == inPixels {
			in.Pixels, err = readPixels(e)
		} else {
			err = in.read(e)
		}
		if err != nil {
			return Inputs{}, err
		}
	}
	if in.IDs == nil && in.Pixels == nil {
		return Inputs{}, fmt.Errorf("tensor %q: missing", inIDs)
	}
	return in, nil
}

func (in *Inputs) read(e tensor.Entry) error {
	for _, target := range in.rows() {
		if e.Name != target.name {
			continue
		}
		if len(e.Shape) != 2 {
			return fmt.Errorf("tensor %q: has shape %v; want [texts, tokens]", e.Name, e.Shape)
		}
		ints, err := tensor.Ints(e)
		if err != nil {
			return err
		}
		*target.rows = make([][]int, 0, min(e.Shape[0], len(ints)))
		for row := range slices.Chunk(ints, max(e.Shape[1], 1)) {
			whole := make([]int, len(row))
			for t, x := range row {
				whole[t] = int(x)
			}
			*target.rows = append(*target.rows, whole)
		}
		return nil
	}
	return fmt.Errorf("tensor %q: unknown input; want %s", e.Name, strings.Join(inputNames(), ", "))
}

func readPixels(e tensor.Entry) (*Pixels, error) {
	if len(e.Shape) != 4 {
		return nil, fmt.Errorf("tensor %q: has shape %v; want [images, channels, height, width]", e.Name, e.Shape)
	}
	data, err := tensor.Floats[float64](e)
	if err != nil {
		return nil, err
	}
	return &Pixels{[4]int(e.Shape), slices.Clone(data)}, nil // the file may be unmapped before the run
}

// Batch puts inputs of one text, or one image, each together. Shorter texts are
// padded at the right, with a mask that says so.
func Batch(all []Inputs) Inputs {
	if len(all) == 1 {
		return all[0]
	}
	var batch Inputs
	longest := 0
	for _, in := range all {
		if p := in.Pixels; p != nil {
			if batch.Pixels == nil {
				batch.Pixels = &Pixels{Shape: p.Shape}
				batch.Pixels.Shape[0] = 0
			}
			batch.Pixels.Shape[0]++
			batch.Pixels.Data = append(batch.Pixels.Data, p.Data...)
			continue
		}
		longest = max(longest, len(in.IDs[0]))
	}
	if batch.Pixels != nil {
		return batch
	}
	pad := func(row []int) []int { return append(slices.Clone(row), make([]int, longest-len(row))...) }
	for _, in := range all {
		batch.IDs = append(batch.IDs, pad(in.IDs[0]))
		batch.Mask = append(batch.Mask, pad(slices.Repeat([]int{1}, len(in.IDs[0]))))
		if in.Types != nil {
			batch.Types = append(batch.Types, pad(in.Types[0]))
		}
	}
	return batch
}

// sizes returns the lengths of the batch, which check has passed.
func (in Inputs) sizes(c Config) sizes {
	if in.Pixels != nil {
		return sizes{texts: in.Pixels.Shape[0], tokens: c.MaxTokens}
	}
	z := sizes{texts: len(in.IDs), tokens: len(in.IDs[0]), padded: in.padded()}
	if in.DecoderIDs != nil {
		z.targets = len(in.DecoderIDs[0])
	}
	return z
}

// padded reports whether any text is.
func (in Inputs) padded() bool { return masks(in.Mask) || masks(in.DecoderMask) }

func masks(mask [][]int) bool {
	return slices.ContainsFunc(mask, func(row []int) bool { return slices.Contains(row, 0) })
}

// real lists the tokens of a text that are no padding.
func real(mask [][]int, row, tokens int) []int {
	var real []int
	for t := range tokens {
		if mask == nil || mask[row][t] == 1 {
			real = append(real, t)
		}
	}
	return real
}

// check refuses a batch that the model cannot run.
func (in Inputs) check(c Config) error {
	if image := c.Embedding.Image; image != nil {
		return in.checkImages(image)
	}
	if in.Pixels != nil {
		return fmt.Errorf("%s: a %s model reads texts; want %s", inPixels, c.Family, inIDs)
	}
	if len(in.IDs) == 0 || len(in.IDs[0]) == 0 {
		return fmt.Errorf("%s: no tokens; want at least one text of one token", inIDs)
	}
	if len(in.DecoderIDs) > 0 && len(in.DecoderIDs[0]) == 0 {
		return fmt.Errorf("%s: no tokens; want at least one", inDecoderIDs)
	}
	if c.Decoder == nil && (in.DecoderIDs != nil || in.DecoderMask != nil) {
		return fmt.Errorf("%s: a %s model has no decoder apart; leave it out", inDecoderIDs, c.Family)
	}
	if in.DecoderMask != nil && in.DecoderIDs == nil {
		return fmt.Errorf("%s goes with %s; want both", inDecoderMask, inDecoderIDs)
	}
	if tokens := len(in.IDs[0]); c.MaxTokens > 0 && tokens > c.MaxTokens {
		return fmt.Errorf("the text has %d tokens; the model takes at most %d; shorten it", tokens, c.MaxTokens)
	}
	limits := map[string]int{inIDs: c.Vocab, inMask: 2, inTypes: max(1, c.Embedding.Types), inPositions: c.positions(), inDecoderIDs: c.Vocab, inDecoderMask: 2}
	for _, input := range in.rows() {
		like, as := in.IDs, inIDs
		if strings.HasPrefix(input.name, "in.decoder") {
			like, as = in.DecoderIDs, inDecoderIDs
		}
		if *input.rows != nil {
			if err := checkRows(input.name, *input.rows, like, as, limits[input.name], len(in.IDs)); err != nil {
				return err
			}
		}
	}
	for b := range in.IDs {
		if len(real(in.Mask, b, len(in.IDs[b]))) == 0 {
			return fmt.Errorf("%s[%d]: is all 0; want at least one real token", inMask, b)
		}
	}
	return nil
}

// positions is how many positions the inputs may name.
func (c Config) positions() int {
	switch {
	case c.Embedding.Counting == ByMask:
		return c.Embedding.Positions - 2
	case c.Embedding.Positions > 0:
		return c.Embedding.Positions
	case c.MaxTokens > 0:
		return c.MaxTokens
	}
	return 1 << 30
}

func checkRows(name string, rows, like [][]int, as string, limit, texts int) error {
	if len(rows) != texts {
		return fmt.Errorf("%s: has %d rows; want %d, as %s has", name, len(rows), texts, inIDs)
	}
	for b, row := range rows {
		if len(row) != len(like[0]) {
			return fmt.Errorf("%s[%d]: has %d tokens; want %d, as %s[0] has; pad the shorter texts and give a mask", name, b, len(row), len(like[0]), as)
		}
		for t, x := range row {
			if x < 0 || x >= limit {
				return fmt.Errorf("%s[%d,%d]: is %d; want 0 to %d", name, b, t, x, limit-1)
			}
		}
	}
	return nil
}

// checkImages refuses images of another shape than the model's.
func (in Inputs) checkImages(image *Image) error {
	if in.Pixels == nil {
		return fmt.Errorf("%s: missing: the model reads images, no texts", inPixels)
	}
	for _, input := range in.rows() {
		if *input.rows != nil {
			return fmt.Errorf("%s: the model reads images, no texts; leave it out", input.name)
		}
	}
	shape := in.Pixels.Shape
	if want := [4]int{shape[0], image.Channels, image.Height, image.Width}; shape != want || shape[0] < 1 || len(in.Pixels.Data) != shape[0]*shape[1]*shape[2]*shape[3] {
		return fmt.Errorf("%s: has shape %v of %d numbers; want [images %d %d %d]", inPixels, shape, len(in.Pixels.Data), image.Channels, image.Height, image.Width)
	}
	return nil
}

// entries returns the inputs that were given, as tensors.
func (in Inputs) entries() []tensor.Entry {
	var entries []tensor.Entry
	for _, input := range in.rows() {
		if *input.rows == nil {
			continue
		}
		flat := make([]int64, 0, len(*input.rows)*len((*input.rows)[0]))
		for _, row := range *input.rows {
			for _, x := range row {
				flat = append(flat, int64(x))
			}
		}
		entries = append(entries, tensor.Of(input.name, []int{len(*input.rows), len((*input.rows)[0])}, flat))
	}
	return entries
}
