package trace_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heed/mat"
	"heed/trace"
	"heed/trace/npz"
)

func ExampleWriteCSV() {
	walk := trace.Walk{Traces: []trace.Trace{{Weights: mat.Of([]float64{.2, .8})}}}
	if err := trace.WriteCSV(os.Stdout, walk); err != nil {
		fmt.Println(err)
	}
	// Output:
	// trace,tensor,i,j,c,value
	// 0,weights,0,0,,0.2
	// 0,weights,0,1,,0.8
}

// numbers are all numbers of the full walk, by "trace:place".
func numbers(t *testing.T) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for n, tr := range full().Traces {
		for _, tensor := range tr.Tensors() {
			size := 1
			for _, s := range tensor.Shape {
				size *= s
			}
			if size != len(tensor.Data) {
				t.Fatalf("%s has shape %v and %d numbers", tensor.Name, tensor.Shape, len(tensor.Data))
			}
			for at, x := range tensor.Data {
				index := make([]int, len(tensor.Shape))
				for axis, rest := len(index)-1, at; axis >= 0; axis-- {
					index[axis], rest = rest%tensor.Shape[axis], rest/tensor.Shape[axis]
				}
				all[fmt.Sprintf("%d:%s", n, trace.At(tensor.Name, index...))] = x
			}
		}
	}
	return all
}

func TestCSVHoldsEveryNumberOnce(t *testing.T) {
	var out, again bytes.Buffer
	if err := errors.Join(trace.WriteCSV(&out, full()), trace.WriteCSV(&again, full())); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("written again, other bytes")
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := numbers(t)
	for _, r := range records[1:] {
		at := r[1]
		if index := slices.DeleteFunc(slices.Clone(r[2:5]), func(s string) bool { return s == "" }); len(index) > 0 {
			if r[1] == "parts" { // counted by query: the focus is 1, 2
				i, _ := strconv.Atoi(index[0])
				index[0] = strconv.Itoa(i - 1)
			}
			at += "[" + strings.Join(index, ",") + "]"
		}
		x, ok := want[r[0]+":"+at]
		got, err := strconv.ParseFloat(r[5], 64)
		if !ok || err != nil || got != x && !(math.IsNaN(got) && math.IsNaN(x)) {
			t.Errorf("%v: %v, %v; want %v", r, got, err, x)
		}
		delete(want, r[0]+":"+at)
	}
	if len(want) > 0 {
		t.Errorf("not written: %v", want)
	}
}

// TestNPZHoldsEveryTensor reads the archive by NumPy's description of the
// format.
func TestNPZHoldsEveryTensor(t *testing.T) {
	var out, again bytes.Buffer
	if err := errors.Join(npz.Write(&out, full()), npz.Write(&again, full())); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("written again, other bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for n, tr := range full().Traces {
		for _, tensor := range tr.Tensors() {
			name := fmt.Sprintf("%d.%s.npy", n, tensor.Name)
			names = append(names, name)
			shape, data := readNPY(t, archive, name)
			if !slices.Equal(shape, tensor.Shape) || !slices.EqualFunc(data, tensor.Data, func(a, b float64) bool {
				return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
			}) {
				t.Errorf("%s is %v %v; want %v %v", name, shape, data, tensor.Shape, tensor.Data)
			}
		}
	}
	for n, f := range archive.File {
		if len(archive.File) != len(names) || f.Name != names[n] {
			t.Fatalf("file %d is %s of %d; want %v", n, f.Name, len(archive.File), names)
		}
	}
}

func readNPY(t *testing.T, archive *zip.Reader, name string) (shape []int, data []float64) {
	t.Helper()
	f, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	file, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("\x93NUMPY\x01\x00")) {
		t.Fatalf("%s starts with %q", name, file[:8])
	}
	start := 10 + int(binary.LittleEndian.Uint16(file[8:]))
	m := regexp.MustCompile(`^\{'descr': '<f8', 'fortran_order': False, 'shape': \(((?:\d+,)*)\), \} *\n$`).FindSubmatch(file[10:start])
	if m == nil || start%64 != 0 {
		t.Fatalf("%s has the header %q, of %d bytes in all", name, file[10:start], start)
	}
	shape = []int{}
	for n := range strings.SplitSeq(strings.TrimSuffix(string(m[1]), ","), ",") {
		if n != "" {
			x, _ := strconv.Atoi(n)
			shape = append(shape, x)
		}
	}
	for rest := file[start:]; len(rest) > 0; rest = rest[8:] {
		data = append(data, math.Float64frombits(binary.LittleEndian.Uint64(rest)))
	}
	return shape, data
}

// A full disk takes a number of bytes and no more.
type fullDisk int

func (d *fullDisk) Write(p []byte) (int, error) {
	if *d -= fullDisk(len(p)); *d < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	large := full()
	for len(large.Traces) < 50 {
		large.Traces = append(large.Traces, full().Traces...)
	}
	for room := fullDisk(0); room < 20000; room += 500 {
		a, b := room, room
		if trace.WriteCSV(&a, large) == nil || npz.Write(&b, large) == nil {
			t.Errorf("written to %d bytes without an error", room)
		}
	}
}
