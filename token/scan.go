package token

import "unicode"

// A scanner is a regular expression written out by hand: it gives where the
// match that begins at a place ends. Each of these matches something
// everywhere, and looks at every code point a few times only, so a text takes
// time in proportion to its length. Run by backtracking they take ten times
// as long; scan_test.go proves both equal.
type scanner func(t text, at int) (end int)

func (scan scanner) matches(t text, each func(from, to int) error) error {
	for at := 0; at < len(t); {
		end := scan(t, at)
		if err := each(at, end); err != nil {
			return err
		}
		at = end
	}
	return nil
}

// The regular expressions that published tokenizers cut words by.
const (
	gpt2Words  = `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
	llama3     = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}` + lineTail
	cl100k     = `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`
	qwen2      = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}` + lineTail
	lineTail   = `| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
	o200kUpper = `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
	o200kLower = `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
	o200kEnd   = `(?i:'s|'t|'re|'ve|'m|'ll|'d)?|`
	o200k      = `[^\r\n\p{L}\p{N}]?` + o200kUpper + `*` + o200kLower + `+` + o200kEnd +
		`[^\r\n\p{L}\p{N}]?` + o200kUpper + `+` + o200kLower + `*` + o200kEnd +
		`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
)

// published gives the scanner of a published expression.
func published(expression string) (scanner, bool) {
	switch expression {
	case gpt2Words:
		return scanGPT2, true
	case llama3, cl100k: // GPT-4 spells the same otherwise
		return func(t text, at int) int { return scanLines(t, at, 3) }, true
	case qwen2:
		return func(t text, at int) int { return scanLines(t, at, 1) }, true
	case o200k:
		return scanO200k, true
	}
	return nil, false
}

// A letterKind sorts code points as these expressions do.
type letterKind uint8

const (
	blank     letterKind = iota // \s
	isLetter                    // \p{L}
	isNumber                    // \p{N}
	neither                     // [^\s\p{L}\p{N}]
	endOfText                   // no code point
)

func kindAt(t text, at int) letterKind {
	if at >= len(t) {
		return endOfText
	}
	r := t[at].r
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		return isLetter
	case '0' <= r && r <= '9':
		return isNumber
	case unicode.IsSpace(r):
		return blank
	case r < 0x80:
		return neither
	case unicode.Is(letter, r):
		return isLetter
	case unicode.Is(numeral, r):
		return isNumber
	}
	return neither
}

// run gives where the code points of a kind end, of which at most limit are
// taken.
func run(t text, at int, kind letterKind, limit int) int {
	for limit > 0 && kindAt(t, at) == kind {
		at++
		limit--
	}
	return at
}

func scanGPT2(t text, at int) int {
	if end := contraction(t, at, false); end > at {
		return end
	}
	word := at
	if t[at].r == ' ' {
		word++
	}
	if kind := kindAt(t, word); kind == isLetter || kind == isNumber || kind == neither {
		return run(t, word, kind, len(t))
	}
	return scanBlank(t, at)
}

// scanLines is the family of Llama 3 and Qwen 2: words take along what stands
// before them, digits come few at a time, and lines end apart.
func scanLines(t text, at, digits int) int {
	if end := contraction(t, at, true); end > at {
		return end
	}
	word := beforeWord(t, at)
	if kindAt(t, word) == isLetter {
		return run(t, word, isLetter, len(t))
	}
	return scanRest(t, at, digits, isLineEnd)
}

// beforeWord is [^\r\n\p{L}\p{N}]?.
func beforeWord(t text, at int) int {
	if kind := kindAt(t, at); kind == neither || kind == blank && !isLineEnd(t[at].r) {
		return at + 1
	}
	return at
}

// scanRest matches what is no word: digits, ` ?[^\s\p{L}\p{N}]+` with what it
// takes along, white space.
func scanRest(t text, at, digits int, along func(rune) bool) int {
	if kindAt(t, at) == isNumber {
		return run(t, at, isNumber, digits)
	}
	marks := at
	if t[at].r == ' ' {
		marks++
	}
	if end := run(t, marks, neither, len(t)); end > marks {
		for end < len(t) && along(t[end].r) {
			end++
		}
		return end
	}
	end := run(t, at, blank, len(t))
	for last := end; last > at; last-- { // \s*[\r\n]+
		if isLineEnd(t[last-1].r) {
			return last
		}
	}
	return endOfBlank(t, at, end)
}

// scanBlank is \s+(?!\S)|\s+, or one code point where nothing else matches.
func scanBlank(t text, at int) int { return endOfBlank(t, at, run(t, at, blank, len(t))) }

// endOfBlank leaves the last of the white space [at, end) to the word behind.
func endOfBlank(t text, at, end int) int {
	if end < len(t) && end-at > 1 {
		return end - 1
	}
	return max(end, at+1)
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

// contraction is 's|'t|'re|'ve|'m|'ll|'d, in any case with fold; where there
// is none it gives at.
func contraction(t text, at int, fold bool) int {
	if at+1 >= len(t) || t[at].r != '\'' {
		return at
	}
	lower := func(i int) rune {
		switch {
		case i >= len(t):
			return 0
		case fold && t[i].r == 'ſ': // folds to s
			return 's'
		case fold && 'A' <= t[i].r && t[i].r <= 'Z':
			return t[i].r + 'a' - 'A'
		}
		return t[i].r
	}
	switch first, second := lower(at+1), lower(at+2); {
	case first == 's', first == 't', first == 'm', first == 'd':
		return at + 2
	case first == 'r' && second == 'e', first == 'v' && second == 'e', first == 'l' && second == 'l':
		return at + 3
	}
	return at
}

// scanO200k is GPT-4o's: a word is capitals, then small letters, then a
// contraction; letters without case and marks are both.
func scanO200k(t text, at int) int {
	first := beforeWord(t, at)
	for _, cased := range []func(text, int) int{small, capitals} {
		for _, from := range [...]int{first, at} {
			if end := cased(t, from); end > from {
				return contraction(t, end, true)
			}
			if first == at {
				break
			}
		}
	}
	return scanRest(t, at, 3, func(r rune) bool { return isLineEnd(r) || r == '/' })
}

// small is [capitals]*[small letters]+: as many capitals as leave a small one.
func small(t text, at int) int {
	up := at
	for up < len(t) && isCapital(t[up].r) {
		up++
	}
	end := up
	for end < len(t) && isSmall(t[end].r) {
		end++
	}
	for ; end == up && up > at; up, end = up-1, end-1 {
		if isSmall(t[up-1].r) {
			return end
		}
	}
	return end
}

// capitals is [capitals]+[small letters]*.
func capitals(t text, at int) int {
	end := at
	for end < len(t) && isCapital(t[end].r) {
		end++
	}
	for end > at && end < len(t) && isSmall(t[end].r) {
		end++
	}
	return end
}

func isCapital(r rune) bool {
	if r < 0x80 {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.Lu, unicode.Lt, unicode.Lm, unicode.Lo, unicode.M)
}

func isSmall(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z'
	}
	return unicode.In(r, unicode.Ll, unicode.Lm, unicode.Lo, unicode.M)
}
