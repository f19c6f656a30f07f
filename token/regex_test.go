package token

import (
	"slices"
	"strings"
	"testing"
)

// TestExpressionsMeanWhatTheLibraryMeans: what differs between its syntax and
// regexp2's. The words were recorded from tokenizers 0.23.3.
func TestExpressionsMeanWhatTheLibraryMeans(t *testing.T) {
	for _, tt := range []struct{ name, expression, text, want string }{
		{"half is of a word", `\W+`, "a½!b", "a½|!|b"},
		{"but not in a set", `[^\w]+`, "a½!b", "a|½!|b"},
		{"numerals are of a word", `[^\w\s]+`, "Ⅷ ②", "Ⅷ |②"},
		{"joiners are not", `[^\w\s]+`, "a\u200db", "a|\u200d|b"},
		{"edges of words are of the same words", `\bbank\b`, "bank½ bank", "bank½ |bank"},
		{"sets in sets are one", `[^(\s|[.,])]+`, "a.b c", "a|.|b| |c"},
		{"lines begin and end", `^a|b$`, "a\nab", "a|\n|a|b"},
		{"look-ahead", `\d{1,3}(?=(?:\d{3})*\b)`, "1234567", "1|234|567"},
		{"look-behind", `(?<=a)b`, "abbb", "a|b|bb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			re, err := newRegex(tt.expression)
			if err != nil {
				t.Fatal(err)
			}
			if got := wordsBy(t, re, tt.text); !slices.Equal(got, strings.Split(tt.want, "|")) {
				t.Errorf("words %q; want %q", got, strings.Split(tt.want, "|"))
			}
		})
	}
}

func TestWhatRegexp2WouldReadOtherwiseIsRefused(t *testing.T) {
	for expression, want := range map[string]string{
		`[a[^b]]`:     `heed does not know "[^" in a set`,
		`[a&&b]`:      `heed does not know "&&" in a set`,
		`[[:alpha:]]`: `heed does not know "[:" in a set`,
		`[^\W]`:       `heed does not know \W in a set`,
		`(?im:a.b)`:   `heed does not know the option m`,
	} {
		if _, err := newRegex(expression); err == nil || err.Error() != want {
			t.Errorf("%s: error %v; want %s", expression, err, want)
		}
	}
}
