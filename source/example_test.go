package source_test

import (
	"context"
	"fmt"
	"log"

	"heed/source"
)

// One head of a model on two texts: how the contexts of a word differ.
func ExampleOpen() {
	s, err := source.Open("../model/testdata/bert-a") // a folder with a Hugging Face model
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	w, err := s.Walk(context.Background(), source.Options{
		Texts: []string{"money bank", "river bank"}, Word: "bank", Layer: 1, Head: 2,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range w.Traces {
		fmt.Printf("%s: %d tokens, %s moves by %.3f\n", t.Text, len(t.Tokens), t.Word, t.Shift.Length)
	}
	// Output:
	// money bank: 7 tokens, bank moves by 7.691
	// river bank: 6 tokens, bank moves by 7.589
}

// A lesson needs no files: some ship with heed.
func ExampleOpen_lesson() {
	s, err := source.Open("lesson:money-bank-told")
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	w, err := s.Walk(context.Background(), source.Options{})
	if err != nil {
		log.Fatal(err)
	}
	t := w.Traces[0]
	fmt.Printf("y = %.1f, %.4f towards %s\n", t.Shift.To, t.Shift.Towards[0].Signed, t.Shift.Towards[0].Token)
	for _, c := range t.Checks {
		fmt.Printf("%s: stated %v, the formula gives %.5g\n", c.At, c.Stated, c.Formula)
	}
	// Output:
	// y = [7.6 3.8], 1.6125 towards money
	// scaled[1,0]: stated 7.09, the formula gives 7.0711
	// scaled[1,1]: stated 22.69, the formula gives 22.627
	// weights[1,0]: stated 0.2, the formula gives 1.7537e-07
	// weights[1,1]: stated 0.8, the formula gives 1
}
