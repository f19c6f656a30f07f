//go:build unix

package main

import (
	"regexp"
	"strings"

	"heed/model"
	"heed/tensor"
)

// A shape is that of a product y = x·wᵀ, or of y = x·w, done count times a pass.
type shape struct {
	rows, in, out, count int
	turned               bool // w is [in out]
}

// A product is a shape with numbers.
type product struct {
	shape
	y, x, w tensor.Matrix[float32]
}

// weight matches the matrices of a layer: all are linear layers.
var weight = regexp.MustCompile(`\.\d+\..*weight$`)

// gemms returns the products of matrices that a pass needs: each layer's
// linear layers over all tokens; and for each text and head q·kᵀ and weights·v.
func gemms(file *tensor.File, run *model.Run[float32]) []shape {
	var all []shape
	rows := len(run.Inputs.IDs) * len(run.Inputs.IDs[0])
	for _, w := range file.Entries() {
		if len(w.Shape) != 2 || !weight.MatchString(w.Name) {
			continue
		}
		if strings.Contains(w.Name, ".c_") { // GPT-2 stores them turned over
			all = append(all, shape{rows, w.Shape[0], w.Shape[1], 1, true})
		} else {
			all = append(all, shape{rows, w.Shape[1], w.Shape[0], 1, false})
		}
	}
	for _, name := range run.Names() {
		layer, ok := strings.CutSuffix(name, ".weights")
		if !ok {
			continue
		}
		q, _ := run.Tensor(layer + ".q")
		texts, heads, tokens, width := q.Shape[0], q.Shape[1], q.Shape[2], q.Shape[3]
		all = append(all, shape{tokens, width, tokens, texts * heads, false}, shape{tokens, tokens, width, texts * heads, true})
	}
	return all
}

// fill gives each product numbers of its own, for weights do not stay in cache.
func fill(shapes []shape) []product {
	var all []product
	for _, s := range shapes {
		w := filled(s.out, s.in)
		if s.turned {
			w = filled(s.in, s.out)
		}
		all = append(all, product{s, filled(s.rows, s.out), filled(s.rows, s.in), w})
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
func multiply(k tensor.Kernels[float32], all []product) {
	for _, p := range all {
		for range p.count {
			if p.turned {
				k.LinearIn(p.y, p.x, p.w, nil)
			} else {
				k.Linear(p.y, p.x, p.w, nil)
			}
		}
	}
}
