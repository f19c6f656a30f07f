package token

import "strings"

// A decoder turns pieces back into text.
type decoder interface {
	decode(pieces []string) string
}

// joinSpaces is what a tokenizer without a decoder does.
type joinSpaces struct{}

func (joinSpaces) decode(pieces []string) string { return strings.Join(pieces, " ") }

// wordPieceDecoder joins pieces by spaces, those that go on with a word
// without one, and cleans up.
type wordPieceDecoder struct {
	prefix  string // of pieces that go on with a word
	cleanup bool   // of the spaces before punctuation
}

func (d wordPieceDecoder) decode(pieces []string) string {
	var b strings.Builder
	for i, p := range pieces {
		if i > 0 {
			rest, goesOn := strings.CutPrefix(p, d.prefix)
			if p = rest; !goesOn {
				p = " " + p
			}
		}
		if d.cleanup {
			p = cleanUp(p)
		}
		b.WriteString(p)
	}
	return b.String()
}

// cleanUp takes out spaces that splitting at punctuation put into English
// text; the order of the replacements is the library's.
func cleanUp(s string) string {
	for _, r := range [...]struct{ from, to string }{
		{" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"},
		{" n't", "n't"}, {" 'm", "'m"}, {" do not", " don't"},
		{" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"},
	} {
		s = strings.ReplaceAll(s, r.from, r.to)
	}
	return s
}
