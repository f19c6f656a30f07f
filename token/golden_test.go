package token_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/token"
)

// A golden is what the tokenizers library made of some texts; see
// testdata/ORIGIN.md.
type golden struct {
	Rows  []goldenRow
	Pairs []goldenPair
}

type goldenRow struct {
	Text       string
	IDs        []int
	Tokens     []string
	Offsets    [][2]int
	WordIDs    []int `json:"word_ids"`
	IDsSpecial []int `json:"ids_special"`
	TypeIDs    []int `json:"type_ids"`
	Decoded    string
}

type goldenPair struct {
	A, B        string
	IDs         []int
	TypeIDs     []int `json:"type_ids"`
	SpecialMask []int `json:"special_mask"`
	Offsets     [][2]int
	SequenceIDs []*int `json:"sequence_ids"`
}

// goldens are the recorded ones; those in shared lie beside the repository
// and are too large to be part of it.
var goldens = []goldenFile{
	{"testdata", "tiny-wordpiece-cased"},
	{"testdata", "bert-a"},
	{shared, "gpt2-bbpe"},
	{shared, "minilm-wordpiece"},
	{shared, "mistral-v1-spbpe"},
	{shared, "mpnet-wordpiece"},
	{shared, "qwen3-bbpe"},
	{shared, "smollm2-bbpe"},
	{"testdata", "tiny-bbpe-roberta"},
	{shared, "tiny-spbpe-gemma"},
	{"testdata", "tiny-spbpe-llama"},
	{shared, "tiny-unigram-albert"},
	{shared, "tiny-unigram-t5"},
}

const shared = "../../shared/golden/tokenizers"

// A goldenFile is DIR/NAME.json, made with DIR/files/NAME/tokenizer.json.
type goldenFile struct{ dir, name string }

func (g goldenFile) tokenizer() string {
	return filepath.Join(g.dir, "files", g.name, "tokenizer.json")
}

func TestGoldensAreMatchedToTheLetter(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			want := readGolden(t, filepath.Join(g.dir, g.name+".json"))
			tok := parseFile(t, g.tokenizer())
			for _, row := range want.Rows {
				checkRow(t, tok, row)
			}
			for _, pair := range want.Pairs {
				checkPair(t, tok, pair)
			}
		})
	}
}

func checkRow(t *testing.T, tok *token.Tokenizer, want goldenRow) {
	t.Helper()
	bare := encode(t, tok.Encode, want.Text)
	special := encode(t, tok.EncodeSpecial, want.Text)
	check(t, want.Text, "ids", bare.IDs(), want.IDs)
	check(t, want.Text, "tokens", column(bare, func(k token.Token) string { return k.Text }), want.Tokens)
	check(t, want.Text, "offsets", column(bare, offsets), want.Offsets)
	check(t, want.Text, "word_ids", column(bare, func(k token.Token) int { return k.Word }), want.WordIDs)
	check(t, want.Text, "ids_special", special.IDs(), want.IDsSpecial)
	check(t, want.Text, "type_ids", column(special, func(k token.Token) int { return k.Type }), want.TypeIDs)
	check(t, want.Text, "decoded", []string{tok.Decode(special.IDs())}, []string{want.Decoded})
}

func checkPair(t *testing.T, tok *token.Tokenizer, want goldenPair) {
	t.Helper()
	got, err := tok.EncodePairSpecial(want.A, want.B)
	if err != nil {
		t.Fatal(err)
	}
	text := want.A + " / " + want.B
	check(t, text, "ids", got.IDs(), want.IDs)
	check(t, text, "type_ids", column(got, func(k token.Token) int { return k.Type }), want.TypeIDs)
	check(t, text, "offsets", column(got, offsets), want.Offsets)
	check(t, text, "special_mask", column(got, func(k token.Token) int {
		if k.Special {
			return 1
		}
		return 0
	}), want.SpecialMask)
	sequences := make([]int, len(want.SequenceIDs))
	for i, s := range want.SequenceIDs {
		sequences[i] = -1
		if s != nil {
			sequences[i] = *s
		}
	}
	check(t, text, "sequence_ids", column(got, func(k token.Token) int { return k.Sequence }), sequences)
}

func offsets(k token.Token) [2]int { return [2]int{k.Start, k.End} }

func column[T any](e token.Encoding, of func(token.Token) T) []T {
	values := make([]T, len(e))
	for i, k := range e {
		values[i] = of(k)
	}
	return values
}

func check[T comparable](t *testing.T, text, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%q: %s %v; want %v", text, what, got, want)
	}
}

func encode(t *testing.T, encode func(string) (token.Encoding, error), text string) token.Encoding {
	t.Helper()
	e, err := encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func readGolden(t *testing.T, file string) (g golden) {
	t.Helper()
	if err := json.Unmarshal(readFile(t, file), &g); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return g
}

func parseFile(t testing.TB, file string) *token.Tokenizer {
	t.Helper()
	tok, err := token.Parse(readFile(t, file))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return tok
}

// readFile reads a file, or its gzipped form. It skips the test where a file
// beside the repository is absent.
func readFile(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if packed, open := os.Open(file + ".gz"); open == nil {
			defer packed.Close()
			var r *gzip.Reader
			if r, err = gzip.NewReader(packed); err == nil {
				data, err = io.ReadAll(r)
			}
		}
	}
	if errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(file, "..") {
		t.Skipf("%s is absent: the goldens of large tokenizers lie beside the repository", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}
