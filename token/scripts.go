package token

import "unicode"

// byScript cuts where a text changes from one script to another
// ("UnicodeScripts"); spaces go with what stands before. As in the library, a
// text that begins with spaces loses them.
type byScript struct{}

func (byScript) split(t text, emit func(text) error) error {
	from, last := -1, ""
	for i, g := range t {
		script := scriptOf(g.r)
		if script == "" {
			continue
		}
		if script != last {
			if from >= 0 {
				if err := emit(t[from:i]); err != nil {
					return err
				}
			}
			from = i
		}
		last = script
	}
	if from < 0 {
		return nil
	}
	return emit(t[from:])
}

// scriptOf names r's script, "" for a space and what has none. Kana count as
// Han.
func scriptOf(r rune) string {
	switch {
	case r == ' ':
		return ""
	case r == 'ー':
		return "Han"
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return "Latin"
		}
		return "Common"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			if name == "Hiragana" || name == "Katakana" {
				return "Han"
			}
			return name
		}
	}
	return ""
}
