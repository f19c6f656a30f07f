package evaluate

import (
	"context"
	"maps"
	"math"
	"slices"

	"heed/tensor"
)

// unitRows lays vectors out as the rows of a matrix, each brought to length 1;
// a vector of length 0 stays 0. All have the width of the first.
func unitRows[F tensor.Float](vectors [][]F) tensor.Matrix[float64] {
	if len(vectors) == 0 {
		return tensor.Matrix[float64]{}
	}
	m := tensor.Zeros[float64](len(vectors), len(vectors[0]))
	for i, v := range vectors {
		row, squares := m.Row(i), 0.0
		for d, x := range v {
			row[d] = float64(x)
			squares += row[d] * row[d]
		}
		if length := math.Sqrt(squares); length > 0 {
			for d := range row {
				row[d] /= length
			}
		}
	}
	return m
}

// score gives the test rows senses by both measures. The rows have length 1
// and stand in the order of the instances.
func score(ctx context.Context, s Senses, train, test tensor.Matrix[float64]) (WordScore, error) {
	known := s.Train
	if s.leavesOut() {
		known, train = s.Test, test
	}
	gold, labels := labelsOf(s.Test), labelsOf(known)
	rows, err := nearest(ctx, train, test, s.leavesOut())
	if err != nil {
		return WordScore{}, err
	}
	neighbours := make([]string, len(rows))
	for i, row := range rows {
		neighbours[i] = labels[row]
	}
	accuracy, recall := recalls(gold, neighbours)
	f1 := macroF1(gold, centroids(train, labels, test, s.leavesOut()))
	return WordScore{Score{accuracy, f1}, recall}, nil
}

func labelsOf(instances []Instance) []string {
	labels := make([]string, len(instances))
	for i, instance := range instances {
		labels[i] = instance.Label
	}
	return labels
}

// block is how many products are held at a time: 8 MB of them.
const block = 1 << 20

// nearest finds for each test row, [N D], the training row, [M D], with which
// its dot product is largest, the earliest of equals; where the two are the
// same rows and own is left out, a row is not its own neighbour.
func nearest(ctx context.Context, train, test tensor.Matrix[float64], leaveOwn bool) ([]int, error) {
	found := make([]int, test.Rows)
	step := max(1, block/train.Rows)
	products := tensor.Zeros[float64](min(step, test.Rows), train.Rows)
	for from := 0; from < test.Rows; from += step {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(step, test.Rows-from)
		part := tensor.Matrix[float64]{Rows: n, Cols: test.Cols, Data: test.Data[from*test.Cols : (from+n)*test.Cols]}
		dots := tensor.Matrix[float64]{Rows: n, Cols: train.Rows, Data: products.Data[:n*train.Rows]}
		tensor.Kernels[float64]{}.Linear(dots, part, train, nil)
		for i := range n {
			best := math.Inf(-1)
			for j, x := range dots.Row(i) {
				if x > best && !(leaveOwn && j == from+i) {
					best, found[from+i] = x, j
				}
			}
		}
	}
	return found, nil
}

// centroids gives each test row, [N D], the label whose mean training row is
// nearest to it by Euclid, the first of equals in the order in which the
// labels occur. Where the two are the same rows and own is left out, a row's
// own part is taken out of the mean of its label.
func centroids(train tensor.Matrix[float64], labels []string, test tensor.Matrix[float64], leaveOwn bool) []string {
	var names []string
	place := map[string]int{}
	for _, label := range labels {
		if _, ok := place[label]; !ok {
			place[label] = len(names)
			names = append(names, label)
		}
	}
	sums, counts := tensor.Zeros[float64](len(names), train.Cols), make([]float64, len(names))
	for i, label := range labels {
		c := place[label]
		counts[c]++
		for d, x := range train.Row(i) {
			sums.Row(c)[d] += x
		}
	}
	given := make([]string, test.Rows)
	for i := range given {
		row, best := test.Row(i), math.Inf(1)
		for c, name := range names {
			n, own := counts[c], 0.0
			if leaveOwn && labels[i] == name {
				n, own = n-1, 1
			}
			if n == 0 {
				continue // no other has this label
			}
			squares := 0.0
			for d, x := range row {
				away := x - (sums.Row(c)[d]-own*x)/n
				squares += away * away
			}
			if squares < best {
				best, given[i] = squares, name
			}
		}
	}
	return given
}

// recalls returns the share of the labels that were given rightly, of all and
// of each label in gold.
func recalls(gold, given []string) (accuracy float64, recall map[string]float64) {
	of, right := map[string]float64{}, map[string]float64{}
	all := 0.0
	for i, label := range gold {
		of[label]++
		if given[i] == label {
			right[label]++
			all++
		}
	}
	for label := range of {
		right[label] /= of[label]
	}
	return all / float64(len(gold)), right
}

// macroF1 is the plain mean of F1 = 2·tp / (2·tp + fp + fn) over the labels in
// gold, in [0, 1].
func macroF1(gold, given []string) float64 {
	hits, of, named := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i, label := range gold {
		of[label]++
		named[given[i]]++
		if given[i] == label {
			hits[label]++
		}
	}
	sum := 0.0
	for _, label := range slices.Sorted(maps.Keys(of)) { // sorted: one order of adding
		sum += 2 * hits[label] / (of[label] + named[label])
	}
	return sum / float64(len(of))
}
