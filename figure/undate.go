package figure

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// Canvas dates what it writes: a PDF, and every font that it cuts. The same
// figure shall have the same bytes, so the dates go.

// undateFont sets the time at which a TrueType font was changed to that at
// which it was made, and mends the sums over it.
//
// Source: OpenType 1.9, "Calculating Checksums" and "head".
func undateFont(ttf []byte) {
	sum := func(table []byte) (total uint32) {
		for len(table) > 0 {
			var word [4]byte // the last one is filled with zeros
			table = table[copy(word[:], table):]
			total += binary.BigEndian.Uint32(word[:])
		}
		return total
	}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		record := ttf[12+16*i:][:16]
		if string(record[:4]) != "head" {
			continue
		}
		head := ttf[binary.BigEndian.Uint32(record[8:]):][:binary.BigEndian.Uint32(record[12:])]
		adjust, created, modified := head[8:12], head[20:28], head[28:36]
		copy(modified, created)
		binary.BigEndian.PutUint32(adjust, 0)
		binary.BigEndian.PutUint32(record[4:], sum(head))
		binary.BigEndian.PutUint32(adjust, 0xb1b0afba-sum(ttf))
	}
}

// undateBase64 undates the font in a line of an SVG's style sheet, in place.
func undateBase64(face []byte) {
	m := regexp.MustCompile(`base64,([A-Za-z0-9+/=]+)`).FindSubmatchIndex(face)
	if m == nil {
		return
	}
	text := face[m[2]:m[3]]
	ttf, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return // not a font
	}
	undateFont(ttf)
	base64.StdEncoding.Encode(text, ttf)
}

// undatePDF undates the fonts in a PDF as canvas writes it, takes out its date
// of creation, and sets up the table of its objects anew.
func undatePDF(data []byte) ([]byte, error) {
	end := bytes.LastIndex(data, []byte("\nxref\n")) + 1
	if end == 0 {
		return nil, errors.New("figure: canvas wrote a PDF without a table of objects")
	}
	type object struct{ number, start int }
	row := regexp.MustCompile(`(\d{10}) 00000 n `)
	var objects []object
	for i, m := range row.FindAllSubmatch(data[end:], -1) {
		start, _ := strconv.Atoi(string(m[1])) // ten digits
		objects = append(objects, object{i, start})
	}
	slices.SortFunc(objects, func(a, b object) int { return cmp.Compare(a.start, b.start) })
	out := slices.Clone(data[:objects[0].start])
	starts := make([]int, len(objects))
	for i, o := range objects {
		stop := end
		if i+1 < len(objects) {
			stop = objects[i+1].start
		}
		starts[o.number] = len(out)
		out = append(out, undateObject(data[o.start:stop])...)
	}
	table, n := len(out), 0
	tail := row.ReplaceAllFunc(data[end:], func([]byte) []byte {
		n++
		return fmt.Appendf(nil, "%010d 00000 n ", starts[n-1])
	})
	last := regexp.MustCompile(`startxref\n\d+`)
	return append(out, last.ReplaceAll(tail, fmt.Appendf(nil, "startxref\n%d", table))...), nil
}

// undateObject returns an object of a PDF without a date: the document's, or
// that of the font which the object holds.
func undateObject(data []byte) []byte {
	head, stream, found := bytes.Cut(data, []byte("stream\n"))
	if !found {
		return regexp.MustCompile(`/CreationDate ?\(D:[^)]*\)`).ReplaceAll(data, nil)
	}
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return data // not compressed
	}
	ttf, err := io.ReadAll(r)
	if err != nil || !bytes.HasPrefix(ttf, []byte{0, 1, 0, 0}) {
		return data // not a font
	}
	undateFont(ttf)
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(ttf) // a Buffer does not fail
	w.Close()
	head = regexp.MustCompile(`/Length \d+`).ReplaceAll(head, fmt.Appendf(nil, "/Length %d", packed.Len()))
	return slices.Concat(head, []byte("stream\n"), packed.Bytes(), []byte("\nendstream\n\nendobj\n"))
}
