package tensor_test

import (
	"bytes"
	"fmt"
	"log"

	"heed/tensor"
)

// A safetensors file goes through memory: written, read back, shown.
func Example() {
	var file bytes.Buffer
	err := tensor.Write(&file, nil, []tensor.Entry{
		tensor.Of("embed", []int{2, 2}, []float32{2, 7, 9, 3}),
		tensor.Of("in.input_ids", []int{1, 2}, []int64{0, 1}),
	})
	if err != nil {
		log.Fatal(err)
	}
	read, err := tensor.Parse(file.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range read.Entries() {
		fmt.Println(e.Name, e.Type, e.Shape)
	}
	embed, _ := read.Entry("embed")
	numbers, err := tensor.Floats[float32](embed)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(numbers)
	// Output:
	// embed F32 [2 2]
	// in.input_ids I64 [1 2]
	// [2 7 9 3]
}

// The scores of the worked example's second row, turned into weights.
func ExampleKernels_Softmax() {
	row := []float64{7.0710678118654755, 22.62741699796952}
	tensor.Kernels[float64]{}.Softmax(tensor.Matrix[float64]{Rows: 1, Cols: 2, Data: row})
	fmt.Printf("%.5g\n", row)
	// Output: [1.7537e-07 1]
}

// Two vectors through a layer whose weights are stored one row an output.
func ExampleKernels_Linear() {
	x := tensor.Matrix[float32]{Rows: 2, Cols: 2, Data: []float32{2, 7, 9, 3}}
	w := tensor.Matrix[float32]{Rows: 1, Cols: 2, Data: []float32{1, -1}}
	y := tensor.Zeros[float32](2, 1)
	tensor.Kernels[float32]{}.Linear(y, x, w, []float32{10})
	fmt.Println(y.Data)
	// Output: [5 16]
}
