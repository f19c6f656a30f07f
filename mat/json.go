package mat

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"heed/internal/write"
)

// A Vector is a row of numbers whose JSON form writes null for NaN and ±Inf,
// which JSON has no words for.
type Vector []float64

// A Number is a float64 whose JSON form writes null for NaN and ±Inf.
type Number float64

// MarshalJSON writes the shortest decimal that reads back as the same number.
func (x Number) MarshalJSON() ([]byte, error) {
	var w write.JSON
	w.Number(float64(x))
	return w.Bytes, nil
}

// UnmarshalJSON reads null as NaN.
func (x *Number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*x = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(data, (*float64)(x))
}

// MarshalJSON writes v as an array, null for what is not finite.
func (v Vector) MarshalJSON() ([]byte, error) {
	if v == nil {
		return []byte("null"), nil
	}
	var w write.JSON
	w.Numbers(v)
	return w.Bytes, nil
}

// UnmarshalJSON reads an array, in which null becomes NaN; null alone is nil.
func (v *Vector) UnmarshalJSON(data []byte) error {
	if row, plain := plainRow(data); plain {
		*v = row
		return nil
	}
	var numbers []Number
	if err := json.Unmarshal(data, &numbers); err != nil {
		return err
	}
	*v = nil
	if numbers != nil {
		*v = make(Vector, len(numbers))
	}
	for c, x := range numbers {
		(*v)[c] = float64(x)
	}
	return nil
}

// plainRow reads an array of numbers and nulls in a quarter of encoding/json's
// time, which is most of what a recorded walk takes to be read. Data is JSON, as
// encoding/json has made sure; what is no plain array is left to it.
func plainRow(data []byte) (Vector, bool) {
	if len(data) < 3 || data[0] != '[' || data[len(data)-1] != ']' {
		return nil, false
	}
	items := string(data[1 : len(data)-1])
	row := make(Vector, 0, strings.Count(items, ",")+1)
	for item := range strings.SplitSeq(items, ",") {
		x, err := strconv.ParseFloat(item, 64)
		if item == "null" {
			x, err = math.NaN(), nil
		}
		if err != nil {
			return nil, false
		}
		row = append(row, x)
	}
	return row, true
}

// IsZero reports whether m is absent, so that `omitzero` leaves it out.
func (m Matrix) IsZero() bool { return m.Absent() }

// MarshalJSON writes m as an array of rows.
func (m Matrix) MarshalJSON() ([]byte, error) {
	var w write.JSON
	w.Rows(m.Rows, m.Row)
	return w.Bytes, nil
}

// UnmarshalJSON reads an array of rows of one length, in which null becomes
// NaN.
func (m *Matrix) UnmarshalJSON(data []byte) error {
	var rows []Vector
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	*m = Matrix{}
	for i, row := range rows {
		if row == nil {
			return fmt.Errorf("row %d is null; want numbers", i)
		}
		if len(row) != len(rows[0]) {
			return fmt.Errorf("row %d has %d numbers; want %d as in row 0", i, len(row), len(rows[0]))
		}
		m.Data = append(m.Data, row...)
		m.Rows, m.Cols = m.Rows+1, len(row)
	}
	return nil
}
