package token

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// TestScannersMatchAsTheirExpressions runs each published expression by hand
// and by backtracking over texts made of what such expressions tell apart.
func TestScannersMatchAsTheirExpressions(t *testing.T) {
	units := strings.Split("a|B|é|漢|あ|ǅ|ʰ|\u0301|1|٣|Ⅷ|½| |  |\n|\r|\r\n|\t|\u00a0|\u3000|'|'s|'S|'ſ|'Re|'ll|'LL|’|!|/|?!|_|👩\u200d👧|\u200b|\x00|the|Bank|NASA|iPhone|\u00ad|\U0001D400", "|")
	random := rand.New(rand.NewSource(1))
	for name, expression := range map[string]string{"gpt2": gpt2Words, "llama3": llama3, "qwen2": qwen2, "o200k": o200k} {
		t.Run(name, func(t *testing.T) {
			for range 3000 {
				var b strings.Builder
				for range random.Intn(12) {
					b.WriteString(units[random.Intn(len(units))])
				}
				compareScanner(t, expression, b.String())
			}
		})
	}
}

func FuzzScanners(f *testing.F) {
	f.Add("It's the bank's 1234 \n\n  riverBank ʰAb'LL\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for _, expression := range []string{gpt2Words, llama3, qwen2, o200k} {
			compareScanner(t, expression, s)
		}
	})
}

func compareScanner(t *testing.T, expression, s string) {
	t.Helper()
	scan, ok := published(expression)
	if !ok {
		t.Fatalf("%s is run by backtracking", expression)
	}
	re, err := newRegex(expression)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := wordsBy(t, scan, s), wordsBy(t, re, s); !slices.Equal(got, want) {
		t.Errorf("%q: words %q; want %q", s, got, want)
	}
}

func wordsBy(t *testing.T, p pattern, s string) []string {
	t.Helper()
	return wordsOf(t, splitAt{pattern: p, join: apart}, s)
}
