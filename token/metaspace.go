package token

// metaspace writes spaces as a code point of their own, ▁, also before the
// first word, and cuts before each ("Metaspace").
type metaspace struct {
	mark   rune
	prefix prefixScheme
	cut    bool
}

// A prefixScheme says which texts get a mark before their first word.
type prefixScheme uint8

const (
	always  prefixScheme = iota
	atStart              // only those that begin the text as it was typed
	never
)

func (p metaspace) split(t text, emit func(text) error) error {
	marked := make(text, 0, len(t)+1)
	if r := t[0].r; r != p.mark && r != ' ' && (p.prefix == always || p.prefix == atStart && t[0].start == 0) {
		marked = append(marked, glyph{p.mark, t[0].start, t[0].end})
	}
	marked = append(marked, t...)
	for i, g := range marked {
		if g.r == ' ' {
			marked[i].r = p.mark
		}
	}
	if !p.cut {
		return emit(marked)
	}
	words := splitAt{pattern: byRune(func(r rune) bool { return r == p.mark })}
	words.join = func(last, next bool) bool { return last && !next }
	return words.split(marked, emit)
}

// decode makes the marks spaces again, but for those that begin the text.
func (p metaspace) decode(pieces []string) []string {
	for i, piece := range pieces {
		var plain []rune
		for _, r := range piece {
			switch {
			case r != p.mark:
				plain = append(plain, r)
			case i > 0 || p.prefix == never:
				plain = append(plain, ' ')
			}
		}
		pieces[i] = string(plain)
	}
	return pieces
}

// metaspaceOf reads the fields of today, and add_prefix_space of old files.
func metaspaceOf(f *fields) metaspace {
	m := metaspace{cut: f.optionalBool("split", true)}
	m.mark = f.rune("replacement")
	f.optional("str_rep") // the same again, of old files
	scheme := f.optional("prepend_scheme")
	switch scheme.data {
	case nil, "always":
	case "first":
		m.prefix = atStart
	case "never":
		m.prefix = never
	default:
		f.fail("prepend_scheme", `got %s; want "always", "first" or "never"`, scheme)
	}
	if !f.optionalBool("add_prefix_space", true) {
		if m.prefix != never {
			f.fail("add_prefix_space", `got false; want prepend_scheme "never" with it`)
		}
	}
	return m
}
