package trace

import (
	"encoding/csv"
	"io"
	"strconv"
)

// WriteCSV writes every number of a walk in a line of its own:
//
//	trace,tensor,i,j,c,value
//	0,weights,1,0,,0.2
//
// with as many indices as the tensor has axes. The first index of parts is the
// query, as in the name parts[1,0]. Numbers are shortest round-trip decimals;
// what is not finite is written NaN, +Inf or -Inf.
func WriteCSV(w io.Writer, walk Walk) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"trace", "tensor", "i", "j", "c", "value"}); err != nil {
		return err
	}
	for n, t := range walk.Traces {
		for _, tensor := range t.Tensors() {
			for at, x := range tensor.Data {
				record := []string{strconv.Itoa(n), tensor.Name, "", "", "", strconv.FormatFloat(x, 'g', -1, 64)}
				for axis, i := range tensor.indices(at) {
					record[2+axis] = strconv.Itoa(i)
				}
				if err := out.Write(record); err != nil {
					return err
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// indices of the number at a place of Data.
func (t Tensor) indices(at int) []int {
	index := make([]int, len(t.Shape))
	for axis := len(t.Shape) - 1; axis >= 0; axis-- {
		index[axis] = at % t.Shape[axis]
		at /= t.Shape[axis]
	}
	if t.First != nil {
		index[0] = t.First[index[0]]
	}
	return index
}
