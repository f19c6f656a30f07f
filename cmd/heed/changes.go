package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"heed/inspect"
	"heed/model"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// changeFlags are the flags that ask what would be if: shared by the verbs that
// run a model.
type changeFlags struct {
	changes []inspect.Change // in the order in which they stand on the command line
	from    string
	mean    []string
}

// changesHelp tells of the flags in a verb's help.
const changesHelp = `
What if: --without, --without-token, --set and --patch change the run, in the
order given, and the rest of the run follows; the answer is then shown before and
after, with what the changes did to the word, the pull and the logits.
--without L5.H7 makes a head's output 0 at every token, L5.attn that of all heads
of the layer (the bias after W_O stays), L5.mlp that of the MLP; with --mean it is
the mean over all tokens of other texts. --without-token hides a token from every
query, as a mask does. --set 'L3.H2.weights[4,1]=0.2' sets any number of the run,
--patch 'L5.H7.head_out[4]' takes it from the run of --from TEXT2, and --patch '*'
everything; names are those of heed dump, H a head, indices the text's.`

func (f *changeFlags) add(c *cobra.Command) {
	c.Long += "\n" + changesHelp
	flags := c.Flags()
	ask := func(name, usage string, parse func(string) (inspect.Change, error)) {
		flags.Var(&changeFlag{&f.changes, parse}, name, usage)
	}
	plain := func(parse func(string) (model.Change, error)) func(string) (inspect.Change, error) {
		return func(s string) (inspect.Change, error) {
			c, err := parse(s)
			return inspect.Change{Change: c}, err
		}
	}
	ask("without", "head, L5.H7, or L5.attn or L5.mlp, to be without", plain(model.ParseWithout))
	ask("without-token", "token that no query attends to: its index, or a word", func(s string) (inspect.Change, error) {
		if strings.TrimSpace(s) == "" {
			return inspect.Change{}, fmt.Errorf("--without-token: no token; want its index, or a word of the text")
		}
		return inspect.Change{Change: model.WithoutToken("--without-token " + s), Token: s}, nil
	})
	ask("set", "number to set: L3.H2.weights[4,1]=0.2", plain(func(s string) (model.Change, error) {
		c, err := model.ParseSet(s)
		if err == nil && math.Abs(c.Value) > math.MaxFloat32 { // models compute in float32
			return c, fmt.Errorf("--set %s: too large; the largest number that a model holds is %g", s, math.MaxFloat32)
		}
		return c, err
	}))
	ask("patch", "what to take from the run of --from: L5.H7.head_out[4], a whole tensor, or a pattern of them", plain(model.ParsePatch))
	flags.StringVar(&f.from, "from", "", "text whose run --patch takes from")
	flags.StringArrayVar(&f.mean, "mean", nil, "text, or file with a text a line, whose mean stands for what --without knocks out")
}

// A changeFlag is one of the flags whose order among each other counts.
type changeFlag struct {
	changes *[]inspect.Change
	parse   func(string) (inspect.Change, error)
}

func (f *changeFlag) Set(s string) error {
	c, err := f.parse(s)
	if err == nil {
		*f.changes = append(*f.changes, c)
	}
	return err
}

func (f *changeFlag) String() string { return "" }
func (f *changeFlag) Type() string   { return "stringArray" }

// asked reports whether anything is to be changed.
func (f changeFlags) asked() bool { return len(f.changes) > 0 || f.from != "" || len(f.mean) > 0 }

// whatIf are the changes, with the texts of files.
func (f changeFlags) whatIf(m *source.Model) (inspect.WhatIf, error) {
	w := inspect.WhatIf{Changes: f.changes, From: f.from, Mean: f.mean}
	if err := w.Check(); err != nil {
		return w, usageError{err}
	}
	w.Mean = nil
	for _, text := range f.mean {
		info, err := os.Stat(text)
		switch {
		case err == nil && info.IsDir():
			return w, fmt.Errorf("--mean %s is a folder; want a text, or a file with a text a line", text)
		case err != nil && looksLikeFile(text):
			return w, fmt.Errorf("--mean %s: no such file; a text that looks like a file's name needs another word beside it", text)
		}
		if err != nil || !info.Mode().IsRegular() || m.Net.Config.Embedding.Image != nil {
			w.Mean = append(w.Mean, text) // an image is named by its file
			continue
		}
		lines, err := textsOf(text)
		if err != nil {
			return w, err
		}
		w.Mean = append(w.Mean, lines...)
	}
	return w, nil
}

// looksLikeFile reports whether a text is rather the name of a file: one word with
// a path in it, or an ending.
func looksLikeFile(text string) bool {
	return !strings.ContainsAny(text, " \t\n") && (strings.ContainsRune(text, os.PathSeparator) || len(filepath.Ext(text)) > 1)
}

// asIf asks a question before and after the changes.
func asIf[T any](f changeFlags, m *source.Model, done func(), ask func(inspect.WhatIf) (trace.WhatIf[T], error)) (trace.WhatIf[T], error) {
	defer done()
	w, err := f.whatIf(m)
	if err != nil {
		return trace.WhatIf[T]{}, err
	}
	return ask(w)
}

// textsOf reads a file with a text a line.
func textsOf(name string) ([]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--mean %s: %w", name, plainCause(err))
	}
	defer file.Close()
	var texts []string
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		if !utf8.Valid(lines.Bytes()) {
			return nil, fmt.Errorf("--mean %s:%d: the line is not UTF-8; want a text a line, in UTF-8", name, n)
		}
		if text := strings.TrimSpace(lines.Text()); text != "" {
			texts = append(texts, text)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("--mean %s: a line is longer than %d bytes; want a text a line", name, bufio.MaxScanTokenSize)
	} else if err != nil {
		return nil, fmt.Errorf("--mean %s: %w", name, err)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("--mean %s: no texts in it; want one a line", name)
	}
	return texts, nil
}

// changedAnswer is an answer before and after: what the changes did comes first.
// JSON has what slim leaves of each; the scene is left to the verb.
func changedAnswer[T any](x trace.WhatIf[T], precision int, slim func(T) T, table func(T) string) answer {
	x.Source.Heed, x.Effect.Source.Heed = version, version
	numbers := x // scene and table have all
	numbers.Before, numbers.After = slim(x.Before), slim(x.After)
	return answer{
		numbers: numbers,
		table: func() string {
			return term.Effect(x.Effect, term.Options{Precision: precision}) + "\n" + term.Heading("Before") + table(x.Before) + "\n" + term.Heading("After") + table(x.After)
		},
	}
}
