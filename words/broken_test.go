package words_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"heed/words"
)

// TestBrokenFiles: every way in which a file can be wrong is one short line
// that says where, what is there, and mostly what was wanted.
func TestBrokenFiles(t *testing.T) {
	number := func(x float32) string {
		return string(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
	}
	nan := number(float32(math.NaN()))
	fast := func(change func(b []byte)) string {
		b := bytes.Clone(read(t, "testdata/fasttext.bin"))
		change(b)
		return string(b)
	}
	put := func(at int, x int32) string {
		return fast(func(b []byte) { binary.LittleEndian.PutUint32(b[at:], uint32(x)) })
	}
	whole := string(read(t, "testdata/fasttext.bin"))
	const model, entries, labels = 8 + 7*4, 8 + 12*4 + 8, 8 + 12*4 + 8 + 8
	tests := []struct {
		name   string
		data   string
		format words.Format
		want   []string
	}{
		{"empty", "", words.Sniff, []string{"is empty"}},
		{"nothing but line ends", "\n\n\n", words.Sniff, []string{"line 1"}},
		{"prose", "It was the best of times,\nit was the worst of times.\n", words.Sniff, []string{`line 1 is "It was the best of times,"`, "want a word and its numbers"}},
		{"zero bytes", strings.Repeat("\x00", 100), words.Sniff, []string{"no header of a fastText model", "dim 0"}},
		{"gzip", "\x1f\x8b\x08rest", words.Sniff, []string{"gzip", "gunzip"}},
		{"zip", "PK\x03\x04rest", words.Sniff, []string{"zip"}},
		{"a Python pickle", "\x80\x04\x95rest", words.Sniff, []string{"pickle", "save_word2vec_format"}},

		{"dim 0", "2 0\na\nb\n", words.Text, []string{"line 1 says 2 words of 0 dimensions", "at least one word"}},
		{"no words", "0 2\n", words.Text, []string{"line 1 says 0 words of 2 dimensions"}},
		{"a negative count", "-1 2\na 1 2\n", words.Text, []string{"line 1 says -1 words"}},
		{"a header alone", "2 2", words.Text, []string{"line 1 says 2 words; 0 lines follow"}},
		{"a header that says more", "3 2\na 1 2\nb 3 4\n", words.Sniff, []string{"line 1 says 3 words; 2 lines follow", "cut short"}},
		{"a header that says less", "1 2\na 1 2\nb 3 4\n", words.Sniff, []string{"line 1 says 1 word; 2 lines follow"}},
		{"an absurd count", "9223372036854775807 2\na 1 2\n", words.Sniff, []string{"line 1 says 9223372036854775807 words; 1 line follows"}},
		{"an absurd dim", "1 1000000\na 1 2\n", words.Sniff, []string{"1 line", "1000000 numbers", "bytes"}},
		{"a dim past all", "1 99999999999999999999\na 1 2\n", words.Text, []string{"line 1"}},
		{"a number too few", "2 2\na 1 2\nb 3\n", words.Sniff, []string{`line 3 has 1 number, "b 3`, "want a word and 2"}},
		{"a number too many", "2 2\na 1 2\nb 3 4 5\n", words.Sniff, []string{"line 3 has 3 numbers or more", "want 2"}},
		{"a number too few in GloVe", "a 1 2\nb 3\nc 5 6\n", words.Sniff, []string{"line 2 has 1 number", "want a word and 2"}},
		{"a number too many in GloVe", "a 1 2\nb 3 4 5\n", words.Sniff, []string{"line 2 has 3 numbers or more", "want 2"}},
		{"no number", "2 2\na 1 2\nb 3 x\n", words.Sniff, []string{`line 3 has "x" as number 2`}},
		{"a hexadecimal number", "2 2\na 1 2\nb 0x1p-2 4\n", words.Sniff, []string{`line 3 has "0x1p-2" as number 1`}},
		{"an empty line between", "a 1 2\n\nb 3 4\n", words.Sniff, []string{"line 2 has 0 numbers"}},
		{"a word without end in text", "a 1\n" + strings.Repeat("b", 1<<17) + " 2\n", words.Sniff, []string{"line 2 begins with a word of 131072 bytes"}},
		{"NaN in text", "a 1 2\nb nan 4\n", words.Sniff, []string{`word 2, "b": number 1 is NaN`}},
		{"infinity in text", "a 1 2\nb 3 -inf\n", words.Sniff, []string{`word 2, "b": number 2 is -Inf`}},
		{"more than float32 holds", "a 1 2\nb 3 1e39\n", words.Sniff, []string{`word 2, "b": number 2 is +Inf`}},
		{"binary numbers in text", "2 1\na " + number(1.5) + "\nb 1\n", words.Text, []string{"line 2"}},

		{"no header in binary", "a 1 2\n", words.Word2vec, []string{`line 1 is "a 1 2"`, "the numbers of words and dimensions"}},
		{"a binary file that says more", "3 1\na " + number(1) + "b " + number(2), words.Sniff, []string{"3 words of 1 dimensions", "12 bytes follow"}},
		{"a binary file cut in its last number", "2 1\na " + number(1) + "bcdefg " + number(2)[:2], words.Sniff, []string{"2 words of 1 dimensions", "ends in word 2"}},
		{"a binary file cut in its last word", "2 1\na " + number(1) + "\nbcdefghi", words.Sniff, []string{"ends in word 2"}},
		{"a binary file that says less", "1 1\na " + number(1) + "\nb " + number(2), words.Sniff, []string{"6 bytes follow the last word"}},
		{"an absurd count in binary", "9223372036854775807 4\na " + number(1), words.Word2vec, []string{"9223372036854775807 words", "too few"}},
		{"an absurd dim in binary", "1 1048577\na " + number(1), words.Word2vec, []string{"line 1 says 1 words of 1048577 dimensions; want at least one word, and 1 to 1048576"}},
		{"a header alone in binary", "2 2", words.Word2vec, []string{"0 bytes follow"}},
		{"NaN in binary", "2 1\na " + number(1) + "b " + nan, words.Sniff, []string{`word 2, "b": number 1 is NaN`}},
		{"a word without end", "2 1\na " + number(1) + strings.Repeat("b", 1<<17), words.Sniff, []string{"word 2 has more than 65536 bytes"}},

		{"fastText cut in its header", whole[:20], words.Sniff, []string{"ends after 20 bytes", "cut short"}},
		{"fastText cut in its words", whole[:150], words.Sniff, []string{"cut short"}},
		{"fastText cut in its vectors", whole[:900], words.Sniff, []string{"cut short"}},
		{"another version of fastText", put(4, 13), words.Sniff, []string{"version 13", "11, 12"}},
		{"a supervised model", put(model, 3), words.Sniff, []string{"supervised", "unsupervised"}},
		{"labels", put(labels, 2), words.Sniff, []string{"supervised model of 2 labels"}},
		{"an absurd dim in fastText", put(8, math.MaxInt32), words.Sniff, []string{"no header", "dim 2147483647"}},
		{"a negative dim", put(8, -1), words.Sniff, []string{"dim -1"}},
		{"an absurd number of words", fast(func(b []byte) {
			binary.LittleEndian.PutUint32(b[entries:], math.MaxInt32)
			binary.LittleEndian.PutUint32(b[entries+4:], math.MaxInt32)
		}), words.Sniff, []string{"entry 21"}},
		{"an absurd number of buckets", put(8+8*4, math.MaxInt32), words.Sniff, []string{"rows", "buckets"}},
		{"a pruned model", fast(func(b []byte) { b[labels+4+8] = 1; clear(b[labels+4+9 : labels+4+16]) }), words.Sniff, []string{"pruned", ".bin"}},
		{"text as fastText", "2 2\na 1 2\nb 3 4\n", words.FastText, []string{"cut short"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := words.Read([]byte(tt.data), tt.format)
			if err == nil {
				t.Fatal("no error")
			}
			message := err.Error()
			for _, want := range tt.want {
				if !strings.Contains(message, want) {
					t.Errorf("%q lacks %q", message, want)
				}
			}
			if strings.Contains(message, "\n") || len(message) > 300 {
				t.Errorf("not one short line: %q", message)
			}
		})
	}
}

// TestQuantisedModelsAreRefusedByName finds the flag, which stands after the
// words, by the size of what follows it.
func TestQuantisedModelsAreRefusedByName(t *testing.T) {
	b := bytes.Clone(read(t, "testdata/fasttext.bin"))
	v := open(t, "testdata/fasttext.bin")
	const buckets = 40
	input := 4 * v.Dim() * (v.Len() + buckets)
	output := 1 + 16 + 4*v.Dim()*v.Len()
	flag := len(b) - output - input - 16 - 1
	b[flag] = 1
	if _, err := words.Read(b, words.Sniff); err == nil || !strings.Contains(err.Error(), "quantised") || !strings.Contains(err.Error(), ".bin") {
		t.Errorf("%v; want an error that names quantisation and the cure", err)
	}
	b[flag] = 0
	binary.LittleEndian.PutUint32(b[flag+1+16+4*5:], math.Float32bits(float32(math.Inf(1))))
	if _, err := words.Read(b, words.Sniff); err == nil || !strings.Contains(err.Error(), "number 2 is +Inf; want numbers below 1e30") {
		t.Errorf("%v; want an error that names the number", err)
	}
	binary.LittleEndian.PutUint32(b[flag+1+16+4*5:], 0)
	binary.LittleEndian.PutUint32(b[flag+1+16+input-4:], math.Float32bits(float32(math.NaN())))
	if _, err := words.Read(b, words.Sniff); err == nil || !strings.Contains(err.Error(), "bucket 40: number 4 is NaN") {
		t.Errorf("%v; want an error that names the bucket", err)
	}
}

// TestNothingIsAllocatedOnAHeadersWord reads small files that say they are
// large.
func TestNothingIsAllocatedOnAHeadersWord(t *testing.T) {
	lines := "1000000 1000000\n" + strings.Repeat("a\n", 1000000)
	for _, data := range []string{
		"1000000000 300\na 1 2\n", "300 1000000\na \x00\x00\x00\x00", lines,
		fmt.Sprint("a", strings.Repeat(" 1", 1000), "\n", strings.Repeat("b\n", 10000)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := words.Read([]byte(data), words.Sniff); err == nil {
			t.Errorf("%.20q was read", data)
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 4*uint64(len(data))+1<<20 {
			t.Errorf("%.20q: %d bytes allocated for %d", data, grown, len(data))
		}
	}
}
