package token_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"heed/token"
)

func ExampleWords() {
	for _, w := range token.Words("It's a river-bank.") {
		fmt.Println(w.Text, w.Start, w.End)
	}
	// Output:
	// It's 0 4
	// a 5 6
	// river-bank 7 17
}

func ExampleSplitName() {
	fmt.Println(token.SplitName("bank:2"))
	fmt.Println(token.SplitName("bank"))
	// Output:
	// bank 2
	// bank 1
}

func TestWords(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"spaces and marks stand between words", " money,  bank!\n", "1 money 6|9 bank 13"},
		{"apostrophes hold a word together", "it's l’eau", "0 it's 4|5 l’eau 10"},
		{"so do hyphens and underscores", "well-known snake_case", "0 well-known 10|11 snake_case 21"},
		{"but not at a word's ends", "'quoted' -dash- _x_", "1 quoted 7|10 dash 14|17 x 18"},
		{"nor two in a row", "river--bank", "0 river 5|7 bank 11"},
		{"digits are words", "in 1984", "0 in 2|3 1984 7"},
		{"places count code points", "é 東京 𝔅x", "0 é 1|2 東京 4|5 𝔅x 7"},
		{"a letter's marks belong to it", "e\u0301te\u0301", "0 e\u0301te\u0301 5"},
		{"no letters, no words", "… — !", ""},
		{"nothing, no words", "", ""},
		{"broken UTF-8 stands between words", "a\xffb", "0 a 1|2 b 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range token.Words(tt.text) {
				got = append(got, fmt.Sprintf("%d %s %d", w.Start, w.Text, w.End))
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("%q; want %q", strings.Join(got, "|"), tt.want)
			}
		})
	}
}

func TestOccurrences(t *testing.T) {
	tests := []struct {
		name, text, word string
		want             [][2]int
	}{
		{"every place of a word", "bank or bank", "bank", [][2]int{{0, 4}, {8, 12}}},
		{"not within a longer word", "banking embankment bank", "bank", [][2]int{{19, 23}}},
		{"the halves of a hyphened word are found", "river-bank's", "bank", [][2]int{{6, 10}}},
		{"as it is written, where it stands so", "Bank of the bank", "bank", [][2]int{{12, 16}}},
		{"else in any case", "The BANK, a Bank", "bank", [][2]int{{4, 8}, {12, 16}}},
		{"several words", "in the bank", "the bank", [][2]int{{3, 11}}},
		{"marks are found too", "bank?!", "?", [][2]int{{4, 5}}},
		{"places do not overlap", "a.a.a.a", "a.a", [][2]int{{0, 3}, {4, 7}}},
		{"places count code points", "é bank", "bank", [][2]int{{2, 6}}},
		{"an absent word is nowhere", "money", "bank", nil},
		{"an empty word is nowhere", "money", "", nil},
		{"a longer word is nowhere", "ban", "bank", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := token.Occurrences(tt.text, tt.word); !slices.Equal(got, tt.want) {
				t.Errorf("%v; want %v", got, tt.want)
			}
		})
	}
}

func TestSplitName(t *testing.T) {
	for name, want := range map[string]string{
		"bank": "bank 1", "bank:2": "bank 2", "bank:02": "bank 2", "a:b:3": "a:b 3",
		"bank:0": "bank:0 1", "bank:-1": "bank:-1 1", "bank:": "bank: 1", "bank:x": "bank:x 1", ":2": ":2 1", "10:30": "10 30",
	} {
		if word, nth := token.SplitName(name); fmt.Sprint(word, " ", nth) != want {
			t.Errorf("%q: %q %d; want %s", name, word, nth, want)
		}
	}
}

func TestNotFound(t *testing.T) {
	tests := []struct {
		text, name string
		found      int
		want       string
	}{
		{"money bank", "river", 0, `"river" is not in "money bank"; its words are money, bank`},
		{"money bank", "river:2", 0, `"river" is not in "money bank"; its words are money, bank`},
		{"money bank", "bank:2", 1, `"bank" occurs once in "money bank"; want number 2`},
		{"bank bank", "bank:3", 2, `"bank" occurs 2 times in "bank bank"; want number 3`},
		{"?!", "bank", 0, `"bank" is not in "?!"; its words are none`},
		{"money bank", " ", 0, `the word to look for is empty`},
		{"a b c d e f g h i j k l m n", "bank", 0, `"bank" is not in "a b c d e f g h i j k l m n"; its words are a, b, c, d, e, f, g, h, i, j, k, l, …`},
	}
	for _, tt := range tests {
		if err := token.NotFound(tt.text, tt.name, tt.found); err.Error() != tt.want {
			t.Errorf("%v; want %s", err, tt.want)
		}
	}
}

// FuzzWords wants every word to stand where it says, and to be found there.
func FuzzWords(f *testing.F) {
	f.Add("It's a river-bank, é 東京.")
	f.Add("a\xffb'c--d_")
	f.Fuzz(func(t *testing.T, text string) {
		runes, end := []rune(text), 0
		for _, w := range token.Words(text) {
			if w.Start < end || w.Start >= w.End || w.End > len(runes) || string(runes[w.Start:w.End]) != w.Text {
				t.Fatalf("%+v is not in %q after %d", w, text, end)
			}
			end = w.End
			if !slices.Contains(token.Occurrences(text, w.Text), [2]int{w.Start, w.End}) {
				t.Fatalf("%+v is not found in %q", w, text)
			}
		}
	})
}
