package source_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"heed/evaluate"
	"heed/internal/golden"
	"heed/source"
	"heed/tensor"
)

func sensing(t *testing.T, name string) *source.Model {
	t.Helper()
	m, err := source.OpenModel(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// occurrence is the instance of a word in a text that has it once.
func occurrence(text, word string) evaluate.Instance {
	start := len([]rune(text[:strings.Index(text, word)]))
	return evaluate.Instance{Word: word, Text: text, Start: start, End: start + len([]rune(word))}
}

// TestEncodeIsTheMeanOfThePieces compares the vectors of a word of one piece, and of a word of
// several, with the rows that PyTorch recorded for the same text.
func TestEncodeIsTheMeanOfThePieces(t *testing.T) {
	m := sensing(t, tiny)
	file := golden.File(t, tiny+"/golden/money_bank.f32.safetensors")
	for _, tt := range []struct {
		word string
		rows []int // of its pieces, [CLS] being 0
	}{
		{"money", piecesOf(t, m, "money", 1)},
		{"bank", piecesOf(t, m, "bank", 1+len(piecesOf(t, m, "money", 1)))},
	} {
		got, err := m.Encode(t.Context(), occurrence("money bank", tt.word))
		if err != nil {
			t.Fatal(err)
		}
		for l, name := range []string{"embed", "L0.resid_out", "L1.resid_out"} {
			e, _ := file.Entry(name)
			data, err := tensor.Floats[float32](e)
			if err != nil {
				t.Fatal(err)
			}
			for d, x := range got[l] {
				want := 0.0
				for _, row := range tt.rows {
					want += float64(data[row*len(got[l])+d]) / float64(len(tt.rows))
				}
				if math.Abs(float64(x)-want) > 1e-5*max(1, math.Abs(want)) { // golden/README.md, tiny models
					t.Fatalf("%s, hidden state %d: number %d is %v; want %v", tt.word, l, d, x, want)
				}
			}
		}
		if len(got) != 3 {
			t.Errorf("%d hidden states; want 3", len(got))
		}
	}
}

// piecesOf lists the rows of a word that starts at row from.
func piecesOf(t *testing.T, m *source.Model, word string, from int) []int {
	t.Helper()
	pieces, err := m.Tokenizer.Encode(word)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int
	for i := range pieces {
		rows = append(rows, from+i)
	}
	return rows
}

func TestEncodeRefuses(t *testing.T) {
	m := sensing(t, tiny)
	long := strings.Repeat("bank ", 600)
	for _, tt := range []struct {
		claim string
		i     evaluate.Instance
		want  string
	}{
		{"a text beyond the model's limit, naming both lengths", evaluate.Instance{Word: "bank", Text: long, End: 4}, "tokens; the model takes at most"},
		{"a word that the tokenizer drops", evaluate.Instance{Word: "\u00ad", Text: "a \u00ad bank", Start: 2, End: 3}, "has no tokens of its own"},
	} {
		if _, err := m.Encode(t.Context(), tt.i); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v; want %q", tt.claim, err, tt.want)
		}
	}
}

func TestStaticVectorsAreTheWordEmbeddings(t *testing.T) {
	m := sensing(t, tiny)
	static := m.Static()
	data := golden.File(t, tiny+"/model.safetensors")
	i := slices.IndexFunc(data.Entries(), func(e tensor.Entry) bool { return strings.HasSuffix(e.Name, "word_embeddings.weight") })
	table, err := tensor.Floats[float32](data.Entries()[i])
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"the", "coriolanus", "money", "moneys"} {
		pieces, err := m.Tokenizer.Encode(word)
		if err != nil {
			t.Fatal(err)
		}
		got := static.Vector(word)
		for d, x := range got {
			want := 0.0
			for _, id := range pieces.IDs() {
				want += float64(table[id*len(got)+d]) / float64(len(pieces))
			}
			if math.Abs(float64(x)-want) > 1e-6 {
				t.Fatalf("%s: number %d is %v; want %v", word, d, x, want)
			}
		}
		if len(got) != 48 {
			t.Errorf("%s has width %d; want 48", word, len(got))
		}
	}
	for _, none := range []string{"", " ", "\xff"} {
		if static.Vector(none) != nil {
			t.Errorf("%q has a vector", none)
		}
	}
	if row := m.Net.WordVector(500); row != nil || m.Net.WordVector(-1) != nil {
		t.Error("ids past the vocabulary have a vector")
	}
}

// Pieces are listed with the most frequent first; a word of several pieces is
// as rare as the rarest.
func TestStaticFrequencyFollowsTheVocabulary(t *testing.T) {
	m := sensing(t, tiny)
	static := m.Static()
	the, coriolanus := static.Frequency("the"), static.Frequency("coriolanus")
	if !(the > 5*coriolanus && coriolanus > 0 && the <= 1) {
		t.Errorf("the makes up %v of running text, coriolanus %v", the, coriolanus)
	}
	if both := static.Frequency("thecoriolanus"); both > the {
		t.Errorf("a word of pieces makes up %v; want at most its rarest piece's", both)
	}
	sum, words := 0.0, 0
	for id := range m.Tokenizer.VocabSize() {
		piece, _ := m.Tokenizer.Piece(id)
		if utf8.RuneCountInString(piece) >= 2 && !strings.ContainsAny(piece, "#[") {
			sum += static.Frequency(piece)
			words++
		}
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the %d words of the vocabulary make up %v of running text; want 1", words, sum)
	}
}

func TestSenses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(path), 0o777)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	tagged := write("crane.tsv", "c\td\tbird\t0\tcrane\nc\td\tmachine\t1\ta crane\n")
	for name, text := range map[string]string{"train.data.txt": "0\tbank\n", "train.gold.txt": "0\n", "test.data.txt": "1\ta bank\n", "test.gold.txt": "0\n", "classes_map.txt": `{"0": "x"}`} {
		write("bank/"+name, text)
	}
	t.Chdir(filepath.Join(dir, "bank"))
	for path, want := range map[string]string{tagged: "crane", filepath.Join(dir, "bank"): "bank", dir: "bank", ".": "bank"} {
		words, err := source.Senses(path)
		if err != nil || len(words) != 1 || words[0].Word != want {
			t.Errorf("%s: %+v, error %v; want %s", path, words, err, want)
		}
	}
	for path, want := range map[string]string{
		"nope":                              "nope: no such file; want a word's folder as CoarseWSD has it",
		write("bank.tsv", "a\n"):            "bank.tsv:1: 1 columns",
		filepath.Join(dir, "bank/nope.tsv"): "no such file",
		os.DevNull:                          "is not a plain file",
	} {
		if _, err := source.Senses(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v; want %q", path, err, want)
		}
	}
}

var _ source.Sensing = (*source.Model)(nil)
