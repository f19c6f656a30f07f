package corpus_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heed/corpus"
)

// write puts a file into a folder of the test's own and returns its name.
func write(t testing.TB, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func pack(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, text)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pass reads all lines, with … where a line goes on in the next piece.
func pass(c *corpus.Corpus) (lines []string, err error) {
	r := c.Read()
	for r.Next() {
		line := string(r.Line())
		if !r.Ends() {
			line += "…"
		}
		lines = append(lines, line)
	}
	if r.Err() == nil && r.At() != c.Size() {
		return lines, fmt.Errorf("read %d bytes of %d", r.At(), c.Size())
	}
	if err := r.Close(); err != nil {
		return lines, err
	}
	return lines, r.Err()
}

func TestLines(t *testing.T) {
	plain, last := write(t, "a.txt", "one two\n\nthree\n"), write(t, "b.txt", "no line end")
	packed := write(t, "c.gz", pack(t, "four\nfi")+pack(t, "ve\n"))
	tests := []struct {
		claim string
		names []string
		in    string
		want  []string
	}{
		{"a line ends with a line feed, and an empty one is one", []string{plain}, "", []string{"one two", "", "three"}},
		{"the last line may lack its end", []string{last}, "", []string{"no line end"}},
		{"files follow one another, and a line ends with its file", []string{last, plain}, "", []string{"no line end", "one two", "", "three"}},
		{"a packed file is unpacked, all members of it", []string{packed}, "", []string{"four", "five"}},
		{"standard input is a text", []string{plain, "-"}, "six\n", []string{"one two", "", "three", "six"}},
		{"standard input may be packed", []string{"-"}, pack(t, "six\nseven"), []string{"six", "seven"}},
		{"a byte order mark is not of the text", []string{"-"}, "\ufeffeight\n\ufeffnine", []string{"eight", "\ufeffnine"}},
		{"packed text may have a byte order mark", []string{"-"}, pack(t, "\ufeffeight\n"), []string{"eight"}},
		{"a carriage return is white space", []string{"-"}, "a\r\nb\r\n", []string{"a\r", "b\r"}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			c, err := corpus.Open(tt.names, strings.NewReader(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			for n := range 2 {
				if got, err := pass(c); err != nil || !slices.Equal(got, tt.want) {
					t.Errorf("pass %d: %q, %v; want %q", n+1, got, err, tt.want)
				}
			}
		})
	}
}

// TestLongLines: a line of any length comes in pieces, cut after a white
// space, and nothing is lost.
func TestLongLines(t *testing.T) {
	for _, word := range []string{"money ", "größer\u3000", strings.Repeat("x", 1<<16-1) + " ", strings.Repeat("x", 1<<16) + "\t"} {
		line := strings.Repeat(word, 1<<18/len(word))
		c, err := corpus.Open([]string{"-"}, strings.NewReader("first\n"+line+"\nlast\n"))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := pass(c)
		if err != nil {
			t.Fatal(err)
		}
		pieces := lines[1 : len(lines)-1]
		if len(pieces) < 4 || lines[0] != "first" || lines[len(lines)-1] != "last" {
			t.Fatalf("%d pieces between %q and %q", len(pieces), lines[0], lines[len(lines)-1])
		}
		joined := ""
		for i, p := range pieces {
			cut, goes := strings.CutSuffix(p, "…")
			if goes != (i+1 < len(pieces)) || len(cut) > 1<<16+1 {
				t.Fatalf("piece %d of %d has %d bytes and goes on: %v", i+1, len(pieces), len(cut), goes)
			}
			if goes && !strings.HasSuffix(cut, word[len(strings.TrimSpace(word)):]) {
				t.Fatalf("piece %d ends with %.9q; want white space", i+1, cut[len(cut)-9:])
			}
			joined += cut
		}
		if joined != line {
			t.Errorf("the pieces are not the line")
		}
		c.Close()
	}
}

// TestLongLineInBoundedMemory reads a line of 100 MB.
func TestLongLineInBoundedMemory(t *testing.T) {
	name := filepath.Join(t.TempDir(), "long.txt")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte("money bank "), 100_000)
	for range 91 {
		if _, err := f.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	c, err := corpus.Open([]string{name}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	words := 0
	r := c.Read()
	for r.Next() {
		words += bytes.Count(r.Line(), []byte("bank"))
	}
	runtime.ReadMemStats(&after)
	if r.Err() != nil || words != 91*100_000 {
		t.Errorf("%d banks, %v; want %d", words, r.Err(), 91*100_000)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("reading it took %d bytes of memory", took)
	}
}

func TestBadTexts(t *testing.T) {
	gz := pack(t, strings.Repeat("money bank\n", 1000))
	tests := []struct{ claim, text, want string }{
		{"a zero byte", "ok\nmo\x00ney\n", `x:2: byte 3 is zero, which no text has; is it text?`},
		{"bytes that are not UTF-8", "ok\n\ngro\xdfer\n", `x:3: byte 4 is 0xdf, which is not UTF-8; save the text as UTF-8`},
		{"a rune that is cut off", "gr\xc3", `x:1: byte 3 is 0xc3, which is not UTF-8; save the text as UTF-8`},
		{"a word without end", strings.Repeat("x", 1<<16+1), `x:1: more than 65536 bytes without white space; is it text?`},
		{"a packed file that is cut short", gz[:len(gz)/2], `is packed by gzip and cut short; get the whole file`},
		{"a packed file's first bytes", gz[:5], `x: is packed by gzip and cut short; get the whole file`},
		{"a packed file that is damaged", gz[:20] + "\xff\xff\xff" + gz[23:], `is packed by gzip and`},
		{"another packing", "BZh91AY&SY", `x: is packed by bzip2; unpack it with bunzip2`},
		{"another packing within gzip", pack(t, "PK\x03\x04zip"), `x: is a zip archive; unpack it`},
		{"UTF-16", "\xff\xfem\x00o\x00", `x: is UTF-16; save it as UTF-8`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile("x", []byte(tt.text), 0o666); err != nil {
				t.Fatal(err)
			}
			c, err := corpus.Open([]string{"x"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = pass(c); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %s", err, tt.want)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	good, empty := write(t, "a", "a"), write(t, "b", "")
	tests := []struct {
		claim string
		names []string
		want  string
	}{
		{"no names", nil, "no text given; want files of text, plain or .gz, or - for standard input"},
		{"a file that is not there", []string{good, good + "z"}, "no such file"},
		{"a folder", []string{filepath.Dir(good)}, "is a folder; name the texts in it"},
		{"an empty file", []string{empty}, "is empty; want a text"},
		{"a device", []string{os.DevNull}, "is not a plain file"},
		{"standard input twice", []string{"-", "-"}, "standard input is named twice, but can be read only once"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.names != nil && tt.names[0] == os.DevNull {
				t.Skip("devices")
			}
			_, err := corpus.Open(tt.names, strings.NewReader("text"))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %s", err, tt.want)
			}
		})
	}
}

// TestDiskFull: what cannot be copied is said, and how to help it.
func TestDiskFull(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	t.Setenv("TMP", os.Getenv("TMPDIR"))
	_, err := corpus.Open([]string{"-"}, strings.NewReader("text"))
	if err == nil || !strings.Contains(err.Error(), "standard input: keeping a copy in") {
		t.Errorf("error %v", err)
	}
}

// FuzzLines: whatever the bytes, the lines are those of bytes.Lines, or there
// is an error; read from a file and packed alike.
func FuzzLines(f *testing.F) {
	f.Add([]byte("a b\nc\r\n\nd"))
	f.Add([]byte("a\x00\n\xff"))
	f.Add([]byte(pack(f, "a\nb")))
	f.Fuzz(func(t *testing.T, text []byte) {
		read := func(text string) ([]string, error) {
			c, err := corpus.Open([]string{"-"}, strings.NewReader(text))
			if err != nil {
				return nil, err
			}
			defer c.Close()
			return pass(c)
		}
		got, err := read(string(text))
		if packed, e := read(pack(t, string(text))); err == nil && (e != nil || !slices.Equal(got, packed)) && !bytes.HasPrefix(text, []byte("\x1f\x8b")) {
			t.Fatalf("%q: %q; packed %q, %v", text, got, packed, e)
		}
		if err != nil || bytes.HasPrefix(text, []byte("\x1f\x8b")) {
			return
		}
		var want []string
		for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\ufeff"))) {
			want = append(want, strings.TrimSuffix(string(line), "\n"))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %q; want %q", text, got, want)
		}
	})
}
