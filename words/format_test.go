package words_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/words"
)

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func open(t testing.TB, path string) *words.Vectors {
	t.Helper()
	v, err := words.Read(read(t, path), words.Sniff)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}

func written(t testing.TB, v *words.Vectors, f words.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := v.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sameVectors compares words and bits.
func sameVectors(t *testing.T, got, want *words.Vectors) {
	t.Helper()
	if got.Len() != want.Len() || got.Dim() != want.Dim() {
		t.Fatalf("%d words of %d; want %d of %d", got.Len(), got.Dim(), want.Len(), want.Dim())
	}
	for i := range want.Len() {
		if got.Word(i) != want.Word(i) {
			t.Fatalf("word %d is %q; want %q", i, got.Word(i), want.Word(i))
		}
		for c, x := range got.Row(i) {
			if y := want.Row(i)[c]; math.Float32bits(x) != math.Float32bits(y) {
				t.Fatalf("%q: number %d is %v; want %v", want.Word(i), c, x, y)
			}
		}
	}
}

// extremes are numbers at float32's ends, a word that holds spaces, one that
// is empty, and one that looks like a number.
func extremes(t testing.TB) *words.Vectors {
	list := []string{"the", "New York", "", "17", "naïve", ". . ."}
	v, err := words.New(list, 3, []float32{
		1, -0.5, 1e-30, 0.1, float32(1) / 3, -2e20, math.MaxFloat32, math.SmallestNonzeroFloat32, 0,
		float32(math.Copysign(0, -1)), 7, 0x1p-126, 16777216, 16777217, 1.17549421e-38, 1e10, 123456.79, -1e-45})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhatIsWrittenIsReadAgainToTheBit(t *testing.T) {
	plain := open(t, "testdata/gensim.bin")
	for _, f := range []words.Format{words.Word2vec, words.Text, words.GloVe} {
		t.Run(string(f), func(t *testing.T) {
			for _, as := range []words.Format{words.Sniff, f} {
				got, err := words.Read(written(t, plain, f), as)
				if err != nil {
					t.Fatal(err)
				}
				sameVectors(t, got, plain)
			}
		})
	}
	got, err := words.Read(written(t, extremes(t), words.GloVe), words.Sniff)
	if err != nil {
		t.Fatal(err)
	}
	sameVectors(t, got, extremes(t))
}

func TestFormatsRefuseWordsThatTheyCannotHold(t *testing.T) {
	for _, tt := range []struct {
		name   string
		word   string
		format words.Format
		want   string
	}{
		{"a space in word2vec's binary form", "New York", words.Word2vec, `word 1, "New York": a space ends a word in word2vec files; glove files can hold it`},
		{"and in its text form", "New York", words.Text, "a space ends a word"},
		{"a tab", "a\tb", words.Text, "a space ends a word"},
		{"a line end in any", "a\nb", words.GloVe, "no format holds a word with a line end"},
		{"fastText is not written", "a", words.FastText, "cannot write fasttext files; want word2vec, word2vec-text or glove"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := words.New([]string{tt.word}, 1, []float32{1})
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := v.Write(&b, tt.format); err == nil || !strings.Contains(err.Error(), tt.want) || b.Len() > 0 {
				t.Errorf("%v, %d bytes written; want %q and none", err, b.Len(), tt.want)
			}
		})
	}
}

// TestGensimsFilesAreReadToTheBit: gensim's binary and text form of the same
// vectors, and its own reading of a fastText model in both forms.
func TestGensimsFilesAreReadToTheBit(t *testing.T) {
	want := of(t, 3, "the naïve Ω x1", 1, -0.5, 1e-30, 0.1, float32(1.0/3), -2e20, math.MaxFloat32, math.SmallestNonzeroFloat32, 0,
		float32(math.Copysign(0, -1)), 7, 1.17549435e-38)
	sameVectors(t, open(t, "testdata/gensim.bin"), want)
	sameVectors(t, open(t, "testdata/gensim.txt"), want)
	var record struct{ Known, Unknown map[string][]float32 }
	if err := json.Unmarshal(read(t, "testdata/fasttext.json"), &record); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"testdata/fasttext.bin", "testdata/fasttext-old.bin"} {
		v := open(t, name)
		if v.Len() != len(record.Known) {
			t.Errorf("%s: %d words; want %d", name, v.Len(), len(record.Known))
		}
		for _, list := range []map[string][]float32{record.Known, record.Unknown} {
			for word, want := range list {
				got, ok := v.Vector(word)
				if !ok || farthest(got, want) != 0 {
					t.Errorf("%s: %q is %v; want %v", name, word, got, want)
				}
			}
		}
		for word := range record.Unknown {
			if _, known := v.Index(word); known {
				t.Errorf("%s: %q is in the file; want it unknown", name, word)
			}
		}
	}
}

// farthest is the largest difference of two vectors' numbers.
func farthest(a, b []float32) (most float64) {
	for c := range a {
		most = max(most, math.Abs(float64(a[c]-b[c])))
	}
	return most
}

// TestSharedFilesReadAsGensimReadsThem compares hashes of all words and bits.
func TestSharedFilesReadAsGensimReadsThem(t *testing.T) {
	var record map[string]struct {
		Words, Dim int
		Known      string
		Unknown    map[string][]float32
	}
	if err := json.Unmarshal(read(t, "testdata/shared.json"), &record); err != nil {
		t.Fatal(err)
	}
	for name, want := range record {
		t.Run(name, func(t *testing.T) {
			v := open(t, golden.Shared(t, "data/formats/"+name))
			sum := sha256.New()
			for i := range v.Len() {
				sum.Write(append([]byte(v.Word(i)), 0))
				binary.Write(sum, binary.LittleEndian, v.Row(i))
			}
			if got := hex.EncodeToString(sum.Sum(nil)); v.Len() != want.Words || v.Dim() != want.Dim || got != want.Known {
				t.Errorf("%d words of %d, hash %s; want %d of %d, %s", v.Len(), v.Dim(), got, want.Words, want.Dim, want.Known)
			}
			for word, want := range want.Unknown {
				got, ok := v.Vector(word)
				if d := farthest(got, want); !ok || d > 1e-6 { // as the formats are to agree; here they do to the bit
					t.Errorf("unknown %q is %v away", word, d)
				}
			}
		})
	}
}

// TestFastTextsOwnVectors: what fastText itself wrote beside its models, to
// the digits that it writes; but for </s>, to which gensim gives n-grams.
func TestFastTextsOwnVectors(t *testing.T) {
	for _, name := range []string{"toy-model", "crime-and-punishment"} {
		model := open(t, golden.Shared(t, "data/formats/"+name+".bin"))
		text := open(t, golden.Shared(t, "data/formats/"+name+".vec"))
		for i := range text.Len() {
			got, want := model.Row(i), text.Row(i)
			if d := farthest(got, want); d > 5e-6*max(1, words.Norm(want)) && text.Word(i) != "</s>" {
				t.Errorf("%s: %q is %v away from %v", name, text.Word(i), d, want)
			}
		}
	}
}

func TestFormatsAreFoundOut(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"a header and a line of numbers is word2vec's text form", "2 2\na 1 2\nb 3 4\n", "a b"},
		{"lines of numbers alone are GloVe's", "a 1 2\nb 3 4\n", "a b"},
		{"a last line may lack its end", "a 1 2\nb 3 4", "a b"},
		{"fastText's .vec has a space before line ends", "2 2\na 1 2 \nb 3 4 \n", "a b"},
		{"line ends of Windows", "2 2\r\na 1 2\r\nb 3 4\r\n", "a b"},
		{"empty lines at the end", "a 1 2\nb 3 4\n\n\r\n", "a b"},
		{"a byte order mark", "\xef\xbb\xbf2 2\na 1 2\nb 3 4\n", "a b"},
		{"tabs", "a\t1\t2\nb\t3\t4\n", "a b"},
		{"spaces in words are split from the right", "a 1 2\n. . . 3 4\nat name@domain.com 5 6\n", "a . . . at name@domain.com"},
		{"GloVe's first word may look like a number", "17 1 2\na 3 4\n", "17 a"},
		{"and any other may", "a 1 2\n1e5 3 4\nnan 5 6\n", "a 1e5 nan"},
		{"a first word with a number at its end", "top 10 1 2\nb 3 4\nc 5 6", "?"},
		{"exponents and signs", "a 1e-5 -2.5E+3\nb +3 .5\nc 5. 0\n", "a b c"},
		{"binary numbers with line ends between", "2 1\na \x00\x00\x80\x3f\nb \x00\x00\x00\x40\n", "a b"},
		{"numbers whose bytes look like text before a line end", "2 2\na \x00\x00\x80\x3f  1\nb \x00\x00\x00\x40\x00\x00\x00\x40", "a b"},
		{"and without", "2 1\na \x00\x00\x80\x3fb \x00\x00\x00\x40", "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := words.Read([]byte(tt.data), words.Sniff)
			if tt.want == "?" {
				if err == nil || !strings.Contains(err.Error(), "line 1 has 3 numbers or more") {
					t.Errorf("%v; want an error that names line 1", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for i := range v.Len() {
				list = append(list, v.Word(i))
			}
			if got := strings.Join(list, " "); got != tt.want || v.Dim() > 2 {
				t.Errorf("words %q of %d dimensions; want %q", got, v.Dim(), tt.want)
			}
		})
	}
}

// TestAGivenFormatIsTaken: what sniffing takes for a header, or for text, is a
// word where the format says so.
func TestAGivenFormatIsTaken(t *testing.T) {
	v, err := words.Read([]byte("2 1\n3 4\n"), words.GloVe)
	if err != nil || v.Len() != 2 || v.Word(0) != "2" || v.Row(1)[0] != 4 {
		t.Errorf("%v; want the words 2 and 3", err)
	}
	v, err = words.Read([]byte("1 1\na 1.5\n"), words.Word2vec)
	if err != nil || v.Word(0) != "a" {
		t.Errorf("%v; want a with the bytes of 1.5 as its number", err)
	}
	if _, err := words.ParseFormat("doc2vec"); err == nil || !strings.Contains(err.Error(), `no format "doc2vec"`) {
		t.Error(err)
	}
	if f, err := words.ParseFormat("vec"); err != nil || f != words.Text {
		t.Errorf("vec is %q, %v; want %q", f, err, words.Text)
	}
}

func TestBytesThatAreNotUTF8AreTold(t *testing.T) {
	v, err := words.Read([]byte("a 1\nk\xec\xe8 2\n\xff 3\n"), words.Sniff)
	if err != nil {
		t.Fatal(err)
	}
	if v.Word(1) != `k\xec\xe8` || v.Word(2) != `\xff` {
		t.Errorf("words %q, %q", v.Word(1), v.Word(2))
	}
	want := `2 words are not UTF-8, word 2 the first; its other bytes are written as \xNN: k\xec\xe8`
	if notes := v.Notes(); len(notes) != 1 || notes[0] != want {
		t.Errorf("notes %q; want %q", notes, want)
	}
}
