package golden

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"heed/tensor"
)

// Close is how near a number must come. Row by row (last axis):
//
//	|got − want| ≤ Row · max(1, the row's largest |want|)
//
// and for attention weights |got − want| ≤ Weights.
type Close struct{ Row, Weights float64 }

// The tolerances of golden/README.md.
func Tiny() Close    { return Close{Row: 1e-5, Weights: 2e-5} }   // small models, float32
func Real() Close    { return Close{Row: 1e-4, Weights: 2e-5} }   // real models, float32
func Float64() Close { return Close{Row: 1e-11, Weights: 1e-11} } // any model, float64

// Diff compares a run, given in the order of computation, with a recorded
// one and describes the first tensor that differs, or that the run lacks; ""
// if it does none. Padded rows are garbage and do not count, nor do the
// scores of padded keys, but a padded key's weight must be exactly 0.
func Diff(got []tensor.Entry, want *tensor.File, near Close) string {
	masks, err := readMasks(want)
	if err != nil {
		return err.Error()
	}
	seen := map[string]bool{}
	for _, g := range got {
		w, ok := want.Entry(g.Name)
		seen[g.Name] = true
		if !ok {
			continue
		}
		if d := diff(g, w, masks.of(w.Name), near); d != "" && diff(g, turned(w), masks.of(w.Name), near) != "" {
			return d
		}
	}
	for _, w := range want.Entries() {
		if seen[w.Name] || optional(w.Name) {
			continue
		}
		if g, ok := oneHead(got, w.Name); ok {
			if d := diff(g, w, real{}, near); d != "" {
				return d
			}
			continue
		}
		return fmt.Sprintf("%s: the run lacks it", w.Name)
	}
	return ""
}

// optional reports whether a recorded tensor is not required of a run.
func optional(name string) bool {
	return slices.ContainsFunc([]string{
		"mod.*", "rope.*", "*.mask", "*.mask_window", "*.scores_masked",
		"sentence_embedding", "attn_entropy", "logits_top5_*",
	}, func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		return err == nil && ok
	})
}

// oneHead returns what a name like L5.H11.weights stands for: one head's part
// of a run's L5.weights, of a batch of one text.
func oneHead(run []tensor.Entry, name string) (tensor.Entry, bool) {
	var layer, head int
	if _, err := fmt.Sscanf(name, "L%d.H%d.weights", &layer, &head); err != nil {
		return tensor.Entry{}, false
	}
	for _, e := range run {
		if e.Name == fmt.Sprintf("L%d.weights", layer) && len(e.Shape) == 4 && e.Shape[0] == 1 && head < e.Shape[1] {
			e.Shape = e.Shape[1:]
			e = e.Rows(head, head+1)
			e.Shape = e.Shape[1:]
			return e, true
		}
	}
	return tensor.Entry{}, false
}

// diff compares one tensor. Of logits, the last recorded positions count.
func diff(got, want tensor.Entry, is real, near Close) string {
	if strings.HasPrefix(want.Name, "in.") && want.Name != "in.pixel_values" {
		return diffInts(got, want)
	}
	if got.Name == "logits" && len(got.Shape) == 3 && len(want.Shape) == 3 && got.Shape[0] == 1 && want.Shape[1] < got.Shape[1] {
		last := tensor.Entry{Name: got.Name, Type: got.Type, Shape: got.Shape[1:], Data: got.Data}
		got = last.Rows(got.Shape[1]-want.Shape[1], got.Shape[1])
		got.Shape = want.Shape
	}
	if !sameShape(got.Shape, want.Shape) {
		return fmt.Sprintf("%s: shape %v; want %v", want.Name, got.Shape, want.Shape)
	}
	want.Shape = got.Shape
	g, err := tensor.Floats[float64](got)
	if err != nil {
		return err.Error()
	}
	w, err := tensor.Floats[float64](want)
	if err != nil {
		return err.Error()
	}
	cols := want.Shape[len(want.Shape)-1]
	weights := strings.HasSuffix(want.Name, "weights")
	grid := weights || strings.Contains(want.Name, "scores_")
	for row := 0; row*cols < len(w); row++ {
		text, token, ok := place(want.Shape, row)
		if ok && is.queries != nil && is.queries[text][token] == 0 {
			continue
		}
		a, b := g[row*cols:(row+1)*cols], w[row*cols:(row+1)*cols]
		hidden := func(key int) bool { return grid && is.keys != nil && is.keys[text][key] == 0 }
		largest := 1.0
		for key, x := range b {
			if !hidden(key) {
				largest = max(largest, math.Abs(x))
			}
		}
		allowed := near.Row * largest
		if weights {
			allowed = near.Weights
		}
		for key := range b {
			switch {
			case hidden(key) && weights && a[key] != 0:
				return fmt.Sprintf("%s%v = %g; want exactly 0 on padding", want.Name, index(want.Shape, row*cols+key), a[key])
			case !hidden(key) && !(math.Abs(a[key]-b[key]) <= allowed): // so that NaN fails
				return fmt.Sprintf("%s%v = %g; want %g ± %.2g", want.Name, index(want.Shape, row*cols+key), a[key], b[key], allowed)
			}
		}
	}
	return ""
}

// place says which token of which text a row stands for: the rows of [B T D],
// and of [B H T …]. A row of [B D] stands for none.
func place(shape []int, row int) (text, token int, ok bool) {
	switch len(shape) {
	case 3:
		return row / shape[1], row % shape[1], true
	case 4:
		return row / shape[2] / shape[1], row % shape[2], true
	}
	return 0, 0, false
}

// index returns the place of the i-th number of a tensor: [0 3 1 2].
func index(shape []int, i int) []int {
	at := make([]int, len(shape))
	for axis := len(shape) - 1; axis >= 0; axis-- {
		at[axis], i = i%shape[axis], i/shape[axis]
	}
	return at
}

// diffInts compares inputs.
func diffInts(got, want tensor.Entry) string {
	g, err := tensor.Ints(got)
	if err != nil {
		return err.Error()
	}
	w, err := tensor.Ints(want)
	if err != nil {
		return err.Error()
	}
	if !slices.Equal(g, w) || !slices.Equal(got.Shape, want.Shape) {
		return fmt.Sprintf("%s = %v %v; want %v %v", want.Name, got.Shape, g, want.Shape, w)
	}
	return ""
}

// turned returns a recorded q_normed or k_normed with heads and tokens the other
// way round: the recorder could not tell the two where there are as many of the
// one as of the other.
func turned(e tensor.Entry) tensor.Entry {
	if !strings.HasSuffix(e.Name, "_normed") || len(e.Shape) != 4 || e.Shape[1] != e.Shape[2] {
		return e
	}
	n, width := e.Shape[1], len(e.Data)/(e.Shape[0]*e.Shape[1]*e.Shape[2])
	data := make([]byte, 0, len(e.Data))
	for i := range e.Shape[0] * n * n {
		from := i/(n*n)*n*n + i%n*n + i/n%n
		data = append(data, e.Data[from*width:(from+1)*width]...)
	}
	e.Data = data
	return e
}

// sameShape reports whether two shapes are the same, but that a recorded one may
// run texts and tokens into one axis, as OPT does.
func sameShape(got, want []int) bool {
	return slices.Equal(got, want) ||
		len(got) == 3 && len(want) == 2 && got[0]*got[1] == want[0] && got[2] == want[1]
}

// real is which queries and keys of a tensor are no padding; nil where all are.
type real struct{ queries, keys [][]int64 }

// masks are those of a file's texts and, in an encoder-decoder, its targets.
type masks struct {
	texts, targets [][]int64
	decoder        bool // logits are of the targets
}

func (m masks) of(name string) real {
	switch {
	case !strings.HasPrefix(name, "dec.") && !(m.decoder && name == "logits"):
		return real{m.texts, m.texts}
	case strings.Contains(name, ".cross.k"), strings.Contains(name, ".cross.v"):
		return real{queries: m.texts}
	case strings.Contains(name, ".cross."):
		return real{m.targets, m.texts}
	}
	return real{m.targets, m.targets}
}

func readMasks(f *tensor.File) (m masks, err error) {
	_, m.decoder = f.Entry("in.decoder_input_ids")
	if m.texts, err = readMask(f, "in.attention_mask"); err == nil {
		m.targets, err = readMask(f, "in.decoder_attention_mask")
	}
	return m, err
}

// readMask returns a mask by text; nil where the file has none.
func readMask(f *tensor.File, name string) ([][]int64, error) {
	e, ok := f.Entry(name)
	if !ok || len(e.Shape) != 2 {
		return nil, nil
	}
	flat, err := tensor.Ints(e)
	if err != nil {
		return nil, err
	}
	var mask [][]int64
	for row := range slices.Chunk(flat, e.Shape[1]) {
		mask = append(mask, row)
	}
	return mask, nil
}
