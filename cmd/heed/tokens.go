package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"heed/source"
	"heed/token"

	"github.com/spf13/cobra"
)

// tokensFlags are the flags of heed tokens.
type tokensFlags struct {
	source                       string
	json, jsonl, special, decode bool
}

func newTokens() *cobra.Command {
	var f tokensFlags
	c := &cobra.Command{
		Use:   "tokens",
		Short: "Split lines of text into a model's tokens",
		Long: `Read texts from standard input, a text a line, and print their tokens, a line
for each text: ids, pieces, and offsets in code points. A SOURCE is a model's
folder, a folder with only a tokenizer.json, or that file. With --jsonl each
line of input is {"text": …, "pair": …}, so that a text may hold line ends.`,
		Example: `  echo "money bank" | heed tokens --source MODEL
  heed tokens --source MODEL --json --special < texts.txt
  heed tokens --source tokenizer.json --jsonl --json --decode < texts.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.source == "" {
				return usagef("--source is missing; name a model's folder or a tokenizer.json")
			}
			t, err := source.OpenTokenizer(f.source)
			if err != nil {
				return err
			}
			for _, note := range t.Notes() {
				fmt.Fprintf(c.ErrOrStderr(), "%s: %s\n", f.source, note)
			}
			return buffered(c.OutOrStdout(), func(out io.Writer) error { return f.run(c, t, out) })
		},
	}
	flags := c.Flags()
	flags.StringVarP(&f.source, "source", "s", "", "model's folder, or a tokenizer.json")
	flags.BoolVar(&f.json, "json", false, "print a JSON object for each text")
	flags.BoolVar(&f.jsonl, "jsonl", false, `read a JSON object a line: {"text": …, "pair": …}`)
	flags.BoolVar(&f.special, "special", false, "add the special tokens that the model expects")
	flags.BoolVar(&f.decode, "decode", false, "print the text that the ids decode to as well")
	return c
}

// maxLine bounds a line of input.
const maxLine = 8 << 20

func (f tokensFlags) run(c *cobra.Command, t *token.Tokenizer, out io.Writer) error {
	in := bufio.NewReaderSize(c.InOrStdin(), 1<<16)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = c.Context().Err()
		}
		if err == nil {
			err = f.line(t, out, line)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
}

// readLine reads up to a line feed, which it leaves out; the last line may
// lack one. io.EOF is the end, where nothing was left to read.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, fmt.Errorf("more than %d bytes; split the text", maxLine)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) > 0, err == nil:
			return bytes.TrimSuffix(line, []byte("\n")), nil
		}
		return nil, err
	}
}

// encodedLine is the JSON form of one text's tokens.
type encodedLine struct {
	IDs       []int    `json:"ids"`
	Tokens    []string `json:"tokens"`
	Offsets   [][2]int `json:"offsets"`
	Types     []int    `json:"type_ids"`
	Sequences []*int   `json:"sequence_ids"`
	Decoded   *string  `json:"decoded,omitempty"`
}

// line encodes one line of input and prints it.
func (f tokensFlags) line(t *token.Tokenizer, out io.Writer, line []byte) error {
	e, err := f.encode(t, line)
	if err != nil {
		return err
	}
	if !f.json {
		return f.plain(t, out, e)
	}
	l := encodedLine{IDs: e.IDs(), Tokens: []string{}, Offsets: [][2]int{}, Types: []int{}, Sequences: []*int{}}
	for _, k := range e {
		l.Tokens = append(l.Tokens, k.Text)
		l.Offsets = append(l.Offsets, [2]int{k.Start, k.End})
		l.Types = append(l.Types, k.Type)
		l.Sequences = append(l.Sequences, sequence(k))
	}
	if f.decode {
		text := t.Decode(e.IDs())
		l.Decoded = &text
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(l)
}

// sequence is which text of a pair a token is of, nil for a special token.
func sequence(k token.Token) *int {
	if k.Sequence < 0 {
		return nil
	}
	n := k.Sequence
	return &n
}

// plain prints the pieces, each with its id, in one line.
func (f tokensFlags) plain(t *token.Tokenizer, out io.Writer, e token.Encoding) error {
	var fields []string
	for _, k := range e {
		fields = append(fields, fmt.Sprintf("%s/%d", k.Text, k.ID))
	}
	s := strings.Join(fields, " ")
	if f.decode {
		s += "\t" + t.Decode(e.IDs())
	}
	_, err := fmt.Fprintln(out, s)
	return err
}

// A jsonLine is a line of input with --jsonl.
type jsonLine struct {
	Text *string `json:"text"`
	Pair *string `json:"pair"`
}

func (f tokensFlags) encode(t *token.Tokenizer, line []byte) (token.Encoding, error) {
	text := string(line)
	if f.jsonl {
		if !utf8.Valid(line) { // the JSON decoder would put U+FFFD in its place unsaid
			return nil, fmt.Errorf("the line is not UTF-8; save it as UTF-8")
		}
		if i := loneSurrogate(line); i >= 0 {
			return nil, fmt.Errorf("%.6q is half of a character; write both halves, or the character itself", line[i:])
		}
		var l jsonLine
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&l); err != nil || l.Text == nil || decoder.More() {
			return nil, fmt.Errorf(`want {"text": …, "pair": …} on one line; got %.60q`, line)
		}
		text = *l.Text
		if l.Pair != nil && f.special {
			return t.EncodePairSpecial(text, *l.Pair)
		}
		if l.Pair != nil {
			return t.EncodePair(text, *l.Pair)
		}
	}
	if f.special {
		return t.EncodeSpecial(text)
	}
	return t.Encode(text)
}

// loneSurrogate finds an escape such as \ud83c without its other half, which
// the JSON decoder would replace unsaid; −1 where there is none.
func loneSurrogate(line []byte) int {
	half := func(i int) rune { // the escape at i as a rune, −1 if there is none
		if i+6 > len(line) || line[i] != '\\' || line[i+1] != 'u' {
			return -1
		}
		n, err := strconv.ParseUint(string(line[i+2:i+6]), 16, 16)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' {
			continue
		}
		if r := half(i); utf16.IsSurrogate(r) {
			if utf16.DecodeRune(r, half(i+6)) == utf8.RuneError {
				return i
			}
			i += 6
		}
		i++ // what is escaped
	}
	return -1
}
