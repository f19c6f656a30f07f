package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMessagesSteerNoTerminal quotes a word of a file that would.
func TestMessagesSteerNoTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hostile.vec")
	if err := os.WriteFile(file, []byte("2 2\nban\x1b[2Jk 1 0\nriver 0 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, talk bytes.Buffer
	code := run(t.Context(), []string{"words", "near", "ban\x1b[2J", "--words", file, "--format", "vec"}, strings.NewReader(""), &out, &talk)
	if said := talk.String(); code != 1 || !strings.Contains(said, "did you mean ban\ufffd[2Jk?") || strings.Contains(said, "\x1b") {
		t.Errorf("%d %q", code, said)
	}
}
