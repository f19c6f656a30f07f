package web

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"slices"

	"github.com/tdewolff/font"
)

// letters are what a page that was saved has glyphs of its own for: Latin, Greek,
// and what formulas are written with. Words in other scripts are drawn in the
// reader's fonts.
func letters() (list []rune) {
	for _, span := range [][2]rune{{' ', '~'}, {0xA0, 0x17F}, {0x391, 0x3C9}, {0x2010, 0x2044}, {0x2070, 0x2094}} {
		for r := span[0]; r <= span[1]; r++ {
			list = append(list, r)
		}
	}
	return append(list, []rune("←↑→↓↔∂∆∇∏∑−∓∗∘√∞∠∣∥∫∼≈≠≡≤≥⊙⊤⊥⋅⋯⟨⟩ℝ")...)
}

// cutFont is a font cut to letters, as WOFF.
func cutFont(file []byte) ([]byte, error) {
	data, err := font.ToSFNT(file)
	if err != nil {
		return nil, err
	}
	whole, err := font.ParseSFNT(data, 0)
	if err != nil {
		return nil, err
	}
	glyphs := []uint16{0}
	for _, r := range letters() {
		if g := whole.GlyphIndex(r); g != 0 && !slices.Contains(glyphs, g) {
			glyphs = append(glyphs, g)
		}
	}
	cut, err := whole.Subset(glyphs, font.SubsetOptions{Tables: font.KeepMinTables})
	if err != nil {
		return nil, err
	}
	made := cut.Write()
	undate(made, data)
	return woff(made)
}

// undate gives a font the time stamps of the one that it was cut from, in place of the
// time when it was, and the sums that follow.
//
// Source: OpenType 1.9, head table, and the table directory: a table's sum is that of
// its words, and checkSumAdjustment 0xB1B0AFBA less that of the file.
func undate(file, from []byte) {
	big := binary.BigEndian
	entry, head := headOf(file)
	_, old := headOf(from)
	copy(head[20:36], old[20:36]) // created and modified
	big.PutUint32(head[8:], 0)
	big.PutUint32(entry[4:], sum(head))
	big.PutUint32(head[8:], 0xB1B0AFBA-sum(file))
}

// headOf is the directory's entry of a TrueType font's head table, and the table.
func headOf(file []byte) (entry, table []byte) {
	big := binary.BigEndian
	for i := range int(big.Uint16(file[4:])) {
		entry = file[12+16*i:]
		if string(entry[:4]) == "head" {
			return entry, file[big.Uint32(entry[8:]):][:big.Uint32(entry[12:])]
		}
	}
	panic("a font without a head")
}

// sum adds the big-endian words of a table, the last filled up with zeros.
func sum(table []byte) (total uint32) {
	for i, b := range table {
		total += uint32(b) << (24 - 8*(i%4))
	}
	return total
}

// woff compresses the tables of a TrueType font. The library's own writer of
// WOFF 2 makes what browsers refuse.
//
// Source: W3C, WOFF File Format 1.0 (2012), §§3–5.
func woff(sfnt []byte) ([]byte, error) {
	big := binary.BigEndian
	tables := int(big.Uint16(sfnt[4:]))
	const header, entry = 44, 20
	directory := make([]byte, 0, header+entry*tables)
	directory = append(directory, "wOFF"...)
	directory = append(directory, sfnt[:4]...)
	directory = append(directory, make([]byte, header-len(directory))...)
	var data []byte
	for i := range tables {
		from := sfnt[12+16*i:] // tag, checksum, offset, length
		offset, length := big.Uint32(from[8:]), big.Uint32(from[12:])
		table := sfnt[offset : offset+length]
		packed, err := deflated(table)
		if err != nil {
			return nil, err
		}
		directory = append(directory, from[:4]...)
		for _, n := range []uint32{uint32(header + entry*tables + len(data)), uint32(len(packed)), length, big.Uint32(from[4:])} {
			directory = big.AppendUint32(directory, n)
		}
		data = append(data, packed...)
		data = append(data, make([]byte, -len(data)&3)...)
	}
	big.PutUint32(directory[8:], uint32(len(directory)+len(data)))
	big.PutUint16(directory[12:], uint16(tables))
	big.PutUint32(directory[16:], uint32(len(sfnt)))
	big.PutUint16(directory[20:], 1) // version 1.0
	return append(directory, data...), nil
}

// deflated is a table, compressed where that makes it smaller.
func deflated(table []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(table); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() >= len(table) {
		return table, nil
	}
	return b.Bytes(), nil
}
