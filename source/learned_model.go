package source

import (
	"fmt"

	"heed/english"
	"heed/learn"
	"heed/mat"
	"heed/model"
	"heed/tensor"
	"heed/token"
)

// AsModel is the learned model as the one forward pass runs it, in float32: it
// can then be asked what any model can. Close of the two closes the same file.
func (l *Learned) AsModel() (*Model, error) {
	m := l.Model
	file, config := learnedTensors(m)
	net, err := model.Open[float32](config, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.name, err)
	}
	return &Model{Net: net, name: l.name, config: config, learned: l}, nil
}

// openLearnedModel opens english, or a file that heed learn wrote, as a model.
func openLearnedModel(name string) (*Model, error) {
	open := OpenLearned
	if name == english.Name {
		open = func(string) (*Learned, error) { return OpenEnglish() }
	}
	l, err := open(name)
	if err != nil {
		return nil, err
	}
	m, err := l.AsModel()
	if err != nil {
		l.Close()
	}
	return m, err
}

// learnedTensors lays a learned model's numbers out as [model.LearnedConfig]
// names them.
func learnedTensors(m *learn.Model) (entries, model.Config) {
	var heads []mapsOf
	key := 0
	for h := range m.Heads() {
		head := m.Head(h)
		heads = append(heads, mapsOf{head.Maps.Q, head.Maps.K, head.Maps.V, head.Bias.Q})
		key = head.Maps.Q.Cols
	}
	width := max(m.Dim, key)
	config := model.LearnedConfig(m.Vocabulary.Len(), m.Dim, len(heads), key)
	q, k, v := make([]float32, len(heads)*width*m.Dim), make([]float32, len(heads)*width*m.Dim), make([]float32, len(heads)*width*m.Dim)
	o, bias, none := make([]float32, m.Dim*len(heads)*width), make([]float32, len(heads)*width), make([]float32, len(heads)*width)
	for h, head := range heads {
		for _, x := range []struct {
			to   []float32
			from mat.Matrix
		}{{q, head.q}, {k, head.k}, {v, head.v}} {
			for c := range x.from.Cols {
				for d := range m.Dim {
					x.to[(h*width+c)*m.Dim+d] = float32(x.from.At(d, c))
				}
			}
		}
		for c, b := range head.bias {
			bias[h*width+c] = float32(b)
		}
		for d := range m.Dim {
			o[d*len(heads)*width+h*width+d] = 1
		}
	}
	rows := []int{len(heads) * width, m.Dim}
	return entries{
		tensor.Of("words", []int{m.Vocabulary.Len(), m.Dim}, m.Vectors()),
		tensor.Of("q.weight", rows, q), tensor.Of("q.bias", rows[:1], bias),
		tensor.Of("k.weight", rows, k), tensor.Of("k.bias", rows[:1], none),
		tensor.Of("v.weight", rows, v), tensor.Of("v.bias", rows[:1], none),
		tensor.Of("o.weight", []int{m.Dim, rows[0]}, o),
	}, config
}

// mapsOf are one head's numbers.
type mapsOf struct {
	q, k, v mat.Matrix
	bias    []float64
}

// entries are tensors in memory.
type entries []tensor.Entry

// Entries lists them.
func (e entries) Entries() []tensor.Entry { return e }

// Entry finds one by its name.
func (e entries) Entry(name string) (tensor.Entry, bool) {
	for _, one := range e {
		if one.Name == name {
			return one, true
		}
	}
	return tensor.Entry{}, false
}

// encodeWords turns a text into the words that the model has.
func (l *Learned) encodeWords(p passage) (token.Encoding, error) {
	if p.paired {
		return nil, fmt.Errorf("%s knows no pairs of texts", l.name)
	}
	known, _ := l.Model.Vocabulary.Tokens(p.text)
	switch {
	case len(known) < 2:
		return nil, fmt.Errorf("%s has %d of the words of %q, and no word sees itself; want two words or more that it has", l.name, len(known), clip(p.text))
	case len(known) > maxWords:
		return nil, fmt.Errorf("%q has %d words; want at most %d", clip(p.text), len(known), maxWords)
	}
	e := make(token.Encoding, len(known))
	for i, k := range known {
		e[i] = token.Token{Text: k.Text, ID: k.ID, Start: k.Start, End: k.End, Word: i}
	}
	return e, nil
}

// leftOut names the words of a text that the model has no vector for; "" where
// it has all.
func (l *Learned) leftOut(text string) string {
	_, unknown := l.Model.Vocabulary.Tokens(text)
	if len(unknown) == 0 {
		return ""
	}
	return fmt.Sprintf("left out, for %s has no vector for %s: %s",
		l.name, map[bool]string{true: "it", false: "them"}[len(unknown) == 1], quoted(unknown))
}
