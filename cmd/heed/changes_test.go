package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALineOfAMeanThatIsTooLong(t *testing.T) {
	name := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(name, []byte(strings.Repeat("the bank ", bufio.MaxScanTokenSize)), 0o666); err != nil {
		t.Fatal(err)
	}
	want := "--mean " + name + ": a line is longer than 65536 bytes; want a text a line"
	if _, err := textsOf(name); err == nil || err.Error() != want {
		t.Errorf("error %v; want %s", err, want)
	}
}
