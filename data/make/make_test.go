package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"heed/internal/golden"
)

func TestWithout(t *testing.T) {
	const mild = "spring and fall are mild ."
	tests := []struct {
		claim, text string
		sentences   []string
		want        string
	}{
		{"a line that is the sentence goes", "One .\nSpring and fall are mild.\nTwo .\n", []string{mild}, "One .\nTwo .\n"},
		{"a sentence inside a line is cut out, by whole words", "He said: \"Spring -- and FALL are mild.\" So it is.\n", []string{mild}, "He said:\nSo it is.\n"},
		{"so is one that starts inside a word", "In the Midspring and fall are mildly warm.\n", []string{mild}, "In the\nwarm.\n"},
		{"one that runs over a line's end is cut out of both", "Here spring and\nfall are mild . There not.\n", []string{mild}, "Here\n. There not.\n"},
		{"one that runs over three lines takes the middle one", "Here spring\nand fall\nare mild there.\n", []string{mild}, "Here\nthere.\n"},
		{"what is left is looked at again", "spring and spring and fall are mild . fall are mild . A word.\n", []string{mild}, ". A word.\n"},
		{"two that overlap both go", "the deck was thick and strong now\n", []string{"the deck was thick", "was thick and strong"}, "now\n"},
		{"a long part of a sentence goes", "and it is known from java and bali\nRivers.\n", []string{"and so it is known , and it is known from java and bali ."}, "Rivers.\n"},
		{"a short part stays", "in the spring\n", []string{"it is mild in the spring and not in the fall ."}, "in the spring\n"},
		{"marks, case and spaces do not count, letters of any script do", "ÉTÉ à la  Mer !\nété à la mère\n", []string{"été, à-la mer"}, "été à la mère\n"},
		{"a line without letters goes", "One\n. ''\n\nTwo\n", []string{mild}, "One\nTwo\n"},
		{"no sentences, no change", "One two .\n", nil, "One two .\n"},
		{"a sentence without letters matches nothing", "One ; two .\n", []string{";", ""}, "One ; two .\n"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if got, _ := without(tt.text, tt.sentences); got != tt.want {
				t.Errorf("without = %q; want %q", got, tt.want)
			}
		})
	}
}

// Of a text of few letters, where nearly everything matches, no sentence
// remains, every line that remains is a part of a line that was there, and
// taking the sentences out again changes nothing.
func TestNothingRemains(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func(length int) string {
		var b strings.Builder
		for range length {
			b.WriteByte("aabbcé  .\n"[random.IntN(10)])
		}
		return strings.ToValidUTF8(b.String(), "é")
	}
	for range 500 {
		text := some(200)
		var sentences []string
		for range 5 {
			sentences = append(sentences, strings.ReplaceAll(some(4+random.IntN(8)), "\n", " "))
		}
		kept, _ := without(text, sentences)
		stream, _ := letters(kept)
		for _, s := range sentences {
			if s, _ := letters(s); s != "" && strings.Contains(stream, s) {
				t.Fatalf("of %q, %q has %q", text, kept, s)
			}
		}
		for line := range strings.Lines(kept) {
			if !strings.Contains(text, strings.TrimSpace(line)) {
				t.Fatalf("%q is no part of %q", line, text)
			}
		}
		if again, d := without(kept, sentences); again != kept || d != (dropped{}) {
			t.Fatalf("%q became %q", kept, again)
		}
	}
}

func TestBadMaterial(t *testing.T) {
	packed, err := pack("One two .\n")
	if err != nil {
		t.Fatal(err)
	}
	tagged, err := pack("#corpus\tdoc\nmasc\td\tThree .\t\n")
	if err != nil {
		t.Fatal(err)
	}
	good := fstest.MapFS{
		"corpus/modern.txt.gz":               {Data: packed},
		"wsd/semcor_masc.tsv.gz":             {Data: tagged},
		"wsd/bank.tsv":                       {Data: []byte("masc\td\triver\t1\tThe bank .\n")},
		"wsd/coarsewsd/bank/train.data.txt":  {Data: []byte("1\tA bank .\n")},
		"wsd/coarsewsd/bank/train.gold.txt":  {Data: []byte("0\n")},
		"wsd/coarsewsd/bank/classes_map.txt": {Data: []byte("{}")},
	}
	text, sentences, err := read(good)
	if err != nil || text != "One two .\nThree .\n" || strings.Join(sentences, "|") != "A bank .|The bank ." {
		t.Fatalf("read = %q, %q, %v", text, sentences, err)
	}
	for name, bad := range map[string]string{
		"corpus/modern.txt.gz":              "not gzip",
		"wsd/semcor_masc.tsv.gz":            string(packed),
		"wsd/bank.tsv":                      "masc\td\n",
		"wsd/coarsewsd/bank/train.data.txt": "A bank .\n",
	} {
		files := fstest.MapFS{}
		for n, f := range good {
			files[n] = f
		}
		files[name] = &fstest.MapFile{Data: []byte(bad)}
		if _, _, err := read(files); err == nil || !strings.Contains(err.Error(), path.Base(name)) {
			t.Errorf("%s holds %q: error %v", name, bad, err)
		}
	}
}

// TestEnglish remakes the file that is carried, and looks for the sentences in
// it with a search of its own.
func TestEnglish(t *testing.T) {
	data := golden.Shared(t, "data")
	text, sentences, err := read(os.DirFS(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(sentences) < 15000 {
		t.Errorf("%d sentences to look for; want those of bank.tsv and ten words", len(sentences))
	}
	text, _ = without(text, sentences)
	carried, err := unpacked(os.DirFS("../.."), made)
	if err != nil {
		t.Fatal(err)
	}
	if carried != text {
		t.Fatalf("%s holds another text than `go run ./data/make` makes", made)
	}
	file, err := pack(text)
	if err != nil {
		t.Fatal(err)
	}
	if on, err := os.ReadFile("../../" + made); err != nil || !bytes.Equal(on, file) {
		t.Errorf("%s has the right text, but is not packed to the same bytes (%v): has Go's compression changed?", made, err)
	}

	ascii := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	all := ascii(carried)
	heads := map[string][]string{} // by their first eight letters
	for _, s := range sentences {
		s = ascii(s)
		if len(s) < 8 {
			t.Fatalf("%q is too short to look for", s)
		}
		heads[s[:8]] = append(heads[s[:8]], s)
	}
	for i := range len(all) - 8 {
		for _, s := range heads[all[i:i+8]] {
			if strings.HasPrefix(all[i:], s) {
				t.Errorf("%q remains", s)
			}
		}
	}
}
