//go:build unix

package main

import (
	"regexp"
	"strings"

	"heed/model"
	"heed/tensor"
)

// A product is y = x·wᵀ, done count times a pass.
type product struct {
	y, x, w tensor.Matrix[float32]
	count   int
}

// weight matches the matrices of a layer: all are linear layers.
var weight = regexp.MustCompile(`\.\d+\..*weight$`)

// gemms returns the products of matrices that a pass needs: each layer's
// linear layers over all tokens, with weights of their own, for these do not
// stay in cache; and for each text and head q·kᵀ and weights·v.
func gemms(file *tensor.File, run *model.Run[float32]) []product {
	var all []product
	add := func(rows, in, out, count int) {
		all = append(all, product{filled(rows, out), filled(rows, in), filled(out, in), count})
	}
	rows := len(run.Inputs.IDs) * len(run.Inputs.IDs[0])
	for _, w := range file.Entries() {
		if len(w.Shape) != 2 || !weight.MatchString(w.Name) {
			continue
		}
		out, in := w.Shape[0], w.Shape[1]
		if strings.Contains(w.Name, ".c_") { // GPT-2 stores them turned over
			out, in = in, out
		}
		add(rows, in, out, 1)
	}
	for _, t := range run.Tensors() {
		layer, ok := strings.CutSuffix(t.Name, ".weights")
		if !ok {
			continue
		}
		q, _ := run.Tensor(layer + ".q")
		texts, heads, tokens, width := t.Shape[0], t.Shape[1], t.Shape[2], q.Shape[3]
		add(tokens, width, tokens, texts*heads)
		add(tokens, tokens, width, texts*heads)
	}
	return all
}

// filled returns a matrix of small numbers.
func filled(rows, cols int) tensor.Matrix[float32] {
	m := tensor.Zeros[float32](rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(i%251)/251 - 0.5
	}
	return m
}

// multiply does the products one after the other.
func multiply(all []product) {
	for _, p := range all {
		for range p.count {
			tensor.Linear(p.y, p.x, p.w, nil)
		}
	}
}
