// Package write writes JSON as encoding/json would, to the byte, in a fifth of
// its time: for what is written often, or is long.
package write

import (
	"bytes"
	"encoding"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// JSON is a text under way. Members of objects are told of one by one, as they
// are to stand.
type JSON struct {
	Bytes []byte
	HTML  bool  // <, > and & are escaped
	Err   error // the first
}

// List writes each of the items between brackets; a list that is not there is
// null.
func List[T any](w *JSON, items []T, one func(T)) {
	if items == nil {
		w.Raw("null")
		return
	}
	w.Raw("[")
	for i, item := range items {
		if i > 0 {
			w.Raw(",")
		}
		one(item)
	}
	w.Raw("]")
}

// Raw writes a text as it is.
func (w *JSON) Raw(s string) { w.Bytes = append(w.Bytes, s...) }

// Field writes the name of an object's next member.
func (w *JSON) Field(name string) *JSON {
	if w.Bytes[len(w.Bytes)-1] != '{' {
		w.Raw(",")
	}
	w.Raw(`"`)
	w.Raw(name)
	w.Raw(`":`)
	return w
}

// Optional writes a member that is left out where it is empty.
func (w *JSON) Optional(name, s string) {
	if s != "" {
		w.Field(name).String(s)
	}
}

// Flag writes a member that is left out where it is false.
func (w *JSON) Flag(name string, is bool) {
	if is {
		w.Field(name).Raw("true")
	}
}

// Int writes a whole number.
func (w *JSON) Int(n int) { w.Bytes = strconv.AppendInt(w.Bytes, int64(n), 10) }

// String writes a text; what must be escaped, or is not UTF-8, is rare and goes
// the plain way.
func (w *JSON) String(s string) {
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || w.HTML && strings.ContainsRune("<>&", r) {
			w.Plain(s)
			return
		}
	}
	w.Raw(`"`)
	w.Raw(s)
	w.Raw(`"`)
}

// Number writes null where x is not finite.
func (w *JSON) Number(x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		w.Raw("null")
		return
	}
	w.Bytes = strconv.AppendFloat(w.Bytes, x, 'g', -1, 64)
}

// Numbers writes a row of them.
func (w *JSON) Numbers(row []float64) {
	w.Raw("[")
	for i, x := range row {
		if i > 0 {
			w.Raw(",")
		}
		w.Number(x)
	}
	w.Raw("]")
}

// Rows writes the rows of a matrix.
func (w *JSON) Rows(n int, row func(i int) []float64) {
	w.Raw("[")
	for i := range n {
		if i > 0 {
			w.Raw(",")
		}
		w.Numbers(row(i))
	}
	w.Raw("]")
}

// Float writes a number that must be finite, with an exponent where ECMAScript
// has one, and as few digits of it.
func (w *JSON) Float(x float64) {
	size := math.Abs(x)
	if size != 0 && size < 1e-6 || size >= 1e21 || math.IsNaN(x) {
		w.Plain(x)
		return
	}
	w.Bytes = strconv.AppendFloat(w.Bytes, x, 'f', -1, 64)
}

// Name writes a text that needs no escapes.
func (w *JSON) Name(v encoding.TextMarshaler) {
	text, err := v.MarshalText()
	w.fail(err)
	w.Raw(`"`)
	w.Bytes = append(w.Bytes, text...)
	w.Raw(`"`)
}

// Plain writes what is rare, or different each time, by encoding/json.
func (w *JSON) Plain(v any) {
	data := bytes.NewBuffer(w.Bytes)
	e := json.NewEncoder(data)
	e.SetEscapeHTML(w.HTML)
	w.fail(e.Encode(v))
	w.Bytes = bytes.TrimSuffix(data.Bytes(), []byte("\n"))
}

func (w *JSON) fail(err error) {
	if w.Err == nil {
		w.Err = err
	}
}
