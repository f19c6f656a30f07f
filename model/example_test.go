package model_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"heed/model"
	"heed/tensor"
)

// Example runs a tiny BERT with random weights over the ids of a text, looks
// at one head's weights, and asks which head moves the last word most.
func Example() {
	text, err := os.ReadFile("testdata/bert-a/config.json")
	if err != nil {
		log.Fatal(err)
	}
	config, err := model.ParseConfig(text)
	if err != nil {
		log.Fatal(err)
	}
	data, err := os.ReadFile("testdata/bert-a/model.safetensors")
	if err != nil {
		log.Fatal(err)
	}
	file, err := tensor.Parse(data)
	if err != nil {
		log.Fatal(err)
	}
	m, err := model.Open[float32](config, file)
	if err != nil {
		log.Fatal(err)
	}
	ids := [][]int{{2, 418, 171, 164, 165, 427, 3}} // [CLS] mo ##n ##e ##y bank [SEP]
	run, err := m.Run(context.Background(), model.Inputs{IDs: ids}, model.Options[float32]{})
	if err != nil {
		log.Fatal(err)
	}
	const bank = 5
	norms, err := run.HeadNorms(0, []int{bank})
	if err != nil {
		log.Fatal(err)
	}
	for layer, heads := range norms {
		fmt.Printf("layer %d moves bank by %.3f\n", layer, heads)
	}
	trace, err := run.Trace(0, 1, 3)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("L1.H3 weights of bank: %.3f\n", trace.Weights.Row(bank))
	// Output:
	// layer 0 moves bank by [2.152 4.220 2.611 3.869]
	// layer 1 moves bank by [4.567 3.484 3.156 3.248]
	// L1.H3 weights of bank: [0.336 0.173 0.129 0.030 0.069 0.116 0.148]
}

// Patterns name the tensors to keep of a run.
func ExampleMatch() {
	patterns := []string{"L1.*", "*.weights"}
	fmt.Println(model.Match(patterns, "L0.weights"), model.Match(patterns, "L0.q"))
	// Output: true false
}
