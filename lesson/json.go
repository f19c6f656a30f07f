package lesson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// What a lesson in JSON may be at most; one in YAML has the same bounds.
const (
	maxJSON  = 256 << 10 // bytes
	maxDepth = 16        // a lesson's pins in a context nest 7 deep
)

// ParseJSON reads a lesson whose file, or message, is JSON: the same keys as in
// YAML. name is how messages call it. Errors are one line with line, column,
// what was found and what was wanted.
func ParseJSON(name string, data []byte) (*Lesson, error) {
	document, err := Document(name, data)
	if err != nil {
		return nil, err
	}
	return Read(name, document)
}

// Document reads JSON as the document of a lesson. Keys keep their order, and
// numbers their spelling.
func Document(name string, data []byte) (*Node, error) {
	switch {
	case len(data) > maxJSON:
		return nil, fmt.Errorf("%s: %d bytes; a lesson has at most %d", name, len(data), maxJSON)
	case !utf8.Valid(data):
		return nil, fmt.Errorf("%s: not UTF-8; save the file as UTF-8", name)
	}
	d := &jsonReader{name: name, data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	d.decoder.UseNumber()
	root, err := d.value(0)
	if err != nil {
		return nil, err
	}
	end := d.start(d.decoder.InputOffset())
	if _, err := d.decoder.Token(); !errors.Is(err, io.EOF) {
		line, column := d.place(end)
		return nil, fmt.Errorf("%s:%d:%d: more after the lesson; want one lesson", name, line, column)
	}
	return root, nil
}

// A jsonReader turns JSON into nodes.
type jsonReader struct {
	name    string
	data    []byte
	decoder *json.Decoder
	last    struct{ at, line, column int } // the place that was asked for last, from 0
}

// value reads the next value.
func (d *jsonReader) value(depth int) (*Node, error) {
	at := d.decoder.InputOffset()
	t, err := d.decoder.Token()
	line, column := d.place(d.start(at))
	if err != nil {
		return nil, d.syntax(err, line, column)
	}
	n := &Node{Line: line, Column: column}
	if depth > maxDepth {
		return nil, fmt.Errorf("%s:%d:%d: nested more than %d deep; a lesson needs no more than 7", d.name, line, column, maxDepth)
	}
	switch t := t.(type) {
	case json.Delim:
		return n, d.members(n, t, depth)
	case string:
		n.Kind, n.Text, n.Quoted = Text, t, true
	case json.Number:
		n.Kind, n.Text = Number, t.String()
	case bool:
		n.Kind, n.Text = Truth, fmt.Sprint(t)
	default:
		n.Kind, n.Text = Null, "null"
	}
	return n, nil
}

// members reads what an object or a list holds, to its end.
func (d *jsonReader) members(n *Node, open json.Delim, depth int) error {
	n.Kind = List
	if open == '{' {
		n.Kind = Mapping
	}
	for d.decoder.More() {
		if n.Kind == Mapping {
			key, err := d.value(depth + 1)
			if err != nil {
				return err
			}
			n.Keys = append(n.Keys, key)
		}
		value, err := d.value(depth + 1)
		if err != nil {
			return err
		}
		n.Values = append(n.Values, value)
	}
	at := d.decoder.InputOffset()
	if _, err := d.decoder.Token(); err != nil {
		line, column := d.place(at)
		return d.syntax(err, line, column)
	}
	return nil
}

// start is where the value after an offset begins.
func (d *jsonReader) start(at int64) int64 {
	for at < int64(len(d.data)) && strings.IndexByte(" \t\r\n,:", d.data[at]) >= 0 {
		at++
	}
	return at
}

// place is a byte's line and column, in code points, from 1. It goes on from the
// place before: counting from the start for each would take the square of the
// lesson's length.
func (d *jsonReader) place(offset int64) (line, column int) {
	at, p := int(min(offset, int64(len(d.data)))), &d.last
	if at < p.at {
		p.at, p.line, p.column = 0, 0, 0
	}
	between := d.data[p.at:at]
	if end := bytes.LastIndexByte(between, '\n'); end >= 0 {
		p.line += bytes.Count(between, []byte("\n"))
		p.column, between = 0, between[end+1:]
	}
	p.at = at
	p.column += utf8.RuneCount(between)
	return p.line + 1, p.column + 1
}

// syntax gives an error of the decoder our form: place and cause in one line.
func (d *jsonReader) syntax(err error, line, column int) error {
	var s *json.SyntaxError
	switch {
	case errors.As(err, &s):
		line, column = d.place(d.start(max(0, s.Offset-1)))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s:%d:%d: not JSON: it ends too early", d.name, line, column)
	}
	return fmt.Errorf("%s:%d:%d: not JSON: %s", d.name, line, column, strings.TrimPrefix(err.Error(), "json: "))
}
