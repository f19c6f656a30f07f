package token

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxID is the largest id: they are int32 in the models' inputs.
const maxID = math.MaxInt32

// A fields takes an object's fields out one by one and keeps the first
// error; what is left at the end is a field that nobody knew.
type fields struct {
	path string // "normalizer", "added_tokens[3]"
	left []member
	err  error
}

// fieldsOf begins to take v apart.
func fieldsOf(path string, v value) *fields {
	f := &fields{path: path}
	members, ok := v.data.([]member)
	if !ok {
		f.fail("", "got %s; want an object, {…}", v)
	}
	f.left = append(f.left, members...)
	return f
}

// String names a value's kind for an error.
func (v value) String() string {
	switch d := v.data.(type) {
	case bool, number:
		return fmt.Sprint(d)
	case string:
		return strconv.Quote(d)
	case []value:
		return "a list"
	case []member:
		return "an object"
	}
	return "null"
}

// fail keeps the first error, placed at a field or, with "", at the object.
func (f *fields) fail(name, format string, args ...any) {
	if f.err != nil {
		return
	}
	place := strings.Trim(f.path+"."+name, ".")
	f.err = fmt.Errorf("tokenizer.json: %s: %s", place, fmt.Sprintf(format, args...))
}

// keep keeps the error of a part of the object, if it is the first.
func (f *fields) keep(err error) {
	if f.err == nil {
		f.err = err
	}
}

// optional takes a field out; without it the value is null.
func (f *fields) optional(name string) value {
	for i, m := range f.left {
		if m.key == name {
			f.left = append(f.left[:i], f.left[i+1:]...)
			return m.value
		}
	}
	return value{}
}

// take takes out a field that must hold a T, described by want.
func take[T any](f *fields, name, want string) T {
	v := f.optional(name)
	d, ok := v.data.(T)
	if !ok {
		f.fail(name, "got %s; want %s", v, want)
	}
	return d
}

func (f *fields) bool(name string) bool     { return take[bool](f, name, "true or false") }
func (f *fields) string(name string) string { return take[string](f, name, "a string") }
func (f *fields) list(name string) []value  { return take[[]value](f, name, "a list, […]") }

// optionalBool takes out a field that stands for unset without a value.
func (f *fields) optionalBool(name string, unset bool) bool {
	v := f.optional(name)
	b, ok := v.data.(bool)
	switch {
	case v.data == nil:
		return unset
	case !ok:
		f.fail(name, "got %s; want true or false", v)
	}
	return b
}

// optionalString takes out a string; null is empty.
func (f *fields) optionalString(name string) string {
	v := f.optional(name)
	s, ok := v.data.(string)
	if !ok && v.data != nil {
		f.fail(name, "got %s; want a string or null", v)
	}
	return s
}

// optionalList takes out a list that may be null.
func (f *fields) optionalList(name string) []value {
	v := f.optional(name)
	list, ok := v.data.([]value)
	if !ok && v.data != nil {
		f.fail(name, "got %s; want a list, […]", v)
	}
	return list
}

// id takes out a vocabulary id, a token type or a count.
func (f *fields) id(name string) int { return f.asID(name, f.optional(name)) }

func (f *fields) asID(name string, v value) int {
	n, ok := parseID(v.data)
	if !ok {
		f.fail(name, "got %s; want a whole number from 0 to %d", v, maxID)
	}
	return n
}

func parseID(data any) (int, bool) {
	digits, ok := data.(number)
	n, err := strconv.ParseUint(string(digits), 10, 31)
	return int(n), ok && err == nil
}

// parseFloat reads a finite number.
func parseFloat(data any) (float64, bool) {
	digits, ok := data.(number)
	x, err := strconv.ParseFloat(string(digits), 64)
	return x, ok && err == nil
}

// done gives the first error, or refuses what is left.
func (f *fields) done() error {
	if f.err == nil && len(f.left) > 0 {
		f.fail(f.left[0].key, "heed does not know this field, and it may change the numbers; take it out if it does not")
	}
	return f.err
}

// A kinds maps the "type" of a component to what makes it from its fields.
type kinds[T any] []struct {
	name string
	make func(*fields) T
}

// make makes the component at path, the zero T for null.
func (ks kinds[T]) make(path string, v value) (made T, err error) {
	if v.data == nil {
		return made, nil
	}
	f := fieldsOf(path, v)
	kind := f.string("type")
	known := make([]string, len(ks))
	for i, k := range ks {
		known[i] = k.name
		if k.name == kind && f.err == nil {
			made = k.make(f)
			return made, f.done()
		}
	}
	if f.err == nil {
		f.err = fmt.Errorf("tokenizer.json: %s: type %q is not known; known: %s", path, kind, strings.Join(known, ", "))
	}
	return made, f.err
}

// each makes a component of every value of a list field ("Sequence").
func (ks kinds[T]) each(f *fields, name string) []T {
	var made []T
	for i, v := range f.list(name) {
		path := fmt.Sprintf("%s.%s[%d]", f.path, name, i)
		if v.data == nil {
			f.fail("", "%s[%d] is null; take it out", name, i)
			continue
		}
		m, err := ks.make(path, v)
		f.keep(err)
		made = append(made, m)
	}
	return made
}
