package evaluate_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"heed/evaluate"
)

// ExampleMeasureSenses measures an encoder that looks one word back, on four
// labelled sentences, each compared with the others.
func ExampleMeasureSenses() {
	const data = "c\td\tfinancial\t1\tmoney bank\n" +
		"c\td\tfinancial\t3\ta big money bank\n" +
		"c\td\triver\t1\triver bank\n" +
		"c\td\triver\t2\tthe river bank\n"
	bank, err := evaluate.ReadTagged(strings.NewReader(data), "bank.tsv", "bank")
	if err != nil {
		log.Fatal(err)
	}
	report, err := evaluate.MeasureSenses(context.Background(), []evaluate.Senses{bank}, wordBefore{}, wordBefore{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Mean.Accuracy, report.Words[0].Recall["river"])
	// Output: 1 1
}

// wordBefore has a vector for the words before bank, and no others.
type wordBefore struct{}

func (w wordBefore) Encode(_ context.Context, i evaluate.Instance) ([][]float32, error) {
	before := strings.Fields(string([]rune(i.Text)[:i.Start]))
	return [][]float32{w.Vector(before[len(before)-1])}, nil
}

func (wordBefore) Vector(word string) []float32 {
	return map[string][]float32{"money": {1, 0}, "river": {0, 1}}[word]
}

func (wordBefore) Frequency(string) float64 { return .001 }
