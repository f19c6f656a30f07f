package source_test

import (
	"context"
	"testing"

	"heed/evaluate"
	"heed/internal/golden"
	"heed/source"
)

// What english makes of a word in context tells its senses apart better than
// the static vectors of the words around it do.
func TestEnglishTellsSensesApart(t *testing.T) {
	for _, tt := range []struct {
		data              string
		accuracy, macroF1 float64
		label             string
		recall            float64
	}{
		{"data/wsd/coarsewsd", 0.925, 0.850, "", 0},
		{"data/wsd/bank.tsv", 0.93, 0, "river", 0.78},
	} {
		t.Run(tt.data, func(t *testing.T) {
			senses, err := source.Senses(golden.Shared(t, tt.data))
			if err != nil {
				t.Fatal(err)
			}
			l, err := source.OpenEnglish()
			if err != nil {
				t.Fatal(err)
			}
			report, err := evaluate.MeasureSenses(context.Background(), senses, l, l.Static(), nil)
			if err != nil {
				t.Fatal(err)
			}
			got, base := report.Mean, report.Baselines
			t.Logf("%+v; baselines %+v", got, base)
			if got.Accuracy < tt.accuracy || got.MacroF1 < tt.macroF1 {
				t.Errorf("accuracy %.4f, F1 %.4f; want %v and %v", got.Accuracy, got.MacroF1, tt.accuracy, tt.macroF1)
			}
			if tt.label != "" && report.Words[0].Recall[tt.label] < tt.recall {
				t.Errorf("recall of %s %.3f; want %v", tt.label, report.Words[0].Recall[tt.label], tt.recall)
			}
			for name, b := range map[string]evaluate.Score{"±10 words": base.Mean10, "sentence": base.SIF} {
				if got.Accuracy <= b.Accuracy || got.MacroF1 <= b.MacroF1 {
					t.Errorf("%+v is not above the baseline of %s, %+v", got, name, b)
				}
			}
		})
	}
}
