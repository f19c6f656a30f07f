package evaluate_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"unicode"

	"heed/evaluate"
	"heed/internal/golden"
)

// folder is a word's folder as CoarseWSD has it.
func folder() map[string]string {
	return map[string]string{
		"train.data.txt":  "1\tthe bank of the river .\n0\tbank  loans\n",
		"train.gold.txt":  "1\n0\n",
		"test.data.txt":   "2\tà la\u00a0bank !",
		"test.gold.txt":   "0",
		"classes_map.txt": `{"0": "bank_bank", "1": "bank_bank_(geography)"}`,
	}
}

func files(contents map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range contents {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestReadSenses(t *testing.T) {
	check := func(folder fs.FS, place, word, where string) {
		t.Helper()
		all, err := evaluate.ReadSenses(folder, place, word)
		if err != nil || len(all) == 0 {
			t.Fatalf("%d words, error %v", len(all), err)
		}
		s := all[0]
		if s.Word != "bank" || len(s.Train) != 2 || len(s.Test) != 1 {
			t.Fatalf("%+v", all)
		}
		for i, want := range []evaluate.Instance{
			{Word: "bank", Text: "the bank of the river .", Start: 4, End: 8, Label: "bank_bank_(geography)", Place: where + "train.data.txt:1"},
			{Word: "bank", Text: "bank  loans", Start: 0, End: 4, Label: "bank_bank", Place: where + "train.data.txt:2"},
			{Word: "bank", Text: "à la\u00a0bank !", Start: 5, End: 9, Label: "bank_bank", Place: where + "test.data.txt:1"},
		} {
			if got := append(s.Train, s.Test...)[i]; got != want {
				t.Errorf("%+v; want %+v", got, want)
			}
		}
	}
	check(files(folder()), "some/bank", "bank", "some/bank/")
	nested := map[string]string{"senses.tsv": "a word list", "notes/readme.txt": "no data"}
	for name, text := range folder() {
		nested["bank/"+name], nested["crane/"+name] = text, text
	}
	check(files(nested), "data", "data", "data/bank/")
	windows := folder()
	for name, text := range windows {
		windows[name] = strings.ReplaceAll(text, "\n", "\r\n") + "\r\n\r\n"
	}
	windows["train.gold.txt"] = "\ufeff" + windows["train.gold.txt"]
	check(files(windows), ".", "bank", "")
}

func TestReadSensesRefuses(t *testing.T) {
	tests := []struct {
		claim, file, text, want string
	}{
		{"an index past the sentence", "test.data.txt", "4\tà la bank !", "bank/test.data.txt:1: index 4, but the sentence has 4 words; want 0 to 3"},
		{"a negative index", "test.data.txt", "-1\tà la bank !", "bank/test.data.txt:1: index -1"},
		{"an index that is no number", "train.data.txt", "1\tthe bank\nx\tthe bank\n", `bank/train.data.txt:2: the index is "x"; want a whole number`},
		{"a sentence of no words", "test.data.txt", "0\t  ", "bank/test.data.txt:1: the sentence has no words"},
		{"a line without a tab", "test.data.txt", "the bank", `bank/test.data.txt:1: "the bank" has no tab`},
		{"a class that is not in the map", "train.gold.txt", "0\n7\n", `bank/train.gold.txt:2: class "7" is not in classes_map.txt; want one of 0, 1`},
		{"fewer classes than sentences", "train.gold.txt", "0\n", "bank/train.data.txt:2: train.gold.txt has no line 2; want a class for each sentence"},
		{"more classes than sentences", "train.gold.txt", "0\n1\n0\n", "bank/train.gold.txt:3: train.data.txt has no line 3; want a sentence for each class"},
		{"an empty data file", "test.data.txt", "", "bank/test.data.txt is empty"},
		{"an empty class file", "test.gold.txt", "\n\n", "bank/test.gold.txt is empty"},
		{"an empty line between others", "train.data.txt", "1\tthe bank\n\n1\tthe bank\n", "bank/train.data.txt:2: the line is empty; take it out"},
		{"text that is not UTF-8", "test.data.txt", "0\tbank\xff", "bank/test.data.txt:1: the line is not UTF-8"},
		{"a line without end", "test.data.txt", strings.Repeat("bank ", 300000), "bank/test.data.txt:1: the line has more than 1048576 bytes"},
		{"a map that is no JSON", "classes_map.txt", "{'0'", `bank/classes_map.txt: "{'0'" is not a JSON object of names`},
		{"an empty map", "classes_map.txt", "{}", "is not a JSON object of names"},
		{"two classes of one name", "classes_map.txt", `{"0": "x", "1": "x"}`, `bank/classes_map.txt: class "1" is called "x", as class "0" is`},
		{"a class without a name", "classes_map.txt", `{"0": ""}`, `class "0" has no name`},
		{"a missing map", "classes_map.txt", "\x00", "bank/classes_map.txt: no such file; want train and test, each as .data.txt and .gold.txt, and classes_map.txt"},
		{"missing classes", "test.gold.txt", "\x00", "bank/test.gold.txt: no such file"},
		{"missing sentences", "test.data.txt", "\x00", "bank/test.data.txt: no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			contents := folder()
			contents[tt.file] = tt.text
			if tt.text == "\x00" {
				delete(contents, tt.file)
			}
			nested := map[string]string{}
			for name, text := range contents {
				nested["bank/"+name] = text
			}
			if _, err := evaluate.ReadSenses(files(contents), "bank", "bank"); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
			if _, err := evaluate.ReadSenses(files(nested), "data", "data"); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("in a folder: error %v; want %q", err, tt.want)
			}
		})
	}
	if _, err := evaluate.ReadSenses(files(map[string]string{"a.txt": ""}), "data", "data"); err == nil || !strings.Contains(err.Error(), "data: no train.data.txt or test.data.txt in it") {
		t.Errorf("of an empty folder: %v", err)
	}
	pipe := files(folder())
	pipe["test.gold.txt"].Mode = fs.ModeNamedPipe
	if _, err := evaluate.ReadSenses(pipe, "bank", "bank"); err == nil || !strings.Contains(err.Error(), "bank/test.gold.txt is not a plain file") {
		t.Errorf("of a pipe: %v", err)
	}
}

func TestReadTagged(t *testing.T) {
	const good = "masc\td\triver\t1\tThe Bank .\nmasc\td\tfinancial\t0\tbanks\n"
	s, err := evaluate.ReadTagged(strings.NewReader(good), "bank.tsv", "bank")
	if err != nil || s.Word != "bank" || len(s.Train) != 0 || len(s.Test) != 2 ||
		s.Test[0] != (evaluate.Instance{Word: "Bank", Text: "The Bank .", Start: 4, End: 8, Label: "river", Place: "bank.tsv:1"}) {
		t.Errorf("%+v, %v", s, err)
	}
	tests := []struct {
		claim, text, want string
	}{
		{"too few columns", good + "masc\td\triver\t1\n", "bank.tsv:3: 4 columns; want 5, parted by tabs: corpus, document, label, index, sentence"},
		{"too many columns", "masc\td\triver\t1\tThe\tbank\n", "bank.tsv:1: 6 columns"},
		{"an empty label", "masc\td\t\t1\tThe bank\n", "bank.tsv:1: the label, column 3, is empty"},
		{"an index past the sentence", "masc\td\triver\t2\tThe bank\n", "bank.tsv:1: index 2, but the sentence has 2 words; want 0 to 1"},
		{"a line alone", "masc\td\triver\t1\tThe bank\n", "bank.tsv: 1 line; want at least 2"},
		{"nothing", "", "bank.tsv is empty"},
		{"bytes of another kind", "\x1f\x8b\x08\xff\n", "bank.tsv:1: the line is not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if _, err := evaluate.ReadTagged(strings.NewReader(tt.text), "bank.tsv", "bank"); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
	broken := iotest.ErrReader(&fs.PathError{Op: "read", Path: "bank.tsv", Err: errors.New("the disk is gone")})
	if _, err := evaluate.ReadTagged(broken, "bank.tsv", "bank"); err == nil || err.Error() != "bank.tsv:1: the disk is gone" {
		t.Errorf("of a broken disk: %v", err)
	}
}

// TestSharedSenses reads all the labelled sentences beside the repository.
func TestSharedSenses(t *testing.T) {
	data := golden.Shared(t, "data/wsd")
	words, err := evaluate.ReadSenses(os.DirFS(data+"/coarsewsd"), "coarsewsd", "coarsewsd")
	if err != nil || len(words) != 10 {
		t.Fatalf("%d words, error %v; want 10", len(words), err)
	}
	java := words[7]
	if java.Word != "java" || len(java.Train) != 4504 || len(java.Test) != 1929 {
		t.Errorf("%s has %d and %d occurrences", java.Word, len(java.Train), len(java.Test))
	}
	for _, w := range words {
		for _, i := range append(w.Train, w.Test...) {
			if i.Word != w.Word || !strings.HasPrefix(i.Label, w.Word) {
				t.Errorf("%s: %q, %q", i.Place, i.Word, i.Label)
			}
		}
	}
	f, err := os.Open(data + "/bank.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	bank, err := evaluate.ReadTagged(f, "bank.tsv", "bank")
	labels := map[string]int{}
	for _, i := range bank.Test {
		labels[i.Label]++
		if !strings.HasPrefix(strings.ToLower(i.Word), "bank") {
			t.Errorf("%s: %q", i.Place, i.Word)
		}
	}
	if err != nil || !maps.Equal(labels, map[string]int{"financial": 88, "river": 19}) {
		t.Errorf("%v, error %v", labels, err)
	}
}

// checkInstances checks what every reader promises.
func checkInstances(t *testing.T, s evaluate.Senses) {
	for _, i := range append(s.Train, s.Test...) {
		runes := []rune(i.Text)
		if i.Start < 0 || i.Start >= i.End || i.End > len(runes) || string(runes[i.Start:i.End]) != i.Word ||
			strings.ContainsFunc(i.Word, unicode.IsSpace) || i.Label == "" || i.Place == "" ||
			i.Start > 0 && !unicode.IsSpace(runes[i.Start-1]) || i.End < len(runes) && !unicode.IsSpace(runes[i.End]) {
			t.Errorf("%+v", i)
		}
	}
}

func FuzzReadTagged(f *testing.F) {
	f.Add("masc\td\triver\t1\tThe Bank .\nmasc\td\tfinancial\t0\tbanks\n")
	f.Add("\ufeff\t\tx\t0\t \u0085y\r\n\t\tx\t00\ty\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := evaluate.ReadTagged(strings.NewReader(text), "f", "w"); err == nil {
			checkInstances(t, s)
		}
	})
}

func FuzzReadSenses(f *testing.F) {
	good := folder()
	f.Add(good["train.data.txt"], good["train.gold.txt"], good["test.data.txt"], good["test.gold.txt"], good["classes_map.txt"])
	f.Add("", "", "0\tx", "\n", `{"":"x"}`)
	f.Fuzz(func(t *testing.T, train, trainGold, test, testGold, classes string) {
		all, err := evaluate.ReadSenses(files(map[string]string{"train.data.txt": train, "train.gold.txt": trainGold,
			"test.data.txt": test, "test.gold.txt": testGold, "classes_map.txt": classes}), "f", "w")
		if err != nil {
			return
		}
		checkInstances(t, all[0])
		if len(all[0].Train) == 0 || len(all[0].Test) == 0 {
			t.Errorf("%+v", all)
		}
	})
}
