package words_test

import (
	"fmt"
	"log"
	"os"

	"heed/words"
)

// The nearest words to one, from a file in any format.
func Example() {
	file := []byte("money 1 2\nloan 1 1.5\nriver 4 1\nwater 5 1\nbank 3 4\n") // or a memory map
	v, err := words.Read(file, words.Sniff)
	if err != nil {
		log.Fatal(err)
	}
	bank, ok := v.Index("bank")
	if !ok {
		log.Fatal("no bank")
	}
	for _, n := range v.Near(v.Row(bank), 2, bank) {
		fmt.Printf("%.4f %s\n", n.Cosine, n.Word)
	}
	// Output:
	// 0.9985 loan
	// 0.9839 money
}

// An analogy: man is to king as woman is to what?
func ExampleOffset() {
	v, err := words.New([]string{"man", "woman", "king", "queen", "prince"}, 3, []float32{
		1, 0, 0 /**/, 0, 1, 0 /**/, 1, 0, 1 /**/, 0, 1, 1 /**/, 1, 0.2, 1,
	})
	if err != nil {
		log.Fatal(err)
	}
	there, err := words.Offset(v.Row(0), v.Row(2), v.Row(1))
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range v.Near(there, 1, 0, 1, 2) {
		fmt.Println(n.Word)
	}
	// Output:
	// queen
}

// Another format: numbers have as few digits as give the same float32.
func ExampleVectors_Write() {
	v, err := words.New([]string{"money", "bank"}, 2, []float32{0.1, -2, 1e-7, 3})
	if err != nil {
		log.Fatal(err)
	}
	if err := v.Write(os.Stdout, words.Text); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2 2
	// money 0.1 -2
	// bank 1e-07 3
}
