package token

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A decoder rewrites pieces, on their way back to text. It owns the list it
// is given.
type decoder interface {
	decode(pieces []string) []string
}

// decoders act one after the other ("Sequence").
type decoders []decoder

func (ds decoders) decode(pieces []string) []string {
	for _, d := range ds {
		pieces = d.decode(pieces)
	}
	return pieces
}

// eachPiece rewrites every piece by itself.
type eachPiece func(i, n int, piece string) string

func (f eachPiece) decode(pieces []string) []string {
	for i, p := range pieces {
		pieces[i] = f(i, len(pieces), p)
	}
	return pieces
}

// joinSpaces is what a tokenizer without a decoder does.
func joinSpaces(i, _ int, piece string) string {
	if i > 0 {
		return " " + piece
	}
	return piece
}

// fuse makes one piece of all ("Fuse").
type fuse struct{}

func (fuse) decode(pieces []string) []string {
	return []string{strings.Join(pieces, "")}
}

// byteFallback reads runs of <0x41> as UTF-8, or as a U+FFFD each where they
// are none ("ByteFallback").
type byteFallback struct{}

func (byteFallback) decode(pieces []string) []string {
	decoded := pieces[:0:0]
	var run []byte
	flush := func() {
		if utf8.Valid(run) {
			decoded = append(decoded, string(run))
		} else {
			decoded = append(decoded, slices.Repeat([]string{"\uFFFD"}, len(run))...)
		}
		run = run[:0]
	}
	for _, p := range pieces {
		if b, ok := bytePiece(p); ok {
			run = append(run, b)
			continue
		}
		if len(run) > 0 {
			flush()
		}
		decoded = append(decoded, p)
	}
	if len(run) > 0 {
		flush()
	}
	return decoded
}

// bytePiece reads <0x41>.
func bytePiece(p string) (byte, bool) {
	if len(p) != 6 || p[:3] != "<0x" || p[5] != '>' {
		return 0, false
	}
	b, err := strconv.ParseUint(p[3:5], 16, 8)
	return byte(b), err == nil
}

// stripDecoder takes up to so many of a code point off the ends of each piece.
type stripDecoder struct {
	content    string
	start, end int
}

func (d stripDecoder) piece(_, _ int, p string) string {
	for range d.start {
		rest, ok := strings.CutPrefix(p, d.content)
		if !ok {
			break
		}
		p = rest
	}
	for range d.end {
		rest, ok := strings.CutSuffix(p, d.content)
		if !ok {
			break
		}
		p = rest
	}
	return p
}

// suffixDecoder makes spaces of what ends a word ("BPEDecoder").
type suffixDecoder string

func (suffix suffixDecoder) piece(i, n int, p string) string {
	space := " "
	if i == n-1 {
		space = ""
	}
	return strings.ReplaceAll(p, string(suffix), space)
}

// ctc reads what a speech model writes: repeated pieces are one, and padding
// between them is none.
type ctc struct {
	pad, delimiter string
	cleanup        bool
}

func (d ctc) decode(pieces []string) []string {
	decoded := pieces[:0]
	for _, p := range slices.Compact(pieces) {
		p = strings.ReplaceAll(p, d.pad, "")
		if d.cleanup {
			p = strings.ReplaceAll(cleanUp(p), d.delimiter, " ")
		}
		if p != "" {
			decoded = append(decoded, p)
		}
	}
	return decoded
}

// wordPieceDecoder joins pieces by spaces, those that go on with a word
// without one, and cleans up.
type wordPieceDecoder struct {
	prefix  string // of pieces that go on with a word
	cleanup bool   // of the spaces before punctuation
}

func (d wordPieceDecoder) piece(i, _ int, p string) string {
	if i > 0 {
		rest, goesOn := strings.CutPrefix(p, d.prefix)
		if p = rest; !goesOn {
			p = " " + p
		}
	}
	if d.cleanup {
		p = cleanUp(p)
	}
	return p
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
