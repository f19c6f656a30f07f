// Package npz writes a walk's tensors as NumPy reads them. It stands apart from
// trace because archive/zip brings compress/flate into whatever imports it, called
// or not: 40 KB of the page's engine, which has no use for it.
package npz

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"heed/trace"
)

// Write writes a walk as NumPy reads it with numpy.load: an array of
// float64 for each tensor, named by its trace and tensor, "0.weights",
// "1.shift.to". The same walk gives the same bytes.
//
// Source: NumPy, "NPY format", version 1.0.
func Write(w io.Writer, walk trace.Walk) error {
	archive := zip.NewWriter(w)
	for n, t := range walk.Traces {
		for _, tensor := range t.Tensors() {
			f, err := archive.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.%s.npy", n, tensor.Name), Method: zip.Deflate})
			if err != nil {
				return err
			}
			if err := writeNPY(f, tensor); err != nil {
				return err
			}
		}
	}
	return archive.Close()
}

// writeNPY writes magic, version, the length of the header, the header padded
// so that the data starts at a multiple of 64, and the data, little-endian.
func writeNPY(w io.Writer, t trace.Tensor) error {
	shape := ""
	for _, n := range t.Shape {
		shape += fmt.Sprintf("%d,", n)
	}
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }", shape)
	const before = 10 // magic, version, length
	header += strings.Repeat(" ", 63-(before+len(header))%64) + "\n"
	data := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	data = append(data, header...)
	for _, x := range t.Data {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
	}
	_, err := w.Write(data)
	return err
}
