package learn

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"heed/tensor"
)

// The model file is a safetensors file: its metadata says "heed": "1", "kind":
// "attention skip-gram" and "recipe": JSON, and its tensors are
//
//	words      U8  bytes, a word a line
//	embed      I8  [V D]
//	scale      F32 [V]: e = embed·scale
//	q, k       F32 [D H·K], the heads side by side
//	q.bias     F32 [H·K]
//	v          F32 [H·D D], the heads one below the other
//	sharpness  F32 [1], s of the loss
const kind = "attention skip-gram"

// The limits of a model: beyond them a file is refused before anything is
// made of it.
const (
	maxDim   = 4096
	maxHeads = 256
)

// Write writes the model, which must have been trained. The same model gives
// the same bytes.
func (m *Model) Write(w io.Writer) error {
	recipe, err := json.Marshal(m.Recipe)
	if err != nil {
		return err
	}
	a := m.weights
	words := []byte(m.Vocabulary.lines[1:])
	entries := []tensor.Entry{
		{Name: "words", Type: tensor.U8, Shape: []int{len(words)}, Data: words},
		{Name: "embed", Type: tensor.I8, Shape: []int{m.Vocabulary.Len(), m.Dim}, Data: m.codes},
		tensor.Of("scale", []int{len(m.scales)}, m.scales),
		tensor.Of("q", []int{m.Dim, a.Heads * a.KeyWidth}, a.q),
		tensor.Of("q.bias", []int{a.Heads * a.KeyWidth}, a.qBias),
		tensor.Of("k", []int{m.Dim, a.Heads * a.KeyWidth}, a.k),
		tensor.Of("v", []int{a.Heads * m.Dim, m.Dim}, a.v),
		tensor.Of("sharpness", []int{1}, a.sharpness),
	}
	metadata := map[string]string{"heed": "1", "kind": kind, "recipe": string(recipe), "heads": fmt.Sprint(a.Heads)}
	return tensor.Write(w, metadata, entries)
}

// Parse reads a model file from its bytes, which it shares. Errors name the
// tensor; the caller adds the file's name.
func Parse(data []byte) (*Model, error) {
	file, err := tensor.Parse(data)
	if err != nil {
		return nil, err
	}
	if got := file.Metadata["kind"]; got != kind {
		return nil, fmt.Errorf("the file says its kind is %q; want %q, as heed learn writes", got, kind)
	}
	if got := file.Metadata["heed"]; got != "1" {
		return nil, fmt.Errorf("version %q of the form; this heed reads 1", got)
	}
	r := reader{file: file}
	m := &Model{}
	if err := json.Unmarshal([]byte(file.Metadata["recipe"]), &m.Recipe); err != nil {
		return nil, fmt.Errorf("the recipe in the metadata: %w", err)
	}
	heads := 0
	if _, err := fmt.Sscan(file.Metadata["heads"], &heads); err != nil || heads < 1 || heads > maxHeads {
		return nil, fmt.Errorf("heads %q in the metadata; want 1 to %d", file.Metadata["heads"], maxHeads)
	}
	words := r.entry("words", tensor.U8, -1)
	embed := r.entry("embed", tensor.I8, -1, -1)
	if r.err != nil {
		return nil, r.err
	}
	if m.Vocabulary, err = parseWords(string(words.Data)); err != nil {
		return nil, err
	}
	m.Dim = embed.Shape[1]
	if embed.Shape[0] != m.Vocabulary.Len() || m.Dim < 1 || m.Dim > maxDim {
		return nil, fmt.Errorf("embed is %v; want %d rows, one a word, of 1 to %d numbers", embed.Shape, m.Vocabulary.Len(), maxDim)
	}
	m.codes = embed.Data
	m.scales = r.floats("scale", m.Vocabulary.Len())
	q := r.entry("q", tensor.F32, m.Dim, -1)
	if r.err != nil {
		return nil, r.err
	}
	if q.Shape[1] == 0 || q.Shape[1]%heads != 0 {
		return nil, fmt.Errorf("q is %v; want its columns shared by %d heads", q.Shape, heads)
	}
	w := &weights{Shape: Shape{m.Dim, heads, q.Shape[1] / heads}}
	w.q = r.floats("q", m.Dim, q.Shape[1])
	w.qBias = r.floats("q.bias", q.Shape[1])
	w.k = r.floats("k", m.Dim, q.Shape[1])
	w.v = r.floats("v", heads*m.Dim, m.Dim)
	w.sharpness = r.floats("sharpness", 1)
	m.weights = w
	return m, r.err
}

// parseWords reads words, one a line.
func parseWords(text string) (*Vocabulary, error) {
	if !strings.HasSuffix(text, "\n") || strings.HasPrefix(text, "\n") || strings.Contains(text, "\n\n") {
		return nil, fmt.Errorf("words has no word, or an empty one; want a word a line")
	}
	return &Vocabulary{lines: "\n" + text, size: strings.Count(text, "\n")}, nil
}

// A reader takes tensors out of a file, up to the first that does not fit.
type reader struct {
	file *tensor.File
	err  error
}

// entry returns a tensor of that type and shape; −1 stands for any length.
func (r *reader) entry(name string, as tensor.Type, shape ...int) tensor.Entry {
	e, ok := r.file.Entry(name)
	switch {
	case r.err != nil:
	case !ok:
		r.err = fmt.Errorf("no tensor %q; is the file cut short, or of another kind?", name)
	case e.Type != as || !fits(e.Shape, shape):
		r.err = fmt.Errorf("%s is %s %v; want %s %s", name, e.Type, e.Shape, as, wanted(shape))
	}
	return e
}

func fits(got, want []int) bool {
	if len(got) != len(want) {
		return false
	}
	for i, n := range want {
		if n >= 0 && got[i] != n {
			return false
		}
	}
	return true
}

func wanted(shape []int) string {
	return strings.ReplaceAll(fmt.Sprint(shape), "-1", "any")
}

// floats returns the numbers of a tensor, all of which must be finite.
func (r *reader) floats(name string, shape ...int) []float32 {
	e := r.entry(name, tensor.F32, shape...)
	if r.err != nil {
		return nil
	}
	x, err := tensor.Floats[float32](e)
	if err != nil {
		r.err = err
		return nil
	}
	for i, v := range x {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			r.err = fmt.Errorf("%s: number %d is %v; want finite numbers", name, i, v)
			return nil
		}
	}
	return x
}
