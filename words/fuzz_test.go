package words_test

import (
	"bytes"
	"testing"

	"heed/words"
)

// fuzz reads anything as a format. What is read at all must be whole: every
// word found, every number there, and the same after it is written and read.
func fuzz(f *testing.F, format words.Format, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := words.Read(data, format)
		if err != nil {
			return
		}
		if v.Len() < 1 || v.Dim() < 1 || v.Len() > len(data) || v.Dim() > len(data) {
			t.Fatalf("%d words of %d dimensions in %d bytes", v.Len(), v.Dim(), len(data))
		}
		for i := range v.Len() {
			if first, ok := v.Index(v.Word(i)); !ok || first > i || len(v.Row(i)) != v.Dim() {
				t.Fatalf("word %d, %q: found at %d, %v; %d numbers", i, v.Word(i), first, ok, len(v.Row(i)))
			}
		}
		v.Vector("neuer")
		v.Near(v.Row(0), 3, 0)
		var b bytes.Buffer
		if v.Write(&b, words.Word2vec) != nil {
			return // a word with a space
		}
		again, err := words.Read(b.Bytes(), words.Word2vec)
		if err != nil {
			t.Fatal(err)
		}
		sameVectors(t, again, v)
	})
}

func FuzzReadWord2vec(f *testing.F) {
	fuzz(f, words.Word2vec, read(f, "testdata/gensim.bin"), []byte("1 1\na \x00\x00\x80\x3f"), []byte("9 9\n"))
}

func FuzzReadText(f *testing.F) {
	fuzz(f, words.Text, read(f, "testdata/gensim.txt"), []byte("1 1\na 1"), []byte("2 1\na 1\n\nb 2\n\n"))
}

func FuzzReadGloVe(f *testing.F) {
	fuzz(f, words.GloVe, []byte("a 1 2\nb 3 4\n"), []byte(". . . 1\n"), []byte("a\t1e5\t-.5\r\n"))
}

func FuzzReadFastText(f *testing.F) {
	fuzz(f, words.FastText, read(f, "testdata/fasttext.bin"), read(f, "testdata/fasttext-old.bin"))
}

func FuzzReadAny(f *testing.F) {
	fuzz(f, words.Sniff, read(f, "testdata/fasttext.bin"), read(f, "testdata/gensim.bin"), read(f, "testdata/gensim.txt"), []byte("\x1f\x8b"), []byte("a 1\n"))
}
