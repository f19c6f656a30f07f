package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

// TestHelpExamples runs every example of every command's help, as a person
// would in a shell, in a folder that has the files the examples speak of.
func TestHelpExamples(t *testing.T) {
	model, err := filepath.Abs(tinyModel)
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	fmt.Fprintln(&script, "exec heed dump --source MODEL --text bank --only in.* -o batch.safetensors")
	visit(newRoot(), func(c *cobra.Command) {
		if c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		// The tiny model has two layers, and learning from a few words needs few steps.
		example := strings.NewReplacer("\\\n", " ", "L3.", "L1.", "heed learn ", "heed learn --steps 5 ").Replace(c.Example)
		for line := range strings.Lines(example) {
			if strings.HasPrefix(strings.TrimSpace(line), "heed serve") { // until it is told to stop
				fmt.Fprintf(&script, "exec %s &serve&\nexec sleep 0.5\nkill -INT serve\nwait serve\n", strings.ReplaceAll(strings.TrimSpace(line), ":8080", ":0"))
				continue
			}
			fmt.Fprintf(&script, "exec sh -c '%s'\n", strings.ReplaceAll(strings.TrimSpace(line), "'", "''"))
		}
	})
	corpus := strings.Repeat("the bank of the river has water and of the bank\nthe money of the bank is a loan of the bank\n", 60)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "examples.txtar"), []byte(script.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, RequireExplicitExec: true, Setup: func(e *testscript.Env) error {
		e.Setenv("HOME", e.WorkDir)
		for name, text := range map[string]string{"texts.txt": "money bank\n", "texts.jsonl": "{\"text\": \"bank\"}\n",
			"corpus.txt": corpus, "corpus.txt.gz": gzipped(t, corpus),
			"vec.bin":       "10 2\nmoney 1 2\nloan 1 3\nriver 4 1\nwater 5 1\nbank 3 3\nthe 0 1\nman 5 2\nwoman 5 4\nking 2 5\nqueen 1 7\n",
			"pairs.tsv":     "money\tbank\t8\nmoney\triver\t2\nriver\tbank\t7\n",
			"questions.txt": ": family\nman king woman queen\n",
			"bank.tsv":      "c\td\triver\t1\triver bank\nc\td\tfinancial\t1\tmoney bank\n"} {
			if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(text), 0o666); err != nil {
				return err
			}
		}
		if err := os.Symlink(filepath.Join(model, "tokenizer.json"), filepath.Join(e.WorkDir, "tokenizer.json")); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join(model, "golden"), filepath.Join(e.WorkDir, "RUNS")); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Dir(model), filepath.Join(e.WorkDir, "FOLDER")); err != nil {
			return err
		}
		return os.Symlink(model, filepath.Join(e.WorkDir, "MODEL"))
	}})
}

// visit calls f for every command of heed's own; cobra's completion and help
// bring their own.
func visit(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		visit(sub, f)
	}
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
