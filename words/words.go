package words

import "fmt"

// Vectors are words with a vector each. They never change, and may be read
// by several goroutines at once.
type Vectors struct {
	dim   int
	names names
	index index
	rows  rows
	grams *subwords // fastText's; nil in all other formats
	notes []string
}

// New makes Vectors of a list of words and their rows [V D], which it keeps.
// Of a word that is listed twice the first row counts. It is an error if the
// rows are not as many as the words, or hold what is no finite number.
func New(list []string, dim int, data []float32) (*Vectors, error) {
	if dim < 1 || len(list) == 0 || len(data) != len(list)*dim {
		return nil, fmt.Errorf("%d words of %d dimensions have %d numbers; want %d, and at least one", len(list), dim, len(data), len(list)*dim)
	}
	var n names
	for _, word := range list {
		n.add([]byte(word))
	}
	return build(n, dense{dim, data}, dim)
}

// build puts Vectors together, and refuses rows that hold what is no finite
// number. The words are indexed while the rows are looked through.
func build(n names, r rows, dim int) (*Vectors, error) {
	v := &Vectors{dim: dim, names: n, rows: r}
	var twice []int
	indexed := make(chan struct{})
	go func() {
		defer close(indexed)
		v.index, twice = indexOf(&v.names)
	}()
	row, col, x := r.odd()
	<-indexed
	if row >= 0 {
		return nil, fmt.Errorf("word %d, %q: number %d is %v; want finite numbers", row+1, n.at(row), col+1, x)
	}
	if len(twice) > 0 {
		v.notes = append(v.notes, fmt.Sprintf("%s a second time, %q as word %d the first; of each the first vector counts",
			count(len(twice), "word stands", "words stand"), n.at(twice[0]), twice[0]+1))
	}
	return v, nil
}

// Len is V, the number of words.
func (v *Vectors) Len() int { return v.names.len() }

// Dim is D, the number of dimensions.
func (v *Vectors) Dim() int { return v.dim }

// Word returns word i of 0 … V−1. Bytes that are not UTF-8 stand as \xNN.
func (v *Vectors) Word(i int) string { return string(v.names.at(i)) }

// Index returns the place of a word, the first where it stands twice.
func (v *Vectors) Index(word string) (i int, ok bool) {
	return v.index.find(&v.names, word)
}

// Row returns row i, [D], which the caller must not change.
func (v *Vectors) Row(i int) []float32 { return v.rows.row(i, nil) }

// Vector returns the vector of a word, [D]: its row, or, for a word that a
// fastText file has not, the mean of the vectors of its n-grams. ok is false
// where there is neither.
func (v *Vectors) Vector(word string) (vector []float32, ok bool) {
	if i, known := v.Index(word); known {
		return v.Row(i), true
	}
	if v.grams == nil {
		return nil, false
	}
	return v.grams.unknown(word)
}

// Notes say, a sentence each, what of the file was not taken as it stands.
func (v *Vectors) Notes() []string { return v.notes }

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
