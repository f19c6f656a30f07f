package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
)

// TestPictures: the pictures of the documents are what heed draws today.
func TestPictures(t *testing.T) {
	for _, tt := range []struct {
		name string
		args []string
	}{
		{"money-river", nil},
		{"learned-2d", []string{"--source", "lesson:learned-2d"}},
		{"english", []string{"money bank", "river bank"}},
		{"english-sentences", []string{"We sat on the bank of the river.", "The bank raised its interest rates.", "--layer", "0", "--head", "6"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := "../../docs/" + tt.name + ".svg"
			var out, talk bytes.Buffer
			args := append([]string{"walk", "-o", "-", "--format", "svg"}, tt.args...)
			if code := run(context.Background(), args, strings.NewReader(""), &out, &talk); code != 0 {
				t.Fatalf("exit code %d: %s", code, talk.String())
			}
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("%s is not what heed walk draws; look at it and run go test ./cmd/heed -run Pictures -update", file)
			}
		})
	}
}

// TestFailedWriteLeavesNothing: an output that breaks off leaves no file.
func TestFailedWriteLeavesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	root := newRoot()
	root.SetErr(io.Discard)
	root.SetContext(context.Background())
	err := writeOutput(root, "half.json", func(w io.Writer) error {
		io.WriteString(w, "half")
		return io.ErrUnexpectedEOF
	})
	left, _ := os.ReadDir(".")
	if err == nil || len(left) != 0 {
		t.Errorf("error %v; left behind: %v", err, left)
	}
}
