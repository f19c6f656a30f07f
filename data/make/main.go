// Command make makes data/english.txt.gz, the text that the embedded English
// model learns from, out of the reference material that lies beside the
// repository; see data/README.md. Run it from the repository's root:
//
//	go run ./data/make
//
// The same material gives the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"strings"
)

const (
	shared = "../shared/data"
	made   = "data/english.txt.gz"
)

func main() {
	log.SetFlags(0)
	text, sentences, err := read(os.DirFS(shared))
	if err != nil {
		log.Fatalf("make: %s: %v", shared, err)
	}
	text, told := without(text, sentences)
	file, err := pack(text)
	if err != nil {
		log.Fatalf("make: %v", err)
	}
	if err := os.WriteFile(made+".part", file, 0o666); err != nil {
		log.Fatalf("make: %v", err)
	}
	if err := os.Rename(made+".part", made); err != nil {
		log.Fatalf("make: %v", err)
	}
	fmt.Printf("dropped %s\n", told)
	fmt.Printf("%s: %d bytes, sha256 %x\n", made, len(file), sha256.Sum256(file))
	fmt.Printf("text: %d lines, %d words, %d bytes, sha256 %x\n", strings.Count(text, "\n"), len(strings.Fields(text)), len(text), sha256.Sum256([]byte(text)))
}

// read gives the text, a sentence or paragraph a line, and the sentences that
// must not be in it.
func read(data fs.FS) (text string, sentences []string, err error) {
	modern, err := unpacked(data, "corpus/modern.txt.gz")
	if err != nil {
		return "", nil, err
	}
	tagged, err := unpacked(data, "wsd/semcor_masc.tsv.gz")
	if err != nil {
		return "", nil, err
	}
	masc, err := column(tagged, 2, func(fields []string) bool { return fields[0] == "masc" })
	if err != nil {
		return "", nil, fmt.Errorf("wsd/semcor_masc.tsv.gz: %w", err)
	}
	files, err := fs.Glob(data, "wsd/coarsewsd/*/*.data.txt")
	if err != nil {
		return "", nil, err
	}
	for _, file := range append(files, "wsd/bank.tsv") {
		lines, err := fs.ReadFile(data, file)
		if err != nil {
			return "", nil, err
		}
		last := 1
		if file == "wsd/bank.tsv" {
			last = 4
		}
		more, err := column(string(lines), last, func([]string) bool { return true })
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", file, err)
		}
		sentences = append(sentences, more...)
	}
	return modern + strings.Join(masc, "\n") + "\n", sentences, nil
}

func unpacked(data fs.FS, name string) (string, error) {
	f, err := data.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return string(text), nil
}

// column gives one column of the lines that are wanted, its fields parted by
// tabs; a line that starts with # and a word is a comment.
func column(lines string, n int, wanted func(fields []string) bool) ([]string, error) {
	var column []string
	number := 0
	for line := range strings.Lines(lines) {
		number++
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if number == 1 && strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) <= n {
			return nil, fmt.Errorf("line %d has %d columns; want at least %d", number, len(fields), n+1)
		}
		if wanted(fields) {
			column = append(column, fields[n])
		}
	}
	return column, nil
}

// pack compresses the text; the header has no name and no time.
func pack(text string) ([]byte, error) {
	var file bytes.Buffer
	z, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(z, text); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}
