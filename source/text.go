package source

import (
	"fmt"
	"unicode/utf8"
)

// checkTexts refuses texts that are not UTF-8 before anything counts their
// characters.
func checkTexts(texts []string) error {
	for n, text := range texts {
		for i := 0; i < len(text); {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 {
				return fmt.Errorf("text %d: byte %d is %#x, which is not UTF-8; save or type the text as UTF-8", n+1, i, text[i])
			}
			i += size
		}
	}
	return nil
}
