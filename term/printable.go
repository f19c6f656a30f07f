package term

import (
	"slices"
	"strings"
	"unicode"

	"heed/trace"
)

// Clean puts U+FFFD in the place of what would steer a terminal or reorder its
// line: control and format characters. Joiners, which words and emoji need,
// stay.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c', r == '\u200d':
			return r
		case r == '\n', r == '\t':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// printable is the walk with every text from outside cleaned.
func printable(w trace.Walk) trace.Walk {
	w.Source.Name, w.Source.Title, w.Source.Chosen = Clean(w.Source.Name), Clean(w.Source.Title), Clean(w.Source.Chosen)
	w.Traces, w.Contrast = slices.Clone(w.Traces), slices.Clone(w.Contrast)
	for i := range w.Traces {
		t := &w.Traces[i]
		t.Text, t.Pair, t.Word = Clean(t.Text), Clean(t.Pair), Clean(t.Word)
		t.Tokens, t.Notes = slices.Clone(t.Tokens), slices.Clone(t.Notes)
		for j := range t.Tokens {
			t.Tokens[j].Text = Clean(t.Tokens[j].Text)
		}
		for j := range t.Notes {
			t.Notes[j].Text = Clean(t.Notes[j].Text)
		}
		t.Shift.Towards = slices.Clone(t.Shift.Towards)
		for j := range t.Shift.Towards {
			t.Shift.Towards[j].Token = Clean(t.Shift.Towards[j].Token)
		}
	}
	for i := range w.Contrast {
		w.Contrast[i].Token = Clean(w.Contrast[i].Token)
	}
	return w
}
