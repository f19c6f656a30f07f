//go:build full

package source_test

import (
	"testing"

	"heed/evaluate"
	"heed/internal/golden"
	"heed/source"
)

// In a real model the senses of bank grow apart with depth: from little in the
// embedding, where only the word's form tells them apart, to more than the
// words around it say by themselves.
func TestSensesGrowApartInMiniLM(t *testing.T) {
	m := sensing(t, golden.Model(t, "minilm-l6"))
	data, err := source.Senses(golden.Shared(t, "data/wsd/bank.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := evaluate.MeasureSenses(t.Context(), data, m, m.Static(), nil)
	if err != nil {
		t.Fatal(err)
	}
	first, last := r.Layers[0], r.Layers[6]
	if len(r.Layers) != 7 || first.Mean.Accuracy > .75 || last.Mean.Accuracy < .94 || last.Mean.Accuracy <= last.Baselines.Mean10.Accuracy {
		t.Errorf("accuracy %v in the embedding, %v after %d layers; the ten words on each side give %v",
			first.Mean.Accuracy, last.Mean.Accuracy, len(r.Layers)-1, last.Baselines.Mean10.Accuracy)
	}
}
